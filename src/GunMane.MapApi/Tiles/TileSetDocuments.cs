using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Tiles;

/// <summary>What OGC API – Tiles (20-057) and the Two Dimensional Tile Matrix Set standard (17-083r4) say of tiles, and TileJSON 3.0.</summary>
internal static class TileSetDocuments
{
    public const string Quad = "WebMercatorQuad";
    public const string VectorTile = "application/vnd.mapbox-vector-tile";
    private const string QuadUri = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
    private const string Schemes = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes";
    private const string Scheme = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";
    private const double Half = 20037508.342789244;
    private const double PixelMetres = 0.00028;
    private const int PixelsPerTile = 256;
    private const double MostLatitude = 85.0511287798066;

    public static JsonObject MatrixSets(HttpRequest request) => new()
    {
        ["tileMatrixSets"] = new JsonArray(new JsonObject
        {
            ["id"] = Quad, ["uri"] = QuadUri, ["crs"] = Crs.WebMercatorUri, ["links"] = Links(Link.To(request, $"/ogc/tileMatrixSets/{Quad}", "self")),
        }),
        ["links"] = Links(Link.To(request, "/ogc/tileMatrixSets", Schemes)),
    };

    public static JsonObject MatrixSet() => new()
    {
        ["id"] = Quad,
        ["title"] = "Google Maps Compatible for the World",
        ["uri"] = QuadUri,
        ["crs"] = Crs.WebMercatorUri,
        ["wellKnownScaleSet"] = "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        ["tileMatrices"] = new JsonArray([.. Zooms().Select(Matrix)]),
    };

    /// <summary>A list of tile sets.</summary>
    public static JsonObject Sets(string path, IEnumerable<(TileSetName Name, TileExtent Extent)> sets, HttpRequest request) => new()
    {
        ["links"] = Links(Link.To(request, path, "self")),
        ["tilesets"] = new JsonArray([.. sets.Select(set => Head(set.Name, set.Extent, request))]),
    };

    public static JsonObject Set(TileSetName name, TileExtent extent, HttpRequest request)
    {
        var document = Head(name, extent, request);
        foreach (var link in Styles(name, request)) document["links"]!.AsArray().Add(link);
        document["tileMatrixSetLimits"] = new JsonArray([.. Zooms().Select(zoom => Limits(zoom, extent))]);
        document["boundingBox"] = new JsonObject { ["lowerLeft"] = new JsonArray(extent.West, extent.South), ["upperRight"] = new JsonArray(extent.East, extent.North), ["crs"] = Crs.Crs84Uri };
        document["layers"] = new JsonArray([.. Described(name).Select(one => new JsonObject
        {
            ["id"] = one.Id,
            ["dataType"] = "vector",
            ["propertiesSchema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(one.Attributes.Select(attribute => KeyValuePair.Create(attribute, (JsonNode?)Attribute(attribute)))) },
        })]);
        return document;
    }

    // The layers in the tiles with their attributes.
    private static IEnumerable<(string Id, IReadOnlyList<string> Attributes)> Described(TileSetName name) =>
        name.Layers.SelectMany(layer => LayersOf(layer).Select(one => (one, TileStore.Described[layer])));

    // In the page's colours: of these tiles for MapLibre and OpenLayers, of the collection for QGIS, whose layers have one kind of geometry each.
    private static JsonNode[] Styles(TileSetName name, HttpRequest request)
    {
        string[] geometries = name.Name switch { "assets" => ["point", "line", "polygon"], "groups" or "zones" => ["polygon"], _ => [] };
        return [.. Links([
            Link.To(request, $"/styles/{name.Name}.json{name.Query}", "stylesheet", "application/vnd.mapbox.style+json", "MapLibre, OpenLayers"),
            .. geometries.Select(geometry => Link.To(request, $"/styles/{name.Name}.qml?geometry={geometry}", "stylesheet", "application/xml", $"QGIS ({geometry})"))]).Select(link => link!.DeepClone())];
    }

    /// <summary>The layers in the tiles of a layer: names of municipalities have points of their own, groups have their outlines and, near by, their assets.</summary>
    public static string[] LayersOf(string layer) => layer switch { "municipalities" => [layer, "municipality_labels"], "groups" => [layer, "group_members"], _ => [layer] };

    private static JsonObject Attribute(string name) => name switch
    {
        "number" or "assets" or "count" => new JsonObject { ["type"] = "integer" },
        "score" => new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 100 },
        "length_m" => new JsonObject { ["type"] = "number", ["x-ogc-unit"] = "m" },
        "yen" => new JsonObject { ["type"] = "number", ["x-ogc-unit"] = "JPY" },
        "id" => new JsonObject { ["type"] = "string", ["format"] = "uuid" },
        _ => new JsonObject { ["type"] = "string" },
    };

    /// <summary>TileJSON 3.0.0.</summary>
    public static JsonObject TileJson(TileSetName name, TileExtent extent, HttpRequest request) => new()
    {
        ["tilejson"] = "3.0.0",
        ["name"] = extent.Name,
        ["scheme"] = "xyz",
        ["tiles"] = new JsonArray($"{Link.Root(request)}/tiles/{name.Name}/{{z}}/{{x}}/{{y}}.mvt{name.Query}"),
        ["minzoom"] = 0,
        ["maxzoom"] = TileAddress.DeepestZoom,
        ["bounds"] = new JsonArray(extent.West, extent.South, extent.East, extent.North),
        ["vector_layers"] = new JsonArray([.. Described(name).Select(one => new JsonObject
        {
            ["id"] = one.Id, ["fields"] = new JsonObject(one.Attributes.Select(attribute => KeyValuePair.Create(attribute, (JsonNode?)JsonValue.Create((string?)Attribute(attribute)["type"] == "string" ? "String" : "Number")))),
        })]),
    };

    private static JsonObject Head(TileSetName name, TileExtent extent, HttpRequest request)
    {
        var path = $"{name.Path}/{Quad}";
        var tile = JsonSerializer.SerializeToNode(Link.To(request, $"{path}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}{name.Query}", "item", VectorTile), Json.Options)!.AsObject();
        tile["templated"] = true;
        return new JsonObject
        {
            ["title"] = extent.Name,
            ["dataType"] = "vector",
            ["crs"] = Crs.WebMercatorUri,
            ["tileMatrixSetURI"] = QuadUri,
            ["links"] = new JsonArray([.. Links(Link.To(request, $"{path}{name.Query}", "self"), Link.To(request, $"/ogc/tileMatrixSets/{Quad}", Scheme)).Select(link => link!.DeepClone()), tile]),
        };
    }

    private static JsonObject Matrix(int zoom)
    {
        var cell = 2 * Half / PixelsPerTile / (1L << zoom);
        return new JsonObject
        {
            ["id"] = $"{zoom}", ["scaleDenominator"] = cell / PixelMetres, ["cellSize"] = cell, ["cornerOfOrigin"] = "topLeft", ["pointOfOrigin"] = new JsonArray(-Half, Half),
            ["tileWidth"] = PixelsPerTile, ["tileHeight"] = PixelsPerTile, ["matrixWidth"] = 1 << zoom, ["matrixHeight"] = 1 << zoom,
        };
    }

    private static JsonObject Limits(int zoom, TileExtent extent) => new JsonObject
    {
        ["tileMatrix"] = $"{zoom}",
        ["minTileRow"] = Place(Spatial.Tiles.World.Y(Math.Clamp(extent.North, -MostLatitude, MostLatitude)), zoom), ["maxTileRow"] = Place(Spatial.Tiles.World.Y(Math.Clamp(extent.South, -MostLatitude, MostLatitude)), zoom),
        ["minTileCol"] = Place(Spatial.Tiles.World.X(extent.West), zoom), ["maxTileCol"] = Place(Spatial.Tiles.World.X(extent.East), zoom),
    };

    private static int Place(double share, int zoom) => (int)Math.Clamp(Math.Floor(share * (1L << zoom)), 0, TileAddress.Last(zoom));

    private static IEnumerable<int> Zooms() => Enumerable.Range(0, TileAddress.DeepestZoom + 1);

    private static JsonArray Links(params Link[] links) => JsonSerializer.SerializeToNode(links, Json.Options)!.AsArray();
}
