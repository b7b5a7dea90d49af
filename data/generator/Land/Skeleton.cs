using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Land;

/// <summary>A municipality as designed: code, names, seat in metres, reach of its streets in metres, and how strongly it draws land (metres of head start).</summary>
public sealed record Seat(string Code, string Name, string NameEn, double X, double Y, double Reach, double Pull)
{
    /// <summary>Cities have bigger departments and denser streets.</summary>
    public bool IsCity => Name.EndsWith('市');

    /// <summary>Name without 市, 町 or 村.</summary>
    public string Stem => Name[..^1];
}

/// <summary>A main valley as designed, from the mouth upwards (metres), with the width of its plain at the mouth.</summary>
public sealed record Valley(string River, string RiverEn, double MouthWidth, (double X, double Y)[] Axis)
{
    /// <summary>The axis with its corners rounded.</summary>
    public (double X, double Y)[] Course { get; } =
        [.. Lines.Chaikin([.. Axis.Select(p => new Coordinate(p.X, p.Y))], 3).Select(c => (c.X, c.Y))];
}

/// <summary>A cape (negative reach: the coast moves out to sea) or a bay (positive), in metres.</summary>
public sealed record Bulge(double X, double Reach, double Width);

/// <summary>The design of the fictitious prefecture: everything that makes it a place and not noise.</summary>
public static class Skeleton
{
    /// <summary>Code and names of the prefecture; no real prefecture has a code above 47.</summary>
    public const string PrefectureCode = "90", Prefecture = "汐波県", PrefectureEn = "Shionami-ken (fictitious)", PrefectureOrganisation = "90000";

    /// <summary>The municipalities.</summary>
    public static readonly Seat[] Seats =
    [
        new("90201", "汐見浜市", "Shiomihama-shi", -10900, -3300, 1750, 2600),
        new("90202", "桐ノ瀬市", "Kirinose-shi", 5600, -2700, 1700, 2200),
        new("90301", "潮路町", "Shioji-cho", -18700, -7000, 950, 600),
        new("90302", "燈崎町", "Tozaki-cho", -2300, -8300, 850, 600),
        new("90303", "磯辺野町", "Isobeno-cho", 14050, -3300, 850, 500),
        new("90304", "風待町", "Kazemachi-cho", 16250, -3500, 950, 500),
        new("90321", "川合瀬町", "Kawaise-cho", -9300, 3700, 850, 900),
        new("90322", "杉谷原町", "Sugitanihara-cho", 13300, 4300, 800, 900),
        new("90341", "霧ノ沢村", "Kirinosawa-mura", 1700, 6600, 600, 400),
    ];

    /// <summary>The main valleys with their rivers.</summary>
    public static readonly Valley[] Valleys =
    [
        new("汐瀬川", "Shiose River", 2000, [(-11600, -7000), (-11400, -3200), (-10200, 100), (-10500, 2400), (-8900, 5000), (-9600, 7800), (-8400, 10800)]),
        new("桐沢川", "Kirisawa River", 1800, [(6400, -7500), (5400, -3400), (5000, -600), (2900, 2000), (3000, 4300), (1200, 7000), (2100, 11000)]),
        new("待瀬川", "Machise River", 1700, [(15700, -8000), (15000, -4000), (15300, -1000), (13400, 1800), (13700, 4500), (12100, 7200), (12900, 10800)]),
        new("路波川", "Romina River", 800, [(-18900, -10500), (-18300, -6600), (-17300, -3300), (-17900, -400), (-16300, 2400)]),
        new("霞谷川", "Kasumidani River", 350, [(-9600, 1900), (-6600, 3000), (-4700, 4300), (-4000, 6900)]),
        new("榎ノ沢川", "Enokinosawa River", 350, [(3600, 1500), (7200, 3300), (8300, 5600), (7500, 8200)]),
        new("燈沢川", "Tozawa River", 600, [(-1900, -10500), (-2600, -7400), (-3000, -4300), (-1500, -1500)]),
    ];

    /// <summary>The river that is the border between two towns, and its length from the mouth that is so (metres).</summary>
    public const string BorderRiver = "待瀬川";

    /// <summary>Bays and capes along the coast.</summary>
    public static readonly Bulge[] Bulges =
    [
        new(-11200, 4300, 2700), new(-4200, -1500, 1900), new(-1900, -2600, 1500), new(5900, 3300, 2600), new(11200, -1900, 1500),
        new(15600, 1900, 1500), new(20500, -2300, 1700), new(-16000, -1300, 1100), new(-18900, 1100, 1000), new(-22800, -1500, 1500),
    ];

    /// <summary>Where the neighbouring prefectures lie: seats that draw the land beyond the divides away.</summary>
    public static readonly (double X, double Y)[] Outside =
    [
        (-25000, 4000), (-23500, 16500), (-15000, 17500), (-6000, 18000), (4000, 18000), (14000, 17500), (23000, 16500), (25000, 4000), (25200, -1500), (-25300, -6000),
    ];

    /// <summary>The seat of a code.</summary>
    public static Seat Seat(string code) => Seats.First(s => s.Code == code);
}
