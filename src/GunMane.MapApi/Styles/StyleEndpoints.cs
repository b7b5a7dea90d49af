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
        app.MapGet("/styles/{layer}.json", JsonAsync).Takes("area", "run", "scenario");
        app.MapGet("/styles/all.json", AllAsync).Takes(LayerChoice.Parameters);
        app.MapGet("/styles/{layer}.qml", Qgis).Takes("geometry");
    }

    private static async Task<ContentHttpResult> JsonAsync(string layer, Database database, HttpRequest request, CancellationToken cancellation)
    {
        var owner = TileStore.OwnerOf(layer);
        QueryGuard.RefuseUnknown(request.Query, owner is null ? ["area"] : ["area", owner]);
        var area = Query.Required(request, "area");
        Guid? id = owner is null ? null : Query.Id(Query.Required(request, owner), owner);
        var style = MapStyle.Of(layer, $"{Link.Root(request)}/tiles/{layer}.json?area={Uri.EscapeDataString(area)}{(owner is null ? "" : $"&{owner}={id}")}") ?? throw Missing(layer);
        return await AnswerAsync(style, LayerChoice.Of(layer, area, id), database, cancellation);
    }

    private static async Task<ContentHttpResult> AllAsync(Database database, HttpRequest request, CancellationToken cancellation)
    {
        var choice = LayerChoice.Read(request);
        return await AnswerAsync(MapStyle.Of(choice.Layers, $"{Link.Root(request)}/tiles/all.json{choice.Query}"), choice, database, cancellation);
    }

    private static async Task<ContentHttpResult> AnswerAsync(JsonObject style, LayerChoice choice, Database database, CancellationToken cancellation)
    {
        var towns = await database.SnapshotAsync(AccessScope.Local, async session =>
        {
            // Names what is not there: study area, run or scenario.
            await AllTiles.FindAsync(session, choice.Area, choice.Layers, choice.Run, choice.Scenario, cancellation);
            return await TileStore.ExtentsAsync(session, "municipalities", choice.Area, null, cancellation);
        }, cancellation);
        if (towns.Count > 0) MapStyle.OpenAt(style, towns[0]);
        return TypedResults.Text(style.ToJsonString(Http.Json.Options), MapStyleType, Encoding.UTF8);
    }

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
