using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace GunMane.Spatial.Tests.Filtering;

/// <summary>
/// Lengths and areas along geodesics of GRS80, worked out another way than PostGIS does: lengths by Vincenty's inverse formula (Survey Review
/// 23, 1975), areas by adding up slices of the authalic integral along each edge.
/// </summary>
internal static class Geodesic
{
    private const double A = 6_378_137;
    private const double F = 1 / 298.257222101;
    private const double B = A * (1 - F);
    private const int Slices = 400;

    /// <summary>Metres of all lines; 0 where there are none.</summary>
    public static double Length(Geometry geometry) => LinearComponentExtracter.GetLines(Only(geometry, Dimension.Curve)).Cast<LineString>().Sum(line => Pairs(line).Sum(pair => Between(pair.From, pair.To).Metres));

    /// <summary>Square metres of all polygons; 0 where there are none.</summary>
    public static double Area(Geometry geometry) => PolygonExtracter.GetPolygons(geometry).Cast<Polygon>().Sum(polygon => Ring(polygon.Shell) - polygon.Holes.Sum(Ring));

    private static Geometry Only(Geometry geometry, Dimension dimension) => geometry.Dimension == dimension ? geometry : geometry.Factory.CreateGeometryCollection();

    private static IEnumerable<(Coordinate From, Coordinate To)> Pairs(LineString line) => line.Coordinates.Zip(line.Coordinates.Skip(1));

    private static double Ring(LineString ring) => Math.Abs(Pairs(ring).Sum(pair => Under(pair.From, pair.To)));

    // Between an edge and the equator, signed: the mean authalic function of each slice times its width in longitude.
    private static double Under(Coordinate from, Coordinate to)
    {
        var (metres, azimuth) = Between(from, to);
        var (sum, before) = (0.0, from);
        for (var slice = 1; slice <= Slices; slice++)
        {
            var middle = Beyond(from, azimuth, metres * (slice - 0.5) / Slices);
            var after = slice == Slices ? to : Beyond(from, azimuth, metres * slice / Slices);
            sum += (Authalic(before.Y) + (4 * Authalic(middle.Y)) + Authalic(after.Y)) / 6 * Radians(after.X - before.X);
            before = after;
        }

        return sum;
    }

    private static double Authalic(double latitude)
    {
        var (e2, sine) = (F * (2 - F), Math.Sin(Radians(latitude)));
        var e = Math.Sqrt(e2);
        return B * B / 2 * ((sine / (1 - (e2 * sine * sine))) + (Math.Log((1 + (e * sine)) / (1 - (e * sine))) / (2 * e)));
    }

    /// <summary>Length and azimuth at the start (radians).</summary>
    private static (double Metres, double Azimuth) Between(Coordinate from, Coordinate to)
    {
        if (from.Equals2D(to)) return (0, 0);
        var (u1, u2, l) = (Reduced(from.Y), Reduced(to.Y), Radians(to.X - from.X));
        var lambda = l;
        while (true)
        {
            var (east, north) = (Math.Cos(u2) * Math.Sin(lambda), (Math.Cos(u1) * Math.Sin(u2)) - (Math.Sin(u1) * Math.Cos(u2) * Math.Cos(lambda)));
            var (sine, cosine) = (double.Hypot(east, north), (Math.Sin(u1) * Math.Sin(u2)) + (Math.Cos(u1) * Math.Cos(u2) * Math.Cos(lambda)));
            var (sigma, alpha) = (Math.Atan2(sine, cosine), Math.Cos(u1) * Math.Cos(u2) * Math.Sin(lambda) / sine);
            var cos2Alpha = 1 - (alpha * alpha);
            var middle = cos2Alpha == 0 ? 0 : cosine - (2 * Math.Sin(u1) * Math.Sin(u2) / cos2Alpha);
            var c = F / 16 * cos2Alpha * (4 + (F * (4 - (3 * cos2Alpha))));
            var next = l + ((1 - c) * F * alpha * (sigma + (c * sine * (middle + (c * cosine * ((2 * middle * middle) - 1))))));
            if (Math.Abs(next - lambda) < 1e-14) return (B * Scale(cos2Alpha).A * (sigma - Delta(Scale(cos2Alpha).B, sine, cosine, middle)), Math.Atan2(east, north));
            lambda = next;
        }
    }

    /// <summary>The place so many metres along a geodesic (Vincenty's direct formula).</summary>
    private static Coordinate Beyond(Coordinate from, double azimuth, double metres)
    {
        var u1 = Reduced(from.Y);
        var (sigma1, alpha) = (Math.Atan2(Math.Tan(u1), Math.Cos(azimuth)), Math.Cos(u1) * Math.Sin(azimuth));
        var cos2Alpha = 1 - (alpha * alpha);
        var (a, b) = Scale(cos2Alpha);
        var sigma = metres / (B * a);
        double middle, last;
        do
        {
            (last, middle) = (sigma, Math.Cos((2 * sigma1) + sigma));
            sigma = (metres / (B * a)) + Delta(b, Math.Sin(sigma), Math.Cos(sigma), middle);
        }
        while (Math.Abs(sigma - last) > 1e-14);

        var (sine, cosine) = (Math.Sin(sigma), Math.Cos(sigma));
        var across = (Math.Sin(u1) * sine) - (Math.Cos(u1) * cosine * Math.Cos(azimuth));
        var latitude = Math.Atan2((Math.Sin(u1) * cosine) + (Math.Cos(u1) * sine * Math.Cos(azimuth)), (1 - F) * double.Hypot(alpha, across));
        var lambda = Math.Atan2(sine * Math.Sin(azimuth), (Math.Cos(u1) * cosine) - (Math.Sin(u1) * sine * Math.Cos(azimuth)));
        var c = F / 16 * cos2Alpha * (4 + (F * (4 - (3 * cos2Alpha))));
        var l = lambda - ((1 - c) * F * alpha * (sigma + (c * sine * (middle + (c * cosine * ((2 * middle * middle) - 1))))));
        return new Coordinate(from.X + (l * 180 / Math.PI), latitude * 180 / Math.PI);
    }

    private static (double A, double B) Scale(double cos2Alpha)
    {
        var u2 = cos2Alpha * ((A * A) - (B * B)) / (B * B);
        return (1 + (u2 / 16384 * (4096 + (u2 * (-768 + (u2 * (320 - (175 * u2))))))), u2 / 1024 * (256 + (u2 * (-128 + (u2 * (74 - (47 * u2)))))));
    }

    private static double Delta(double b, double sine, double cosine, double middle) => b * sine * (middle + (b / 4 * ((cosine * ((2 * middle * middle) - 1))
        - (b / 6 * middle * ((4 * sine * sine) - 3) * ((4 * middle * middle) - 3)))));

    private static double Reduced(double latitude) => Math.Atan((1 - F) * Math.Tan(Radians(latitude)));

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
