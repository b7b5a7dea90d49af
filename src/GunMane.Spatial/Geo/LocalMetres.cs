using System.Globalization;

namespace GunMane.Spatial.Geo;

/// <summary>
/// From the local metres of a study area (the Transverse Mercator of <see cref="Crs.LocalMetres"/>) to the metres of the web map (Web Mercator, the datum taken as WGS 84), without the database:
/// Krüger's series to the third power of n (C. F. F. Karney, Transverse Mercator with an accuracy of a few nanometers, J. Geodesy 85, 2011), within a millimetre of PROJ 500 km around the origin. Immutable.
/// </summary>
public sealed class LocalMetres
{
    private const double SemiMajor = 6_378_137;
    private const double Flattening = 1 / 298.257222101;
    private const double N = Flattening / (2 - Flattening);
    private static readonly double[] Forward = [N / 2 - 2 * N * N / 3 + 5 * N * N * N / 16, 13 * N * N / 48 - 3 * N * N * N / 5, 61 * N * N * N / 240];
    private static readonly double[] Backward = [N / 2 - 2 * N * N / 3 + 37 * N * N * N / 96, N * N / 48 + N * N * N / 15, 17 * N * N * N / 480];
    private static readonly double[] FromConformal = [2 * N - 2 * N * N / 3 - 2 * N * N * N, 7 * N * N / 3 - 8 * N * N * N / 5, 56 * N * N * N / 15];
    private readonly double scale;
    private readonly double longitude;
    private readonly double begin;

    private LocalMetres(double latitude, double longitude, double k)
    {
        scale = k * SemiMajor / (1 + N) * (1 + N * N / 4 + N * N * N * N / 64);
        this.longitude = longitude;
        var (sine, e) = (Math.Sin(latitude), 2 * Math.Sqrt(N) / (1 + N));
        var conformal = Math.Atan(Math.Sinh(Math.Atanh(sine) - e * Math.Atanh(e * sine)));
        begin = conformal + Sines(Forward, conformal);
    }

    /// <summary>The metres of a PROJ string as <see cref="Crs.LocalMetres"/> writes it.</summary>
    /// <exception cref="FormatException">It is another projection.</exception>
    public static LocalMetres Of(string proj)
    {
        var parts = proj.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part.Length > 1 ? part[1] : "");
        if (parts.GetValueOrDefault("+proj") != "tmerc" || parts.GetValueOrDefault("+ellps") != "GRS80" || Number("+x_0") != 0 || Number("+y_0") != 0)
            throw new FormatException($"{proj} is no Transverse Mercator on GRS80 without false origin.");
        return new LocalMetres(Number("+lat_0") * Math.PI / 180, Number("+lon_0") * Math.PI / 180, Number("+k"));
        double Number(string name) => double.Parse(parts[name], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>The place on the web map of a place in local metres; both metres, east and north.</summary>
    public (double X, double Y) ToMap(double x, double y)
    {
        var (xi, eta) = (begin + y / scale, x / scale);
        var (conformalXi, conformalEta) = (xi, eta);
        for (var j = 0; j < Backward.Length; j++)
        {
            var twice = 2 * (j + 1);
            conformalXi -= Backward[j] * Math.Sin(twice * xi) * Math.Cosh(twice * eta);
            conformalEta -= Backward[j] * Math.Cos(twice * xi) * Math.Sinh(twice * eta);
        }

        var conformal = Math.Asin(Math.Sin(conformalXi) / Math.Cosh(conformalEta));
        var latitude = conformal + Sines(FromConformal, conformal);
        return (SemiMajor * (longitude + Math.Atan2(Math.Sinh(conformalEta), Math.Cos(conformalXi))), SemiMajor * Math.Atanh(Math.Sin(latitude)));
    }

    private static double Sines(double[] factors, double angle)
    {
        var sum = 0.0;
        for (var j = 0; j < factors.Length; j++) sum += factors[j] * Math.Sin(2 * (j + 1) * angle);
        return sum;
    }
}
