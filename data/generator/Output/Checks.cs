using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Ledger;
using GunMane.ModelRegion.Network;
using GunMane.ModelRegion.Support;
using GunMane.ModelRegion.Trade;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Union;

namespace GunMane.ModelRegion.Output;

/// <summary>What must be true of the model region; each check adds a sentence for what is not.</summary>
public sealed class Checks(Region region, Market market)
{
    private const double Touch = 0.5;

    /// <summary>Metres of height by which a course drawn a little off the thalweg may deceive.</summary>
    private const double Drawing = 25;

    /// <summary>All failures; empty when the region is sound.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Runs every check.</summary>
    public List<string> Run()
    {
        Counts();
        Coverage();
        Places();
        Shores();
        Bridges();
        Tunnels();
        Parks();
        Network();
        foreach (var bundle in market.Bundles)
            Check(bundle);
        return Failures;
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
            Failures.Add(otherwise);
    }

    private void Counts()
    {
        Require(region.Country.Towns.Count >= 7, "fewer than 7 municipalities");
        Require(region.Book.Assets.Count is >= 20_000 and <= 27_000, $"{region.Book.Assets.Count} assets, wanted 20,000–27,000");
        Require(region.Book.Assets.Select(a => a.Number).Distinct().Count() == region.Book.Assets.Count, "施設番号 given twice");
        foreach (var (sector, _) in Book.Sectors)
            Require(region.Book.Of(sector).Count() >= 20, $"fewer than 20 assets in {sector}");
        Require(market.Firms.All.Count >= 80, "fewer than 80 firms");
        Require(market.Firms.All.Select(f => f.Stem).Distinct().Count() == market.Firms.All.Count, "two firms of one name");
        Require(market.Contracts.Count >= 800, "fewer than 800 contracts");
        Require(market.Bundles.Count >= 8, "fewer than 8 bundles");
    }

    /// <summary>In degrees as written: valid, no overlaps, no gaps, and each seat in its town.</summary>
    private void Coverage()
    {
        var areas = region.Country.Towns.Select(t => Degrees(t.Area)).ToList();
        var union = UnaryUnionOp.Union(areas);
        Require(areas.All(a => a.IsValid), "a municipality is not valid");
        Require(Math.Abs(areas.Sum(a => a.Area) - union.Area) < 1e-12, "municipalities overlap");
        Require(Lines.Factory.CreateGeometryCollection([union]).Geometries.SelectMany(Polygons).All(p => p.NumInteriorRings == 0), "gaps between municipalities");
        Require(Degrees(region.Country.Prefecture).SymmetricDifference(union).Area < 1e-12, "municipalities do not make the prefecture");
        foreach (var town in region.Country.Towns)
            Require(town.Fast.Contains(Lines.Factory.CreatePoint(new Coordinate(town.Seat.X, town.Seat.Y))), $"the seat of {town.Seat.Name} is elsewhere");
    }

    /// <summary>Every municipal asset lies in its owner's town, every prefectural one in the prefecture (bridges may reach over a border).</summary>
    private void Places()
    {
        var towns = region.Country.Towns.ToDictionary(t => t.Seat.Code, t => t.Area.Buffer(Touch));
        var prepared = towns.ToDictionary(t => t.Key, t => NetTopologySuite.Geometries.Prepared.PreparedGeometryFactory.Prepare(t.Value));
        var all = NetTopologySuite.Geometries.Prepared.PreparedGeometryFactory.Prepare(region.Country.Prefecture.Buffer(Touch));
        foreach (var asset in region.Book.Assets)
        {
            var home = asset.Owner == Skeleton.PrefectureOrganisation || asset.Sector == "bridge" ? all : prepared[asset.Owner];
            Require(asset.Shape.IsValid && !asset.Shape.IsEmpty && home.Covers(asset.Shape), $"{asset.Number} ({asset.Kind}) leaves its owner's area");
        }
    }

    /// <summary>Lines end where they should: each river below the source area reaches the sea, a stem or the rim of the prefecture.</summary>
    private void Shores()
    {
        var rim = region.Country.Prefecture.Boundary;
        foreach (var river in region.Country.Rivers)
        {
            var mouth = river.Line.EndPoint;
            Require(rim.IsWithinDistance(mouth, 60) || region.Country.Rivers.Any(r => r != river && r.Line.IsWithinDistance(mouth, Touch)), $"{river.Name} ends nowhere");
            Require(region.Country.Terrain.At(river.Line.StartPoint.X, river.Line.StartPoint.Y) + Drawing > region.Country.Terrain.At(mouth.X, mouth.Y), $"{river.Name} runs uphill: {region.Country.Terrain.At(river.Line.StartPoint.X, river.Line.StartPoint.Y):F1} to {region.Country.Terrain.At(mouth.X, mouth.Y):F1} m over {river.Line.Length:F0} m");
        }
    }

    /// <summary>A bridge at every crossing of road and river, and a crossing at every bridge.</summary>
    private void Bridges()
    {
        var rivers = Index(region.Country.Rivers.Select(r => (Geometry)r.Line));
        var bridges = Index(region.Book.Of("bridge").Select(b => b.Shape));
        var roads = Index(region.Book.Of("road").Select(r => r.Shape));
        foreach (var bridge in region.Book.Of("bridge"))
            Require(Near(rivers, bridge.Shape, Touch) && Near(roads, bridge.Shape, Touch), $"{bridge.Number} crosses nothing");
        foreach (var road in region.Book.Of("road"))
        {
            foreach (var at in rivers.Query(road.Shape.EnvelopeInternal).SelectMany(r => Lines.Crossings(road.Shape, r)))
                Require(Near(bridges, Lines.Factory.CreatePoint(at), 15), $"{road.Number} crosses water without a bridge");
        }
    }

    private void Tunnels()
    {
        var rivers = Index(region.Country.Rivers.Select(r => (Geometry)r.Line));
        foreach (var tunnel in region.Book.Of("tunnel"))
            Require(!Near(rivers, tunnel.Shape, 20), $"{tunnel.Number} runs through a river");
    }

    private void Parks()
    {
        var roads = Index(region.Book.Of("road").Select(r => r.Shape));
        foreach (var park in region.Book.Of("park"))
            Require(!Near(roads, park.Shape, 1), $"{park.Number} lies across a road");
    }

    /// <summary>Roads hang together: what cannot be reached from the longest network is at most a hundredth of the sections.</summary>
    private void Network()
    {
        var roads = region.Book.Of("road").ToList();
        var tree = new STRtree<int>();
        for (var i = 0; i < roads.Count; i++)
            tree.Insert(roads[i].Shape.EnvelopeInternal, i);
        var sets = new DisjointSets(roads.Count);
        for (var i = 0; i < roads.Count; i++)
        {
            foreach (var j in tree.Query(roads[i].Shape.EnvelopeInternal).Where(j => j < i && roads[j].Shape.IsWithinDistance(roads[i].Shape, Touch)))
                sets.Join(i, j);
        }
        var apart = roads.Count - Enumerable.Range(0, roads.Count).GroupBy(sets.Find).Max(g => g.Count());
        Require(apart * 100 <= roads.Count, $"{apart} of {roads.Count} road sections are cut off");
    }

    private void Check(Bundle bundle)
    {
        var (spec, assets) = (bundle.Spec, bundle.Assets);
        Require(assets.Count is >= 40 and <= 300, $"bundle {spec.Id} has {assets.Count} assets");
        Require(BundleReach.Connects(assets, BundlePlanter.Gap), $"bundle {spec.Id} falls apart at {BundlePlanter.Gap} m");
        var smallest = spec.Towns.Min(t => assets.Count(a => a.Town == t));
        Require(spec.Towns.Length == 1 || smallest * 6 >= assets.Count, $"bundle {spec.Id} has only {smallest} of {assets.Count} assets beyond the border");
        var prefectural = assets.Count(a => a.Owner == Skeleton.PrefectureOrganisation);
        Require(spec.Kind != "vertical" || (prefectural * 6 >= assets.Count && prefectural * 6 <= assets.Count * 5), $"bundle {spec.Id}: {prefectural} of {assets.Count} are the prefecture's");
        Require(spec.Kind != "multi-sector" || assets.Select(a => a.Sector).Distinct().Count() > 1, $"bundle {spec.Id} has one sector");
        Require(spec.Kind != "process" || assets.Count(a => a.Sector == "bridge") >= 15, $"bundle {spec.Id} has few bridges");
        Require(assets.All(a => Ends(bundle, a)), $"bundle {spec.Id}: an asset's last order does not end with the others");
    }

    private bool Ends(Bundle bundle, Asset asset)
    {
        var last = market.Contracts.Where(c => c.Assets.Contains(asset)).MaxBy(c => c.Ends);
        return last?.Firm is not null && bundle.Firms.Contains(last.Firm) && bundle.Spec.TermEnds.DayNumber - last.Ends.DayNumber is >= 0 and < 31;
    }

    private static IEnumerable<Polygon> Polygons(Geometry g) => Enumerable.Range(0, g.NumGeometries).Select(i => g.GetGeometryN(i) as Polygon).OfType<Polygon>();

    private static STRtree<Geometry> Index(IEnumerable<Geometry> shapes)
    {
        var tree = new STRtree<Geometry>();
        foreach (var shape in shapes)
            tree.Insert(shape.EnvelopeInternal, shape);
        tree.Build();
        return tree;
    }

    private static bool Near(STRtree<Geometry> tree, Geometry shape, double distance)
    {
        var box = shape.EnvelopeInternal.Copy();
        box.ExpandBy(distance);
        return tree.Query(box).Any(s => s.IsWithinDistance(shape, distance));
    }

    private static Geometry Degrees(Geometry shape)
    {
        var copy = shape.Copy();
        copy.Apply(new ToDegrees());
        copy.GeometryChanged();
        return copy;
    }

    private sealed class ToDegrees : ICoordinateFilter
    {
        public void Filter(Coordinate coord) => (coord.X, coord.Y) = Projection.ToDegrees(coord.X, coord.Y);
    }
}
