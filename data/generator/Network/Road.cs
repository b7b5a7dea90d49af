using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Network;

/// <summary>What a road is for.</summary>
public enum RoadClass
{
    /// <summary>県道 between towns.</summary>
    Prefectural,

    /// <summary>市町村道 that links hamlets with the prefectural roads.</summary>
    Arterial,

    /// <summary>Street of a town or hamlet.</summary>
    Street,
}

/// <summary>A road as built, in metres; it is cut into sections at borders and junctions later.</summary>
public sealed class Road(RoadClass kind, string route, LineString line, bool urban)
{
    /// <summary>What it is for.</summary>
    public RoadClass Kind { get; } = kind;

    /// <summary>Route name, e.g. 県道1号汐波海岸線; empty for municipal roads, which are numbered by town.</summary>
    public string Route { get; } = route;

    /// <summary>Centre line.</summary>
    public LineString Line { get; set; } = line;

    /// <summary>True for streets of a town centre (not of a hamlet).</summary>
    public bool Urban { get; } = urban;
}

/// <summary>A place with streets: a town centre or a hamlet.</summary>
public sealed class Place(string name, Coordinate centre, double reach, bool isTown, string code)
{
    /// <summary>Name of the quarter.</summary>
    public string Name { get; } = name;

    /// <summary>Middle of it in metres.</summary>
    public Coordinate Centre { get; } = centre;

    /// <summary>How far streets reach from the middle, metres.</summary>
    public double Reach { get; } = reach;

    /// <summary>A town centre with sewers, parks and lamps.</summary>
    public bool IsTown { get; } = isTown;

    /// <summary>Code of the municipality.</summary>
    public string Code { get; } = code;

    /// <summary>Its streets, once laid out.</summary>
    public StreetNet? Streets { get; set; }
}
