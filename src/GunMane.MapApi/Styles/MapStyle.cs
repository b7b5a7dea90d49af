using System.Text.Json.Nodes;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Tiles;

namespace GunMane.MapApi.Styles;

/// <summary>
/// Styles of our tiles as the MapLibre (Mapbox GL, version 8) style specification writes them. No text: that would need font tiles, and the
/// service fetches and serves none.
/// </summary>
internal static class MapStyle
{
    private const string Source = "gunmane";
    private const string Members = "group_members";

    /// <summary>Groups beyond have the first colour: the best ones have the lowest numbers.</summary>
    private const int ColouredGroups = 1200;

    /// <summary>Pixels by which the rim of an asset in a group is wider than the asset, both sides together.</summary>
    private const int RimWidth = 5;

    /// <summary>The style of a layer whose TileJSON is at an address; null if the layer has none.</summary>
    public static JsonObject? Of(string layer, string tileJson) => Layers(layer) is { } layers ? Document(layer, tileJson, layers) : null;

    /// <summary>The style of several layers in the tiles of one TileJSON, the lowest first.</summary>
    public static JsonObject Of(IReadOnlyList<string> layers, string tileJson) => Document(string.Join(", ", layers), tileJson, layers.SelectMany(layer => layer switch
    {
        // The assets of groups are in assets too: there they stand on a rim of the group's colour.
        "assets" when layers.Contains("groups") => [.. Rims(), .. Assets()],
        "groups" when layers.Contains("assets") => Outlines(),
        _ => Layers(layer) ?? [],
    }));

    /// <summary>
    /// Says where a map of the style opens that is told nothing else: on the extent, as near as a view of one tile of the style's zooms (512 pixels) has
    /// all of it. Without it MapLibre and OpenLayers open on the whole world, where a study area is a dot.
    /// </summary>
    public static void OpenAt(JsonObject style, TileExtent extent)
    {
        var share = Math.Max(World.X(extent.East) - World.X(extent.West), World.Y(extent.South) - World.Y(extent.North));
        style["center"] = new JsonArray(Math.Round((extent.West + extent.East) / 2, 6), Math.Round((extent.South + extent.North) / 2, 6));
        style["zoom"] = Math.Clamp(Math.Floor(-100 * Math.Log2(share)) / 100, 0, TileAddress.DeepestZoom);
    }

    private static JsonObject Document(string name, string tileJson, IEnumerable<JsonObject> layers) => new()
    {
        ["version"] = 8,
        ["name"] = $"群マネ {name}",
        ["sources"] = new JsonObject { [Source] = new JsonObject { ["type"] = "vector", ["url"] = tileJson } },
        ["layers"] = new JsonArray([.. layers]),
    };

    private static JsonObject[]? Layers(string layer) => layer switch
    {
        "assets" => Assets(),
        "groups" => [.. Outlines(), .. MembersBy(2, 5)],
        "zones" => [Fill("zones-fill", layer, Looks.Zone, 0.07), Line("zones-line", layer, Looks.Zone, 2.5)],
        "municipalities" => [Line("municipalities-halo", layer, "#ffffff", 4), Dashed(Line("municipalities-line", layer, Looks.Border, 1.5))],
        _ => null,
    };

    private static JsonObject[] Outlines() => [Fill("groups-fill", "groups", GroupColour(), 0.1), Line("groups-line", "groups", GroupColour(), 1.75)];

    private static JsonObject[] MembersBy(JsonNode width, double radius) =>
    [
        With(Fill("members-fill", Members, GroupColour(), 0.35), Is("Polygon")), With(Line("members-line", Members, GroupColour(), width), Is("LineString")),
        With(Circle("members-point", Members, GroupColour(), 1, radius), Is("Point")),
    ];

    private static JsonObject[] Rims() => MembersBy(Match("sector", Looks.Sectors.Select(look => (new JsonArray(look.Sector.Key()), (JsonNode)(look.Width + RimWidth))), Looks.Sectors[^1].Width + RimWidth), 5 + (RimWidth / 2.0));

    private static JsonObject[] Assets() =>
    [
        With(Fill("assets-fill", "assets", SectorColour(), 0.35), Is("Polygon")),
        With(Line("assets-outline", "assets", SectorColour(), 1), Is("Polygon")),
        With(Line("assets-line", "assets", SectorColour(), SectorWidth()), Is("LineString")),
        With(Circle("assets-cells", "assets", SectorColour(), 0.88, new JsonArray("interpolate", new JsonArray("linear"), new JsonArray("get", "count"), 1, 4, 100, 10, 2500, 16, 10_000, 24)), new JsonArray("has", "count")),
        With(Circle("assets-point", "assets", SectorColour(), 1, 5), new JsonArray("all", Is("Point"), new JsonArray("!", new JsonArray("has", "count")))),
    ];

    private static JsonObject Fill(string id, string layer, JsonNode colour, double opacity) =>
        Layer(id, "fill", layer, new JsonObject { ["fill-color"] = colour, ["fill-opacity"] = opacity });

    private static JsonObject Line(string id, string layer, JsonNode colour, JsonNode width) =>
        Layer(id, "line", layer, new JsonObject { ["line-color"] = colour, ["line-width"] = width });

    private static JsonObject Circle(string id, string layer, JsonNode colour, double opacity, JsonNode radius) => Layer(id, "circle", layer, new JsonObject
    {
        ["circle-color"] = colour, ["circle-opacity"] = opacity, ["circle-radius"] = radius, ["circle-stroke-color"] = "#ffffff", ["circle-stroke-width"] = 1,
    });

    private static JsonObject Layer(string id, string type, string layer, JsonObject paint) =>
        new() { ["id"] = id, ["type"] = type, ["source"] = Source, ["source-layer"] = layer, ["paint"] = paint };

    private static JsonObject With(JsonObject layer, JsonArray filter)
    {
        layer["filter"] = filter;
        return layer;
    }

    private static JsonObject Dashed(JsonObject layer)
    {
        layer["paint"]!["line-dasharray"] = new JsonArray(7, 2, 1.5, 2);
        return layer;
    }

    private static JsonArray Is(string type) => new("==", new JsonArray("geometry-type"), type);

    private static JsonArray SectorColour() => Match("sector", Looks.Sectors.Select(look => (new JsonArray(look.Sector.Key()), (JsonNode)look.Colour)), Looks.Sectors[^1].Colour);

    private static JsonArray SectorWidth() => Match("sector", Looks.Sectors.Select(look => (new JsonArray(look.Sector.Key()), (JsonNode)look.Width)), Looks.Sectors[^1].Width);

    // Numbers one by one, since QGIS reads no arithmetic in styles.
    private static JsonArray GroupColour() => Match("number", Looks.Groups.Select((colour, at) => (
        new JsonArray([.. Enumerable.Range(0, ColouredGroups / Looks.Groups.Count).Select(turn => JsonValue.Create(1 + at + turn * Looks.Groups.Count))]), (JsonNode)colour)), Looks.Groups[0]);

    // Labels are lists even of one: QGIS 3.22 reads no others.
    private static JsonArray Match(string attribute, IEnumerable<(JsonArray Labels, JsonNode Output)> cases, JsonNode otherwise) =>
        new([JsonValue.Create("match"), new JsonArray("get", attribute), .. cases.SelectMany(one => new JsonNode[] { one.Labels, one.Output }), otherwise]);
}
