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
        [.. new[] { "core", "tileset", "tilesets-list", "geodata-tilesets", "dataset-tilesets", "collections-selection", "mvt", "oas30" }.Select(name => $"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}")],
        [
            new("get", "/tileMatrixSets", ".getTileMatrixSetsList", "タイルの区切りの一覧 (tile matrix sets)", [Ok(), Refused, Other]) { Parameters = [Format()] },
            new("get", "/tileMatrixSets/{tileMatrixSetId}", ".getTileMatrixSet", "タイルの区切り (tile matrix set)", [Ok(), Refused, Missing, Other]) { Parameters = [Format()] },
            .. TileStore.Described.Keys.SelectMany(Layer),
            .. Operations("/tiles", ".dataset.vector", "全レイヤー", Choice()),
        ]);

    private static IEnumerable<OgcOperation> Layer(string layer) => Operations($"/collections/{layer}/tiles", $"{layer}.collection.vector", layer, Owner(layer));

    private static IEnumerable<OgcOperation> Operations(string path, string id, string what, JsonObject[] parameters)
    {
        yield return new("get", path, $"{id}.getTileSetsList", $"{what}: タイルセットの一覧 (tile sets)", [Ok(), Refused, Missing, Other]) { Parameters = [Format()] };
        yield return new("get", $"{path}/{TileSetDocuments.Quad}", $"{id}.getTileSet", $"{what}: タイルセット (tile set)", [Ok(), Refused, Missing, Other]) { Parameters = [.. parameters, Format()] };
        yield return new("get", $"{path}/{TileSetDocuments.Quad}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", $"{id}.getTile", $"{what}: タイル (tile)",
            [new OgcAnswer("200", "タイル (tile)", TileSetDocuments.VectorTile) { Schema = new JsonObject { ["type"] = "string", ["format"] = "binary" } }, new OgcAnswer("204", "空のタイル (empty)"), new OgcAnswer("304", "変わっていない (not modified)"), Refused, Missing, Other])
        {
            Parameters = parameters,
        };
    }

    private static JsonObject[] Owner(string layer) => TileStore.OwnerOf(layer) is { } owner ? [Area(), Id(owner, required: true)] : [Area()];

    private static JsonObject[] Choice()
    {
        var names = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. AllTiles.Layers.Select(name => JsonValue.Create(name))]) };
        return [Area(), Id("run", required: false), Id("scenario", required: false), OgcOperation.Parameter("collections", "レイヤー、下から上へ。なければすべて", new JsonObject { ["type"] = "array", ["items"] = names })];
    }

    private static JsonObject Area() => OgcOperation.Parameter("area", "対象地域の符号", OgcOperation.Type("string"), required: true);

    private static JsonObject Id(string owner, bool required) => OgcOperation.Parameter(
        owner, $"{(owner == "run" ? "計算結果" : "検討案")}の番号{(required ? "" : "。なければ最新")}", new JsonObject { ["type"] = "string", ["format"] = "uuid" }, required);

    private static OgcAnswer Ok() => new("200", "OK", "application/json");

    private static JsonObject Format() => OgcOperation.Parameter("f", "形式", new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("json") });
}
