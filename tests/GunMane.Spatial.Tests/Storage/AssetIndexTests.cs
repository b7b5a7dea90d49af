using GunMane.Spatial.Model;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Storage;

/// <summary>The indexes that asset may lack are missing only while there is no asset.</summary>
public sealed class AssetIndexTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Indexes_are_lifted_from_an_empty_table_only_and_laid_as_they_were()
    {
        const string Definitions = "SELECT string_agg(indexdef, ';' ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'gunmane' AND tablename = 'asset'";
        var before = await ScalarAsync(Definitions);
        await database.Database.ReadAsync(AccessScope.Local, async reader =>
        {
            await using var look = new NpgsqlCommand("SELECT count(*) FROM gunmane.asset", reader.Connection);
            await look.ExecuteScalarAsync(Now);
            Assert.Equal(false, await ScalarAsync("SELECT gunmane.lift_asset_indexes()"));
            return true;
        }, Now);
        Assert.Equal(true, await ScalarAsync("SELECT gunmane.lift_asset_indexes()"));
        Assert.Equal(false, await ScalarAsync("SELECT gunmane.lift_asset_indexes()"));
        Assert.NotEqual(before, await ScalarAsync(Definitions));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => SmallRegion.AddAsync(database.Administrator, "early", 3, Now));
        Assert.Equal("55000", refused.SqlState);
        await ScalarAsync("SELECT gunmane.await_asset_indexes(); SELECT gunmane.lay_asset_indexes()");
        Assert.Equal(before, await ScalarAsync(Definitions));
        await SmallRegion.AddAsync(database.Administrator, "region", 3, Now);
        Assert.Equal(false, await ScalarAsync("SELECT gunmane.lift_asset_indexes()"));
        Assert.Equal(before, await ScalarAsync(Definitions));
    }

    // As the service does it: these functions act for it.
    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.Service);
        await connection.OpenAsync(Now);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Now);
    }
}
