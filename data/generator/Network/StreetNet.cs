using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Network;

/// <summary>A piece of street between two crossings. Row pieces run one way of the warped grid, the others across.</summary>
public sealed record StreetEdge(int From, int To, bool Row, LineString Line);

/// <summary>The streets of a place: a graph of crossings and edges in metres.</summary>
public sealed class StreetNet(Place place, List<Coordinate> nodes, List<StreetEdge> edges)
{
    /// <summary>The place they belong to.</summary>
    public Place Place { get; } = place;

    /// <summary>Crossings and ends.</summary>
    public List<Coordinate> Nodes { get; } = nodes;

    /// <summary>Pieces between them.</summary>
    public List<StreetEdge> Edges { get; } = edges;

    /// <summary>Streets: edges of one direction that follow one another; short ends go round the corner into the next street.</summary>
    public List<LineString> Streets()
    {
        var streets = new List<Street>();
        foreach (var group in Edges.GroupBy(e => e.Row))
        {
            var next = group.ToDictionary(e => e.From);
            var ends = group.Select(e => e.To).ToHashSet();
            streets.AddRange(group.Where(e => !ends.Contains(e.From)).Select(e => Follow(e, next)));
        }
        JoinShort(streets);
        return [.. streets.Select(s => Lines.Of(s.Path))];
    }

    private static Street Follow(StreetEdge first, Dictionary<int, StreetEdge> next)
    {
        var street = new Street(first.From, first.To, first.Line.Coordinates);
        while (next.TryGetValue(street.To, out var edge))
            street = new Street(street.From, edge.To, [.. street.Path, .. edge.Line.Coordinates[1..]]);
        return street;
    }

    private static void JoinShort(List<Street> streets)
    {
        for (var i = streets.Count - 1; i >= 0; i--)
        {
            var at = streets[i];
            var other = at.Length >= Short ? -1 : streets.FindIndex(s => s != at && s.Meets(at));
            if (other < 0)
                continue;
            streets[other] = streets[other].With(at);
            streets.RemoveAt(i);
        }
    }

    private const double Short = 105;

    private sealed record Street(int From, int To, Coordinate[] Path)
    {
        public double Length => Lines.Of(Path).Length;

        public bool Meets(Street o) => o.From != o.To && From != To && (From == o.From || From == o.To || To == o.From || To == o.To);

        public Street With(Street o) => To == o.From ? new Street(From, o.To, [.. Path, .. o.Path[1..]])
            : To == o.To ? With(o.Turned()) : Turned().With(From == o.From ? o : o.Turned());

        private Street Turned() => new(To, From, [.. Path.Reverse()]);
    }
}

/// <summary>Lays streets out on a grid that is turned along the coast or valley, bent by noise and thinned towards the rim.</summary>
public sealed class StreetPlanner(Country country, RoadBuilder roads, Rng rng)
{
    private readonly Noise bend = new(91);
    private readonly List<Place> done = [];

    /// <summary>Streets of a place, or null where nothing fits.</summary>
    public StreetNet? Plan(Place place)
    {
        var frame = Frame.For(place, country, rng);
        var near = new Surroundings(place, country, roads);
        var nodes = new Dictionary<(int, int), Coordinate>();
        for (var i = -frame.Half; i <= frame.Half; i++)
        {
            for (var j = -frame.Half; j <= frame.Half; j++)
            {
                var p = near.OnRoad(Bent(frame, i, j), 20);
                if (Fits(place, near, p))
                    nodes[(i, j)] = p;
            }
        }
        var net = Connect(place, frame, near, nodes);
        done.Add(place);
        return net.Edges.Count < 3 ? null : net;
    }

    private Coordinate Bent(Frame frame, double i, double j)
    {
        var p = frame.At(i, j);
        var size = frame.Spacing * 2.1;
        return new Coordinate(p.X + (size * bend.Fractal(p.X / 1100, p.Y / 1100, 2)) + (9 * bend.At(p.X / 90, p.Y / 90)), p.Y + (size * bend.Fractal((p.X / 1100) + 50, p.Y / 1100, 2)) + (9 * bend.At((p.X / 90) + 7, p.Y / 90)));
    }

    private bool Fits(Place place, Surroundings near, Coordinate p)
    {
        var gap = p.Distance(place.Centre) / place.Reach;
        var ragged = gap + (0.45 * bend.Fractal(p.X / 900, p.Y / 900, 3));
        return ragged < 0.95 && near.Dry(p) && country.Terrain.SlopeAt(p.X, p.Y) < 0.13
            && done.All(o => o.Centre.Distance(p) > o.Reach + 100 || o.Centre.Distance(p) / o.Reach > gap);
    }

    private StreetNet Connect(Place place, Frame frame, Surroundings near, Dictionary<(int, int), Coordinate> nodes)
    {
        var index = nodes.Keys.Select((k, n) => (k, n)).ToDictionary(t => t.k, t => t.n);
        var points = nodes.Values.ToList();
        var candidates = new List<StreetEdge>();
        foreach (var (i, j) in nodes.Keys)
        {
            foreach (var (di, dj) in new[] { (1, 0), (0, 1) })
            {
                if (index.TryGetValue((i + di, j + dj), out var to) && Edge(frame, near, nodes, (i, j), (di, dj)) is { } line)
                    candidates.Add(new StreetEdge(index[(i, j)], to, di == 1, line));
                else if (!nodes.ContainsKey((i + di, j + dj)) && index.TryGetValue((i + (2 * di), j + (2 * dj)), out var over) && near.Spans(nodes[(i, j)], points[over], rng) is { } bridge)
                    candidates.Add(new StreetEdge(index[(i, j)], over, di == 1, bridge));
            }
        }
        return new StreetNet(place, points, Thin(place, near, points, candidates));
    }

    private LineString? Edge(Frame frame, Surroundings near, Dictionary<(int, int), Coordinate> nodes, (int I, int J) at, (int I, int J) step)
    {
        var (a, b) = (nodes[at], nodes[(at.I + step.I, at.J + step.J)]);
        var middle = Bent(frame, at.I + (step.I / 2.0), at.J + (step.J / 2.0));
        var straight = Lines.Between(a, b, 0.5);
        var line = Lines.Of([a, Lines.Between(straight, middle, middle.Distance(straight) < 25 ? 0.8 : 0), b]);
        return line.Length > 18 && line.Length < frame.Spacing * 2.2 && near.Allows(line, rng) ? line : null;
    }

    /// <summary>A random spanning forest keeps everything reachable; other edges stay more often near the middle.</summary>
    private List<StreetEdge> Thin(Place place, Surroundings near, List<Coordinate> points, List<StreetEdge> candidates)
    {
        var sets = new DisjointSets(points.Count);
        var kept = new List<StreetEdge>();
        foreach (var edge in rng.Shuffled(candidates))
        {
            var gap = Lines.Between(points[edge.From], points[edge.To], 0.5).Distance(place.Centre) / place.Reach;
            if (sets.Join(edge.From, edge.To) || rng.Chance(0.93 - ((place.IsTown ? 0.62 : 0.3) * gap)))
                kept.Add(edge);
        }
        var linked = kept.Where(e => near.Touches(e.Line)).Select(e => sets.Find(e.From)).ToHashSet();
        return [.. kept.Where(e => linked.Contains(sets.Find(e.From))).OrderBy(e => e.Row).ThenBy(e => e.From)];
    }
}
