namespace GunMane.MapApi.Http.Limiting;

/// <summary>What a request costs, roughly: this decides how long its statements may take, whether it waits for its turn and what counts for its client.</summary>
public enum RequestWeight
{
    /// <summary>Costs nothing: health.</summary>
    Free,

    /// <summary>A list, a document, an edit.</summary>
    Light,

    /// <summary>Reads or computes much: takes its turn.</summary>
    Heavy,

    /// <summary>A tile: mostly from memory; what isn't takes its turn by itself.</summary>
    Tile,

    /// <summary>Work that may write much: undoing an import, looking into an upload.</summary>
    Lengthy,

    /// <summary>Stays open: events.</summary>
    Stream,
}

/// <summary>What a request may bring.</summary>
public enum RequestBody
{
    /// <summary>JSON without geometry.</summary>
    Json,

    /// <summary>JSON with geometry.</summary>
    Geometry,

    /// <summary>A file of zones.</summary>
    ZoneFile,

    /// <summary>Files for the import.</summary>
    Upload,
}

/// <summary>The kind of a request.</summary>
public sealed record RequestKind(RequestWeight Weight, RequestBody Body)
{
    // Routes that are not here are light and take JSON.
    private static readonly Dictionary<string, RequestKind> Known = new(StringComparer.Ordinal)
    {
        ["GET /ogc/collections/{collectionId}/items"] = new(RequestWeight.Heavy, RequestBody.Json),
        ["GET /tiles/{layer}/{z}/{x}/{y}.mvt"] = new(RequestWeight.Tile, RequestBody.Json),
        ["GET /ogc/collections/{layer}/tiles/WebMercatorQuad/{z}/{y}/{x}"] = new(RequestWeight.Tile, RequestBody.Json),
        ["GET /tiles/all/{z}/{x}/{y}.mvt"] = new(RequestWeight.Tile, RequestBody.Json),
        ["GET /ogc/tiles/WebMercatorQuad/{z}/{y}/{x}"] = new(RequestWeight.Tile, RequestBody.Json),
        ["GET /api/events"] = new(RequestWeight.Stream, RequestBody.Json),
        ["POST /api/areas/{code}/regroup"] = new(RequestWeight.Heavy, RequestBody.Json),
        ["POST /api/areas/{code}/regroup/outlines"] = new(RequestWeight.Heavy, RequestBody.Json),
        ["POST /api/areas/{code}/membership"] = new(RequestWeight.Heavy, RequestBody.Geometry),
        ["GET /api/scenarios/{id}/zones/{zone}/holding"] = new(RequestWeight.Heavy, RequestBody.Json),
        ["GET /api/runs/{run}/members"] = new(RequestWeight.Heavy, RequestBody.Json),
        ["GET /api/runs/{run}/comparison"] = new(RequestWeight.Heavy, RequestBody.Json),
        ["GET /api/runs/{run}/assets/{asset}/reasons"] = new(RequestWeight.Heavy, RequestBody.Json),
        ["GET /api/areas/{code}/orders"] = new(RequestWeight.Heavy, RequestBody.Json),
        ["GET /api/areas/{code}/orders/table"] = new(RequestWeight.Heavy, RequestBody.Json),
        ["GET /api/areas/{code}/links"] = new(RequestWeight.Heavy, RequestBody.Json),
        ["GET /api/areas/{code}/links/open"] = new(RequestWeight.Heavy, RequestBody.Json),
        ["GET /api/scenarios/{id}/export.geojson"] = new(RequestWeight.Heavy, RequestBody.Json),
        ["GET /api/scenarios/{id}/zones/{zone}/export.geojson"] = new(RequestWeight.Heavy, RequestBody.Json),
        ["POST /api/scenarios/{id}/edits"] = new(RequestWeight.Light, RequestBody.Geometry),
        ["POST /api/areas/{code}/zones/import"] = new(RequestWeight.Lengthy, RequestBody.ZoneFile),
        ["POST /api/areas/{code}/imports"] = new(RequestWeight.Lengthy, RequestBody.Upload),
        ["POST /api/areas/{code}/imports/suggestion"] = new(RequestWeight.Lengthy, RequestBody.Upload),
        ["POST /api/areas/{code}/imports/preview"] = new(RequestWeight.Lengthy, RequestBody.Json),
        ["POST /api/imports/{id}/undo"] = new(RequestWeight.Lengthy, RequestBody.Json),
        ["POST /api/imports/{id}/corrections"] = new(RequestWeight.Lengthy, RequestBody.Geometry),
        ["POST /api/imports/{id}/set-aside"] = new(RequestWeight.Lengthy, RequestBody.Geometry),
        ["DELETE /api/areas/{code}"] = new(RequestWeight.Lengthy, RequestBody.Json),
        ["POST /api/areas/{code}/firms/decisions"] = new(RequestWeight.Lengthy, RequestBody.Json),
        ["DELETE /api/areas/{code}/firms/decisions/{id}"] = new(RequestWeight.Lengthy, RequestBody.Json),
        ["POST /api/areas/{code}/firms/merges/{id}/undo"] = new(RequestWeight.Lengthy, RequestBody.Json),
        ["POST /api/areas/{code}/links/decisions"] = new(RequestWeight.Lengthy, RequestBody.Json),
        ["POST /api/areas/{code}/links/decisions/{decision}/undo"] = new(RequestWeight.Lengthy, RequestBody.Json),
    };

    private static readonly RequestKind Free = new(RequestWeight.Free, RequestBody.Json);
    private static readonly RequestKind Plain = new(RequestWeight.Light, RequestBody.Json);
    private static readonly RequestKind Feature = new(RequestWeight.Light, RequestBody.Geometry);

    /// <summary>The routes that have a kind of their own, as "METHOD pattern".</summary>
    public static IReadOnlyCollection<string> Routes => Known.Keys;

    /// <summary>The kind of a request to a route.</summary>
    /// <param name="method">GET, POST …; HEAD is like GET.</param>
    /// <param name="pattern">The pattern of the route.</param>
    public static RequestKind Of(string method, string pattern)
    {
        var asked = HttpMethods.IsHead(method) ? HttpMethods.Get : method;
        if (Known.TryGetValue($"{asked} {pattern}", out var kind)) return kind;
        if (pattern.StartsWith("/health/", StringComparison.Ordinal)) return Free;
        return !HttpMethods.IsGet(asked) && pattern.StartsWith("/ogc/collections/", StringComparison.Ordinal) ? Feature : Plain;
    }
}
