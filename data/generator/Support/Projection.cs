namespace GunMane.ModelRegion.Support;

/// <summary>Transverse Mercator of the model region (GRS80, origin 33°N 150°E, k = 0.9999): metres to degrees.</summary>
/// <remarks>Kawase's series as published by GSI (2011), third order: below a millimetre in this region.</remarks>
public static class Projection
{
    private const double SemiMajor = 6378137, InverseFlattening = 298.257222101;
    private const double LatOrigin = 33, LonOrigin = 150, Scale = 0.9999;
    private const double N = 1 / ((2 * InverseFlattening) - 1);
    private static readonly double Radius = SemiMajor / (1 + N) * (1 + (N * N / 4) + (N * N * N * N / 64));
    private static readonly double[] Alpha = [(N / 2) - (N * N * 2 / 3) + (N * N * N * 5 / 16), (N * N * 13 / 48) - (N * N * N * 3 / 5), N * N * N * 61 / 240];
    private static readonly double[] Beta = [(N / 2) - (N * N * 2 / 3) + (N * N * N * 37 / 96), (N * N / 48) + (N * N * N / 15), N * N * N * 17 / 480];
    private static readonly double[] Delta = [(2 * N) - (N * N * 2 / 3) - (2 * N * N * N), (N * N * 7 / 3) - (N * N * N * 8 / 5), N * N * N * 56 / 15];
    private static readonly double OriginAngle = RectifyingAngle(LatOrigin * Math.PI / 180);

    /// <summary>The proj string that region.json carries.</summary>
    public const string Proj = "+proj=tmerc +lat_0=33 +lon_0=150 +k=0.9999 +x_0=0 +y_0=0 +ellps=GRS80 +units=m +no_defs";

    /// <summary>Longitude and latitude in degrees, rounded to 7 decimals, of a point in metres.</summary>
    public static (double Lon, double Lat) ToDegrees(double x, double y)
    {
        var (xi, eta) = ((y / (Scale * Radius)) + OriginAngle, x / (Scale * Radius));
        var (a, b) = (xi, eta);
        for (var j = 1; j <= 3; j++)
        {
            a -= Beta[j - 1] * Math.Sin(2 * j * xi) * Math.Cosh(2 * j * eta);
            b -= Beta[j - 1] * Math.Cos(2 * j * xi) * Math.Sinh(2 * j * eta);
        }
        var chi = Math.Asin(Math.Sin(a) / Math.Cosh(b));
        var lat = chi;
        for (var j = 1; j <= 3; j++)
            lat += Delta[j - 1] * Math.Sin(2 * j * chi);
        var lon = LonOrigin + (Math.Atan2(Math.Sinh(b), Math.Cos(a)) * 180 / Math.PI);
        return (Math.Round(lon, 7), Math.Round(lat * 180 / Math.PI, 7));
    }

    private static double RectifyingAngle(double lat)
    {
        var e = 2 * Math.Sqrt(N) / (1 + N);
        var angle = Math.Atan(Math.Sinh(Math.Atanh(Math.Sin(lat)) - (e * Math.Atanh(e * Math.Sin(lat)))));
        var result = angle;
        for (var j = 1; j <= 3; j++)
            result += Alpha[j - 1] * Math.Sin(2 * j * angle);
        return result;
    }
}
