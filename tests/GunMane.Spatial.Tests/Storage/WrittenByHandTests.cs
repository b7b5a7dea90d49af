using GunMane.Spatial.Model;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Storage;

/// <summary>Facts written by psql, QGIS or another program raise the data version of their study area.</summary>
public sealed class WrittenByHandTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UPDATE gunmane.asset SET name = 'x' WHERE study_area = {0}")]
    [InlineData("DELETE FROM gunmane.asset WHERE study_area = {0} AND dense_id < 10")]
    [InlineData("INSERT INTO gunmane.contract (study_area, prefecture, orderer, title, outcome, source, source_key, content_hash) SELECT study_area, prefecture, orderer, title, outcome, source, source_key || '+', content_hash FROM gunmane.contract WHERE study_area = {0}")]
    [InlineData("UPDATE gunmane.contract SET title = 'x' WHERE study_area = {0}")]
    [InlineData("UPDATE gunmane.contractor SET name = name || 'x' WHERE study_area = {0}")]
    [InlineData("UPDATE gunmane.municipality SET name = 'x' WHERE study_area = {0}")]
    [InlineData("INSERT INTO gunmane.organisation (study_area, name, kind) VALUES ({0}, 'x', 'other')")]
    [InlineData("INSERT INTO gunmane.department (study_area, organisation, name) SELECT study_area, id, 'x' FROM gunmane.organisation WHERE study_area = {0}")]
    [InlineData("DELETE FROM gunmane.contract_asset WHERE study_area = {0}")]
    [InlineData("UPDATE gunmane.asset_contractor SET reason = 'x' WHERE study_area = {0}")]
    [InlineData("SAVEPOINT s; UPDATE gunmane.asset SET name = 'x' WHERE study_area = {0}; ROLLBACK TO s; UPDATE gunmane.asset SET name = 'y' WHERE study_area = {0}")]
    [InlineData("UPDATE gunmane.asset SET name = 'x' WHERE study_area = {0}; DELETE FROM gunmane.contract_asset WHERE study_area = {0}; UPDATE gunmane.asset SET name = 'y' WHERE study_area = {0}")]
    public async Task Every_write_raises_the_version_of_its_study_area_once_in_a_transaction(string sql)
    {
        var (area, other) = (await AreaAsync(), await AreaAsync());
        await RunAsync(Of(sql, area));
        Assert.Equal((8L, 7L), (await VersionAsync(area), await VersionAsync(other)));
    }

    [Theory]
    [InlineData("UPDATE gunmane.asset SET name = 'x' WHERE study_area = {0} AND dense_id < 0")]
    [InlineData("UPDATE gunmane.study_area SET name = 'x' WHERE id = {0}")]
    [InlineData("SAVEPOINT s; UPDATE gunmane.asset SET name = 'x' WHERE study_area = {0}; ROLLBACK TO s")]
    [InlineData("SELECT set_config('gunmane.actor', 'clerk', true); UPDATE gunmane.asset SET name = 'x' WHERE study_area = {0}")]
    public async Task What_changes_nothing_or_is_told_by_who_writes_does_not(string sql)
    {
        var area = await AreaAsync();
        await RunAsync(Of(sql, area));
        Assert.Equal(7L, await VersionAsync(area));
    }

    [Fact]
    public async Task Facts_that_move_to_another_study_area_raise_both_and_one_that_goes_takes_its_facts_along()
    {
        var (area, other) = (await AreaAsync(), await AreaAsync());
        await RunAsync($"INSERT INTO gunmane.contractor (study_area, identity_key, name, name_normalised, kind) VALUES ({area.Value}, 'm', 'm', 'm', 'company')");
        await RunAsync($"UPDATE gunmane.contractor SET study_area = {other.Value} WHERE study_area = {area.Value} AND identity_key = 'm'");
        Assert.Equal((9L, 8L), (await VersionAsync(area), await VersionAsync(other)));
        await RunAsync($"DELETE FROM gunmane.study_area WHERE id = {other.Value}");
        Assert.Equal(0L, await RunAsync($"SELECT count(*) FROM gunmane.asset WHERE study_area = {other.Value}"));
        Assert.Equal(9L, await VersionAsync(area));
    }

    [Fact]
    public async Task Emptying_a_table_raises_every_study_area()
    {
        var (area, other) = (await AreaAsync(), await AreaAsync());
        await RunAsync("BEGIN; TRUNCATE gunmane.contract_asset; COMMIT");
        Assert.Equal((8L, 8L), (await VersionAsync(area), await VersionAsync(other)));
    }

    private static string Of(string sql, StudyAreaId area) => string.Format(System.Globalization.CultureInfo.InvariantCulture, "BEGIN; " + sql + "; COMMIT", area.Value);

    private Task<StudyAreaId> AreaAsync() => SmallRegion.AddAsync(database.Administrator, $"hand{Guid.NewGuid():N}"[..20], 60, Now);

    private async Task<long> VersionAsync(StudyAreaId area) => (long)(await RunAsync($"SELECT data_version FROM gunmane.study_area WHERE id = {area.Value}"))!;

    private async Task<object?> RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Administrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Now);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Now);
    }
}
