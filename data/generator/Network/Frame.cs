using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Network;

/// <summary>The turned grid of a place before it is bent: spacing in metres, half its width in steps.</summary>
public sealed record Frame(Coordinate Centre, double Angle, double Spacing, double Stretch, int Half)
{
    /// <summary>Point of the grid.</summary>
    public Coordinate At(double i, double j)
    {
        var (u, v) = (i * Spacing, j * Spacing * Stretch);
        var (cos, sin) = (Math.Cos(Angle), Math.Sin(Angle));
        return new Coordinate(Centre.X + (u * cos) - (v * sin), Centre.Y + (u * sin) + (v * cos));
    }

    /// <summary>Along the contour lines: streets follow the shore or the valley.</summary>
    public static Frame For(Place place, Country country, Rng rng)
    {
        var (gx, gy) = (0.0, 0.0);
        foreach (var cell in country.Terrain.Raster.Disc(place.Centre.X, place.Centre.Y, place.Reach))
        {
            var c = country.Terrain.Raster.Centre(cell);
            var (x, y) = country.Terrain.Gradient(c.X, c.Y);
            var size = Math.Sqrt((x * x) + (y * y)) + 0.002;
            (gx, gy) = (gx + (x / size), gy + (y / size));
        }
        var spacing = place.IsTown ? rng.Between(74, 84) : rng.Between(68, 92);
        return new Frame(place.Centre, Math.Atan2(gy, gx) + rng.Between(-0.15, 0.15), spacing, rng.Between(1, 1.25), (int)(place.Reach * 1.5 / spacing));
    }
}

/// <summary>Union–find over whole numbers.</summary>
public sealed class DisjointSets(int count)
{
    private readonly int[] parent = Enumerable.Range(0, count).ToArray();

    /// <summary>Joins two sets; false if they were one already.</summary>
    public bool Join(int a, int b)
    {
        var (x, y) = (Find(a), Find(b));
        parent[x] = y;
        return x != y;
    }

    /// <summary>Representative of the set of a number.</summary>
    public int Find(int a)
    {
        while (parent[a] != a)
            a = parent[a] = parent[parent[a]];
        return a;
    }
}
