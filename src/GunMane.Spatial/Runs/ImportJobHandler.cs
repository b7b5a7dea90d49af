using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>
/// The process <c>import</c>. Inputs: <c>files: [{path, name}]</c> in one folder made for this job, which is removed when
/// it has ended; the members of <see cref="ImportOptions"/> may be absent. Result: the reports and the files refused.
/// </summary>
public sealed class ImportJobHandler(Database database) : IJobHandler
{
    /// <summary>Id of the process.</summary>
    public const string Id = "import";

    /// <inheritdoc/>
    public string Process => Id;

    /// <inheritdoc/>
    public async Task<JsonObject> RunAsync(JobRequest job, JobProgress progress, CancellationToken cancellation)
    {
        var files = Files(job);
        var areas = await database.ReadAsync(job.Scope, session => AreaStore.ListAsync(session, cancellation), cancellation);
        var code = areas.FirstOrDefault(candidate => candidate.Id == job.Area)?.Code
            ?? throw new GunManeException(Refusal.NotFound, "対象地域がなくなりました。(The study area is gone.)", "area");
        return Document(await ImportRun.ImportAsync(database, job.Scope, code, files, ImportOptions.Of(job.Inputs), job.Id, progress, cancellation));
    }

    /// <inheritdoc/>
    public void Ended(JobRequest job)
    {
        foreach (var folder in Files(job).Select(file => Path.GetDirectoryName(file.Path)!).Distinct().Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Inputs of a job for uploaded files.</summary>
    public static JsonObject Inputs(IReadOnlyList<OfferedFile> files, ImportOptions options)
    {
        var inputs = options.ToJson();
        inputs["files"] = new JsonArray([.. files.Select(file => new JsonObject { ["path"] = file.Path, ["name"] = file.Name })]);
        return inputs;
    }

    /// <summary>The result document of an outcome.</summary>
    public static JsonObject Document(ImportOutcome outcome) => JsonSerializer.SerializeToNode(outcome, JsonSerializerOptions.Web)!.AsObject();

    private static List<OfferedFile> Files(JobRequest job) =>
        [.. job.Inputs["files"]!.AsArray().Select(file => new OfferedFile((string)file!["path"]!, (string)file["name"]!))];
}
