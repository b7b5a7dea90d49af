namespace GunMane.Spatial.Geo;

/// <summary>Where a point of a sample lies when it is read in some system.</summary>
public enum Standing
{
    /// <summary>In another place than claimed, or far off all boundaries, or not a point of the system.</summary>
    Elsewhere = 0,

    /// <summary>Just off the boundaries: on a pier, or a coast drawn roughly. Speaks neither for nor against.</summary>
    Shore = 1,

    /// <summary>In the municipality that its row claims; in any of the study area where it claims none.</summary>
    AsClaimed = 2,
}

/// <summary>A system that coordinates may be in, and what a sample says to it.</summary>
/// <param name="Crs">The system.</param>
/// <param name="Swapped">Whether the first number is the northing or latitude.</param>
/// <param name="Standing">Standing of every point of the sample, in one order for all guesses.</param>
public sealed record CrsGuess(SourceCrs Crs, bool Swapped, IReadOnlyList<Standing> Standing)
{
    /// <summary>How many points lie where their rows claim.</summary>
    public int AsClaimed { get; } = Standing.Count(one => one == Geo.Standing.AsClaimed);

    /// <summary>The same with the points just off the boundaries.</summary>
    public int Placed { get; } = Standing.Count(one => one != Geo.Standing.Elsewhere);

    /// <summary>For the report: <c>EPSG:… JGD2011 平面直角 VIII 系、X と Y が逆</c>.</summary>
    public string Name => !Swapped ? Crs.Name : Crs.IsDegrees ? $"{Crs.Name}、緯度と経度が逆" : $"{Crs.Name}、X と Y が逆";

    /// <summary>Whether another guess reads the numbers in the same way but in another datum.</summary>
    public bool IsTwin(CrsGuess other) => other.Crs.Kind == Crs.Kind && other.Crs.Zone == Crs.Zone && other.Swapped == Swapped && other.Crs.Datum != Crs.Datum;

    /// <summary>
    /// The systems worth trying: degrees, or 平面直角 in the zones of the prefectures, UTM and Web Mercator, each in JGD2011 and
    /// in the Tokyo datum and with its axes both ways. JGD2000 and WGS 84 lie within metres of JGD2011: no overlay tells them apart.
    /// </summary>
    /// <param name="prefectures">Two-digit codes of the study area's prefectures.</param>
    /// <param name="degrees">Whether the numbers may be degrees.</param>
    /// <param name="datum">The only datum to try; null for both.</param>
    public static IReadOnlyList<(SourceCrs Crs, bool Swapped)> Worth(IEnumerable<string> prefectures, bool degrees, Datum? datum)
    {
        Datum[] datums = datum is { } one ? [one] : [Datum.Jgd2011, Datum.Tokyo];
        IEnumerable<SourceCrs> systems = degrees ? datums.Select(each => Geo.Crs.Of(CrsKind.Degrees, each, 0)) :
        [
            .. prefectures.SelectMany(PlaneZones.Of).Distinct().Order().SelectMany(zone => datums.Select(each => Geo.Crs.Of(CrsKind.Plane, each, zone))),
            .. Enumerable.Range(51, 5).SelectMany(zone => datums.Select(each => Geo.Crs.Of(CrsKind.Utm, each, zone))),
            Geo.Crs.Of(CrsKind.WebMercator, Datum.Wgs84, 0),
        ];
        return [.. systems.SelectMany(system => new[] { (system, false), (system, true) })];
    }
}
