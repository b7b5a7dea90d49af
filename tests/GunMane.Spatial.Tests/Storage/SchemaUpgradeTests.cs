using System.Diagnostics;
using GunMane.Spatial.Storage;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Storage;

/// <summary>A database with data that comes from the first version is, upgraded, the same as a fresh one.</summary>
public sealed class SchemaUpgradeTests(TestDatabase fresh) : IClassFixture<TestDatabase>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task A_fresh_install_equals_an_upgraded_one(int from)
    {
        var cluster = await TestCluster.SharedAsync(Now);
        var name = $"test_{Guid.NewGuid():N}";
        await RunAsync(TestCluster.At(cluster.Administrator, "postgres"), $"CREATE DATABASE {name} OWNER gunmane_migrator");
        try
        {
            await RunAsync(TestCluster.At(cluster.Administrator, name), "CREATE EXTENSION postgis");
            var migrator = TestCluster.At(cluster.Migrator, name);
            await OldVersionAsync(migrator, from);
            await Migrator.MigrateAsync(migrator, _ => { }, Now);
            Assert.Equal(await SchemaAsync(fresh.Administrator), await SchemaAsync(TestCluster.At(cluster.Administrator, name)));
            Assert.Equal(200L, await ScalarAsync(TestCluster.At(cluster.Administrator, name), "SELECT count(*) FROM gunmane.asset WHERE place_flag IS NULL OR true"));
            Assert.Equal(false, await ScalarAsync(TestCluster.At(cluster.Administrator, name), "SELECT undoable FROM gunmane.import"));
        }
        finally
        {
            await TestCluster.DropAsync(name);
        }
    }

    // As the migrator of an old version left it: its migrations, and a town with an import.
    private static async Task OldVersionAsync(string migrator, int steps)
    {
        await RunAsync(migrator, SqlText.Query("migrate.ledger"));
        foreach (var (step, text) in SqlText.Scripts("migrations").Take(steps))
        {
            await RunAsync(migrator, text);
            await RunAsync(migrator, $"INSERT INTO gunmane.schema_step (name, hash) VALUES ('{step}', '{SqlText.Hash(text)}')");
        }

        if (steps == 9) await RunAsync(migrator, BeforePartitions);
        var area = await SmallRegion.AddAsync(migrator, "old", 200, Now);
        await RunAsync(migrator, $"""
            INSERT INTO gunmane.import (study_area, profile, profile_version, file_name, file_hash, file_bytes, rows_read, rows_stored, rows_repaired, rows_duplicate, rows_quarantined, actor)
            VALUES ({area.Value}, 'points-csv', 1, 'x.csv', '', 1, 1, 0, 0, 0, 1, 'test');
            INSERT INTO gunmane.import_row (import_id, row_number, state, reason, raw) SELECT id, 1, 'quarantined', '試験', 'x' FROM gunmane.import
            """);
    }

    // What hung on the tables before they were partitioned: a trigger and a view of ours, and a view and a right of somebody else's.
    private const string BeforePartitions = """
        CREATE FUNCTION gunmane.keep_removed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER import_removes AFTER DELETE ON gunmane.asset REFERENCING OLD TABLE AS gone_rows FOR EACH STATEMENT EXECUTE FUNCTION gunmane.keep_removed();
        CREATE VIEW gunmane.placed_order WITH (security_invoker = true) AS
          SELECT c.study_area, c.id, c.orderer, coalesce(f.merged_into, c.contractor) AS contractor, c.fiscal_year, coalesce(c.yen, 0) AS yen
          FROM gunmane.contract c LEFT JOIN gunmane.contractor f ON f.id = c.contractor;
        CREATE SCHEMA theirs;
        CREATE VIEW theirs.assets AS SELECT a.dense_id, a.name, (SELECT count(*) FROM gunmane.contract_asset l WHERE l.dense_id = a.dense_id) AS orders FROM gunmane.asset a;
        GRANT SELECT ON gunmane.asset TO gunmane_service
        """;

    [Fact]
    public async Task Whoever_has_views_of_their_own_on_the_tables_sees_every_partition_in_them()
    {
        var cluster = await TestCluster.SharedAsync(Now);
        var name = $"test_{Guid.NewGuid():N}";
        await RunAsync(TestCluster.At(cluster.Administrator, "postgres"), $"CREATE DATABASE {name} OWNER gunmane_migrator");
        try
        {
            var administrator = TestCluster.At(cluster.Administrator, name);
            await RunAsync(administrator, "CREATE EXTENSION postgis");
            await OldVersionAsync(TestCluster.At(cluster.Migrator, name), 9);
            var next = await ScalarAsync(administrator, "SELECT max(id) + 1 FROM gunmane.contract");
            await Migrator.MigrateAsync(TestCluster.At(cluster.Migrator, name), _ => { }, Now);
            await RunAsync(administrator, "UPDATE gunmane.asset SET prefecture = '22' WHERE dense_id < 50; SELECT * FROM gunmane.partition_prefecture('22')");
            Assert.Equal("200 150 50", await ScalarAsync(administrator, "SELECT (SELECT count(*) FROM theirs.assets) || ' ' || (SELECT count(*) FROM gunmane.asset_default) || ' ' || (SELECT count(*) FROM gunmane.asset_22)"));
            Assert.Equal(next, await ScalarAsync(administrator, "INSERT INTO gunmane.contract (study_area, prefecture, orderer, title, outcome, source, source_key, content_hash) SELECT study_area, '22', orderer, '', outcome, source, 'new', '' FROM gunmane.contract LIMIT 1 RETURNING id"));
        }
        finally
        {
            await TestCluster.DropAsync(name);
        }
    }

    private static async Task<string> SchemaAsync(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        var dump = Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", "pg_dump")).Where(File.Exists).Order(StringComparer.Ordinal).Last();
        var start = new ProcessStartInfo(dump, ["--schema-only", "--schema=gunmane", "-h", parts.Host!, "-p", parts.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "-U", parts.Username!, parts.Database!])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = parts.Password ?? "";
        using var process = Process.Start(start)!;
        var (text, error) = (process.StandardOutput.ReadToEndAsync(Now), process.StandardError.ReadToEndAsync(Now));
        await process.WaitForExitAsync(Now);
        Assert.True(process.ExitCode == 0, await error);
        return string.Join('\n', (await text).Split('\n').Where(line => !line.StartsWith(@"\restrict", StringComparison.Ordinal) && !line.StartsWith(@"\unrestrict", StringComparison.Ordinal)));
    }

    private static async Task RunAsync(string connectionString, string sql) => await ScalarAsync(connectionString, sql);

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Now);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Now);
    }
}
