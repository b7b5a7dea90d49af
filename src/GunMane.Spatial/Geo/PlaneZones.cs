using System.Globalization;

namespace GunMane.Spatial.Geo;

/// <summary>
/// The 19 zones of 平面直角座標系 (国土交通省告示 平成14年第9号): Transverse Mercator, GRS80, scale 0.9999 on the central
/// meridian, origin at the given latitude and longitude; and the prefectures that use each.
/// </summary>
public static class PlaneZones
{
    /// <summary>Number of zones.</summary>
    public const int Count = 19;

    private const double Tolerance = 1e-6;

    // Latitude and longitude of the origins of zones I…XIX, degrees; 129°30′ = 129.5, 132°10′ = 132 + 1/6, 140°50′ = 140 + 5/6.
    private static readonly (double Latitude, double Longitude)[] Origins =
    [
        (33, 129.5), (33, 131), (36, 132 + 1 / 6.0), (33, 133.5), (36, 134 + 1 / 3.0), (36, 136), (36, 137 + 1 / 6.0), (36, 138.5),
        (36, 139 + 5 / 6.0), (40, 140 + 5 / 6.0), (44, 140.25), (44, 142.25), (44, 144.25), (26, 142), (26, 127.5), (26, 124),
        (26, 131), (20, 136), (26, 154),
    ];

    // Zones of the prefectures 01…47, as the notice assigns them. Split ones list all: the nearest origin is taken.
    private static readonly int[][] ByPrefecture =
    [
        [11, 12, 13], [10], [10], [10], [10], [10], [9], [9], [9], [9], [9], [9], [9, 14, 18, 19], [9], [8], [7], [7], [6], [8], [8],
        [7], [8], [7], [6], [6], [6], [6], [5], [6], [6], [5], [3], [5], [3], [3], [4], [4], [4], [4], [2],
        [2], [1], [2], [2], [2], [2, 1], [15, 16, 17],
    ];

    private static readonly string[] Romans =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX"];

    /// <summary>The zone with this origin (degrees), 1…19; 0 if there is none.</summary>
    public static int Find(double latitude, double longitude) => 1 + Array.FindIndex(Origins,
        origin => Math.Abs(origin.Latitude - latitude) < Tolerance && Math.Abs(origin.Longitude - longitude) < Tolerance);

    /// <summary>Origin of a zone 1…19 in degrees.</summary>
    public static (double Latitude, double Longitude) Origin(int zone) => Origins[zone - 1];

    /// <summary>Roman numeral of a zone 1…19.</summary>
    public static string Roman(int zone) => Romans[zone - 1];

    /// <summary>The zone of a Roman numeral; 0 if it is none of 1…19.</summary>
    public static int FromRoman(string numeral) => 1 + Array.IndexOf(Romans, numeral);

    /// <summary>The zones that a prefecture (two digits, 01…47) uses; all of them for a made-up one.</summary>
    public static IReadOnlyList<int> Of(string prefecture) =>
        int.TryParse(prefecture, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 47
            ? ByPrefecture[number - 1] : [.. Enumerable.Range(1, Count)];

    /// <summary>
    /// PROJ string of the zone for a prefecture's two-digit code and a centre in degrees; null for codes outside
    /// 01–47. Where the notice splits a prefecture, the zone whose origin's meridian and parallel are nearest is taken.
    /// </summary>
    public static string? Proj(string prefecture, double longitude, double latitude)
    {
        if (!int.TryParse(prefecture, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 47) return null;
        var origin = ByPrefecture[number - 1].Select(zone => Origins[zone - 1])
            .MinBy(candidate => Math.Abs(candidate.Longitude - longitude) + Math.Abs(candidate.Latitude - latitude));
        return Crs.LocalMetres(origin.Longitude, origin.Latitude);
    }
}
