using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Http;

/// <summary>Which layers of a study area are asked for together: parameters area, run, scenario and collections (20-057, collections-selection).</summary>
/// <param name="Area">Code of the study area.</param>
/// <param name="Run">The run whose groups are meant; null: the newest.</param>
/// <param name="Scenario">The scenario whose zones are meant; null: the newest.</param>
/// <param name="Layers">The layers in the order in which they are wanted, the lowest first.</param>
/// <param name="IsSelection">Whether collections says so; else they are all.</param>
internal sealed record LayerChoice(string Area, RunId? Run, ScenarioId? Scenario, IReadOnlyList<string> Layers, bool IsSelection)
{
    /// <summary>The parameters.</summary>
    public static string[] Parameters { get; } = ["area", "run", "scenario", "collections"];

    /// <summary>The choice as a query string: what the client said, and nothing else.</summary>
    public string Query => $"?area={Uri.EscapeDataString(Area)}{(Run is { } run ? $"&run={run.Value}" : "")}{(Scenario is { } scenario ? $"&scenario={scenario.Value}" : "")}"
        + (IsSelection ? $"&collections={string.Join(',', Layers)}" : "");

    /// <summary>All layers of a study area, groups and zones of the newest run and scenario.</summary>
    public static LayerChoice Of(string area) => new(area, null, null, AllTiles.Layers, IsSelection: false);

    /// <summary>One layer of a study area, of a run or scenario where the layer has one.</summary>
    public static LayerChoice Of(string layer, string area, Guid? owner) =>
        new(area, layer == "groups" && owner is { } run ? new RunId(run) : null, layer == "zones" && owner is { } scenario ? new ScenarioId(scenario) : null, [layer], IsSelection: true);

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="GunManeException">One is missing or no such thing (BadInput, names it).</exception>
    public static LayerChoice Read(HttpRequest request)
    {
        var area = Http.Query.Required(request, "area");
        var (run, scenario) = (Id(request, "run"), Id(request, "scenario"));
        return new LayerChoice(area, run is null ? null : new RunId(run.Value), scenario is null ? null : new ScenarioId(scenario.Value), Selected(request), request.Query.ContainsKey("collections"));
    }

    private static Guid? Id(HttpRequest request, string name) => request.Query.TryGetValue(name, out var text) ? Http.Query.Id(text.ToString(), name) : null;

    private static IReadOnlyList<string> Selected(HttpRequest request)
    {
        if (!request.Query.TryGetValue("collections", out var text)) return AllTiles.Layers;
        var names = text.ToString().Split(',');
        var layers = string.Join(", ", AllTiles.Layers);
        foreach (var name in names.Where(name => !AllTiles.Layers.Contains(name, StringComparer.Ordinal)))
            throw Refused($"「{name}」というタイルのレイヤーはありません。あるもの: {layers}。(There are no tiles of {name}; there are those of {layers}.)");
        // A tile can't have a layer twice (Mapbox Vector Tile 2.1, 4.1).
        return names.Distinct(StringComparer.Ordinal).Count() == names.Length ? names : throw Refused($"「collections」に同じレイヤーが2回あります。1回だけ書いてください: {layers}。(Give each collection once.)");
    }

    private static GunManeException Refused(string message) => new(Refusal.BadInput, message, "collections");
}
