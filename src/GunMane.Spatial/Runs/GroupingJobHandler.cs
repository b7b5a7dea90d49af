using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>The process <c>grouping</c>: inputs as in <see cref="GroupingInputs"/>, result <c>{run: "…"}</c>.</summary>
public sealed class GroupingJobHandler(Database database, SnapshotCache snapshots) : IJobHandler
{
    private readonly GroupingRun run = new(database, snapshots);

    /// <inheritdoc/>
    public string Process => "grouping";

    /// <inheritdoc/>
    public async Task<JsonObject> RunAsync(JobRequest job, JobProgress progress, CancellationToken cancellation)
    {
        var request = GroupingInputs.Parse(job.Inputs);
        var area = await database.ReadAsync(job.Scope, session => AreaStore.TryFindAsync(session, request.StudyArea, cancellation), cancellation);
        if (area?.Id != job.Area)
            throw GroupingInputs.Refused("studyArea", $"対象地域「{request.StudyArea}」はこのジョブの対象ではありません。(The job is not about the study area {request.StudyArea}.)");
        return Document(await run.RunAsync(request, job.Area, job.Id, job.Scope, (session, stored) => job.EndAsync(session, Document(stored)), progress, cancellation));
    }

    private static JsonObject Document(RunId run) => new() { ["run"] = run.Value.ToString() };
}
