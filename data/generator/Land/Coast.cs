using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Polygonize;
using NetTopologySuite.Operation.Union;

namespace GunMane.ModelRegion.Land;

/// <summary>The coastline: the zero contour of the terrain (marching squares), smoothed, with islands.</summary>
public static class Coast
{
    private const double SmallestIsland = 12_000;

    /// <summary>All land (this prefecture and its neighbours) in metres.</summary>
    public static Geometry Land(Terrain terrain)
    {
        var rings = Contour(terrain).Select(r => Lines.Of(Lines.Chaikin(Lines.Thin(r, 6), 2)));
        var polygonizer = new Polygonizer();
        foreach (var ring in rings.Where(r => r.NumPoints > 6))
            polygonizer.Add(ring);
        var faces = polygonizer.GetPolygons().OfType<Polygon>().Where(f => IsLand(terrain, f) && f.Area > SmallestIsland);
        return UnaryUnionOp.Union(faces.Select(f => (Geometry)Lines.Factory.CreatePolygon(f.Shell)).ToList());
    }

    private static bool IsLand(Terrain terrain, Polygon face)
    {
        var p = face.InteriorPoint;
        return terrain.At(p.X, p.Y) > 0;
    }

    private static IEnumerable<List<Coordinate>> Contour(Terrain terrain)
    {
        var raster = terrain.Raster;
        var chains = new Chains();
        for (var row = 0; row < raster.Height - 1; row++)
        {
            for (var col = 0; col < raster.Width - 1; col++)
                LinkSquare(terrain, chains, (row * raster.Width) + col);
        }
        return chains.Read().Select(chain => chain.Select(edge => Crossing(terrain, edge)).ToList());
    }

    /// <summary>An edge is twice the cell it starts from, plus one when it runs north.</summary>
    private static void LinkSquare(Terrain terrain, Chains chains, int cell)
    {
        var width = terrain.Raster.Width;
        int[] edges = [2 * cell, (2 * (cell + 1)) + 1, 2 * (cell + width), (2 * cell) + 1];
        var crossed = edges.Where(e => Wet(terrain, e / 2) != Wet(terrain, Far(terrain, e))).ToList();
        if (crossed.Count == 2)
            chains.Link(crossed[0], crossed[1]);
        if (crossed.Count == 4)
        {
            chains.Link(crossed[0], crossed[1]);
            chains.Link(crossed[2], crossed[3]);
        }
    }

    private static int Far(Terrain terrain, int edge) => (edge / 2) + (edge % 2 == 0 ? 1 : terrain.Raster.Width);

    /// <summary>The rim counts as sea, so that every contour closes.</summary>
    private static bool Wet(Terrain terrain, int cell) => terrain.Heights[cell] <= 0 || terrain.Raster.OnRim(cell);

    private static Coordinate Crossing(Terrain terrain, int edge)
    {
        var (a, b) = (edge / 2, Far(terrain, edge));
        var (ha, hb) = (terrain.Heights[a], terrain.Heights[b]);
        var t = Math.Abs(ha - hb) < 1e-9 || ha * hb > 0 ? 0.5 : Math.Clamp(ha / (ha - hb), 0.08, 0.92);
        return Lines.Between(terrain.Raster.Centre(a), terrain.Raster.Centre(b), t);
    }
}
