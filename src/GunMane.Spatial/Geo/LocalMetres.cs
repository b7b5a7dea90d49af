using System.Globalization;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;

namespace GunMane.Spatial.Geo;

/// <summary>
/// From the local metres of a study area (the Transverse Mercator of <see cref="Crs.LocalMetres"/>) to the metres of the web map (Web Mercator,
/// the datum taken as WGS 84), without the database: by ProjNet. Immutable; safe for concurrent use.
/// </summary>
public sealed class LocalMetres
{
    private const double SemiMajor = 6_378_137;
    private readonly MathTransform toDegrees;

    private LocalMetres(MathTransform toDegrees) => this.toDegrees = toDegrees;

    /// <summary>The metres of a PROJ string as <see cref="Crs.LocalMetres"/> writes it.</summary>
    /// <exception cref="FormatException">It is another projection.</exception>
    public static LocalMetres Of(string proj)
    {
        var parts = proj.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part.Length > 1 ? part[1] : "");
        if (parts.GetValueOrDefault("+proj") != "tmerc" || parts.GetValueOrDefault("+ellps") != "GRS80" || Number("+x_0") != 0 || Number("+y_0") != 0)
            throw new FormatException($"{proj} is no Transverse Mercator on GRS80 without false origin.");
        var factory = new CoordinateSystemFactory();
        var degrees = factory.CreateGeographicCoordinateSystem("JGD2011", AngularUnit.Degrees, factory.CreateHorizontalDatum("JGD2011", DatumType.HD_Geocentric, Ellipsoid.GRS80, null),
            PrimeMeridian.Greenwich, new AxisInfo("Lon", AxisOrientationEnum.East), new AxisInfo("Lat", AxisOrientationEnum.North));
        var projection = factory.CreateProjection("local", "Transverse_Mercator",
        [
            new("latitude_of_origin", Number("+lat_0")), new("central_meridian", Number("+lon_0")), new("scale_factor", Number("+k")), new("false_easting", 0), new("false_northing", 0),
        ]);
        var metres = factory.CreateProjectedCoordinateSystem("local", degrees, projection, LinearUnit.Metre, new AxisInfo("East", AxisOrientationEnum.East), new AxisInfo("North", AxisOrientationEnum.North));
        return new LocalMetres(new CoordinateTransformationFactory().CreateFromCoordinateSystems(metres, degrees).MathTransform);
        double Number(string name) => double.Parse(parts[name], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>The place on the web map of a place in local metres; both metres, east and north.</summary>
    public (double X, double Y) ToMap(double x, double y)
    {
        var (longitude, latitude) = toDegrees.Transform(x, y);
        return (SemiMajor * longitude * Math.PI / 180, SemiMajor * Math.Atanh(Math.Sin(latitude * Math.PI / 180)));
    }
}
