using System.Text.Json.Serialization;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>A file that was refused as a whole; nothing of it is stored.</summary>
public sealed record RefusedFile(string File, Bilingual Reason);

/// <summary>What became of one data set: it was imported, refused, or left out by the plan.</summary>
/// <param name="Planned">The data set and what was said about it.</param>
/// <param name="Report">Its report; null if it was not imported.</param>
/// <param name="Refused">Why it was refused; null if it was not.</param>
public sealed record FileOutcome(PlannedFile Planned, ImportReport? Report = null, Bilingual? Refused = null);

/// <summary>What an import of several files came to.</summary>
/// <param name="Imports">A report per file.</param>
/// <param name="Refused">Files that could not be read at all.</param>
public sealed record ImportOutcome(IReadOnlyList<ImportReport> Imports, IReadOnlyList<RefusedFile> Refused)
{
    /// <summary>Every data set, in the order in which they were taken.</summary>
    [JsonIgnore]
    public IReadOnlyList<FileOutcome> Files { get; init; } = [];

    /// <summary>Files that hold no data: papers beside it.</summary>
    [JsonIgnore]
    public IReadOnlyList<OfferedFile> Papers { get; init; } = [];

    /// <summary>Rules of the plan that no file needed.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> IdleRules { get; init; } = [];
}

/// <summary>Imports files, folders and zip archives into a study area, each data set in a transaction of its own.</summary>
public static class ImportRun
{
    private const int ProgressEvery = 2_000;

    private static readonly ImportPlan NoPlan = new() { Sections = [] };

    /// <summary>Imports the data sets under paths, boundaries first, with one profile or each with the one that fits.</summary>
    /// <exception cref="GunManeException">The study area or a path does not exist, or an option is not acceptable.</exception>
    public static Task<ImportOutcome> ImportAsync(
        Database database, AccessScope scope, string areaCode, IReadOnlyList<string> paths, ImportOptions options, JobProgress progress, CancellationToken cancellation) =>
        ImportAsync(database, scope, areaCode, paths, options, NoPlan, progress, cancellation);

    /// <summary>Imports the data sets under paths, boundaries first, each as the plan says; the options are for what it doesn't say.</summary>
    /// <exception cref="GunManeException">The study area or a path does not exist, or an option or a rule is not acceptable.</exception>
    public static Task<ImportOutcome> ImportAsync(
        Database database, AccessScope scope, string areaCode, IReadOnlyList<string> paths, ImportOptions options, ImportPlan plan, JobProgress progress, CancellationToken cancellation) =>
        ImportAsync(database, scope, areaCode, FileSet.Walk(paths), options, plan, null, progress, cancellation);

    /// <summary>
    /// Looks at files before a job is made for them: options are acceptable, something can be imported, and some file has
    /// a profile. Zip archives are looked at by the job.
    /// </summary>
    /// <exception cref="GunManeException">The planner must choose otherwise (BadInput, names the parameter).</exception>
    public static void Check(IReadOnlyList<OfferedFile> files, ImportOptions options, bool fictitious)
    {
        options.Checked(fictitious);
        if (files.Any(file => file.Name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))) return;
        GunManeException? refusal = null;
        foreach (var file in FileSet.DataSets(files, ""))
        {
            try
            {
                FileImport.ProfileFor(file, options);
                return;
            }
            catch (GunManeException e)
            {
                refusal ??= e;
            }
        }

        throw refusal ?? NothingToImport();
    }

    /// <summary>
    /// Imports files that carry the planner's names. Run again for a job whose worker died, it goes on with the files that
    /// are not done yet.
    /// </summary>
    public static Task<ImportOutcome> ImportAsync(
        Database database, AccessScope scope, string areaCode, IReadOnlyList<OfferedFile> files, ImportOptions options, JobId? job, JobProgress progress, CancellationToken cancellation) =>
        ImportAsync(database, scope, areaCode, files, options, NoPlan, job, progress, cancellation);

    private static async Task<ImportOutcome> ImportAsync(
        Database database, AccessScope scope, string areaCode, IReadOnlyList<OfferedFile> files, ImportOptions options, ImportPlan plan, JobId? job, JobProgress progress, CancellationToken cancellation)
    {
        var area = await database.ReadAsync(scope, session => AreaStore.FindAsync(session, areaCode, cancellation), cancellation);
        options = await OwnProfiles.KeptAsync(database, scope, area.Id, options, cancellation);
        options.Checked(area.Fictitious);
        var work = Directory.CreateTempSubdirectory("gunmane-import-");
        try
        {
            IReadOnlyList<DataFile> found = [.. FileSet.DataSets(files, work.FullName).Where(file => options.Only is null || file.Name == options.Only)];
            if (found.Count == 0) throw NothingToImport();
            var planned = await PlannedAsync(database, scope, area, found, options, plan, cancellation);
            var outcome = await ImportAllAsync(database, scope, areaCode, planned, job, progress, cancellation);
            return outcome with { Papers = FileSet.Papers(files, found), IdleRules = [.. plan.Idle(found)] };
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    // A profile of the plan's own is kept once, however many files it reads.
    private static async Task<IReadOnlyList<PlannedFile>> PlannedAsync(
        Database database, AccessScope scope, StudyArea area, IReadOnlyList<DataFile> files, ImportOptions options, ImportPlan plan, CancellationToken cancellation)
    {
        var planned = files.Select(file => plan.For(file, options)).ToList();
        var kept = new Dictionary<ImportOptions, ImportOptions> { [options] = options };
        foreach (var other in planned.Select(file => file.Options).Distinct().Where(other => other != options))
            kept[other] = await OwnProfiles.KeptAsync(database, scope, area.Id, other, cancellation);
        plan.Check(options, area.Fictitious);
        return ImportOrder.Of([.. planned.Select(file => file with { Options = kept[file.Options] })]);
    }

    private static async Task<ImportOutcome> ImportAllAsync(
        Database database, AccessScope scope, string areaCode, IReadOnlyList<PlannedFile> files, JobId? job, JobProgress progress, CancellationToken cancellation)
    {
        var outcomes = new List<FileOutcome>();
        for (var at = 0; at < files.Count; at++)
        {
            if (files[at].LeftOut is null) await progress(100 * at / files.Count, $"{files[at].File.Name} を取り込んでいます({at + 1}/{files.Count})");
            outcomes.Add(await ImportAsync(database, scope, areaCode, files[at], job, Rows(progress, files, at), cancellation));
        }

        // Whatever arrived may name, or be named by, what is there already.
        var reports = outcomes.Select(outcome => outcome.Report).OfType<ImportReport>().ToList();
        if (!files[0].Options.Preview && reports.Exists(report => report.Stored + report.Repaired + report.Removed > 0)) await LinkRun.RunAsync(database, scope, areaCode, cancellation);
        return new ImportOutcome(reports, [.. outcomes.Where(outcome => outcome.Refused is not null).Select(outcome => new RefusedFile(outcome.Planned.File.Name, outcome.Refused!))]) { Files = outcomes };
    }

    private static async Task<FileOutcome> ImportAsync(
        Database database, AccessScope scope, string areaCode, PlannedFile file, JobId? job, Func<long, Task> progress, CancellationToken cancellation)
    {
        if (file.LeftOut is not null) return new FileOutcome(file);
        try
        {
            return new FileOutcome(file, await FileImport.RunAsync(database, scope, areaCode, file.File, file.Options, job, progress, cancellation));
        }
        catch (GunManeException e) when (e.Refusal == Refusal.BadInput)
        {
            return new FileOutcome(file, Refused: Sentence(e.Message));
        }
    }

    private static GunManeException NothingToImport() => new(Refusal.BadInput,
        "取り込めるファイルがありません。CSV、Excel(.xlsx)、GeoJSON、TopoJSON、Shapefile、GeoPackage、KML、それらの zip を選んでください。(No CSV, Excel, GeoJSON, TopoJSON, Shapefile, GeoPackage or KML among the files.)", "files");

    private static Func<long, Task> Rows(JobProgress progress, IReadOnlyList<PlannedFile> files, int at) => rows => rows % ProgressEvery == 0
        ? progress(100 * at / files.Count, $"{files[at].File.Name}: {rows:N0} 行({at + 1}/{files.Count})")
        : Task.CompletedTask;

    // Messages are written 日本語。(English.)
    private static Bilingual Sentence(string message)
    {
        var at = message.LastIndexOf('(');
        return at > 0 && message.EndsWith(')') && message.AsSpan(at).IndexOfAnyExceptInRange('\0', '\u007F') < 0
            ? new Bilingual(message[..at], message[(at + 1)..^1])
            : new Bilingual(message, message);
    }
}
