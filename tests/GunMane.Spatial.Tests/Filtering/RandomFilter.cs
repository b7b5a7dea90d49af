using GunMane.Spatial.Filtering;
using GunMane.Spatial.Geo;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Filtering;

/// <summary>Filters made from a seed, well typed for a set of properties.</summary>
internal sealed class RandomFilter(int seed, IReadOnlyDictionary<string, string[]> properties)
{
    private static readonly string[] Letters = ["a", "A", "b", "é", "É", "か", "が", "Ａ", "ａ", "%", "_", "'", "\"", "\\", " "];
    private readonly Random random = new(seed);

    public CqlNode Filter() => Condition(3);

    public CqlNode Condition(int depth) => (depth == 0 ? 2 + random.Next(10) : random.Next(12)) switch
    {
        0 => new CqlCall(Pick("and", "or"), (IReadOnlyList<CqlNode>)[.. Enumerable.Range(0, 2 + random.Next(2)).Select(_ => Condition(depth - 1))]),
        1 => new CqlCall("not", Condition(depth - 1)),
        2 => new CqlCall(Pick("=", "<>", "<", ">", "<=", ">="), Text(2), Text(2)),
        3 => new CqlCall(Pick("=", "<>", "<", ">", "<=", ">="), Number(2), Number(2)),
        4 => new CqlCall("like", Text(1), Pick<CqlNode>(Pattern(), new CqlCall("casei", Pattern()))),
        5 => random.Next(2) == 0 ? new CqlCall("between", Number(1), Number(1), Number(1)) : new CqlCall("between", Text(1), Text(1), Text(1)),
        6 => new CqlCall("in", Text(1), new CqlList([.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Text(1))])),
        7 => new CqlCall("isNull", Property(Pick([.. properties.Keys]))),
        8 when Has("geometry") => new CqlCall(Pick([.. CqlOperators.All.Where(name => name.StartsWith("s_", StringComparison.Ordinal))]), Property("geometry"), Shape()),
        9 when Has("moment") => random.Next(3) == 0
            ? new CqlCall(Pick("=", "<>", "<", ">", "<=", ">="), Property("moment"), Instant())
            : new CqlCall(Pick([.. CqlOperators.All.Where(name => name.StartsWith("t_", StringComparison.Ordinal))]), Time(), Time()),
        10 when Has("list") => new CqlCall(Pick("a_contains", "a_containedBy", "a_equals", "a_overlaps"), Property("list"), List()),
        10 when Has("boolean") => new CqlCall(Pick("=", "<>"), Property("boolean"), new CqlBoolean(random.Next(2) == 0)),
        11 when Has("geometry") => new CqlCall(Pick("=", "<>", "<", ">", "<=", ">="), Measure(), new CqlNumber(Pick(0, 0, random.Next(1_000_000) + 0.5))),
        11 when Has("moment") => new CqlCall(Pick("=", "<>", "<", ">", "<=", ">="), new CqlCall(Pick("year", "fiscal_year"), Pick<CqlNode>(Property("moment"), Instant())), new CqlNumber(2024 + random.Next(4))),
        _ => new CqlBoolean(random.Next(2) == 0),
    };

    // Kilometres, square kilometres: of the size of what they are compared with.
    private CqlCall Measure() => random.Next(2) == 0
        ? new CqlCall("geometry_length_m", Pick<CqlNode>(Property("geometry"), Shape()))
        : new CqlCall("/", new CqlCall("geometry_area_m2", Pick<CqlNode>(Property("geometry"), Shape())), new CqlNumber(1e6));

    public string Word()
    {
        var word = string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Pick(Letters)));
        return word.EndsWith('\\') ? word + "x" : word;
    }

    public Geometry Geometry(bool collection = true)
    {
        var factory = Crs.FileFactory;
        return random.Next(collection ? 6 : 3) switch
        {
            0 => factory.CreatePoint(At()),
            1 => Line(),
            2 => Box(),
            3 => factory.CreateMultiPointFromCoords([At(), new Coordinate(139.5, 35.5)]),
            4 => factory.CreateMultiLineString([Line(), factory.CreateLineString([new(100, 10), new(101, 11)])]),
            _ => factory.CreateMultiPolygon([Box(), (Polygon)factory.ToGeometry(new Envelope(100, 101, 10, 11))]),
        };
    }

    private bool Has(string sort) => properties.ContainsKey(sort);

    private CqlProperty Property(string sort) => new(Pick(properties[sort]));

    private CqlNode Text(int depth) => random.Next(depth == 0 ? 2 : 4) switch
    {
        0 => Property("text"),
        1 => new CqlString(Word()),
        _ => new CqlCall(Pick("casei", "accenti", "nfkc"), Text(depth - 1)),
    };

    private CqlNode Number(int depth) => random.Next(depth == 0 ? 2 : 5) switch
    {
        0 => Property("number"),
        1 => new CqlNumber(random.Next(-8, 9) / 2.0),
        2 => new CqlCall(Pick("+", "-", "*", "/", "%", "div"), Number(depth - 1), Number(depth - 1)),
        3 => new CqlCall("^", Number(depth - 1), new CqlNumber(2)),
        _ => Function(),
    };

    private CqlCall Function() => random.Next(3) switch
    {
        0 when Has("geometry") => new CqlCall("geometry_dimension", Pick<CqlNode>(Property("geometry"), Shape())),
        1 when Has("moment") => new CqlCall("days_between", Pick<CqlNode>(Property("moment"), Instant()), Pick<CqlNode>(Property("moment"), Instant())),
        _ => new CqlCall("char_length", Text(1)),
    };

    private CqlString Pattern() => new(string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Pick("%", "_", "a", "A", "か", @"\%", @"\_", "b"))));

    private CqlNode Shape()
    {
        if (random.Next(4) > 0) return new CqlGeometry(Geometry());
        var (one, other) = (At(), At());
        return new CqlBox(Math.Min(one.X, other.X), Math.Min(one.Y, other.Y), Math.Max(one.X, other.X) + 1, Math.Max(one.Y, other.Y) + 1);
    }

    private CqlNode Time() => random.Next(4) switch
    {
        0 => Property("moment"),
        1 => Instant(),
        2 => new CqlInterval(Pick<CqlNode>(Property("moment"), new CqlOpen()), Pick<CqlNode>(Property("moment"), new CqlOpen())),
        _ => Interval(Day(), Day()),
    };

    private static CqlInterval Interval(DateOnly one, DateOnly other) => one <= other ? new(new CqlDate(one), new CqlDate(other)) : new(new CqlDate(other), new CqlDate(one));

    private CqlNode Instant() => random.Next(2) == 0 ? new CqlDate(Day()) : new CqlTimestamp(Day().ToDateTime(new TimeOnly(random.Next(2) * 12, 0), DateTimeKind.Utc).AddMicroseconds(random.Next(2)));

    /// <summary>A day about the end of a fiscal year.</summary>
    public DateOnly Day() => new DateOnly(2026, 3, 30).AddDays(random.Next(5));

    private CqlNode List() => random.Next(5) == 0 ? Property("list") : new CqlList([.. Enumerable.Range(0, random.Next(3)).Select(_ => new CqlString(Pick("甲", "乙", "丙")))]);

    private Coordinate At() => new(130 + random.Next(5), 30 + random.Next(5));

    private LineString Line()
    {
        var (one, other) = (At(), At());
        return Crs.FileFactory.CreateLineString([one, one.Equals2D(other) ? new(one.X + 1, one.Y) : other]);
    }

    private Polygon Box()
    {
        var (one, other) = (At(), At());
        return (Polygon)Crs.FileFactory.ToGeometry(new Envelope(Math.Min(one.X, other.X), Math.Max(one.X, other.X) + 1, Math.Min(one.Y, other.Y), Math.Max(one.Y, other.Y) + 1));
    }

    private T Pick<T>(params T[] all) => all[random.Next(all.Length)];
}
