using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Styles;

/// <summary>Styles in the page's colours: for MapLibre and OpenLayers of our tiles, for QGIS of our collections.</summary>
internal static class StyleEndpoints
{
    private const string MapStyleType = "application/vnd.mapbox.style+json";

    public static void MapStyles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/styles/{layer}.json", Json).Takes("area", "run", "scenario");
        app.MapGet("/styles/all.json", All).Takes(LayerChoice.Parameters);
        app.MapGet("/styles/{layer}.qml", Qgis).Takes("geometry");
    }

    private static ContentHttpResult Json(string layer, HttpRequest request)
    {
        var owner = TileStore.OwnerOf(layer);
        QueryGuard.RefuseUnknown(request.Query, owner is null ? ["area"] : ["area", owner]);
        var query = $"?area={Uri.EscapeDataString(Query.Required(request, "area"))}{(owner is null ? "" : $"&{owner}={Query.Id(Query.Required(request, owner), owner)}")}";
        return Answer(MapStyle.Of(layer, $"{Link.Root(request)}/tiles/{layer}.json{query}") ?? throw Missing(layer));
    }

    private static ContentHttpResult All(HttpRequest request)
    {
        var choice = LayerChoice.Read(request);
        return Answer(MapStyle.Of(choice.Layers, $"{Link.Root(request)}/tiles/all.json{choice.Query}"));
    }

    private static ContentHttpResult Answer(JsonObject style) => TypedResults.Text(style.ToJsonString(Http.Json.Options), MapStyleType, Encoding.UTF8);

    private static ContentHttpResult Qgis(string layer, HttpRequest request)
    {
        var geometry = request.Query.TryGetValue("geometry", out var text) ? text.ToString() : "polygon";
        if (!QgisStyle.Geometries.Contains(geometry, StringComparer.Ordinal))
            throw new GunManeException(Refusal.BadInput, $"「geometry」は {string.Join("、", QgisStyle.Geometries)} のどれかです。(geometry: one of {string.Join(", ", QgisStyle.Geometries)}.)", "geometry");
        var style = QgisStyle.Of(layer, geometry) ?? throw Missing(layer);
        return TypedResults.Text($"{style.DocumentType}\n{style.Root!.ToString(SaveOptions.None)}\n", "application/xml", Encoding.UTF8);
    }

    private static GunManeException Missing(string layer) => new(Refusal.NotFound, $"「{layer}」のスタイルはありません。(There is no style of {layer}.)", "layer");
}
