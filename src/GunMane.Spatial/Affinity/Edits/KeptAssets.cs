namespace GunMane.Spatial.Affinity.Edits;

/// <summary>
/// Which assets an edit or an import left as they were. Numbers of assets are places in arrays, ascending by dense id, so those that stay
/// keep their order: what is known of two of them stays known, only the places move. Pure.
/// </summary>
/// <param name="Before">Place before of each asset of now; −1 where it is new or touched.</param>
/// <param name="Now">Place now of each asset of before; −1 where it is gone or touched.</param>
public sealed record KeptAssets(int[] Before, int[] Now)
{
    /// <summary>Assets of now that are new or touched.</summary>
    public int Touched { get; } = Before.AsSpan().Count(-1);

    /// <summary>Assets of before that are gone or touched.</summary>
    public int Lost { get; } = Now.AsSpan().Count(-1);

    /// <summary>Compares the geometries of assets with the same dense id.</summary>
    /// <param name="idsBefore">Dense ids before, strictly ascending.</param>
    /// <param name="before">Their geometries.</param>
    /// <param name="idsNow">Dense ids now, strictly ascending.</param>
    /// <param name="now">Their geometries.</param>
    /// <param name="alike">What else must be the same of an asset's place before and its place now; null for nothing.</param>
    public static KeptAssets Between(int[] idsBefore, Shapes before, int[] idsNow, Shapes now, Func<int, int, bool>? alike = null)
    {
        int[] from = new int[idsNow.Length], to = new int[idsBefore.Length];
        Array.Fill(to, -1);
        var was = 0;
        for (var at = 0; at < from.Length; at++)
        {
            while (was < to.Length && idsBefore[was] < idsNow[at]) was++;
            from[at] = -1;
            if (was == to.Length || idsBefore[was] != idsNow[at] || !now.IsSame(at, before, was) || alike?.Invoke(was, at) == false) continue;
            (from[at], to[was]) = (was, at);
        }

        return new KeptAssets(from, to);
    }
}
