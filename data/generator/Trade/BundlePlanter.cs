using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Ledger;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace GunMane.ModelRegion.Trade;

/// <summary>Grows bundles from an anchor: the nearest eligible asset within reach of those taken comes next, so a bundle is compact and connected.</summary>
public sealed class BundlePlanter
{
    /// <summary>Largest gap in metres from an asset of a bundle to the next one.</summary>
    public const double Gap = 150;

    private const double GrowthGap = 140, Around = 6000, LargerSide = 0.68;
    private readonly Book book;
    private readonly Firms firms;
    private readonly STRtree<Asset> index = new();

    /// <summary>Indexes the assets.</summary>
    public BundlePlanter(Book book, Firms firms)
    {
        (this.book, this.firms) = (book, firms);
        foreach (var asset in book.Assets)
            index.Insert(asset.Shape.EnvelopeInternal, asset);
        index.Build();
    }

    /// <summary>Plants one bundle.</summary>
    public Bundle Plant(BundleSpec spec)
    {
        var assets = Grow(spec, Anchor(spec));
        foreach (var asset in assets)
            asset.Bundle = spec.Id;
        return new Bundle(spec, assets, Found(spec));
    }

    private List<Firm> Found(BundleSpec spec)
    {
        var seats = spec.Towns.Select(Skeleton.Seat).ToList();
        var trades = spec.Sectors.Select(Work.TradeOf).Distinct().ToList();
        if (spec.Kind == "process")
            trades.Add("consultant");
        var lead = trades[0] == "green" ? "green" : trades.Contains("civil") ? "civil" : trades[0];
        var all = trades.Prepend(lead).Distinct().ToArray();
        var count = spec.Joint is null ? 3 : 2;
        var result = Enumerable.Range(0, count).Select(k => firms.Reserve(seats[k % seats.Count], k == 2 && spec.Kind == "process" ? ["consultant"] : all)).ToList();
        if (spec.Joint is { } joint)
            result.Add(firms.Joint(joint.Ja, joint.En, true, [.. result]));
        return result;
    }

    private Coordinate Anchor(BundleSpec spec) => spec.Towns.Length == 2 ? OnBorder(spec) : InTown(spec);

    /// <summary>Where roads of both towns meet and most eligible assets lie around.</summary>
    private Coordinate OnBorder(BundleSpec spec)
    {
        var left = Free(spec).Where(a => a.Sector == "road" && a.Town == spec.Towns[0]);
        var pairs = left.SelectMany(a => Within(a.Shape, 25).Where(b => b.Sector == "road" && b.Town == spec.Towns[1] && b.Bundle is null).Select(b => (a, b)));
        var best = pairs.Select(p => Lines.Between(p.a.Middle, p.b.Middle, 0.5)).MaxBy(c => Weigh(spec, c, 1500));
        return best ?? throw new InvalidOperationException($"{spec.Id}: no road crosses the border of {string.Join(" and ", spec.Towns)}");
    }

    /// <summary>The best surrounded place of one town; for two owners, away from the centre.</summary>
    private Coordinate InTown(BundleSpec spec)
    {
        var seat = Skeleton.Seat(spec.Towns[0]);
        var middle = new Coordinate(seat.X, seat.Y);
        if (spec.Id is "city-centre" or "port-pipes")
            return middle;
        var sector = spec.Kind == "process" ? "bridge" : "road";
        return Free(spec).Where(a => a.Sector == sector && (spec.Kind == "process" || a.Owner == Skeleton.PrefectureOrganisation)).Select(a => a.Middle)
            .Where(p => spec.Kind == "process" || p.Distance(middle) > seat.Reach * 1.1).MaxBy(p => Weigh(spec, p, 900))!;
    }

    private double Weigh(BundleSpec spec, Coordinate at, double radius)
    {
        var near = Within(Lines.Factory.CreatePoint(at), radius).Where(a => Eligible(spec, a)).ToList();
        var perSide = near.GroupBy(a => spec.Towns.Length == 2 ? a.Town : a.Owner == Skeleton.PrefectureOrganisation ? "p" : "t").Select(g => g.Count()).ToList();
        var bridges = spec.Kind == "process" ? 20 * near.Count(a => a.Sector == "bridge") : 0;
        return bridges + (perSide.Count < 2 ? perSide.Sum() * 0.01 : perSide.Min() * spec.Sectors.Count(s => near.Any(a => a.Sector == s)));
    }

    private IEnumerable<Asset> Free(BundleSpec spec) => book.Assets.Where(a => Eligible(spec, a));

    private static bool Eligible(BundleSpec spec, Asset asset) =>
        asset.Bundle is null && spec.Sectors.Contains(asset.Sector) && spec.Towns.Contains(asset.Town);

    private List<Asset> Grow(BundleSpec spec, Coordinate anchor)
    {
        var taken = new List<Asset>();
        var seen = new HashSet<Asset>();
        var queue = new PriorityQueue<Asset, (double, string)>();
        foreach (var asset in Within(Lines.Factory.CreatePoint(anchor), 400).Where(a => Eligible(spec, a)).OrderBy(a => a.Middle.Distance(anchor)).Take(1))
            Enqueue(asset, spec, anchor, seen, queue);
        while (taken.Count < spec.Size && queue.TryDequeue(out var asset, out _))
        {
            if (spec.Towns.Length == 2 && taken.Count(a => a.Town == asset.Town) >= spec.Size * LargerSide)
                continue;
            taken.Add(asset);
            foreach (var next in Within(asset.Shape, GrowthGap).Where(a => Eligible(spec, a) && a.Middle.Distance(anchor) < Around))
                Enqueue(next, spec, anchor, seen, queue);
        }
        return taken;
    }

    /// <summary>Distance from the anchor decides; parks count as nearer, and a process bundle prefers bridges and what touches them.</summary>
    private void Enqueue(Asset asset, BundleSpec spec, Coordinate anchor, HashSet<Asset> seen, PriorityQueue<Asset, (double, string)> queue)
    {
        if (!seen.Add(asset))
            return;
        var weight = Weight(asset, spec);
        queue.Enqueue(asset, (weight * (asset.Middle.Distance(anchor) + (weight > 10 ? 1000 : 0)), asset.Number));
    }

    private double Weight(Asset asset, BundleSpec spec)
    {
        if (spec.Kind == "process" && asset.Sector != "bridge")
            return Within(asset.Shape, 15).Any(b => b.Sector == "bridge") ? 1.2 : 40;
        return asset.Sector == "park" ? 0.3 : 1;
    }

    private IEnumerable<Asset> Within(Geometry shape, double distance)
    {
        var box = shape.EnvelopeInternal.Copy();
        box.ExpandBy(distance);
        return index.Query(box).Where(a => a.Shape.IsWithinDistance(shape, distance)).OrderBy(a => a.Number, StringComparer.Ordinal);
    }
}
