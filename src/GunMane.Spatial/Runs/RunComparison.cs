using System.Runtime.InteropServices;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>What became of groups from one run to another.</summary>
/// <param name="Fate">kept, grew, shrank, exchanged, split, merged, new, gone, outOfView.</param>
/// <param name="Before">Groups of the first run.</param>
/// <param name="After">Groups of the second run.</param>
public sealed record ComparedGroups(string Fate, int[] Before, int[] After);

/// <summary>Assets and yen of a change.</summary>
/// <param name="Change">stayed, moved, joined, left, ungrouped, onlyBefore, onlyAfter.</param>
/// <param name="Assets">Number of assets.</param>
/// <param name="Yen">Yen of the placed orders that fall to them.</param>
public sealed record ComparedAssets(string Change, long Assets, long Yen);

/// <summary>Two runs side by side.</summary>
/// <param name="Before">The first run.</param>
/// <param name="After">The second run.</param>
/// <param name="Assets">What became of the assets.</param>
/// <param name="Groups">What became of the groups; kept ones are counted only.</param>
/// <param name="Kept">Groups with the same assets in both.</param>
/// <param name="AdjustedRand">Adjusted Rand index, 1 for the same groups.</param>
/// <param name="VariationOfInformation">Bits, 0 for the same groups.</param>
public sealed record RunComparisonDocument(
    Guid Before, Guid After, IReadOnlyList<ComparedAssets> Assets, IReadOnlyList<ComparedGroups> Groups, int Kept, double AdjustedRand, double VariationOfInformation);

/// <summary>Compares two stored runs of a study area (<see cref="GroupingComparison"/>), with the yen of its present data.</summary>
public sealed class RunComparison(SnapshotCache snapshots)
{
    /// <summary>Compares them.</summary>
    /// <exception cref="GunManeException">A run does not exist (NotFound), or they are of two study areas (BadInput, parameter <c>with</c>).</exception>
    public async Task<RunComparisonDocument> OfAsync(RunId before, RunId after, Database database, AccessScope scope, CancellationToken cancellation)
    {
        var (area, one, other) = await database.ReadAsync(scope, async session =>
        {
            var (first, second) = (await RunStore.FindAsync(session, before, cancellation), await RunStore.FindAsync(session, after, cancellation));
            if (first.Summary.Area != second.Summary.Area)
                throw new GunManeException(Refusal.BadInput, "別の対象地域の計算とは比べられません。(The runs are of two study areas.)", "with");
            return (await AreaStore.FindAsync(session, first.Summary.Area, cancellation), await LabelsAsync(session, before, cancellation), await LabelsAsync(session, after, cancellation));
        }, cancellation);
        var length = Math.Max(one.Length, other.Length);
        var yen = YenOf(await snapshots.GetAsync(database, area.Id, scope, cancellation), length);
        return Document(before, after, GroupingComparison.Of(Padded(one, length), Padded(other, length), yen, cancellation));
    }

    private static async Task<int[]> LabelsAsync(Session session, RunId run, CancellationToken cancellation) =>
        MemoryMarshal.Cast<byte, int>(await RunStore.LabelsAsync(session, run, cancellation)).ToArray();

    // Assets that came after a run were not looked at by it.
    private static int[] Padded(int[] labels, int length)
    {
        var padded = new int[length];
        Array.Fill(padded, GroupingComparison.NotLookedAt);
        labels.CopyTo(padded, 0);
        return padded;
    }

    private static long[] YenOf(Snapshot snapshot, int length)
    {
        var yen = new double[length];
        for (var asset = 0; asset < snapshot.Count; asset++)
        {
            if (snapshot.DenseIds[asset] >= length) continue;
            for (var at = snapshot.Yen.Start[asset]; at < snapshot.Yen.Start[asset + 1]; at++) yen[snapshot.DenseIds[asset]] += snapshot.Yen.Yen[at];
        }

        return Array.ConvertAll(yen, amount => (long)Math.Round(amount));
    }

    private static RunComparisonDocument Document(RunId before, RunId after, GroupingComparison made) => new(before.Value, after.Value,
        [.. Enum.GetValues<AssetChange>().Where(change => change != AssetChange.NotLookedAt).Select(change => new ComparedAssets(Name(change), made.Total(change).Assets, made.Total(change).Yen)).Where(total => total.Assets > 0)],
        [.. made.Events.Where(one => one.Fate != GroupFate.Kept).Select(one => new ComparedGroups(Name(one.Fate), one.Before, one.After))],
        made.Events.Count(one => one.Fate == GroupFate.Kept), made.AdjustedRand, made.VariationOfInformation);

    private static string Name<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
