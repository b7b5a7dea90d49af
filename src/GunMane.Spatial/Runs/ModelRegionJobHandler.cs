using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>The process <c>model-region</c>: fills the study area of the model region. Result: the reports.</summary>
/// <param name="database">Where to.</param>
/// <param name="folder">The folder with <c>region.json</c>.</param>
public sealed class ModelRegionJobHandler(Database database, string folder) : IJobHandler
{
    /// <summary>Id of the process.</summary>
    public const string Id = "model-region";

    /// <inheritdoc/>
    public string Process => Id;

    /// <inheritdoc/>
    public async Task<JsonObject> RunAsync(JobRequest job, JobProgress progress, CancellationToken cancellation)
    {
        var reports = await ModelRegion.LoadAsync(database, job.Scope, folder, progress, cancellation);
        return new JsonObject { ["imports"] = JsonSerializer.SerializeToNode(reports, JsonSerializerOptions.Web) };
    }
}
