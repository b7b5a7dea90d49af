using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Tiles;

/// <summary>What OGC API – Tiles adds to the documents of /ogc. Operations end in the suffixes that 20-057 prescribes (table of operation ids).</summary>
internal static class TilePart
{
    private static readonly OgcAnswer Refused = OgcAnswer.Problem("400", "入力の誤り (refused, names the parameter)");
    private static readonly OgcAnswer Missing = OgcAnswer.Problem("404", "ない (not found)");
    private static readonly OgcAnswer Other = OgcAnswer.Problem("default", "誤り (error)");

    public static OgcPart Part { get; } = new(
        [.. new[] { "core", "tileset", "tilesets-list", "geodata-tilesets", "mvt", "oas30" }.Select(name => $"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}")],
        [
            new("get", "/tileMatrixSets", ".getTileMatrixSetsList", "タイルの区切りの一覧 (tile matrix sets)", [Ok(), Refused, Other]) { Parameters = [Format()] },
            new("get", "/tileMatrixSets/{tileMatrixSetId}", ".getTileMatrixSet", "タイルの区切り (tile matrix set)", [Ok(), Refused, Missing, Other]) { Parameters = [Format()] },
            .. TileStore.Described.Keys.SelectMany(Layer),
        ]);

    private static IEnumerable<OgcOperation> Layer(string layer)
    {
        var (path, id, owner) = ($"/collections/{layer}/tiles", $"{layer}.collection.vector", Owner(layer));
        yield return new("get", path, $"{id}.getTileSetsList", $"{layer}: タイルセットの一覧 (tile sets)", [Ok(), Refused, Missing, Other]) { Parameters = [Format()] };
        yield return new("get", $"{path}/{TileSetDocuments.Quad}", $"{id}.getTileSet", $"{layer}: タイルセット (tile set)", [Ok(), Refused, Missing, Other]) { Parameters = [.. owner, Format()] };
        yield return new("get", $"{path}/{TileSetDocuments.Quad}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", $"{id}.getTile", $"{layer}: タイル (tile)",
            [new OgcAnswer("200", "タイル (tile)", TileSetDocuments.VectorTile) { Schema = new JsonObject { ["type"] = "string", ["format"] = "binary" } }, new OgcAnswer("204", "空のタイル (empty)"), new OgcAnswer("304", "変わっていない (not modified)"), Refused, Missing, Other])
        {
            Parameters = owner,
        };
    }

    private static JsonObject[] Owner(string layer)
    {
        var area = OgcOperation.Parameter("area", "対象地域の符号", OgcOperation.Type("string"), required: true);
        return TileStore.OwnerOf(layer) is { } owner
            ? [area, OgcOperation.Parameter(owner, owner == "run" ? "計算結果の番号" : "検討案の番号", new JsonObject { ["type"] = "string", ["format"] = "uuid" }, required: true)] : [area];
    }

    private static OgcAnswer Ok() => new("200", "OK", "application/json");

    private static JsonObject Format() => OgcOperation.Parameter("f", "形式", new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("json") });
}
