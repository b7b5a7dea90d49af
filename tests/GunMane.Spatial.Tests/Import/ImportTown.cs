using System.IO.Compression;
using System.Text;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Import;

/// <summary>A study area of its own in the class's database, a folder for made-up files, and ways to look at what came of them.</summary>
internal sealed class ImportTown : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gunmane-test-");

    private ImportTown(TestDatabase database, string code) => (this.database, Code) = (database, code);

    public string Code { get; }

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public static async Task<ImportTown> CreateAsync(TestDatabase database, bool fictitious = false)
    {
        var town = new ImportTown(database, $"t{Guid.NewGuid():N}");
        await database.Database.WriteAsync(AccessScope.Local, session =>
            AreaStore.CreateAsync(session, town.Code, "試験", "Test", fictitious, null, "", Now), Now);
        return town;
    }

    public string Write(string name, string text) => Write(name, new UTF8Encoding(false).GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static byte[] Packed(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    public Task<ImportOutcome> ImportAllAsync(ImportOptions options, params string[] paths) =>
        ImportRun.ImportAsync(database.Database, AccessScope.Local, Code, paths, options, (_, _) => Task.CompletedTask, Now);

    public async Task<ImportReport> ImportAsync(string path, ImportOptions? options = null)
    {
        var outcome = await ImportAllAsync(options ?? new ImportOptions(), path);
        Assert.Empty(outcome.Refused);
        var report = Assert.Single(outcome.Imports);
        Assert.Equal(report.Read, report.Stored + report.Repaired + report.Duplicate + report.Quarantined);
        return report;
    }

    public async Task<RefusedFile> RefusedAsync(string path, ImportOptions? options = null)
    {
        var outcome = await ImportAllAsync(options ?? new ImportOptions(), path);
        Assert.Empty(outcome.Imports);
        return Assert.Single(outcome.Refused);
    }

    public Task<IReadOnlyList<ImportRow>> RowsAsync(ImportReport report, string? state = null) =>
        database.Database.ReadAsync(AccessScope.Local, session => ImportStore.RowsAsync(session, report.Id, state, 10_000, 0, Now), Now);

    public Task<AreaSummary> SummaryAsync() => database.Database.ReadAsync(AccessScope.Local, async session =>
        await AreaStore.SummaryAsync(session, (await AreaStore.FindAsync(session, Code, Now)).Id, Now), Now);

    public Task<StudyArea> AreaAsync() => database.Database.ReadAsync(AccessScope.Local, session => AreaStore.FindAsync(session, Code, Now), Now);

    /// <summary>Rows of a query as text, columns joined by a bar; $1 is the study area's number.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync(Now);
        await using var command = new NpgsqlCommand(sql, connection);
        if (sql.Contains("$1", StringComparison.Ordinal)) command.Parameters.AddWithValue((await AreaAsync()).Id.Value);
        await using var reader = await command.ExecuteReaderAsync(Now);
        var rows = new List<string>();
        while (await reader.ReadAsync(Now))
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(at => Convert.ToString(reader.GetValue(at), System.Globalization.CultureInfo.InvariantCulture))));
        return rows;
    }

    public Task<ImportReport> UndoAsync(ImportReport report) =>
        ImportLifecycle.UndoAsync(database.Database, AccessScope.Local, report.Id, Now);

    public Task<ImportReport> ReportAsync(long import) =>
        database.Database.ReadAsync(AccessScope.Local, session => ImportStore.FindAsync(session, import, Now), Now);

    /// <summary>A GeoJSON file of some features.</summary>
    public static string Collection(params string[] features) => """{"type":"FeatureCollection","features":[""" + string.Join(",\n", features) + "]}";

    /// <summary>Every fact of the study area, of every table, as text; without versions, counters and history.</summary>
    public async Task<string> ContentAsync()
    {
        var content = new StringBuilder();
        foreach (var table in await AskAsync("""
            SELECT c.relname || ',' || CASE WHEN EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'study_area') THEN 'study_area = ' ELSE 'contractor IN (SELECT id FROM gunmane.contractor WHERE study_area = ' END
            FROM pg_class c WHERE c.relnamespace = 'gunmane'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'import%'
              AND c.relname NOT IN ('study_area', 'schema_step', 'job', 'link_run', 'contractor_merge', 'municipality_cell', 'municipality_part')
              AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = ANY (CASE WHEN c.relname = 'contractor_member' THEN ARRAY['contractor'] ELSE ARRAY['study_area'] END)) ORDER BY 1
            """))
        {
            var (name, condition) = (table[..table.IndexOf(',', StringComparison.Ordinal)], table[(table.IndexOf(',', StringComparison.Ordinal) + 1)..]);
            content.AppendLine(name);
            foreach (var row in await AskAsync($"SELECT t::text FROM gunmane.{name} t WHERE {condition}$1{(condition.Contains('(', StringComparison.Ordinal) ? ")" : "")} ORDER BY 1")) content.AppendLine(row);
        }

        foreach (var row in await AskAsync("SELECT metres_proj, metres_import, attribution FROM gunmane.study_area WHERE id = $1")) content.AppendLine(row);
        return content.ToString();
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
