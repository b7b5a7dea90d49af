using GunMane.Spatial.Import;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import.Places;

/// <summary>Several editions of one boundary in a folder: the detailed one is stored, the others are told, none is asked about.</summary>
public sealed class BoundaryEditionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    // A square of 0.1° whose eastern edge bulges by a share of the width; with more points it is the more detailed edition.
    private static string Square(string code, double bulge, int points = 1) => FormattableString.Invariant(
        $"{{\"type\":\"Feature\",\"properties\":{{\"N03_001\":\"静岡県\",\"N03_004\":\"海辺市\",\"N03_007\":\"{code}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[138.3,34.8],")
        + string.Concat(Enumerable.Range(0, points + 1).Select(at => FormattableString.Invariant($"[{138.4 + 0.1 * bulge},{34.8 + 0.1 * at / points}],"))) + "[138.3,34.9],[138.3,34.8]]]}}";

    [Fact]
    public async Task The_larger_delivery_comes_first_and_boundaries_before_all_else()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var folder = Path.GetDirectoryName(town.Write("a-simple/N03.geojson", ImportTown.Collection(Square("22901", 0.02))))!;
        town.Write("b-points.csv", "公園名,緯度,経度\n海辺,34.85,138.35\n");
        town.Write("z-detailed/22901.json", ImportTown.Collection(Square("22901", 0, 50)));
        var outcome = await town.ImportAllAsync(new ImportOptions(), Path.GetDirectoryName(folder)!);
        Assert.Equal(["z-detailed/22901.json", "a-simple/N03.geojson", "b-points.csv"], outcome.Files.Select(file => file.Planned.File.Shown));
        Assert.Equal(["22901|54"], await town.AskAsync("SELECT code, ST_NPoints(geom) FROM gunmane.municipality WHERE study_area = $1"));
        var simple = outcome.Imports[1];
        Assert.Equal((1, 1, 0), (simple.Read, simple.Duplicate, simple.Quarantined));
        Assert.Contains("2 %", Assert.Single(simple.Notes, note => note.Ja.Contains("別の描き方で登録済み", StringComparison.Ordinal)).Ja, StringComparison.Ordinal);
        Assert.Equal(["22901"], await town.AskAsync("SELECT municipality FROM gunmane.asset WHERE study_area = $1"));
        Assert.DoesNotContain(outcome.Imports[2].Notes, note => note.Ja.Contains("どの市区町村の境界の中にもありません", StringComparison.Ordinal));
    }

    // 5 % of the area is the limit, on either side; an area that is the same at another place is no edition of it.
    [Theory]
    [InlineData(0.0499, 1, 0)]
    [InlineData(-0.0499, 1, 0)]
    [InlineData(0.0501, 0, 1)]
    [InlineData(-0.0501, 0, 1)]
    public async Task Another_shape_waits_for_a_person(double bulge, int duplicate, int quarantined)
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("a.geojson", ImportTown.Collection(Square("22901", 0))));
        var report = await town.ImportAsync(town.Write("b.geojson", ImportTown.Collection(Square("22901", bulge))));
        Assert.Equal((0, duplicate, quarantined), (report.Stored, report.Duplicate, report.Quarantined));
        Assert.Equal(["0.1000"], await town.AskAsync("SELECT round((ST_XMax(geom) - ST_XMin(geom))::numeric, 4) FROM gunmane.municipality WHERE study_area = $1"));
    }

    [Fact]
    public async Task The_same_area_elsewhere_is_another_shape()
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("a.geojson", ImportTown.Collection(Square("22901", 0))));
        var report = await town.ImportAsync(town.Write("b.geojson", ImportTown.Collection(ContainerTests.Boundary("22901", "海辺市", 138.31))));
        Assert.Equal((0, 1), (report.Duplicate, report.Quarantined));
    }

    [Fact]
    public async Task An_update_replaces_the_boundary_however_little_it_differs()
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("a.geojson", ImportTown.Collection(Square("22901", 0))));
        var report = await town.ImportAsync(town.Write("a.geojson", ImportTown.Collection(Square("22901", 0.01))), new ImportOptions { Update = true });
        Assert.Equal((1, 0), (report.Changed, report.Duplicate));
        Assert.Equal(["0.1010"], await town.AskAsync("SELECT round((ST_XMax(geom) - ST_XMin(geom))::numeric, 4) FROM gunmane.municipality WHERE study_area = $1"));
    }
}
