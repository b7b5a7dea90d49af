using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Storage;

/// <summary>What foreign keys of asset would keep is kept per statement, and its indexes are missing only while there is no asset.</summary>
public sealed class AssetReferenceTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Nobody = "2000000000";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public static TheoryData<string> Columns => ["study_area", "owner_org", "managing_department", "import_id"];

    public static TheoryData<string, string> Targets => new() { { "owner_org", "organisation" }, { "managing_department", "department" }, { "import_id", "import" } };

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task An_asset_that_names_nobody_is_refused(string column)
    {
        var area = await RegionAsync();
        var added = await RefusedAsync(database.Service, Copy(area, $"'{column}', {Nobody}"));
        Assert.Equal((PostgresErrorCodes.ForeignKeyViolation, "asset", $"asset_{column}_fkey"), (added.SqlState, added.TableName, added.ConstraintName));
        // Nothing is linked to asset 5: other foreign keys stay out of it.
        var changed = await RefusedAsync(database.Service, $"UPDATE gunmane.asset SET {column} = {Nobody} WHERE study_area = {area} AND dense_id = 5");
        Assert.Equal((PostgresErrorCodes.ForeignKeyViolation, $"asset_{column}_fkey"), (changed.SqlState, changed.ConstraintName));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task What_an_asset_names_stays_with_its_id_until_no_asset_names_it(string column, string fact)
    {
        var area = await RegionAsync();
        var id = await NamedAsync(area, column, fact);
        var gone = await RefusedAsync(database.Service, $"DELETE FROM gunmane.{fact} WHERE id = {id}");
        Assert.Equal((PostgresErrorCodes.ForeignKeyViolation, $"asset_{column}_fkey"), (gone.SqlState, gone.ConstraintName));
        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, (await RefusedAsync(database.Administrator, $"UPDATE gunmane.{fact} SET id = DEFAULT WHERE id = {id}")).SqlState);
        await DoAsync(database.Service, $"UPDATE gunmane.asset SET {column} = NULL WHERE study_area = {area}");
        await DoAsync(database.Service, $"DELETE FROM gunmane.{fact} WHERE id = {id}");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Whoever_removes_what_a_running_transaction_names_waits_and_is_refused(string column, string fact)
    {
        var area = await RegionAsync();
        var id = await MadeAsync(area, fact);
        await using var writer = await OpenAsync(database.Service);
        await using var transaction = await writer.BeginTransactionAsync(Now);
        await DoAsync(writer, $"UPDATE gunmane.asset SET {column} = {id} WHERE study_area = {area} AND dense_id = 1");
        var removal = RefusedAsync(database.Service, $"DELETE FROM gunmane.{fact} WHERE id = {id}");
        Assert.NotSame(removal, await Task.WhenAny(removal, Task.Delay(TimeSpan.FromMilliseconds(300), Now)));
        await transaction.CommitAsync(Now);
        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, (await removal).SqlState);
    }

    [Fact]
    public async Task A_study_area_takes_its_assets_along_and_is_not_emptied_without_them()
    {
        var (area, other) = (await RegionAsync(), await RegionAsync());
        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, (await RefusedAsync(database.Administrator, "TRUNCATE gunmane.study_area CASCADE")).SqlState);
        await DoAsync(database.Administrator, $"DELETE FROM gunmane.contract WHERE study_area = {area}; DELETE FROM gunmane.study_area WHERE id = {area}");
        Assert.Equal((0L, 30L), (await CountAsync(area), await CountAsync(other)));
    }

    [Fact]
    public async Task Rows_that_may_be_named_are_removed_only_where_a_fresh_look_is_possible()
    {
        var id = await MadeAsync(await RegionAsync(), "organisation");
        var refused = await RefusedAsync(database.Service, $"BEGIN ISOLATION LEVEL REPEATABLE READ; DELETE FROM gunmane.organisation WHERE id = {id}");
        Assert.Equal(PostgresErrorCodes.FeatureNotSupported, refused.SqlState);
    }

    private static string Copy(int area, string change) => $"""
        INSERT INTO gunmane.asset SELECT (jsonb_populate_record(a, jsonb_build_object('dense_id', 900000, 'id', gen_random_uuid(), 'source_key', 'new', {change}))).*
        FROM gunmane.asset a WHERE study_area = {area} AND dense_id = 29
        """;

    // A new row of the table; and one that an asset of the region names.
    private async Task<string> MadeAsync(int area, string fact) => $"{await ScalarAsync(database.Administrator, fact switch
    {
        "organisation" => $"INSERT INTO gunmane.organisation (study_area, name, kind) VALUES ({area}, '試験', 'other') RETURNING id",
        "department" => $"INSERT INTO gunmane.department (study_area, organisation, name) SELECT {area}, min(id), '試験課' FROM gunmane.organisation WHERE study_area = {area} RETURNING id",
        _ => $"INSERT INTO gunmane.import (study_area, profile, profile_version, file_name, file_hash, file_bytes, rows_read, rows_stored, rows_repaired, rows_duplicate, rows_quarantined, actor) VALUES ({area}, 'p', 1, 'f', '', 0, 0, 0, 0, 0, 0, 'test') RETURNING id",
    })}";

    private async Task<string> NamedAsync(int area, string column, string fact)
    {
        var id = await MadeAsync(area, fact);
        await DoAsync(database.Service, $"UPDATE gunmane.asset SET {column} = {id} WHERE study_area = {area} AND dense_id = 1");
        return id;
    }

    private async Task<int> RegionAsync() => (await SmallRegion.AddAsync(database.Administrator, $"r{Guid.NewGuid():N}"[..20], 30, Now)).Value;

    private async Task<long> CountAsync(int area) => (long)(await ScalarAsync(database.Administrator, $"SELECT count(*) FROM gunmane.asset WHERE study_area = {area}"))!;

    private static Task<PostgresException> RefusedAsync(string connection, string sql) => Assert.ThrowsAsync<PostgresException>(() => DoAsync(connection, sql));

    private static async Task DoAsync(string connectionString, string sql) => await ScalarAsync(connectionString, sql);

    private static async Task DoAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Now);
    }

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Now);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Now);
        return connection;
    }
}
