using GunMane.Spatial.Tests.Runs;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Storage;

/// <summary>Schema gunmane as its users meet it in psql and QGIS.</summary>
public sealed class SqlCatalogueTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly TownSeed seed = new(database);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_function_and_view_says_what_it_is() => Assert.Empty(await seed.RowsAsync("""
        SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE p.pronamespace = 'gunmane'::regnamespace AND has_function_privilege('gunmane_service', p.oid, 'EXECUTE') AND coalesce(obj_description(p.oid, 'pg_proc'), '') = ''
        UNION ALL
        SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = 'gunmane'::regnamespace AND c.relkind = 'v' AND coalesce(obj_description(c.oid, 'pg_class'), '') = ''
        """, row => row.GetString(0)));

    [Theory]
    [InlineData("near_pairs($1, 100)")]
    [InlineData("affinity_pairs($1, 100)")]
    [InlineData("agreement_pairs($1)")]
    [InlineData("agreement_lines($1)")]
    [InlineData("density_groups($1, 100, 2, 0, 0)")]
    [InlineData("shared_firm_groups($1, 100, 20)")]
    [InlineData("asset_firms($1)")]
    [InlineData("group_municipalities($2)")]
    [InlineData("group_scores($2)")]
    [InlineData("group_layer($2)")]
    [InlineData("group_local_firms($2)")]
    [InlineData("group_conditions($2, '{\"scales\": []}')")]
    public async Task The_service_may_ask_in_a_transaction_that_only_reads(string call)
    {
        var area = await seed.AreaAsync();
        await seed.AssetsAsync(area, [new("POINT (0 0)"), new("POINT (9 0)")]);
        await seed.LinkAsync(area, 0, await seed.FirmAsync(area, "firm"));
        var run = Guid.NewGuid();
        await seed.RunAsync("INSERT INTO gunmane.group_run (id, study_area, data_version, engine, engine_version, parameters, assets, ungrouped, labels, actor) VALUES ($1, $2, 1, 'kernel', '0', '{}', 2, 0, '', 'test')", run, area.Value);
        await seed.RunAsync("INSERT INTO gunmane.candidate_group (run, number, id, study_area, score, assets, metrics, reasons, geom) SELECT $1, 1, gen_random_uuid(), $2, 1, 2, '{}', '{}', ST_Buffer(geom, 0.001) FROM gunmane.asset WHERE study_area = $2 AND dense_id = 0", run, area.Value);
        await seed.RunAsync("INSERT INTO gunmane.group_member (run, study_area, dense_id, number) VALUES ($1, $2, 0, 1), ($1, $2, 1, 1)", run, area.Value);
        await using var connection = new NpgsqlConnection(database.Service);
        await connection.OpenAsync(Now);
        await using var transaction = await connection.BeginTransactionAsync(Now);
        foreach (var setting in new[] { "SET TRANSACTION READ ONLY", "SET LOCAL ROLE gunmane_service" }) await new NpgsqlCommand(setting, connection).ExecuteNonQueryAsync(Now);
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM gunmane.{call} WHERE ($1::int, $2::uuid) IS NOT NULL", connection) { Parameters = { new() { Value = area.Value }, new() { Value = run } } };
        Assert.True((long)(await command.ExecuteScalarAsync(Now))! > 0);
    }
}
