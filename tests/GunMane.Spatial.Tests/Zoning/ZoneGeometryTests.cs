using System.Text;
using System.Text.Json;
using CsCheck;
using GunMane.Spatial.Model;
using GunMane.Spatial.Zoning;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Zoning;

public sealed class ZoneGeometryTests
{
    [Fact]
    public void A_prepared_zone_is_valid_on_the_grid_right_handed_and_stays_as_it_is() => Shapes.Stars.Sample(drawn =>
    {
        var zone = ZoneGeometry.Prepare(drawn).Geometry;
        Assert.True(zone.IsValid);
        Assert.All(zone.Coordinates, at => Assert.Equal((ZoneGrid.Snap(at.X), ZoneGrid.Snap(at.Y)), (at.X, at.Y)));
        Assert.All(ZoneGrid.Parts(zone), part => Assert.True(
            Orientation.IsCCW(part.Shell.Coordinates) && part.Holes.All(hole => !Orientation.IsCCW(hole.Coordinates))));
        Assert.Equal(ZoneMeasure.AreaM2(drawn), ZoneMeasure.AreaM2(zone), drawn.Length * 1e5 * 0.02 + 1);
        var again = ZoneGeometry.Prepare(zone);
        Assert.True(again.Geometry.EqualsExact(zone));
        Assert.Empty(again.Repairs);
    }, iter: 300);

    [Fact]
    public void Seven_decimals_lose_nothing() => Shapes.Stars.Sample(drawn =>
    {
        var zone = ZoneGeometry.Prepare(drawn).Geometry;
        var text = ZoneGeoJson.ToNode(zone).ToJsonString();
        Assert.DoesNotMatch(@"\.\d{8}|[eE]", text.Replace("type", "", StringComparison.Ordinal).Replace("coordinates", "", StringComparison.Ordinal)
            .Replace("Polygon", "", StringComparison.Ordinal));
        Assert.True(ZoneGeoJson.Read(JsonDocument.Parse(text).RootElement, "geometry").EqualsExact(zone));
    }, iter: 300);

    [Fact]
    public void The_input_is_left_as_it_was()
    {
        var drawn = Shapes.Ring((139.00000001, 35), (139, 35.01), (139.01, 35.01));
        var before = drawn.Copy();
        ZoneGeometry.Prepare(drawn);
        Assert.True(drawn.EqualsExact(before));
    }

    [Theory]
    [InlineData("POLYGON EMPTY", "empty")]
    [InlineData("POINT(139 35)", "Polygon or MultiPolygon")]
    [InlineData("LINESTRING(139 35,139.1 35)", "Polygon or MultiPolygon")]
    [InlineData("POLYGON((139 35,139.1 35,139 35,139 35))", "3 distinct points")]
    [InlineData("POLYGON((139 35,139.1 35,139.2 35,139 35))", "too small")]
    [InlineData("POLYGON((139 35,139.000000001 35,139.000000001 35.000000001,139 35))", "too small")]
    [InlineData("POLYGON((139 35,139.000005 35,139.000005 35.000005,139 35))", "too small")]
    [InlineData("POLYGON((35 139,35 139.1,35.1 139,35 139))", "[longitude, latitude]")]
    [InlineData("POLYGON((500000 35,139.1 35,139.1 35.1,500000 35))", "[longitude, latitude]")]
    [InlineData("POLYGON((139 35,139.01 35.01,139.02 35,139.03 35.01,139.04 35,139.05 35.01,139.06 35,139.07 35.01,139.08 35,139.09 35.005,138.99 35.005,139 35))", "repaired clearly")]
    public void What_cannot_be_a_zone_is_refused_with_the_reason(string wkt, string reason)
    {
        var error = Assert.Throws<GunManeException>(() => ZoneGeometry.Prepare(Shapes.Wkt(wkt), "changes[0].geometry"));
        Assert.Equal((Refusal.BadInput, "changes[0].geometry"), (error.Refusal, error.Parameter));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_vertices_and_numbers_that_are_none_are_refused()
    {
        var circle = Shapes.Ring([.. Enumerable.Range(0, 20_000).Select(at => (139 + 0.1 * Math.Cos(at * Math.PI / 1e4), 35 + 0.1 * Math.Sin(at * Math.PI / 1e4)))]);
        Assert.Contains("20000", Assert.Throws<GunManeException>(() => ZoneGeometry.Prepare(circle)).Message, StringComparison.Ordinal);
        Assert.Throws<GunManeException>(() => ZoneGeometry.Prepare(Shapes.Ring((139, 35), (double.NaN, 35), (139.1, 35.1))));
    }

    [Theory]
    [InlineData("POLYGON((139 35,139.01 35.01,139.01 35,139 35.01,139 35))", 2, 0.5, "crossed")]
    [InlineData("POLYGON((139 35,139.01 35,139.01 35.01,139.02 35.02,139.01 35.01,139 35.01,139 35))", 1, 1, "spike")]
    [InlineData("MULTIPOLYGON(((139 35,139.01 35,139.01 35.01,139 35.01,139 35)),((139.005 35,139.01 35,139.01 35.01,139.005 35.01,139.005 35)))", 1, 1, "crossed|overlapped|touched|broken")]
    [InlineData("POLYGON((139 35,139.01 35,139.01 35.01,139 35.01,139 35),(139.02 35,139.03 35,139.03 35.01,139.02 35.01,139.02 35))", 2, 2, "hole")]
    [InlineData("MULTIPOLYGON(((139 35,139.01 35,139.01 35.01,139 35.01,139 35)),((139.1 35,139.100001 35,139.100001 35.000001,139.1 35)))", 1, 1, "Removed 1 part")]
    public void A_clear_fault_is_repaired_and_said(string wkt, int parts, double squares, string note)
    {
        var zone = ZoneGeometry.Prepare(Shapes.Wkt(wkt));
        Assert.True(zone.Geometry.IsValid);
        Assert.Equal(parts, zone.Geometry.NumGeometries);
        Assert.Equal(squares * 1e-4, zone.Geometry.Area, 1e-9);
        Assert.Matches(note, Assert.Single(zone.Repairs).En);
    }

    [Theory]
    [InlineData("""{"type":"Polygon","coordinates":[[[139,35],[139.1,35],[139.1,35.1]]]}""", "geometry.coordinates[0]", "four positions")]
    [InlineData("""{"type":"Polygon","coordinates":[[[139,35],[139.1,35],[139.1,35.1],[139,35.1]]]}""", "geometry.coordinates[0]", "not closed")]
    [InlineData("""{"type":"Polygon","coordinates":[[[139,35],[139.1,"35"],[139.1,35.1],[139,35]]]}""", "geometry.coordinates[0][1]", "[longitude, latitude]")]
    [InlineData("""{"type":"Point","coordinates":[139,35]}""", "geometry.type", "Polygon or MultiPolygon")]
    [InlineData("""{"type":"Polygon","coordinates":5}""", "geometry.coordinates", "array")]
    [InlineData("""{"type":"Polygon"}""", "geometry", "GeoJSON")]
    [InlineData("null", "geometry", "GeoJSON")]
    public void Json_that_is_no_polygon_is_refused_with_its_place(string json, string place, string reason)
    {
        var error = Assert.Throws<GunManeException>(() => ZoneGeoJson.Read(JsonDocument.Parse(Encoding.UTF8.GetBytes(json)).RootElement, "geometry"));
        Assert.Equal(place, error.Parameter);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Areas_are_right_within_a_thousandth()
    {
        // 0.01° × 0.01° at 35.005° N: 912.3 m × 1109.4 m on GRS80.
        var square = Shapes.Ring((139, 35), (139.01, 35), (139.01, 35.01), (139, 35.01));
        Assert.Equal(912.6 * 1109.4, ZoneMeasure.AreaM2(square), 1100.0);
    }
}
