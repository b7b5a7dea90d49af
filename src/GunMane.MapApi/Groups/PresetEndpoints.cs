using GunMane.Spatial.Runs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Groups;

/// <summary>The precedents that the process <c>grouping</c> takes as presets.</summary>
internal static class PresetEndpoints
{
    public static void MapPresets(this IEndpointRouteBuilder app) => app.MapGet("/api/presets", List);

    private static Ok<IReadOnlyList<Preset>> List() => TypedResults.Ok(Presets.All);
}
