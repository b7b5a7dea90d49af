using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Network;

/// <summary>What lies around a place and keeps streets off or draws them: roads, rivers, the sea, the border.</summary>
public sealed class Surroundings
{
    private readonly List<LineString> roads;
    private readonly List<River> rivers;
    private readonly Municipality town;
    private readonly Country country;

    /// <summary>Collects what is near.</summary>
    public Surroundings(Place place, Country country, RoadBuilder builder)
    {
        this.country = country;
        var box = new Envelope(place.Centre);
        box.ExpandBy(place.Reach * 1.6);
        roads = [.. builder.Roads.Select(r => r.Line).Where(l => l.EnvelopeInternal.Intersects(box))];
        rivers = [.. country.Rivers.Where(r => r.Line.EnvelopeInternal.Intersects(box))];
        town = country.Towns.First(t => t.Seat.Code == place.Code);
    }

    /// <summary>The point, moved onto a road that passes within the distance.</summary>
    public Coordinate OnRoad(Coordinate p, double within)
    {
        var point = Lines.Factory.CreatePoint(p);
        var road = roads.FirstOrDefault(l => l.IsWithinDistance(point, within));
        return road is null ? p : Lines.PointAt(road, Lines.Project(road, p));
    }

    /// <summary>In the town, off the shore and off the rivers.</summary>
    public bool Dry(Coordinate p)
    {
        var point = Lines.Factory.CreatePoint(p);
        return town.Fast.Contains(point) && country.Terrain.At(p.X, p.Y) > 0.9
            && Enumerable.Range(0, 6).All(k => country.Terrain.At(p.X + (45 * Math.Cos(k)), p.Y + (45 * Math.Sin(k))) > 0.2)
            && !rivers.Any(r => r.Line.IsWithinDistance(point, 12 + (r.Width / 2)));
    }

    /// <summary>False for edges along a road that is there, out of the town, or over water where no bridge is worth it.</summary>
    public bool Allows(LineString line, Rng rng)
    {
        if (!town.Fast.Contains(line))
            return false;
        foreach (var river in rivers)
        {
            var crossings = river.Line.EnvelopeInternal.Intersects(line.EnvelopeInternal) ? river.Line.Intersection(line).NumPoints : 0;
            if (crossings > 1 || (crossings == 1 && !rng.Chance(river.Width > 20 ? 0.2 : 0.8)))
                return false;
        }
        var points = Enumerable.Range(1, 3).Select(k => Lines.Factory.CreatePoint(Lines.PointAt(line, line.Length * k / 4)));
        return points.Count(p => roads.Any(r => r.IsWithinDistance(p, 24))) < 2;
    }

    /// <summary>A street straight over one river between two banks, now and then.</summary>
    public LineString? Spans(Coordinate from, Coordinate to, Rng rng)
    {
        var line = Lines.Of([from, to]);
        var crossings = rivers.Where(r => r.Line.EnvelopeInternal.Intersects(line.EnvelopeInternal)).Sum(r => r.Line.Intersection(line).NumPoints);
        return crossings == 1 && line.Length < 230 && town.Fast.Contains(line) && rng.Chance(0.3) && !roads.Any(r => r.IsWithinDistance(line, 40)) ? line : null;
    }

    /// <summary>True where the edge meets a road.</summary>
    public bool Touches(LineString line) => roads.Any(r => r.IsWithinDistance(line, 0.01));
}
