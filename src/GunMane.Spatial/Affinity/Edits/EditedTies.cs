namespace GunMane.Spatial.Affinity.Edits;

/// <summary>
/// What firms and traits say of the pairs after an edit: taken over where nothing of it changed for both assets, worked out anew elsewhere.
/// Weights of firms are sums over the whole study area: a new asset with known firms changes them all, and then everything firms say is
/// made anew; an asset that moves, or one without known firms, changes none. The same arrays as <see cref="PairTies.Of"/> and <see cref="PairTraits.Of"/>. Pure.
/// </summary>
public static class EditedTies
{
    /// <summary>What firms say of the pairs.</summary>
    /// <param name="edit">The pairs, and where they stood before.</param>
    /// <param name="kept">What was left alone.</param>
    /// <param name="before">What was said, with the firms behind the assets and their weights.</param>
    /// <param name="now">The firms behind the assets and their weights.</param>
    /// <param name="sameFirms">Whether a number means the same firm before and now, for all of them.</param>
    /// <param name="cancellation">Gives up between blocks of assets.</param>
    public static PairTies Of(EditedPairs edit, KeptAssets kept, (PairTies Ties, FirmSets Sets, FirmWeights Weights) before, (FirmSets Sets, FirmWeights Weights) now,
        bool sameFirms, CancellationToken cancellation)
    {
        // Where weights moved, hardly a pair would be the same.
        if (!sameFirms || !before.Weights.Weight.AsSpan().SequenceEqual(now.Weights.Weight)) return PairTies.Of(edit.Graph, now.Sets, now.Weights, cancellation);
        var anew = Changed(kept, (was, at) => IsSame((before.Sets, before.Weights), was, now, at));
        var ties = new PairTies(edit.Carried(before.Ties.Trust), edit.Carried(before.Ties.Common));
        ties.Fill(edit.Graph, now.Sets, now.Weights, anew, cancellation);
        return ties;
    }

    /// <summary>What traits say of the pairs.</summary>
    /// <param name="edit">The pairs, and where they stood before.</param>
    /// <param name="kept">What was left alone.</param>
    /// <param name="before">What was said, and what was compared.</param>
    /// <param name="now">What is compared.</param>
    /// <param name="cancellation">Gives up between blocks of assets.</param>
    public static PairTraits Of(EditedPairs edit, KeptAssets kept, (PairTraits Pairs, AssetTraits Traits) before, AssetTraits now, CancellationToken cancellation)
    {
        var anew = Changed(kept, (was, at) => now.IsSame(at, before.Traits, was));
        var traits = new PairTraits(edit.Carried(before.Pairs.Code), edit.Carried(before.Pairs.Days));
        traits.Fill(edit.Graph, now, anew, cancellation);
        return traits;
    }

    private static bool[] Changed(KeptAssets kept, Func<int, int, bool> isSame)
    {
        var changed = new bool[kept.Before.Length];
        Parallel.For(0, Environment.ProcessorCount, part =>
        {
            for (int at = (int)((long)changed.Length * part / Environment.ProcessorCount), end = (int)((long)changed.Length * (part + 1) / Environment.ProcessorCount); at < end; at++)
                changed[at] = kept.Before[at] < 0 || !isSame(kept.Before[at], at);
        });
        return changed;
    }

    private static bool IsSame((FirmSets Sets, FirmWeights Weights) before, int was, (FirmSets Sets, FirmWeights Weights) now, int at)
    {
        var (one, other) = (before.Sets.SetOf[was], now.Sets.SetOf[at]);
        if (one < 0 || other < 0) return one == other;
        if (before.Weights.Trust[one] != now.Weights.Trust[other]) return false;
        var (a, b) = (before.Sets.Start[one]..before.Sets.Start[one + 1], now.Sets.Start[other]..now.Sets.Start[other + 1]);
        return before.Sets.Firm.AsSpan(a).SequenceEqual(now.Sets.Firm.AsSpan(b)) && before.Weights.Counts.AsSpan(a).SequenceEqual(now.Weights.Counts.AsSpan(b));
    }
}
