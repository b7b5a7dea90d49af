using System.Globalization;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Partitions;

/// <summary>A prefecture's partition is like the default one, is asked where a question names it, and has its indexes used where none is named.</summary>
public sealed class PartitionShapeTests(PartitionShapeTests.Region region) : IClassFixture<PartitionShapeTests.Region>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    // 6,000 assets in three prefectures, two of which have their own partitions.
    public sealed class Region : IAsyncLifetime
    {
        public TestDatabase Database { get; } = new();

        public int Area { get; private set; }

        public async ValueTask InitializeAsync()
        {
            await Database.InitializeAsync();
            Area = (await SmallRegion.AddAsync(Database.Administrator, "shape", 6000, CancellationToken.None)).Value;
            await using var connection = new NpgsqlConnection(Database.Administrator);
            await connection.OpenAsync();
            foreach (var sql in new[] { "UPDATE gunmane.asset SET prefecture = (22 + dense_id % 3)::text; UPDATE gunmane.contract SET prefecture = (22 + id % 3)::text", "ALTER TABLE gunmane.asset_default SET (autovacuum_vacuum_scale_factor = 0.05)", "SELECT * FROM gunmane.partition_prefecture('22')", "SELECT * FROM gunmane.partition_prefecture('23')" })
                await new NpgsqlCommand(sql, connection).ExecuteNonQueryAsync();
        }

        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }

    [Theory]
    [InlineData("asset")]
    [InlineData("contract")]
    public async Task A_partition_has_keys_indexes_checks_references_and_settings_of_the_default_one(string fact)
    {
        var (rest, own) = (await ShapeAsync($"{fact}_default"), await ShapeAsync($"{fact}_22"));
        Assert.Equal(rest, own);
        Assert.Contains(own, line => line.Contains("UNIQUE INDEX", StringComparison.Ordinal) && line.Contains("(study_area, source, source_key)", StringComparison.Ordinal));
        Assert.Equal(fact == "asset" ? "{autovacuum_vacuum_scale_factor=0.05}" : "", string.Join("", await AskAsync($"SELECT coalesce(reloptions::text, '') FROM pg_class WHERE oid = 'gunmane.{fact}_22'::regclass")));
    }

    [Fact]
    public async Task The_service_writes_through_the_parent_only()
    {
        foreach (var table in new[] { "asset_default", "asset_22", "contract_default", "contract_23", "asset_key", "contract_key" })
            Assert.Equal(["False"], await AskAsync($"SELECT has_table_privilege('gunmane_service', 'gunmane.{table}', 'SELECT') OR has_table_privilege('gunmane_service', 'gunmane.{table}', 'INSERT, UPDATE, DELETE, TRUNCATE')"));
        Assert.Equal(["True"], await AskAsync("SELECT has_table_privilege('gunmane_service', 'gunmane.asset', 'SELECT')"));
    }

    [Fact]
    public async Task A_question_that_names_a_prefecture_reads_its_partition_only()
    {
        Assert.Equal(["asset_22"], await ReadAsync($"SELECT count(*) FROM gunmane.asset WHERE study_area = {region.Area} AND prefecture = '22'"));
        Assert.Equal(["asset_default"], await ReadAsync($"SELECT count(*) FROM gunmane.asset WHERE study_area = {region.Area} AND prefecture = '24'"));
        Assert.Equal(["asset_22", "asset_23", "asset_default"], await ReadAsync($"SELECT count(*) FROM gunmane.asset WHERE study_area = {region.Area}"));
        // As a foreign key asks: by parameters, when it runs.
        Assert.Equal(["asset_23"], await ReadAsync($"EXECUTE held({region.Area}, '23', 1)", "PREPARE held(int, char(2), int) AS SELECT 1 FROM gunmane.asset WHERE study_area = $1 AND prefecture = $2 AND dense_id = $3 FOR KEY SHARE", "SET plan_cache_mode = force_generic_plan"));
    }

    [Fact]
    public async Task A_tile_uses_the_spatial_index_of_each_partition()
    {
        var plan = await PlanAsync($"SELECT a.dense_id FROM gunmane.asset a WHERE a.study_area = {region.Area} AND a.geom && gunmane.tile_search(16, 58100, 25900, 0.02)");
        foreach (var index in new[] { "asset_22_geom_idx", "asset_23_geom_idx", "asset_default_geom" }) Assert.Contains(plan, line => line.Contains($"Index Scan on {index} ", StringComparison.Ordinal) || line.Contains($"using {index} ", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Assets_by_dense_id_and_a_snapshot_in_its_order_use_the_key_of_each_partition()
    {
        var one = await PlanAsync($"SELECT name FROM gunmane.asset WHERE study_area = {region.Area} AND dense_id = 77");
        Assert.Equal(3, one.Count(line => line.Contains("Index Scan", StringComparison.Ordinal)));
        // Nothing is sorted as a whole where sorting costs: the partitions' orders are merged.
        var all = await PlanAsync($"SELECT a.dense_id, a.geom_m FROM gunmane.asset a WHERE a.study_area = {region.Area} ORDER BY a.dense_id", "SET enable_sort = off");
        Assert.Contains(all, line => line.Contains("Merge Append", StringComparison.Ordinal));
        Assert.Equal(3, all.Count(line => line.Contains("Index Scan using", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_makes_no_partition_is_refused_and_changes_nothing()
    {
        foreach (var (call, state) in new[] { ("partition_prefecture('22')", PostgresErrorCodes.DuplicateTable), ("unpartition_prefecture('40')", PostgresErrorCodes.UndefinedTable), ("partition_prefecture('x1')", PostgresErrorCodes.InvalidParameterValue), ("partition_prefecture(NULL)", PostgresErrorCodes.InvalidParameterValue) })
            Assert.Equal(state, (await Assert.ThrowsAsync<PostgresException>(() => AskAsync($"SELECT * FROM gunmane.{call}"))).SqlState);
        Assert.Equal(["asset_22", "asset_23", "asset_default"], await AskAsync("SELECT relname::text FROM pg_partition_tree('gunmane.asset') JOIN pg_class ON oid = relid WHERE isleaf ORDER BY 1"));
    }

    // As ./gunmane partition does it, with the rights of the service.
    [Fact]
    public async Task The_command_moves_rows_there_and_back_and_refuses_in_words()
    {
        Assert.Equal([new MovedRows("asset", 2000), new MovedRows("contract", 20)], await MoveAsync("24", false));
        Assert.Equal(Refusal.Conflict, (await Assert.ThrowsAsync<GunManeException>(() => MoveAsync("24", false))).Refusal);
        Assert.Equal([new MovedRows("asset", 2000), new MovedRows("contract", 20)], await MoveAsync("24", true));
        Assert.Equal(Refusal.Conflict, (await Assert.ThrowsAsync<GunManeException>(() => MoveAsync("24", true))).Refusal);
        Assert.Equal(Refusal.BadInput, (await Assert.ThrowsAsync<GunManeException>(() => MoveAsync("二四", false))).Refusal);
    }

    [Fact]
    public async Task A_study_area_goes_with_its_rows_in_every_partition()
    {
        var area = (await SmallRegion.AddAsync(region.Database.Administrator, "gone", 60, Now)).Value;
        await AskAsync($"UPDATE gunmane.asset SET prefecture = (22 + dense_id % 3)::text WHERE study_area = {area}");
        Assert.Equal(1, await region.Database.Database.WriteAsync(AccessScope.Local, session => session.ExecuteAsync("areas.remove", Now, "gone"), Now));
        Assert.Equal(["0"], await AskAsync($"SELECT (SELECT count(*) FROM gunmane.asset WHERE study_area = {area}) + (SELECT count(*) FROM gunmane.asset_key WHERE study_area = {area}) + (SELECT count(*) FROM gunmane.contract_key WHERE study_area = {area})"));
    }

    private Task<IReadOnlyList<MovedRows>> MoveAsync(string prefecture, bool back) =>
        region.Database.Database.WriteAsync(AccessScope.Local, session => PartitionStore.MoveAsync(session, prefecture, back, Now), Now);

    [Fact]
    public async Task Whoever_partitions_waits_for_who_writes_and_the_numbers_of_orders_go_on()
    {
        // The last number given; orders that are gone again may have had it.
        var numbers = await AskAsync("SELECT last_value || ' ' || (SELECT max(id) FROM gunmane.contract) FROM gunmane.contract_id_seq");
        var (last, greatest) = (long.Parse(numbers[0].Split(' ')[0], CultureInfo.InvariantCulture), long.Parse(numbers[0].Split(' ')[1], CultureInfo.InvariantCulture));
        Assert.True(last >= greatest, numbers[0]);
        await using var writer = new NpgsqlConnection(region.Database.Service);
        await writer.OpenAsync(Now);
        await using var transaction = await writer.BeginTransactionAsync(Now);
        await using (var write = new NpgsqlCommand($"INSERT INTO gunmane.contract (study_area, prefecture, orderer, title, outcome, source, source_key, content_hash) SELECT study_area, '31', orderer, title, outcome, source, 'w', content_hash FROM gunmane.contract WHERE study_area = {region.Area} LIMIT 1 RETURNING id", writer))
            Assert.Equal(last + 1, await write.ExecuteScalarAsync(Now));
        var partition = AskAsync("SELECT rows FROM gunmane.partition_prefecture('31')");
        Assert.NotSame(partition, await Task.WhenAny(partition, Task.Delay(TimeSpan.FromMilliseconds(300), Now)));
        await transaction.CommitAsync(Now);
        Assert.Equal(["0", "1"], await partition);
        var kept = await AskAsync("SELECT count(*) FROM gunmane.contract_key WHERE source_key = 'w'");
        await AskAsync("SELECT * FROM gunmane.unpartition_prefecture('31')");
        Assert.Equal(["1"], kept);
    }

    // A newer version runs all functions again.
    [Fact]
    public async Task Upgraded_functions_find_the_partitions_as_they_are()
    {
        await using var connection = new NpgsqlConnection(region.Database.Administrator);
        await connection.OpenAsync(Now);
        foreach (var script in SqlText.Scripts("functions")) await new NpgsqlCommand(script.Text, connection).ExecuteNonQueryAsync(Now);
        await The_service_writes_through_the_parent_only();
    }

    private Task<IReadOnlyList<string>> ShapeAsync(string table) => AskAsync($"""
        SELECT regexp_replace(regexp_replace(pg_get_indexdef(indexrelid), ' INDEX \S+ ', ' INDEX '), '{table}', 'table') FROM pg_index WHERE indrelid = 'gunmane.{table}'::regclass
        UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'gunmane.{table}'::regclass AND contype IN ('c', 'f')
        UNION ALL SELECT 'referred by ' || conrelid::regclass || ' ' || regexp_replace(pg_get_constraintdef(oid), '{table}', 'table') FROM pg_constraint WHERE confrelid = 'gunmane.{table}'::regclass
        UNION ALL SELECT attnum || ' ' || attname || ' ' || atttypid::regtype || ' ' || attnotnull || ' ' || coalesce(col_description(attrelid, attnum), '') FROM pg_attribute WHERE attrelid = 'gunmane.{table}'::regclass AND attnum > 0
        ORDER BY 1
        """);

    // The tables that a plan reads.
    private async Task<IReadOnlyList<string>> ReadAsync(string sql, params string[] before) =>
        [.. (await PlanAsync(sql, before)).SelectMany(line => System.Text.RegularExpressions.Regex.Matches(line, " on (?:gunmane\\.)?((?:asset|contract)_(?:default|[0-9]{2}))\\b").Select(match => match.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal)];

    private Task<IReadOnlyList<string>> PlanAsync(string sql, params string[] before) => AskAsync("EXPLAIN " + sql, before);

    private async Task<IReadOnlyList<string>> AskAsync(string sql, params string[] before)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(region.Database.Administrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Now);
        foreach (var setting in before) await new NpgsqlCommand(setting, connection).ExecuteNonQueryAsync(Now);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Now);
        var rows = new List<string>();
        while (await reader.ReadAsync(Now)) rows.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture) ?? "");
        return rows;
    }
}
