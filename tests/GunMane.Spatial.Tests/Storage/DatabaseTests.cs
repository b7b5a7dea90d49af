using GunMane.Spatial.Model;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Storage;

public sealed class DatabaseTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_call_acts_as_the_service_role_and_names_its_actor()
    {
        var seen = await database.Database.ReadAsync(new AccessScope("tester", "22212"), async session =>
        {
            await using var command = new NpgsqlCommand("SELECT current_user || ' ' || current_setting('gunmane.actor') || ' ' || current_setting('gunmane.organisation')", session.Connection);
            return (string)(await command.ExecuteScalarAsync(Now))!;
        }, Now);
        Assert.Equal("gunmane_service tester 22212", seen);
    }

    [Fact]
    public async Task A_reading_call_cannot_write() =>
        await Assert.ThrowsAsync<PostgresException>(() => database.Database.ReadAsync(AccessScope.Local, async session =>
        {
            await using var command = new NpgsqlCommand("DELETE FROM gunmane.study_area", session.Connection);
            return await command.ExecuteNonQueryAsync(Now);
        }, Now));

    [Fact]
    public async Task The_service_cannot_rewrite_the_history_of_zones()
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => database.Database.WriteAsync(AccessScope.Local, async session =>
        {
            await using var command = new NpgsqlCommand("UPDATE gunmane.zone_edit SET actor = 'x'", session.Connection);
            return await command.ExecuteNonQueryAsync(Now);
        }, Now));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }
}
