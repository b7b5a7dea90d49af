using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>A file that was refused as a whole; nothing of it is stored.</summary>
public sealed record RefusedFile(string File, Bilingual Reason);

/// <summary>What an import of several files came to.</summary>
/// <param name="Imports">A report per file.</param>
/// <param name="Refused">Files that could not be read at all.</param>
public sealed record ImportOutcome(IReadOnlyList<ImportReport> Imports, IReadOnlyList<RefusedFile> Refused);

/// <summary>Imports files, folders and zip archives into a study area, each data set in a transaction of its own.</summary>
public static class ImportRun
{
    private const int ProgressEvery = 2_000;

    /// <summary>Imports the data sets under paths, boundaries first, with one profile or each with the one that fits.</summary>
    /// <exception cref="GunManeException">The study area or a path does not exist, or an option is not acceptable.</exception>
    public static Task<ImportOutcome> ImportAsync(
        Database database, AccessScope scope, string areaCode, IReadOnlyList<string> paths, ImportOptions options, JobProgress progress, CancellationToken cancellation) =>
        ImportAsync(database, scope, areaCode, FileSet.Walk(paths), options, null, progress, cancellation);

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
    public static async Task<ImportOutcome> ImportAsync(
        Database database, AccessScope scope, string areaCode, IReadOnlyList<OfferedFile> files, ImportOptions options, JobId? job, JobProgress progress, CancellationToken cancellation)
    {
        var area = await database.ReadAsync(scope, session => AreaStore.FindAsync(session, areaCode, cancellation), cancellation);
        options = await OwnProfiles.KeptAsync(database, scope, area.Id, options, cancellation);
        options.Checked(area.Fictitious);
        var work = Directory.CreateTempSubdirectory("gunmane-import-");
        try
        {
            IReadOnlyList<DataFile> found = [.. FileSet.DataSets(files, work.FullName).Where(file => options.Only is null || file.Name == options.Only)];
            if (found.Count == 0) throw NothingToImport();
            return await ImportAllAsync(database, scope, areaCode, found, options, job, progress, cancellation);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static async Task<ImportOutcome> ImportAllAsync(
        Database database, AccessScope scope, string areaCode, IReadOnlyList<DataFile> files, ImportOptions options, JobId? job, JobProgress progress, CancellationToken cancellation)
    {
        var (reports, refused) = (new List<ImportReport>(), new List<RefusedFile>());
        for (var at = 0; at < files.Count; at++)
        {
            await progress(100 * at / files.Count, $"{files[at].Name} を取り込んでいます({at + 1}/{files.Count})");
            try
            {
                reports.Add(await FileImport.RunAsync(database, scope, areaCode, files[at], options, job, Rows(progress, files, at), cancellation));
            }
            catch (GunManeException e) when (e.Refusal == Refusal.BadInput)
            {
                refused.Add(new RefusedFile(files[at].Name, Sentence(e.Message)));
            }
        }

        // Whatever arrived may name, or be named by, what is there already.
        if (!options.Preview && reports.Exists(report => report.Stored + report.Repaired + report.Removed > 0)) await LinkRun.RunAsync(database, scope, areaCode, cancellation);
        return new ImportOutcome(reports, refused);
    }

    private static GunManeException NothingToImport() => new(Refusal.BadInput,
        "取り込めるファイルがありません。CSV、Excel(.xlsx)、GeoJSON、TopoJSON、Shapefile、GeoPackage、KML、それらの zip を選んでください。(No CSV, Excel, GeoJSON, TopoJSON, Shapefile, GeoPackage or KML among the files.)", "files");

    private static Func<long, Task> Rows(JobProgress progress, IReadOnlyList<DataFile> files, int at) => rows => rows % ProgressEvery == 0
        ? progress(100 * at / files.Count, $"{files[at].Name}: {rows:N0} 行({at + 1}/{files.Count})")
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
