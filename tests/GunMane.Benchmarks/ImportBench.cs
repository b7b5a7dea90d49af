using System.Diagnostics;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Loading;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Storage.Cluster;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>
/// The product's own import of one large GeoJSON file, step by step. <c>geojson-load</c> is from the file on disk to checked
/// rows in the database: every field read, its row identified, geometry brought into storage coordinates and checked. Rivals
/// in the same run: ogr2ogr by COPY, and PostgreSQL's own COPY of our very rows from a file, into the same table.
/// <c>settle</c> is what follows until the rows are facts (which are new, owners, firms, written with all indexes and
/// located), and <c>import</c> the whole of it as ./gunmane import runs it.
/// </summary>
internal sealed class ImportBench(PrivateCluster cluster, string home, Action<string> say)
{
    private const int Rounds = 3;
    private const int LoadRounds = 5;
    private const double FlatWithin = 1.15;
    private const string Area = "bench";
    private const string Profile = "feature-assets";
    private readonly Database database = Database.Open(cluster.Service, 3600);

    /// <summary>geojson-load beside ogr2ogr and the bare COPY, turn by turn.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureLoadAsync(int size, CancellationToken cancellation)
    {
        var file = Made(size);
        await using var administrator = new NpgsqlConnection(cluster.Administrator);
        await administrator.OpenAsync(cancellation);
        List<double> load = [], ogr = [], floor = [];
        var (equal, steps) = (true, "");
        for (var round = 0; round < LoadRounds; round++)
        {
            ogr.Add(await Timed(() => OgrAsync(file, cancellation)));
            await EmptyAsync(administrator, cancellation);
            await TriedAsync(async session =>
            {
                using var staged = await StagedAsync(session, file, cancellation);
                load.Add(staged.Load + staged.Check);
                steps = FormattableString.Invariant($"{staged.Load:0.000} + {staged.Check:0.000}");
                if (round == 0) await KeepRowsAsync(session, cancellation);
                equal &= await SameAsync(session, cancellation);
            }, cancellation);
            floor.Add(await FloorAsync(cancellation));
            say(FormattableString.Invariant($"{size:N0} features, round {round + 1}: load and check {load[^1]:0.000} s ({steps}), ogr2ogr {ogr[^1]:0.000} s, floor {floor[^1]:0.000} s"));
        }

        return
        [
            new("import", "geojson-load", "s", size, Measurement.Median(load), Measurement.Median(ogr), "ogr2ogr -f PostgreSQL, COPY, no index", equal),
            new("import", "geojson-load-floor", "s", size, Measurement.Median(load), Measurement.Median(floor), "binary COPY of the same rows from a file", equal),
        ];
    }

    /// <summary>What follows the load until rows are facts, whole imports, indexes and memory.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        var file = Made(size);
        await using var administrator = new NpgsqlConnection(cluster.Administrator);
        await administrator.OpenAsync(cancellation);
        List<double> settle = [], whole = [];
        for (var round = 0; round < Rounds; round++)
        {
            await EmptyAsync(administrator, cancellation);
            await TriedAsync(async session =>
            {
                using var staged = await StagedAsync(session, file, cancellation);
                settle.Add(await Timed(() => staged.Rows.SettleAsync(staged.Source)));
            }, cancellation);
            await EmptyAsync(administrator, cancellation);
            whole.Add(await Timed(() => ImportAsync(file, cancellation)));
            say(FormattableString.Invariant($"{size:N0} features, round {round + 1}: settle {settle[^1]:0.000} s, whole import {whole[^1]:0.000} s"));
        }

        var index = await IndexAsync(administrator, cancellation);
        var csv = await CsvAsync(administrator, size, cancellation);
        var (small, large) = (await MemoryAsync(administrator, size / 10, cancellation), await MemoryAsync(administrator, size, cancellation));
        say(FormattableString.Invariant($"peak of PostgreSQL's process: {small.Backend:0} MB with {size / 10:N0}, {large.Backend:0} MB with {size:N0} features"));
        return
        [
            new("import", "settle", "s", size, Measurement.Median(settle), null, null, null),
            new("import", "import", "s", size, Measurement.Median(whole), null, null, null),
            new("import", "index", "s", size, index.Present, index.Afterwards, "the same rows, indexes built afterwards", null),
            new("import", "csv-import", "s", size, csv, null, null, null),
            new("import", "peak-memory", "MB", size, large.Import, small.Import, FormattableString.Invariant($"our own with {size / 10:N0} features"), large.Import <= small.Import * FlatWithin),
        ];
    }

    // Rows that are read and checked, and the seconds of both.
    private sealed record Staged(RowLoad Rows, IRowSource Source, double Load, double Check) : IDisposable
    {
        public void Dispose() => Source.Dispose();
    }

    private DataFile Made(int size)
    {
        var file = new DataFile(Path.Combine(home, $"features-{size}.geojson"), $"features-{size}.geojson", FileFormat.GeoJson);
        if (!File.Exists(file.Path)) FeatureFile.WriteGeoJson(file.Path, size);
        return file;
    }

    // In a transaction that is taken back.
    private Task<bool> TriedAsync(Func<Session, Task> work, CancellationToken cancellation) => database.RehearseAsync(AccessScope.Local, async session =>
    {
        await work(session);
        return true;
    }, cancellation);

    private static async Task<Staged> StagedAsync(Session session, DataFile file, CancellationToken cancellation)
    {
        var context = await ContextAsync(session, file, cancellation);
        var source = FileImport.Open(file, context.Options);
        RowLoad rows = null!;
        var load = await Timed(async () =>
        {
            rows = FileImport.Load(context, source);
            await rows.StageAsync(source, _ => Task.CompletedTask);
        });
        return new Staged(rows, source, load, await Timed(() => rows.CheckAsync(source)));
    }

    // What the indexes cost: all assets once more into an empty table that has them, and into one that gets them afterwards.
    private static async Task<(double Present, double Afterwards)> IndexAsync(NpgsqlConnection administrator, CancellationToken cancellation)
    {
        List<double> present = [], afterwards = [];
        for (var round = 0; round < Rounds; round++)
        {
            await RunAsync(administrator, "DROP TABLE IF EXISTS copied; CREATE TABLE copied (LIKE gunmane.asset_default INCLUDING INDEXES); CHECKPOINT", cancellation);
            present.Add(await Timed(() => RunAsync(administrator, "INSERT INTO copied SELECT * FROM gunmane.asset ORDER BY dense_id", cancellation)));
            await RunAsync(administrator, "DROP TABLE copied; CREATE TABLE copied (LIKE gunmane.asset); CHECKPOINT", cancellation);
            afterwards.Add(await Timed(async () =>
            {
                await RunAsync(administrator, "INSERT INTO copied SELECT * FROM gunmane.asset ORDER BY dense_id", cancellation);
                await RunAsync(administrator, """
                    DO $$ DECLARE made text; BEGIN
                      FOR made IN SELECT replace(regexp_replace(indexdef, ' INDEX \S+ ON gunmane\.asset_default ', ' INDEX ON copied '), 'gunmane.asset_default', 'copied') FROM pg_indexes WHERE schemaname = 'gunmane' AND tablename = 'asset_default'
                      LOOP EXECUTE made; END LOOP;
                    END $$
                    """, cancellation);
            }));
        }

        await RunAsync(administrator, "DROP TABLE copied", cancellation);
        return (Measurement.Median(present), Measurement.Median(afterwards));
    }

    private async Task<double> CsvAsync(NpgsqlConnection administrator, int size, CancellationToken cancellation)
    {
        var file = new DataFile(Path.Combine(home, $"features-{size}.csv"), $"features-{size}.csv", FileFormat.Csv);
        FeatureFile.WriteCsv(file.Path, size);
        await EmptyAsync(administrator, cancellation);
        return await Timed(() => FileImport.RunAsync(database, AccessScope.Local, Area, file, new ImportOptions("points-csv"), null, _ => Task.CompletedTask, cancellation));
    }

    private async Task<(double Import, double Backend)> MemoryAsync(NpgsqlConnection administrator, int size, CancellationToken cancellation)
    {
        var path = Path.Combine(home, $"memory-{size}.geojson");
        FeatureFile.WriteGeoJson(path, size);
        await EmptyAsync(administrator, cancellation);
        return await ImportMemory.MeasureAsync(cluster.Service, Area, Profile, path, cancellation);
    }

    private static async Task<ImportContext> ContextAsync(Session session, DataFile file, CancellationToken cancellation)
    {
        var options = new ImportOptions(Profile);
        var profile = FileImport.ProfileFor(file, options);
        var area = await AreaStore.FindAsync(session, Area, cancellation);
        var import = await ImportStore.BeginAsync(session, area.Id, new ImportedFile(profile.Name, profile.Version, file.Name, "", 0), cancellation);
        return new ImportContext(session, area, import, profile, options, file, cancellation);
    }

    private Task<ImportReport> ImportAsync(DataFile file, CancellationToken cancellation) =>
        FileImport.RunAsync(database, AccessScope.Local, Area, file, new ImportOptions(Profile), null, _ => Task.CompletedTask, cancellation);

    // The study area as new, with the boundaries of a hundred square towns.
    private static async Task EmptyAsync(NpgsqlConnection administrator, CancellationToken cancellation)
    {
        await RunAsync(administrator, """
            TRUNCATE gunmane.study_area, gunmane.asset CASCADE;
            INSERT INTO gunmane.study_area (code, name, name_en, fictitious, created_by) VALUES ('bench', '計測', 'bench', true, 'bench');
            INSERT INTO gunmane.municipality (study_area, prefecture, code, border_code, name, geom)
            SELECT s.id, '90', 90100 + 10 * x + y, 90100 + 10 * x + y, format('町%s-%s', x, y),
              ST_Multi(ST_MakeEnvelope(137.9 + 0.15 * x, 34.4 + 0.24 * y, 138.05 + 0.15 * x, 34.64 + 0.24 * y, gunmane.storage_srid()))
            FROM gunmane.study_area s, generate_series(0, 9) x, generate_series(0, 9) y;
            INSERT INTO gunmane.municipality_part (study_area, code, geom) SELECT study_area, code, (ST_Dump(geom)).geom FROM gunmane.municipality;
            SELECT gunmane.analyse_boundaries();
            CHECKPOINT
            """, cancellation);
    }

    private async Task OgrAsync(DataFile file, CancellationToken cancellation)
    {
        var at = new NpgsqlConnectionStringBuilder(cluster.Administrator);
        string[] arguments = ["-q", "-f", "PostgreSQL", $"PG:host={at.Host} user={at.Username} dbname={at.Database}", file.Path, "-nln", "rival", "-overwrite", "-gt", "unlimited",
            "-lco", "SPATIAL_INDEX=NONE", "-lco", "UNLOGGED=ON", "-lco", "GEOMETRY_NAME=geom", "-lco", "LAUNDER=NO", "-lco", "SCHEMA=public", "--config", "PG_USE_COPY", "YES"];
        using var process = Process.Start(new ProcessStartInfo("ogr2ogr", arguments)) ?? throw new InvalidOperationException("ogr2ogr does not start.");
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0) throw new InvalidOperationException($"ogr2ogr ended with {process.ExitCode}.");
    }

    // Our staged rows as PostgreSQL itself writes them.
    private string Rows => Path.Combine(home, "rows.copy");

    private async Task KeepRowsAsync(Session session, CancellationToken cancellation)
    {
        await using var rows = await session.Connection.BeginRawBinaryCopyAsync("COPY import_stage TO STDOUT (FORMAT binary)", cancellation);
        await using var file = File.Create(Rows);
        await rows.CopyToAsync(file, cancellation);
    }

    private async Task<double> FloorAsync(CancellationToken cancellation)
    {
        var seconds = 0.0;
        await database.WriteAsync(AccessScope.Local, async session =>
        {
            await session.ExecuteAsync("import_assets.stage_table", cancellation);
            seconds = await Timed(async () =>
            {
                await using var file = File.OpenRead(Rows);
                await using var rows = await session.Connection.BeginRawBinaryCopyAsync("COPY import_stage FROM STDIN (FORMAT binary)", cancellation);
                await file.CopyToAsync(rows, 1 << 17, cancellation);
            });
        }, cancellation);
        return seconds;
    }

    // Row count and an order-free checksum over every attribute and geometry, of our stage and of ogr2ogr's table.
    private async Task<bool> SameAsync(Session session, CancellationToken cancellation)
    {
        var ours = await SumAsync(session.Connection, """
            SELECT count(*), sum(hashtextextended(concat_ws('|', ledger_number, name, sector, kind, managing_department, built_year, attributes::jsonb->>'点検結果',
              CASE WHEN GeometryType(geom) = 'POINT' THEN stated_length ELSE (attributes::jsonb->>'延長')::float8 END, ST_AsHEXEWKB(ST_SetSRID(geom, 0))), 0)::numeric) FROM import_stage
            """, cancellation);
        await using var administrator = new NpgsqlConnection(cluster.Administrator);
        await administrator.OpenAsync(cancellation);
        var theirs = await SumAsync(administrator, """
            SELECT count(*), sum(hashtextextended(concat_ws('|', "施設番号", "名称", "分野", "種別", "所管課", "供用年度", "点検結果", "延長"::float8,
              ST_AsHEXEWKB(ST_SetSRID(geom, 0))), 0)::numeric) FROM public.rival
            """, cancellation);
        if (ours != theirs) say($"ours {ours}, ogr2ogr {theirs}");
        return ours == theirs;
    }

    private static async Task<(long Count, decimal Sum)> SumAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetDecimal(1));
    }

    // What was written before is on disk first: nobody pays for somebody else's pages.
    private static async Task<double> Timed(Func<Task> work)
    {
        using (var sync = Process.Start("sync")) await sync.WaitForExitAsync();
        GC.Collect();
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
