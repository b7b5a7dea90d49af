using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.MapApi.Telemetry;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Groups;

/// <summary>Groups while a slider moves: labels, or outlines where the map shows no single assets, at once, without scores, nothing stored.</summary>
internal static class LiveEndpoints
{
    public const string GroupsHeader = "GunMane-Groups";
    public const string GroupedHeader = "GunMane-Grouped";
    public const string VersionHeader = "GunMane-Data-Version";

    private const int MostAcross = 4096;
    private const int MostCells = 1 << 19;

    public static void MapLiveGroups(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/areas/{code}/regroup", RegroupAsync);
        app.MapPost("/api/areas/{code}/regroup/outlines", OutlinesAsync).Takes("west", "south", "cell", "columns", "rows");
    }

    private static async Task<FileContentHttpResult> RegroupAsync(string code, JsonObject body, LiveGrouping live, Database database, ServiceMeters meters, HttpResponse response, CancellationToken cancellation)
    {
        var (request, clock) = (Asked(code, body), Stopwatch.StartNew());
        var made = await live.LabelsAsync(request, database, AccessScope.Local, cancellation);
        Tell(response, made.Groups, made.Grouped, made.DataVersion, clock);
        meters.Regrouped(clock.Elapsed, "labels");
        return TypedResults.Bytes(RunStore.LittleEndian(made.Labels), "application/octet-stream");
    }

    private static async Task<FileContentHttpResult> OutlinesAsync(string code, JsonObject body, LiveGrouping live, Database database, ServiceMeters meters, HttpContext context, CancellationToken cancellation)
    {
        var (request, window, clock) = (Asked(code, body), Window(context.Request), Stopwatch.StartNew());
        var made = await live.OutlinesAsync(request, window, database, AccessScope.Local, cancellation);
        Tell(context.Response, made.Groups, made.Grouped, made.DataVersion, clock);
        meters.Regrouped(clock.Elapsed, "outlines");
        return TypedResults.Bytes(RunStore.LittleEndian(Flat(made.Rings)), "application/octet-stream");
    }

    private static GroupingRequest Asked(string code, JsonObject body)
    {
        if (body.ContainsKey("studyArea"))
            throw new GunManeException(Refusal.BadInput, "対象地域は URL で決まります。本文の studyArea を外してください。(The URL names the study area: leave studyArea out.)", "studyArea");
        body["studyArea"] = code;
        return GroupingInputs.Parse(body);
    }

    private static void Tell(HttpResponse response, int groups, int grouped, long dataVersion, Stopwatch clock)
    {
        response.Headers[GroupsHeader] = groups.ToString(CultureInfo.InvariantCulture);
        response.Headers[GroupedHeader] = grouped.ToString(CultureInfo.InvariantCulture);
        response.Headers[VersionHeader] = dataVersion.ToString(CultureInfo.InvariantCulture);
        response.Headers["Server-Timing"] = string.Create(CultureInfo.InvariantCulture, $"groups;dur={clock.Elapsed.TotalMilliseconds:0.0}");
    }

    private static CellWindow Window(HttpRequest request)
    {
        // The world is 40,075 km wide on the web map.
        const int Edge = 20_037_508;
        var (west, south, cell) = (Query.Whole(Query.Required(request, "west"), "west", -Edge, Edge), Query.Whole(Query.Required(request, "south"), "south", -Edge, Edge), Query.Whole(Query.Required(request, "cell"), "cell", 1, Edge));
        var columns = Query.Whole(Query.Required(request, "columns"), "columns", 1, MostAcross);
        return new CellWindow(west, south, cell, columns, Query.Whole(Query.Required(request, "rows"), "rows", 1, Math.Min(MostAcross, MostCells / columns)));
    }

    // Each ring: its group, how many corners it has, then their columns and rows.
    private static int[] Flat(IReadOnlyList<CellRing> rings)
    {
        var (flat, at) = (new int[rings.Sum(ring => 2 + 2 * ring.X.Length)], 0);
        foreach (var ring in rings)
        {
            (flat[at++], flat[at++]) = (ring.Group, ring.X.Length);
            for (var corner = 0; corner < ring.X.Length; corner++) (flat[at++], flat[at++]) = (ring.X[corner], ring.Y[corner]);
        }

        return flat;
    }
}
