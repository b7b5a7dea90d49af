using System.Diagnostics;
using GunMane.Spatial.Storage;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Storage;

/// <summary>A database with data that comes from the first version is, upgraded, the same as a fresh one.</summary>
public sealed class SchemaUpgradeTests(TestDatabase fresh) : IClassFixture<TestDatabase>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fresh_install_equals_an_upgraded_one()
    {
        var cluster = await TestCluster.SharedAsync(Now);
        var name = $"test_{Guid.NewGuid():N}";
        await RunAsync(TestCluster.At(cluster.Administrator, "postgres"), $"CREATE DATABASE {name} OWNER gunmane_migrator");
        try
        {
            await RunAsync(TestCluster.At(cluster.Administrator, name), "CREATE EXTENSION postgis");
            var migrator = TestCluster.At(cluster.Migrator, name);
            await FirstVersionAsync(migrator);
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

    // As the migrator of the first version left it: its one migration, and a town with an import.
    private static async Task FirstVersionAsync(string migrator)
    {
        var (step, text) = SqlText.Scripts("migrations")[0];
        await RunAsync(migrator, SqlText.Query("migrate.ledger"));
        await RunAsync(migrator, text);
        await RunAsync(migrator, $"INSERT INTO gunmane.schema_step (name, hash) VALUES ('{step}', '{SqlText.Hash(text)}')");
        var area = await SmallRegion.AddAsync(migrator, "old", 200, Now);
        await RunAsync(migrator, $"""
            INSERT INTO gunmane.import (study_area, profile, profile_version, file_name, file_hash, file_bytes, rows_read, rows_stored, rows_repaired, rows_duplicate, rows_quarantined, actor)
            VALUES ({area.Value}, 'points-csv', 1, 'x.csv', '', 1, 1, 0, 0, 0, 1, 'test');
            INSERT INTO gunmane.import_row (import_id, row_number, state, reason, raw) SELECT id, 1, 'quarantined', '試験', 'x' FROM gunmane.import
            """);
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
