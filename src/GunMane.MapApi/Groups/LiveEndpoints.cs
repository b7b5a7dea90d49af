using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Groups;

/// <summary>Groups while a slider moves: labels at once, without scores, nothing stored.</summary>
internal static class LiveEndpoints
{
    public const string GroupsHeader = "GunMane-Groups";
    public const string GroupedHeader = "GunMane-Grouped";
    public const string VersionHeader = "GunMane-Data-Version";

    public static void MapLiveGroups(this IEndpointRouteBuilder app) => app.MapPost("/api/areas/{code}/regroup", RegroupAsync);

    private static async Task<FileContentHttpResult> RegroupAsync(string code, JsonObject body, LiveGrouping live, HttpResponse response, CancellationToken cancellation)
    {
        if (body.ContainsKey("studyArea"))
            throw new GunManeException(Refusal.BadInput, "対象地域は URL で決まります。本文の studyArea を外してください。(The URL names the study area: leave studyArea out.)", "studyArea");
        body["studyArea"] = code;
        var clock = Stopwatch.StartNew();
        var made = await live.LabelsAsync(GroupingInputs.Parse(body), AccessScope.Local, cancellation);
        response.Headers[GroupsHeader] = made.Groups.ToString(CultureInfo.InvariantCulture);
        response.Headers[GroupedHeader] = made.Grouped.ToString(CultureInfo.InvariantCulture);
        response.Headers[VersionHeader] = made.DataVersion.ToString(CultureInfo.InvariantCulture);
        response.Headers["Server-Timing"] = string.Create(CultureInfo.InvariantCulture, $"groups;dur={clock.Elapsed.TotalMilliseconds:0.0}");
        return TypedResults.Bytes(RunStore.LittleEndian(made.Labels), "application/octet-stream");
    }
}
