using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>What role and recent yen leave of a link, as the database works it out for both engines.</summary>
public sealed class LinkImportanceTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateOnly End = new(2026, 3, 31);
    private readonly TownSeed seed = new(database);

    [Theory]
    [InlineData(100, 100, 100)]
    [InlineData(50, 100, 100)]
    [InlineData(49, 100, 90)]
    [InlineData(25, 100, 90)]
    [InlineData(13, 100, 80)]
    [InlineData(12, 100, 70)]
    [InlineData(4, 100, 60)]
    [InlineData(3, 100, 50)]
    [InlineData(0, 100, 50)]
    [InlineData(0, 0, 100)] // nobody earned anything of late
    [InlineData(null, 100, 100)] // not known: neutral
    public async Task Every_halving_takes_ten_per_cent(int? recent, int most, int expected) =>
        Assert.Equal([expected], await seed.RowsAsync("SELECT gunmane.yen_percent($1::integer, $2)", row => row.GetInt32(0), recent, most));

    [Fact]
    public async Task Yen_of_old_orders_fades_and_is_divided_over_the_assets_that_an_order_names()
    {
        var area = await seed.AreaAsync();
        await seed.AssetsAsync(area, [new("POINT (0 0)"), new("POINT (5 0)")]);
        var firms = new List<long>();
        foreach (var name in new[] { "new", "old", "wide", "ancient" }) firms.Add(await seed.FirmAsync(area, name));
        await seed.OrderAsync(area, "90001", "road", firms[0], 1_000_000, End, 0);
        await seed.OrderAsync(area, "90001", "road", firms[1], 1_000_000, End, 0);
        await seed.OrderAsync(area, "90001", "road", firms[2], 1_000_000, End, 0, 1);
        await seed.OrderAsync(area, "90001", "road", firms[3], 9_000_000, End, 0);
        // Four years back: a fifth of the newest; five years back: nothing.
        await YearAsync(firms[1], 2020);
        await YearAsync(firms[3], 2019);
        var rows = await seed.RowsAsync("SELECT contractor, importance FROM gunmane.asset_links($1) WHERE dense_id = 0 ORDER BY contractor", row => (row.GetInt64(0), row.GetInt32(1)), area.Value);
        Assert.Equal([(firms[0], 100), (firms[1], 80), (firms[2], 100), (firms[3], 50)], rows);
        Assert.Equal([50, 80, 100, 100], await seed.RowsAsync("SELECT importance FROM gunmane.order_firms($1) ORDER BY 1", row => row.GetInt32(0), area.Value));
    }

    [Fact]
    public async Task Who_maintains_says_more_than_who_built_and_of_several_roles_the_weightiest_counts()
    {
        var area = await seed.AreaAsync();
        await seed.AssetsAsync(area, [new("POINT (0 0)")]);
        var (built, both) = (await seed.FirmAsync(area, "built"), await seed.FirmAsync(area, "both"));
        await seed.LinkAsync(area, 0, built);
        await seed.LinkAsync(area, 0, both);
        await seed.RunAsync("UPDATE gunmane.asset_contractor SET role = 'built' WHERE study_area = $1", area.Value);
        await seed.LinkAsync(area, 0, both);
        Assert.Equal([(built, 60), (both, 100)], await seed.RowsAsync("SELECT contractor, importance FROM gunmane.asset_links($1) ORDER BY 1", row => (row.GetInt64(0), row.GetInt32(1)), area.Value));
    }

    private Task YearAsync(long firm, int year) => seed.RunAsync("UPDATE gunmane.contract SET fiscal_year = $2::smallint WHERE contractor = $1", firm, year);
}
