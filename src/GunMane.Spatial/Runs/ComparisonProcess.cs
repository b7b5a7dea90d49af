using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>The process <c>comparison</c>: two runs of a study area side by side, as <c>GET /api/runs/{run}/comparison</c> answers (<see cref="RunComparison"/>).</summary>
public sealed class ComparisonProcess(Database database, RunComparison comparison) : IJobHandler
{
    /// <summary>Id of the process.</summary>
    public const string Id = "comparison";

    private static ProcessDescription Description { get; } = new(
        Id, "計算結果を比べる",
        "同じ対象地域の 2 つの計算結果について、移った施設と、分かれた群・まとまった群を求める。(What moved, split and merged between two runs of a study area.)",
        GroupingRun.EngineVersion,
        [
            new ProcessValue("studyArea", "対象地域", "対象地域のコード。(Code of the study area.)", new JsonObject { ["type"] = "string" }, Required: true),
            Run("before", "もとの計算結果", "比べるもとの計算の識別子（GET /api/areas/{code}/runs にあります）。(The run to compare from: uuid of GET /api/areas/{code}/runs.)"), Run("after", "比べる計算結果", "比べる相手の計算の識別子。(The run to compare with.)"),
        ],
        [
            Output("before", "もとの計算結果", "もとの計算の識別子。(The run compared from.)", "string"), Output("after", "比べた計算結果", "比べた計算の識別子。(The run compared with.)", "string"),
            Output("assets", "施設の動き", "動き方ごとの施設数と金額。(Assets and yen by what became of them.)", "array"), Output("groups", "群の動き", "動き方ごとの群。そのままの群は数だけです。(Groups by what became of them; kept ones are counted only.)", "array"),
            Output("kept", "そのままの群の数", "両方で施設が同じ群の数。(Groups with the same assets in both.)", "integer"),
            Output("adjustedRand", "調整ランド指数", "同じ群なら 1。(1 for the same groups.)", "number"), Output("variationOfInformation", "情報量の差（ビット）", "同じ群なら 0。(0 for the same groups.)", "number"),
        ]);

    /// <inheritdoc/>
    public string Process => Id;

    /// <summary>The process as the service offers it: it stores nothing, so that the same request is the same work.</summary>
    public static OfferedProcess Offer(Database database, SnapshotCache snapshots) =>
        new(new ComparisonProcess(database, new RunComparison(snapshots)), Description) { Identity = inputs => inputs };

    /// <inheritdoc/>
    public async Task<JsonObject> RunAsync(JobRequest job, JobProgress progress, CancellationToken cancellation)
    {
        await progress(0, "計算結果を比べています");
        var (before, after) = (await FindAsync(job, "before", cancellation), await FindAsync(job, "after", cancellation));
        var document = await comparison.OfAsync(before, after, database, job.Scope, cancellation);
        return JsonSerializer.SerializeToNode(document, JsonSerializerOptions.Web)!.AsObject();
    }

    private async Task<RunId> FindAsync(JobRequest job, string name, CancellationToken cancellation)
    {
        var (run, code) = (new RunId(Guid.Parse((string)job.Inputs[name]!)), (string)job.Inputs["studyArea"]!);
        try
        {
            var found = await database.ReadAsync(job.Scope, session => RunStore.SummaryAsync(session, run, cancellation), cancellation);
            if (found.Area == code) return run;
        }
        catch (GunManeException missing) when (missing.Refusal == Refusal.NotFound)
        {
            // Refused below, by the name of the input.
        }

        throw new GunManeException(Refusal.BadInput, $"入力「{name}」: 対象地域「{code}」に計算結果 {run.Value} はありません。(Study area {code} has no run {run.Value}.)", name);
    }

    private static ProcessValue Run(string name, string title, string description) =>
        new(name, title, description, new JsonObject { ["type"] = "string", ["format"] = "uuid" }, Required: true);

    private static ProcessValue Output(string name, string title, string description, string type) => new(name, title, description, new JsonObject { ["type"] = type });
}
