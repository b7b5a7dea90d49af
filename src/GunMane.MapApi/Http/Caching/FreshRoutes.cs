using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Http.Caching;

/// <summary>The routes whose answers depend only on versions, and on which. Every other route answers afresh, or keeps tags of its own (tiles, scenarios).</summary>
public static class FreshRoutes
{
    private const StampParts All = StampParts.Facts | StampParts.Runs | StampParts.Scenarios;

    private static readonly Dictionary<string, StampParts> Known = new(StringComparer.Ordinal)
    {
        ["/ogc/conformance"] = StampParts.None,
        ["/ogc/api"] = StampParts.None,
        ["/ogc/functions"] = StampParts.None,
        ["/ogc/collections/{collectionId}/schema"] = StampParts.None,
        ["/ogc/collections/{collectionId}/queryables"] = StampParts.None,
        ["/ogc/tileMatrixSets"] = StampParts.None,
        ["/ogc/tileMatrixSets/{set}"] = StampParts.None,
        ["/ogc/collections"] = All,
        ["/ogc/collections/{layer}/tiles"] = All,
        ["/ogc/collections/{layer}/tiles/{set}"] = All,
        ["/tiles/{layer}.json"] = All,
        ["/ogc/tiles"] = All,
        ["/ogc/tiles/{set}"] = All,
        ["/tiles/all.json"] = All,
        ["/api/areas/{code}/runs"] = StampParts.Facts | StampParts.Runs,
        ["/api/runs/{run}"] = StampParts.Facts | StampParts.Runs,
        ["/api/runs/{run}/labels"] = StampParts.Runs,
        ["/api/runs/{run}/members"] = StampParts.Facts | StampParts.Runs,
    };

    /// <summary>The patterns of these routes.</summary>
    public static IReadOnlyCollection<string> Routes => [.. Known.Keys, "/ogc/collections/{collectionId}", "/ogc/collections/{collectionId}/items"];

    /// <summary>On what the answers of a route depend; null where there is more to it than versions.</summary>
    /// <param name="pattern">The pattern of the route.</param>
    /// <param name="values">Its values in this request.</param>
    public static StampParts? PartsOf(string pattern, RouteValueDictionary values)
    {
        if (Known.TryGetValue(pattern, out var parts)) return parts;
        if (pattern is not ("/ogc/collections/{collectionId}" or "/ogc/collections/{collectionId}/items")) return null;
        return values["collectionId"] switch
        {
            "groups" => StampParts.Facts | StampParts.Runs,
            "zones" => StampParts.Facts | StampParts.Scenarios,
            _ => StampParts.Facts,
        };
    }
}
