using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Partitions;

/// <summary>What is unique whatever the prefecture stays so across partitions, also with several writers; links never point at nothing.</summary>
public sealed class PartitionKeyTests : IAsyncLifetime
{
    private readonly TestDatabase database = new();
    private int area;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    // What a copy of a row changes so that it clashes in nothing, but for the column that is taken out.
    public static TheoryData<string, string> Keys => new()
    {
        { "asset", "dense_id" }, { "asset", "id" }, { "asset", "source_key" }, { "contract", "id" }, { "contract", "public_id" }, { "contract", "source_key" },
    };

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        area = (await SmallRegion.AddAsync(database.Administrator, "keys", 300, Now)).Value;
        await DoAsync(database.Administrator, $"UPDATE gunmane.asset SET prefecture = CASE dense_id % 3 WHEN 0 THEN '22' WHEN 1 THEN '23' ELSE '90' END; UPDATE gunmane.contract SET prefecture = CASE id % 2 WHEN 0 THEN '22' ELSE '23' END");
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task The_same_key_is_refused_in_another_partition(string fact, string key)
    {
        await PartitionAsync("22", "23");
        foreach (var (from, to) in new[] { ("22", "23"), ("23", "22"), ("22", "24"), ("23", "90") })
            Assert.Equal(PostgresErrorCodes.UniqueViolation, (await RefusedAsync(database.Service, Copy(fact, from, to, key, 0))).SqlState);
        await DoAsync(database.Service, Copy(fact, "22", "23", null, 0));
        // By a change, too.
        if (key == "source_key")
            Assert.Equal(PostgresErrorCodes.UniqueViolation, (await RefusedAsync(database.Service, $"UPDATE gunmane.{fact} SET source_key = '{(fact == "asset" ? "3" : "1")}' WHERE source_key = '{(fact == "asset" ? "4" : "2")}'")).SqlState);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Of_two_writers_at_once_the_second_waits_and_is_refused(string fact, string key)
    {
        await PartitionAsync("22", "23");
        await using var writer = await OpenAsync(database.Service);
        await using var transaction = await writer.BeginTransactionAsync(Now);
        // Both bring what is new, and the same; at any isolation.
        await RunAsync(writer, Copy(fact, "22", "23", null, 0));
        var second = RefusedAsync(database.Service, "BEGIN ISOLATION LEVEL REPEATABLE READ; " + Copy(fact, "23", "22", null, 1, key));
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(TimeSpan.FromMilliseconds(300), Now)));
        await transaction.CommitAsync(Now);
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await second).SqlState);
    }

    [Fact]
    public async Task Many_writers_and_one_key_leave_one_row()
    {
        await PartitionAsync("22", "23");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(async at =>
        {
            try
            {
                await DoAsync(database.Service, $"""
                    INSERT INTO gunmane.asset SELECT (jsonb_populate_record(a, jsonb_build_object('prefecture', '{22 + at % 3}', 'dense_id', {5000 + at}, 'id', gen_random_uuid(), 'source_key', 'k{at % 6}'))).*
                    FROM gunmane.asset a WHERE study_area = {area} AND dense_id = 0
                    """);
                return 1;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                return 0;
            }
        }));
        Assert.Equal(6, outcomes.Sum());
        Assert.Equal("6|6", await TextAsync("SELECT count(*) || '|' || count(DISTINCT source_key) FROM gunmane.asset WHERE source_key LIKE 'k%'"));
        await KeysAgreeAsync();
    }

    [Fact]
    public async Task Keys_follow_changes_removals_and_the_way_back()
    {
        await PartitionAsync("22");
        await KeysAgreeAsync();
        await DoAsync(database.Service, $"UPDATE gunmane.asset SET source_key = 'x' || source_key, prefecture = '22' WHERE study_area = {area} AND dense_id % 5 = 0");
        await DoAsync(database.Service, $"UPDATE gunmane.asset SET name = 'y', prefecture = '90' WHERE study_area = {area} AND dense_id % 6 = 0");
        await DoAsync(database.Service, $"DELETE FROM gunmane.asset WHERE study_area = {area} AND dense_id % 7 = 0; DELETE FROM gunmane.contract WHERE study_area = {area} AND id % 7 = 0");
        await KeysAgreeAsync();
        await PartitionAsync("23");
        await KeysAgreeAsync();
        foreach (var prefecture in new[] { "22", "23" }) await DoAsync(database.Service, $"SELECT * FROM gunmane.unpartition_prefecture('{prefecture}')");
        Assert.Equal("0|0", await TextAsync("SELECT (SELECT count(*) FROM gunmane.asset_key) || '|' || (SELECT count(*) FROM gunmane.contract_key)"));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await RefusedAsync(database.Service, Copy("asset", "22", "23", "source_key", 0))).SqlState);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Links_follow_their_asset_and_order_and_go_with_them(bool partitioned)
    {
        if (partitioned) await PartitionAsync("22", "23");
        var before = await TextAsync("SELECT count(*)::text FROM gunmane.contract_asset");
        await DoAsync(database.Service, $"UPDATE gunmane.asset SET prefecture = '23' WHERE study_area = {area} AND prefecture = '22'; UPDATE gunmane.contract SET prefecture = '24' WHERE study_area = {area} AND prefecture = '23'");
        Assert.Equal($"{before}|0", await TextAsync("""
            SELECT count(*) || '|' || count(*) FILTER (WHERE l.prefecture <> a.prefecture OR l.contract_prefecture <> c.prefecture OR l.prefecture = '22' OR l.contract_prefecture = '23')
            FROM gunmane.contract_asset l JOIN gunmane.asset a USING (study_area, dense_id) JOIN gunmane.contract c ON c.id = l.contract
            """));
        await DoAsync(database.Service, $"DELETE FROM gunmane.asset WHERE study_area = {area} AND prefecture = '23'; DELETE FROM gunmane.contract WHERE study_area = {area} AND prefecture = '24'");
        Assert.Equal("0", await TextAsync("SELECT count(*)::text FROM gunmane.contract_asset WHERE prefecture = '23' OR contract_prefecture = '24'"));
        Assert.Equal("0", await TextAsync("SELECT count(*)::text FROM gunmane.asset_contractor WHERE prefecture = '23'"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_link_names_its_assets_prefecture_or_gets_it_and_none_points_at_nothing(bool partitioned)
    {
        if (partitioned) await PartitionAsync("22", "23");
        await DoAsync(database.Service, $"INSERT INTO gunmane.asset_municipality (study_area, dense_id, code, share) VALUES ({area}, 0, '22901', 1), ({area}, 1, '22901', 1), ({area}, 2, '22901', 1)");
        Assert.Equal("22,23,90", await TextAsync("SELECT string_agg(prefecture, ',' ORDER BY dense_id) FROM gunmane.asset_municipality"));
        foreach (var wrong in new[] { "(study_area, dense_id, code, share) VALUES ($, 77777, '22901', 1)", "(study_area, prefecture, dense_id, code, share) VALUES ($, '23', 0, '22902', 1)", "(study_area, prefecture, dense_id, code, share) VALUES ($, '47', 1, '22902', 1)" })
        {
            var refused = await RefusedAsync(database.Service, "INSERT INTO gunmane.asset_municipality " + wrong.Replace("$", $"{area}", StringComparison.Ordinal));
            Assert.Equal((PostgresErrorCodes.ForeignKeyViolation, "asset_municipality_asset_fkey"), (refused.SqlState, refused.ConstraintName));
        }
    }

    private Task PartitionAsync(params string[] prefectures) => DoAsync(database.Service, string.Join(';', prefectures.Select(prefecture => $"SELECT * FROM gunmane.partition_prefecture('{prefecture}')")));

    private async Task KeysAgreeAsync() => Assert.Equal("0", await TextAsync("""
        SELECT count(*)::text FROM (
          (SELECT study_area, dense_id, id::text, source, source_key FROM gunmane.asset EXCEPT SELECT study_area, dense_id, id::text, source, source_key FROM gunmane.asset_key) UNION ALL
          (SELECT study_area, dense_id, id::text, source, source_key FROM gunmane.asset_key EXCEPT SELECT study_area, dense_id, id::text, source, source_key FROM gunmane.asset) UNION ALL
          (SELECT study_area, id, public_id::text, source, source_key FROM gunmane.contract EXCEPT SELECT study_area, id, public_id::text, source, source_key FROM gunmane.contract_key) UNION ALL
          (SELECT study_area, id, public_id::text, source, source_key FROM gunmane.contract_key EXCEPT SELECT study_area, id, public_id::text, source, source_key FROM gunmane.contract)) AS d
        """));

    // A row of one prefecture once more in another, with keys of its own (numbered), but for one that it keeps or that is the given writer's.
    private string Copy(string fact, string from, string to, string? kept, int writer, string? shared = null)
    {
        var own = fact == "asset"
            ? new Dictionary<string, string> { ["dense_id"] = "9000", ["id"] = "md5('asset')::uuid", ["source_key"] = "'new'" }
            : new Dictionary<string, string> { ["id"] = "900000", ["public_id"] = "md5('order')::uuid", ["source_key"] = "'new'" };
        if (writer > 0)
        {
            foreach (var (key, value) in own.Where(one => one.Key != shared).ToList())
                own[key] = value.StartsWith("md5", StringComparison.Ordinal) ? "gen_random_uuid()" : value.StartsWith('\'') ? "'newer'" : value + writer;
        }

        var change = string.Join(", ", own.Where(one => one.Key != kept).Select(one => $"'{one.Key}', {one.Value}"));
        return $"""
            INSERT INTO gunmane.{fact} {(fact == "contract" ? "OVERRIDING SYSTEM VALUE " : "")}SELECT (jsonb_populate_record(t, jsonb_build_object('prefecture', '{to}', {change}))).*
            FROM gunmane.{fact} t WHERE t.id = (SELECT id FROM gunmane.{fact} WHERE study_area = {area} AND prefecture = '{from}' ORDER BY id LIMIT 1)
            """;
    }

    private async Task<string?> TextAsync(string sql)
    {
        await using var connection = await OpenAsync(database.Administrator);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Now) as string;
    }

    private static Task<PostgresException> RefusedAsync(string connection, string sql) => Assert.ThrowsAsync<PostgresException>(() => DoAsync(connection, sql));

    private static async Task DoAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await RunAsync(connection, sql);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Now);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Now);
        return connection;
    }
}
