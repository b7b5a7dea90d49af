using GunMane.Spatial.Model;

namespace GunMane.MapApi.Styles;

/// <summary>How the page draws a sector (web/js/core/sectors.js); a test compares the two.</summary>
/// <param name="Sector">The sector.</param>
/// <param name="Colour">Colour as #rrggbb.</param>
/// <param name="Width">Width of its lines, pixels.</param>
public sealed record SectorLook(Sector Sector, string Colour, int Width);

/// <summary>The page's colours.</summary>
public static class Looks
{
    /// <summary>Of zones.</summary>
    public const string Zone = "#0017c1";

    /// <summary>Of municipal borders.</summary>
    public const string Border = "#7f7f7f";

    /// <summary>Of sectors, in their order.</summary>
    public static IReadOnlyList<SectorLook> Sectors { get; } =
    [
        new(Sector.Road, "#4d4d4d", 2), new(Sector.Bridge, "#c74700", 4), new(Sector.Tunnel, "#5c10be", 4), new(Sector.River, "#0066be", 3),
        new(Sector.Park, "#197a4b", 2), new(Sector.Sewer, "#006f83", 2), new(Sector.Water, "#0877d7", 2), new(Sector.Slope, "#8b3200", 3),
        new(Sector.Lighting, "#927200", 2), new(Sector.Building, "#8b008b", 2), new(Sector.Harbour, "#00118f", 3), new(Sector.Other, "#666666", 2),
    ];

    /// <summary>Of groups: number 1 has the first, and after the last they begin again.</summary>
    public static IReadOnlyList<string> Groups { get; } =
        ["#0066be", "#c74700", "#197a4b", "#8b008b", "#927200", "#006f83", "#ce0000", "#5c10be", "#507500", "#0877d7", "#8b3200", "#c000c0"];
}
