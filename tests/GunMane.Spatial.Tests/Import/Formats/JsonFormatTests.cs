using System.Text;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Import.Formats;

/// <summary>GeoJSON feature by feature, and TopoJSON.</summary>
public sealed class JsonFormatTests : IDisposable
{
    private const string Feature1 = """{"type":"Feature","id":7,"properties":{"名称":"甲橋","長さ":12.5,"印":null},"geometry":{"type":"Point","coordinates":[138.3,34.8]}}""";
    private const string Feature2 = """{"type":"Feature","properties":{"名称":"乙橋","備考":["a"]},"geometry":null}""";

    // Two squares side by side: arc 0 is their common edge (south to north), 1 the west rest, 2 the east rest.
    internal const string Quantized = """
        {"type":"Topology","transform":{"scale":[0.1,0.1],"translate":[138,34]},"arcs":[[[1,0],[0,1]],[[1,1],[-1,0],[0,-1],[1,0]],[[1,0],[1,0],[0,1],[-1,0]]],
        "objects":{"市":{"type":"GeometryCollection","geometries":[
        {"type":"Polygon","arcs":[[0,1]],"id":"w","properties":{"N03_007":"22999"}},
        {"type":"MultiPolygon","arcs":[[[2,-1]]],"properties":{"N03_007":"22998"}},
        {"type":"LineString","arcs":[-1],"properties":{}},{"type":"MultiLineString","arcs":[[0],[1]]},
        {"type":"Point","coordinates":[1,2]},{"type":"MultiPoint","coordinates":[[0,0],[1,1]]},{"type":null,"properties":{"N03_007":"22997"}}]},
        "点":{"type":"Point","coordinates":[3,3],"properties":{"name":"塔"}}}}
        """;

    private readonly MadeFiles made = new();

    public void Dispose() => made.Dispose();

    [Theory]
    [InlineData("a.geojsonl", "\n", "")]
    [InlineData("a.ndjson", "\r\n", "\uFEFF")]
    [InlineData("a.jsonl", "\n\n \n", "")]
    [InlineData("a.json", "\n", "")]
    public void Features_line_by_line(string name, string ending, string mark)
    {
        made.Write(name, mark + Feature1 + ending + Feature2 + ending);
        var read = made.Only();
        Assert.Equal((FileFormat.GeoJsonLines, RowShape.Features, "a"), (read.File.Format, read.File.Shape, read.File.BaseName));
        Assert.Equal(new[] { "id", "名称", "長さ", "印", "備考" }.Order(), read.Columns.Order());
        Assert.Equal(("12.5", "7", "POINT (138.3 34.8)"), (read.Row(1)["長さ"], read.Row(1)["id"], read.Rows[0].Geometry!.AsText()));
        Assert.Equal(("[\"a\"]", null), (read.Row(2)["備考"], read.Rows[1].Geometry));
        Assert.All(read.Rows, row => Assert.Null(row.Fault));
    }

    [Fact]
    public void A_text_sequence_has_records_of_several_lines()
    {
        made.Write("a.geojsons", "\u001e" + Feature1.Replace(",", ",\n", StringComparison.Ordinal) + "\n\u001e" + Feature2 + "\n");
        var read = made.Only();
        Assert.Equal(["record 1", "record 2"], read.Rows.Select(row => row.Place));
        Assert.All(read.Rows, row => Assert.Null(row.Fault));
    }

    [Fact]
    public void A_line_that_cannot_be_read_costs_itself_only()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', Feature1, Feature1[..40], """{"type":"Point","coordinates":[1,2]}""", Feature1.Replace("甲", "?", StringComparison.Ordinal), new string('[', 100_000), Feature2));
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xFF;
        made.Write("a.ndjson", bytes);
        var read = made.Only();
        Assert.Equal([false, true, true, true, true, false], read.Rows.Select(row => row.Fault is not null));
        Assert.Contains("\\xFF橋", read.Rows[3].Raw, StringComparison.Ordinal);
        Assert.Equal("2 行目", read.Rows[1].Place);
    }

    [Fact]
    public void A_json_file_is_known_by_its_beginning()
    {
        var collection = $$"""{"type":"FeatureCollection","features":[{{Feature1}}]}""";
        foreach (var (text, at) in new[] { collection, Feature1, Quantized, """{"arcs":[],"objects":{"x":{"type":null}},"type":"Topology"}""", "[1]", "" }.Select((text, at) => (text, at)))
            made.Write($"{at}.json", text);
        Assert.Equal([FileFormat.GeoJson, FileFormat.GeoJsonLines, FileFormat.TopoJson, FileFormat.TopoJson, FileFormat.TopoJson, FileFormat.GeoJson, FileFormat.GeoJson],
            made.DataSets().Select(file => file.Format));
    }

    [Fact]
    public void Every_object_of_a_topology_is_a_data_set()
    {
        made.Write("N03.json", Quantized);
        var sets = made.DataSets();
        Assert.Equal(["N03.json#市", "N03.json#点"], sets.Select(file => file.Name));
        Assert.Equal("N03#市", sets[0].BaseName);
        var (towns, tower) = (MadeFiles.Read(sets[0]), MadeFiles.Read(sets[1]));
        Assert.Equal(["id", "N03_007"], towns.Columns);
        Assert.Equal("22999", towns.Row(1)["N03_007"]);
        Assert.Equal(
        [
            "POLYGON ((138.1 34, 138.1 34.1, 138 34.1, 138 34, 138.1 34))", "MULTIPOLYGON (((138.1 34, 138.2 34, 138.2 34.1, 138.1 34.1, 138.1 34)))",
            "LINESTRING (138.1 34.1, 138.1 34)", "MULTILINESTRING ((138.1 34, 138.1 34.1), (138.1 34.1, 138 34.1, 138 34, 138.1 34))",
            "POINT (138.1 34.2)", "MULTIPOINT ((138 34), (138.1 34.1))", null,
        ], towns.Rows.Select(row => Rounded(row.Geometry)));
        Assert.Equal(("塔", "POINT (138.3 34.3)"), (tower.Row(1)["name"], Rounded(Assert.Single(tower.Rows).Geometry)));
    }

    [Fact]
    public void An_unquantized_topology_has_its_coordinates_as_they_are()
    {
        made.Write("a.topojson", """{"type":"Topology","objects":{"x":{"type":"LineString","arcs":[0,~1]}},"arcs":[]}""".Replace("~1", "-2", StringComparison.Ordinal)
            .Replace("\"arcs\":[]", "\"arcs\":[[[138.3,34.8],[138.4,34.9,5]],[[138.5,35],[138.4,34.9]]]", StringComparison.Ordinal));
        Assert.Equal("LINESTRING (138.3 34.8, 138.4 34.9, 138.5 35)", made.Only().Rows[0].Geometry!.AsText());
    }

    [Theory]
    [InlineData("""{"type":"Polygon","arcs":[[0]]}""", "not closed")]
    [InlineData("""{"type":"Polygon","arcs":[[0,2]]}""", "does not begin")]
    [InlineData("""{"type":"LineString","arcs":[9]}""", "no arc 9")]
    [InlineData("""{"type":"LineString","arcs":[-2147483648]}""", "no arc")]
    [InlineData("""{"type":"LineString","arcs":[]}""", "fewer than two")]
    [InlineData("""{"type":"Polygon","arcs":[]}""", "without rings")]
    [InlineData("""{"type":"GeometryCollection"}""", "geometry type GeometryCollection")]
    [InlineData("""{"type":"Point","coordinates":["a",1]}""", "Number")]
    [InlineData("""{"properties":{}}""", "dictionary")]
    [InlineData("3", "Object")]
    public void A_geometry_that_cannot_be_read_costs_itself_only(string geometry, string why)
    {
        made.Write("a.topojson", """{"type":"Topology","arcs":[[[1,0],[0,1]],[[1,1],[-1,0]],[[5,5],[6,6]]],"objects":{"x":{"type":"GeometryCollection","geometries":["""
            + geometry + """,{"type":"LineString","arcs":[1]}]}}}""");
        var read = made.Only();
        Assert.Contains(why, read.Rows[0].Fault, StringComparison.Ordinal);
        Assert.Equal((geometry, null), (read.Rows[0].Raw, read.Rows[1].Fault));
    }

    [Theory]
    [InlineData("a.topojson", """{"type":"Topology","arcs":[],"objects":{}}""", "objects")]
    [InlineData("a.topojson", """{"type":"Topology","objects":{"x":{"type":"Point","coordinates":[1,2]}}}""", "TopoJSON")]
    [InlineData("a.topojson", """{"type":"Topology","arcs":[],"objects":{"x":{},"x":{}}}""", "同じ名前")]
    [InlineData("a.topojson", """{"type":"Topology","transform":{"scale":1},"arcs":[],"objects":{"x":{}}}""", "TopoJSON")]
    [InlineData("a.topojson", """{"type":"Topology","arcs":[""", "JSON が壊れて")]
    [InlineData("a.ndjson", "\n\n", "地物がありません")]
    public void What_is_no_topology_or_has_no_feature_is_refused_with_a_reason(string name, string text, string why)
    {
        made.Write(name, text);
        var refused = Assert.Throws<GunManeException>(() => made.Only());
        Assert.Equal(Refusal.BadInput, refused.Refusal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    private static string? Rounded(NetTopologySuite.Geometries.Geometry? geometry) =>
        geometry is null ? null : new NetTopologySuite.IO.WKTWriter { MaxCoordinatesPerLine = -1, PrecisionModel = new NetTopologySuite.Geometries.PrecisionModel(1e6) }.Write(geometry);
}
