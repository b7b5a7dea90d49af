using System.IO.Compression;
using System.Text;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import;
using GunMane.Spatial.Model;
using GunMane.TestKit;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Esri;

namespace GunMane.Spatial.Tests.Import;

/// <summary>Formats, coordinate systems, and files that cannot be read: nothing of those is stored.</summary>
public sealed class ContainerTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Zone8Wkt = "PROJCS[\"JGD_2000_Japan_Zone_8\",GEOGCS[\"GCS_JGD_2000\",DATUM[\"D_JGD_2000\",SPHEROID[\"GRS_1980\",6378137.0,298.257222101]],"
        + "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",0.0],"
        + "PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",138.5],PARAMETER[\"Scale_Factor\",0.9999],PARAMETER[\"Latitude_Of_Origin\",36.0],UNIT[\"Meter\",1.0]]";

    static ContainerTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public async Task A_packed_file_that_is_cut_off_stores_nothing_and_says_where()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var rows = string.Concat(Enumerable.Range(0, 5000).Select(number => FormattableString.Invariant($"{number},公園{number * 7919 % 5003},34.{number:D4},138.3,1\n")));
        var whole = ImportTown.Packed("ID,公園名,緯度,経度,面積\n" + rows);
        foreach (var cut in new[] { whole[..(whole.Length / 2)], whole[..^1], whole[..^9], [.. whole[..^8], 1, 2, 3, 4, .. whole[^4..]] })
        {
            var refused = await town.RefusedAsync(town.Write("parks.csv.gz", cut));
            Assert.Contains("バイト", refused.Reason.Ja, StringComparison.Ordinal);
        }

        await NothingStoredAsync(town);
        Assert.Equal(5000, (await town.ImportAsync(town.Write("parks.csv.gz", whole))).Stored);
    }

    [Theory]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"名称":"甲"},"geometry":{"type":"Point","coordinates":[138.3,34.8]}},""")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"名称":"甲"},"geometry":{"type":"Point","coordinates":[138.3,34.8]}}]""")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"名称":"甲"},"geometry":{"type":"Point","coordinates":[138.3,34.8]}}]}x""")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature" "properties":{}}]}""")]
    [InlineData("""{"type":"Topology","objects":{},"arcs":[]}""")]
    [InlineData("""{"type":"FeatureCollection"}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Broken_geojson_stores_nothing(string text)
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.RefusedAsync(town.Write("x.geojson", text), new ImportOptions("feature-assets"));
        await NothingStoredAsync(town);
    }

    [Fact]
    public async Task A_feature_larger_than_the_buffer_and_bad_features_beside_it()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var line = string.Join(',', Enumerable.Range(0, 20_000).Select(at => FormattableString.Invariant($"[{138 + at * 1e-5},{34.8 + at % 7 * 1e-5},12.5]")));
        var report = await town.ImportAsync(town.Write("roads.geojson",
            """{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::6668"}},"type":"FeatureCollection","features":["""
            + """{"type":"Feature","properties":{"名称":"長い道路"},"geometry":{"type":"LineString","coordinates":[""" + line + "]}},"
            + """{"type":"Feature","properties":null,"geometry":null},{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[138,34.8],[138.1,34.8],[138,34.8]]]}},"""
            + """{"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[]}},3]}"""));
        Assert.Equal((5, 1, 4), (report.Read, report.Stored, report.Quarantined));
        Assert.Equal(["2|20000"], await town.AskAsync("SELECT ST_NDims(geom), ST_NPoints(geom) FROM gunmane.asset WHERE study_area = $1"));
        Assert.StartsWith("EPSG:6668", report.Crs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_polygon_is_made_valid_and_said_so_or_kept_out()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var report = await town.ImportAsync(town.Write("公園.geojson", """{"type":"FeatureCollection","features":["""
            + Feature("蝶", "[[[138.3,34.8],[138.31,34.81],[138.31,34.8],[138.3,34.81],[138.3,34.8]]]") + ","
            + Feature("髭", "[[[138.3,34.8],[138.31,34.8],[138.31,34.81],[138.32,34.82],[138.31,34.81],[138.3,34.81],[138.3,34.8]]]") + ","
            + Feature("線", "[[[138.3,34.8],[138.31,34.81],[138.3,34.8],[138.3,34.8]]]") + "]}"));
        Assert.Equal((3, 0, 1, 2), (report.Read, report.Stored, report.Repaired, report.Quarantined));
        Assert.Contains("Self-intersection", Assert.Single(await town.RowsAsync(report, "repaired")).Reason, StringComparison.Ordinal);
        Assert.Equal(["True|POLYGON"], await town.AskAsync("SELECT ST_IsValid(geom), GeometryType(geom) FROM gunmane.asset WHERE study_area = $1"));
    }

    [Fact]
    public async Task A_shapefile_of_the_plane_lands_where_postgis_puts_it()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("管渠.shp", []);
        WriteShapefile(path, Zone8Wkt, Pipe(1, "(株)見本組", [new(-15500.5, -124000.25), new(-15600, -124100)]), Pipe(2, "（株）見本組", [new(-15000, -125000), new(-15001, -125002)]), Pipe(3, "不明", [new(-14000, -125000), new(-14001, -125002)]));
        File.Delete(Path.ChangeExtension(path, ".cpg"));
        var report = await town.ImportAsync(path, new ImportOptions("yaizu-sewer-pipes"));
        Assert.Equal((3, 3, "CP932 (Shift_JIS)"), (report.Read, report.Stored, report.Encoding));
        Assert.StartsWith("EPSG:2450", report.Crs, StringComparison.Ordinal);
        Assert.Equal(["True|True|sewer|1990"], await town.AskAsync("""
            SELECT ST_Equals(geom, ST_Transform(ST_GeomFromText('LINESTRING(-15500.5 -124000.25,-15600 -124100)', 2450), 6668)),
              abs(length_m - ST_Length(geom::geography)) < 1e-9, sector, built_year
            FROM gunmane.asset WHERE study_area = $1 AND ledger_number = '1'
            """));
        Assert.Equal(["built|1990-04-01|2"], await town.AskAsync(
            "SELECT role, min(since)::text, count(*) FROM gunmane.asset_contractor WHERE study_area = $1 GROUP BY contractor, role"));
    }

    [Fact]
    public async Task Geometry_of_every_kind_keeps_its_kind_in_the_local_metres()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var kinds = new[]
        {
            "\"Point\",\"coordinates\":[138.3,34.8]", "\"MultiPoint\",\"coordinates\":[[138.3,34.8],[138.31,34.8]]", "\"LineString\",\"coordinates\":[[138.3,34.8],[138.31,34.8]]",
            "\"MultiLineString\",\"coordinates\":[[[138.3,34.8],[138.31,34.8]],[[138.32,34.8],[138.33,34.8]]]", "\"MultiLineString\",\"coordinates\":[[[138.3,34.7],[138.31,34.8]]]",
            "\"Polygon\",\"coordinates\":[[[138.3,34.8],[138.31,34.8],[138.31,34.81],[138.3,34.8]]]",
            "\"MultiPolygon\",\"coordinates\":[[[[138.3,34.8],[138.31,34.8],[138.31,34.81],[138.3,34.8]]],[[[138.4,34.8],[138.41,34.8],[138.41,34.81],[138.4,34.8]]]]",
        };
        var report = await town.ImportAsync(town.Write("x.geojson", """{"type":"FeatureCollection","features":["""
            + string.Join(',', kinds.Select((kind, at) => $"{{\"type\":\"Feature\",\"properties\":{{\"名称\":\"{at}\"}},\"geometry\":{{\"type\":{kind}}}}}")) + "]}"), new ImportOptions(Sector: "park"));
        Assert.Equal(kinds.Length, report.Stored);
        Assert.Equal(Enumerable.Repeat("True|True", kinds.Length), await town.AskAsync("""
            SELECT ST_GeometryType(a.geom) = ST_GeometryType(a.geom_m) AND ST_NPoints(a.geom) = ST_NPoints(a.geom_m),
              ST_HausdorffDistance(a.geom_m, gunmane.to_metres(a.geom, s.metres_proj)) < 1e-6
            FROM gunmane.asset a JOIN gunmane.study_area s ON s.id = a.study_area WHERE study_area = $1
            """));
    }

    [Fact]
    public async Task Missing_parts_of_a_shapefile_are_named()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("道路.shp", []);
        WriteShapefile(path, Zone8Wkt, Pipe(1, "(株)見本組", [new(-15500.5, -124000.25), new(-15600, -124100)]));
        File.Delete(Path.ChangeExtension(path, ".prj"));
        Assert.Contains("crs", (await town.RefusedAsync(path)).Reason.Ja, StringComparison.Ordinal);
        Assert.Equal(1, (await town.ImportAsync(path, new ImportOptions(Crs: "EPSG:2450"))).Stored);
        File.Delete(Path.ChangeExtension(path, ".dbf"));
        var bare = await town.ImportAsync(path, new ImportOptions(Crs: "EPSG:2450", Sector: "road"));
        Assert.Equal(1, bare.Stored);
        Assert.Contains(bare.Notes, note => note.Ja.Contains(".dbf", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_shapefile_cut_in_the_middle_stores_nothing()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("道路.shp", []);
        WriteShapefile(path, Zone8Wkt, [.. Enumerable.Range(1, 50).Select(number => Pipe(number, "(株)見本組", [new(-15500.5 + number, -124000.25), new(-15600, -124100)]))]);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^500]);
        await town.RefusedAsync(path);
        await NothingStoredAsync(town);
    }

    [Fact]
    public async Task A_zip_is_taken_unopened_and_cannot_write_outside_its_folder()
    {
        await using var town = await ImportTown.CreateAsync(database);
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "N03-20240101_99_GML/N03-20240101_99.geojson", """{"type":"FeatureCollection","features":[""" + Boundary("22999", "海辺市", 138.3) + "]}");
            Add(zip, "N03-20240101_99_GML/N03-20240101_99.xml", "<xml/>");
            Add(zip, "../../../outside.csv", "緯度,経度\n34.8,138.3\n");
        }

        var outcome = await town.ImportAllAsync(new ImportOptions("n03"), town.Write("N03.zip", bytes.ToArray()));
        Assert.Equal(1, Assert.Single(outcome.Imports).Stored);
        Assert.Equal("outside.csv", Assert.Single(outcome.Refused).File);
        Assert.Equal(["海辺市"], await town.AskAsync("SELECT name FROM gunmane.municipality WHERE study_area = $1"));
        Assert.Equal(["国土数値情報（行政区域データ）（国土交通省）を加工して作成"], await town.AskAsync("SELECT attribution FROM gunmane.study_area WHERE id = $1"));
    }

    [Fact]
    public async Task A_file_that_no_profile_fits_is_refused_with_the_choice()
    {
        await using var town = await ImportTown.CreateAsync(database);
        Assert.Contains("points-csv", (await town.RefusedAsync(town.Write("x.csv", "a,b\n1,2\n"))).Reason.Ja, StringComparison.Ordinal);
        var unknown = await Assert.ThrowsAsync<GunManeException>(() => town.ImportAllAsync(new ImportOptions("nothing"), town.Write("x.csv", "a,b\n")));
        Assert.Equal((Refusal.BadInput, "profile"), (unknown.Refusal, unknown.Parameter));
    }

    internal static string Boundary(string code, string name, double west, string? upper = null) => FormattableString.Invariant(
        $"{{\"type\":\"Feature\",\"properties\":{{\"N03_001\":\"静岡県\",\"N03_003\":{(upper is null ? "null" : $"\"{upper}\"")},\"N03_004\":\"{name}\",\"N03_007\":\"{code}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[{west},34.8],[{west + 0.1},34.8],[{west + 0.1},34.9],[{west},34.9],[{west},34.8]]]}}}}");

    private static string Feature(string name, string rings) =>
        $"{{\"type\":\"Feature\",\"properties\":{{\"名称\":\"{name}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":{rings}}}}}";

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    private static Feature Pipe(int number, string firm, Coordinate[] line) => new(
        Crs.FileFactory.CreateLineString(line), new AttributesTable { { "施設番号", number }, { "業者名", firm }, { "施工年度A", 1990 } });

    private static void WriteShapefile(string path, string wkt, params Feature[] features) =>
        Shapefile.WriteAllFeatures(features, path, wkt, Encoding.GetEncoding(932));

    private static async Task NothingStoredAsync(ImportTown town)
    {
        Assert.Equal(["0"], await town.AskAsync("SELECT count(*) FROM gunmane.asset WHERE study_area = $1"));
        Assert.Equal(["0"], await town.AskAsync("SELECT count(*) FROM gunmane.import WHERE study_area = $1"));
        Assert.Equal(0, (await town.AreaAsync()).DataVersion);
    }
}
