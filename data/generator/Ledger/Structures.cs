using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Network;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace GunMane.ModelRegion.Ledger;

/// <summary>Bridges where roads cross rivers, tunnels under ridges, slopes on the uphill side, lamps.</summary>
public sealed class Structures
{
    private const double Sample = 20;
    private readonly Country country;
    private readonly Book book;
    private readonly Rng rng;
    private readonly NameMaker names;
    private readonly STRtree<River> rivers = new();

    /// <summary>Prepares an index of the rivers.</summary>
    public Structures(Country country, Book book, Rng rng)
    {
        (this.country, this.book, this.rng) = (country, book, rng);
        names = new NameMaker(rng.Fork("bridge names"));
        foreach (var river in country.Rivers)
            rivers.Insert(river.Line.EnvelopeInternal, river);
        rivers.Build();
    }

    /// <summary>Enters everything that stands on or beside the stretches.</summary>
    public void Enter(RoadLedger roads, IReadOnlyList<Place> places)
    {
        var stretches = roads.Stretches;
        foreach (var (line, pieces) in roads.Wholes.Where(w => w.Stretches.Count > 0))
            Bridges(line, pieces);
        foreach (var stretch in stretches.Where(s => s.Class != RoadClass.Street))
            TunnelsAndSlopes(stretch);
        foreach (var stretch in stretches)
            Lamps(stretch, places);
    }

    private void Bridges(LineString road, List<Stretch> pieces)
    {
        var hits = rivers.Query(road.EnvelopeInternal)
            .SelectMany(r => Lines.Crossings(road, r.Line).Select(c => (At: Lines.Project(road, c), River: r)))
            .OrderBy(h => h.At);
        var reached = double.MinValue;
        foreach (var (at, river) in hits)
        {
            var half = Math.Max(3, (river.Width * rng.Between(0.55, 0.72)) + 2);
            var point = Lines.Factory.CreatePoint(Lines.PointAt(road, at));
            if (at < reached)
                continue;
            reached = at + half;
            EnterBridge(pieces.MinBy(p => p.Line.Distance(point))!, river, road, at, half);
        }
    }

    private void EnterBridge(Stretch stretch, River river, LineString road, double at, double half)
    {
        var line = Lines.Slice(road, at - half, at + half);
        var kind = half > 22 ? rng.Pick(["PC橋", "鋼橋", "鋼橋"]) : half > 8 ? rng.Pick(["PC橋", "PC橋", "RC橋", "鋼橋"]) : rng.Pick(["RC橋", "PC橋", "ボックスカルバート"]);
        Geometry shape = half < 7 ? Lines.Factory.CreatePoint(Lines.PointAt(road, at)) : line;
        book.Enter("bridge", kind, $"{names.Bridge()}（{river.Name}）", stretch.Route, stretch.Owner, stretch.Town, shape);
    }

    private void TunnelsAndSlopes(Stretch stretch)
    {
        var n = Math.Max(2, (int)(stretch.Line.Length / Sample));
        var ground = Enumerable.Range(0, n + 1).Select(i => Lines.PointAt(stretch.Line, stretch.Line.Length * i / n)).Select(p => country.Terrain.At(p.X, p.Y)).ToArray();
        var under = Under(ground, stretch.Class == RoadClass.Prefectural ? 14 : 34);
        OpenAtRivers(stretch, under, n);
        for (var i = 0; i <= n; i++)
        {
            if (!under[i])
                continue;
            var end = i;
            while (end < n && under[end + 1])
                end++;
            if ((end - i) * Sample >= 100)
                EnterTunnel(stretch, i * stretch.Line.Length / n, end * stretch.Line.Length / n);
            i = end;
        }
        Slopes(stretch, under, n);
    }

    /// <summary>No tunnel within 80 m of a river.</summary>
    private void OpenAtRivers(Stretch stretch, bool[] under, int n)
    {
        foreach (var river in rivers.Query(stretch.Line.EnvelopeInternal))
        {
            for (var i = 0; i <= n; i++)
                under[i] = under[i] && !river.Line.IsWithinDistance(Lines.Factory.CreatePoint(Lines.PointAt(stretch.Line, stretch.Line.Length * i / n)), 80);
        }
    }

    /// <summary>Where the ground rises well above the road: above its opening (minimum, then maximum) over 2 × 320 m.</summary>
    private static bool[] Under(double[] ground, double cover)
    {
        const int reach = 16;
        var low = ground.Select((_, i) => Range(ground, i, reach).Min()).ToArray();
        var level = low.Select((_, i) => Range(low, i, reach).Max()).ToArray();
        return [.. ground.Select((g, i) => g > level[i] + cover)];
    }

    private static ArraySegment<double> Range(double[] values, int at, int reach)
    {
        var from = Math.Max(0, at - reach);
        return new ArraySegment<double>(values, from, Math.Min(values.Length, at + reach + 1) - from);
    }

    private void EnterTunnel(Stretch stretch, double from, double to)
    {
        var name = names.Hamlet() + "トンネル";
        var kind = rng.Chance(0.55) ? "NATM" : "矢板工法";
        book.Enter("tunnel", kind, name, stretch.Route, stretch.Owner, stretch.Town, Lines.Slice(stretch.Line, from, to));
    }

    private void Slopes(Stretch stretch, bool[] under, int n)
    {
        for (var s = rng.Between(20, 80); s < stretch.Line.Length - 40; s += rng.Between(35, 110))
        {
            var (a, b) = (Lines.PointAt(stretch.Line, s), Lines.PointAt(stretch.Line, s + 20));
            var (gx, gy) = country.Terrain.Gradient(a.X, a.Y);
            var side = (gx * -(b.Y - a.Y) + (gy * (b.X - a.X))) / Math.Max(1, a.Distance(b));
            var step = Math.Min(n, (int)(s / stretch.Line.Length * n));
            if (Math.Abs(side) < 0.075 || under[step] || !rng.Chance(0.75))
                continue;
            var length = Math.Min(rng.Between(35, 110), stretch.Line.Length - s);
            EnterSlope(stretch, s, length, Math.Sign(side));
            s += length;
        }
    }

    private void EnterSlope(Stretch stretch, double from, double length, int side)
    {
        var line = Lines.Beside(Lines.Slice(stretch.Line, from, from + length), side * 8.5);
        if (line.NumPoints < 2 || !country.Towns.First(t => t.Seat.Code == stretch.Town).Fast.Contains(line))
            return;
        var kind = rng.Pick(["切土法面", "切土法面", "法枠工", "モルタル吹付", "落石防護柵", "擁壁"]);
        book.Enter("slope", kind, $"{stretch.Route} {kind} {from / 1000:F2}km", stretch.Route, stretch.Owner, stretch.Town, line);
    }

    private void Lamps(Stretch stretch, IReadOnlyList<Place> places)
    {
        var aside = rng.Chance(0.5) ? 4.5 : -4.5;
        for (var s = rng.Between(8, 40); s < stretch.Line.Length; s += rng.Between(38, 58))
        {
            var p = Lines.PointAt(stretch.Line, s, aside);
            if (!rng.Chance(LampChance(stretch, p, places)))
                continue;
            var kind = rng.Pick(["LED照明灯", "LED照明灯", "LED防犯灯", "ナトリウム灯", "水銀灯"]);
            if (country.TownAt(p)?.Seat.Code == stretch.Town)
                book.Enter("lighting", kind, $"{stretch.Route} {kind} {s / 1000:F2}km", stretch.Route, stretch.Owner, stretch.Town, Lines.Factory.CreatePoint(p));
        }
    }

    private static double LampChance(Stretch stretch, Coordinate p, IReadOnlyList<Place> places)
    {
        if (stretch.Class == RoadClass.Street)
            return stretch.Place!.IsTown ? 0.62 - (0.4 * p.Distance(stretch.Place.Centre) / stretch.Place.Reach) : 0.2;
        return places.Any(q => q.Centre.Distance(p) < q.Reach * 1.15) ? 0.9 : 0.06;
    }
}
