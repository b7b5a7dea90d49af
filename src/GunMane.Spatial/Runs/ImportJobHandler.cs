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
/// it ends; <c>profile</c>, <c>sector</c>, <c>owner</c>, <c>encoding</c>, <c>crs</c>, <c>document</c> (a profile), <c>only</c> (one data set) may be absent. Result: the reports and the files refused.
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
        var files = job.Inputs["files"]!.AsArray().Select(file => new OfferedFile((string)file!["path"]!, (string)file["name"]!)).ToList();
        var areas = await database.ReadAsync(job.Scope, session => AreaStore.ListAsync(session, cancellation), cancellation);
        var code = areas.FirstOrDefault(candidate => candidate.Id == job.Area)?.Code
            ?? throw new GunManeException(Refusal.NotFound, "対象地域がなくなりました。(The study area is gone.)", "area");
        try
        {
            var outcome = await ImportRun.ImportAsync(database, job.Scope, code, files, Options(job.Inputs), progress, cancellation);
            LetGo(files);
            return Document(outcome);
        }
        catch (GunManeException)
        {
            LetGo(files);
            throw;
        }
    }

    // Only a job that ended lets go of its files: one whose worker died is run again and needs them.
    private static void LetGo(List<OfferedFile> files)
    {
        foreach (var folder in files.Select(file => Path.GetDirectoryName(file.Path)!).Distinct().Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Inputs of a job for uploaded files.</summary>
    public static JsonObject Inputs(IReadOnlyList<OfferedFile> files, ImportOptions options) => new()
    {
        ["files"] = new JsonArray([.. files.Select(file => new JsonObject { ["path"] = file.Path, ["name"] = file.Name })]),
        ["profile"] = options.Profile, ["sector"] = options.Sector, ["owner"] = options.Owner, ["encoding"] = options.Encoding, ["crs"] = options.Crs,
        ["document"] = options.Document is { } document ? JsonNode.Parse(ProfileText.Write(document)) : null, ["only"] = options.Only,
    };

    /// <summary>The result document of an outcome.</summary>
    public static JsonObject Document(ImportOutcome outcome) => JsonSerializer.SerializeToNode(outcome, JsonSerializerOptions.Web)!.AsObject();

    private static ImportOptions Options(JsonObject inputs) => new(
        (string?)inputs["profile"], (string?)inputs["sector"], (string?)inputs["owner"], (string?)inputs["encoding"], (string?)inputs["crs"])
    {
        Document = inputs["document"] is { } document ? ProfileText.Read(document.ToJsonString(), (string?)inputs["profile"] ?? "document") : null,
        Only = (string?)inputs["only"],
    };
}
