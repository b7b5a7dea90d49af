using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GunMane.Spatial.Storage;
using Microsoft.Net.Http.Headers;

namespace GunMane.MapApi.Features;

/// <summary>
/// ETags of zones: <c>"7-1f2e3d4c"</c>, version of the zone and a hash of the representation. A change asks for the version only, so that a
/// client may hold any representation of it.
/// </summary>
internal static class ZoneTag
{
    /// <summary>The tag of a representation.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="request">Its query and host are part of what is answered.</param>
    /// <param name="format">html or json.</param>
    public static string Of(ZoneFeature zone, HttpRequest request, string format) =>
        Of(zone, $"{format} {request.Host} {(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? request.QueryString.Value : "")}");

    /// <summary>What an If-Match header says that its client knew; null where there is none.</summary>
    public static ZoneKnown? Known(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(HeaderNames.IfMatch, out var header)) return null;
        var tags = header.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        return new ZoneKnown(tags.Contains("*"), [.. tags.Select(Version).OfType<int>()]);
    }

    // A weak tag (W/…) never holds (RFC 9110, 13.1.1).
    private static int? Version(string tag) => tag.Length > 2 && tag[0] == '"' && tag[^1] == '"' && tag.IndexOf('-', StringComparison.Ordinal) is > 1 and var dash
        && int.TryParse(tag.AsSpan(1, dash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private static string Of(ZoneFeature zone, string representation)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{zone.Area}\n{zone.ScenarioName}\n{representation}"));
        return string.Create(CultureInfo.InvariantCulture, $"\"{zone.Zone.Version}-{Convert.ToHexStringLower(bytes)[..8]}\"");
    }
}
