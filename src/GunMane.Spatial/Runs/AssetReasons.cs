using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>
/// Why one asset is in its group of a stored run, worked out on demand from the run's parameters and the resident graph. Answers only while the
/// facts are those of the run.
/// </summary>
public sealed class AssetReasons(SnapshotCache snapshots, LiveGrouping live)
{
    private readonly ConditionalWeakTable<PairGraph, PairsOfAssets> turned = [];

    private sealed record Asked(RunSummary Summary, StudyAreaId Area, int DenseId, int[] Labels);

    /// <summary>Answers for an asset.</summary>
    /// <exception cref="GunManeException">There is no such run or asset (NotFound); the facts, or the engine, have changed since the run (Conflict).</exception>
    public async Task<AssetReasonsDocument> OfAsync(RunId run, Guid asset, Database database, AccessScope scope, CancellationToken cancellation)
    {
        var asked = await database.ReadAsync(scope, async session =>
        {
            var summary = await RunStore.SummaryAsync(session, run, cancellation);
            var area = await AreaStore.FindAsync(session, summary.Area, cancellation);
            var dense = await AssetStore.DenseIdAsync(session, area.Id, asset, cancellation);
            return new Asked(summary, area.Id, dense, MemoryMarshal.Cast<byte, int>(await RunStore.LabelsAsync(session, run, cancellation)).ToArray());
        }, cancellation);
        var snapshot = await snapshots.GetAsync(database, asked.Area, scope, cancellation);
        if (snapshot.DataVersion != asked.Summary.DataVersion) throw Changed(asked.Summary, snapshot.DataVersion);
        var request = GroupingInputs.Stored(JsonNode.Parse(asked.Summary.Parameters.GetRawText())!.AsObject());
        var groups = await live.ResidentAsync(snapshot, scope, request, cancellation);
        var pairs = turned.GetValue(groups.Graph, graph => new PairsOfAssets(graph));
        var found = await Task.Run(() => new AssetInRun(snapshot, groups, pairs, request, asked.Labels).Of(asked.DenseId, cancellation), cancellation)
            ?? throw OtherEngine(asked.Summary);
        var names = await database.ReadAsync(scope, session => AssetStore.NamesAsync(session, asked.Area,
            [.. found.Mentioned.Select(at => snapshot.DenseIds[at])], cancellation), cancellation);
        return found.Document(run.Value, asset, snapshot, at => names.GetValueOrDefault(snapshot.DenseIds[at]));
    }

    private static GunManeException Changed(RunSummary run, long version) => new(Refusal.Conflict,
        $"この計算のあとにデータが変わったため、理由を求められません。「群候補を求める」でもう一度計算してください（計算時の版 {run.DataVersion}、いまの版 {version}）。(The data changed after this run: find groups again.)", "run")
    { Details = new Dictionary<string, object?> { ["runDataVersion"] = run.DataVersion, ["dataVersion"] = version } };

    private static GunManeException OtherEngine(RunSummary run) => new(Refusal.Conflict,
        $"この計算は別の版（{run.EngineVersion}）で作られ、いまの版では同じ群になりません。「群候補を求める」でもう一度計算してください。(Another version of the engine made this run: find groups again.)", "run");
}
