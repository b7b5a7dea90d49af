using System.Runtime.CompilerServices;
using System.Text;
using GunMane.Spatial.Filtering;
using GunMane.Spatial.Geo;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Filtering;

/// <summary>What a filter says of a row, worked out in C#: null is unknown, as in SQL.</summary>
internal static class BruteForce
{
    // Rows keep their geometries: each is measured once.
    private static readonly ConditionalWeakTable<Geometry, Lazy<(double Length, double Area)>> Measured = [];

    public static bool? Holds(CqlNode node, IReadOnlyDictionary<string, object?> row)
    {
        if (node is CqlBoolean { Value: var value }) return value;
        var (name, operands) = (((CqlCall)node).Operator, ((CqlCall)node).Operands);
        return CqlOperators.KindOf(name) switch
        {
            CqlKind.Logic => name == "and" ? All(operands.Select(one => Holds(one, row))) : Any(operands.Select(one => Holds(one, row))),
            CqlKind.Not => !Holds(operands[0], row),
            CqlKind.Comparison => Compare(name, Value(operands[0], row), Value(operands[1], row)),
            CqlKind.Between => All([Compare(">=", Value(operands[0], row), Value(operands[1], row)), Compare("<=", Value(operands[0], row), Value(operands[2], row))]),
            CqlKind.In => Any(((CqlList)operands[1]).Items.Select(item => Compare("=", Value(operands[0], row), Value(item, row)))),
            CqlKind.Like => Value(operands[0], row) is string text ? Like(text, (string)Value(operands[1], row)!) : null,
            CqlKind.IsNull => Value(operands[0], row) is null,
            CqlKind.Spatial => Value(operands[0], row) is Geometry one ? Spatial(name, one, (Geometry)Value(operands[1], row)!) : null,
            CqlKind.Temporal => Temporal(name, Ends(operands[0], row), Ends(operands[1], row)),
            _ => Lists(name, (string[])Value(operands[0], row)!, (string[])Value(operands[1], row)!),
        };
    }

    private static bool? All(IEnumerable<bool?> parts) => parts.Aggregate((bool?)true, (one, other) => one & other);

    private static bool? Any(IEnumerable<bool?> parts) => parts.Aggregate((bool?)false, (one, other) => one | other);

    private static bool? Compare(string name, object? one, object? other)
    {
        if (one is null || other is null) return null;
        var order = one is string text ? string.CompareOrdinal(text, (string)other) : ((IComparable)one).CompareTo(other);
        return name switch { "=" => order == 0, "<>" => order != 0, "<" => order < 0, ">" => order > 0, "<=" => order <= 0, _ => order >= 0 };
    }

    private static object? Value(CqlNode node, IReadOnlyDictionary<string, object?> row) => node switch
    {
        CqlProperty { Name: var name } => row[name],
        CqlString { Value: var text } => text,
        CqlNumber { Value: var number } => number,
        CqlBoolean { Value: var value } => value,
        CqlDate { Value: var day } => day.ToDateTime(TimeOnly.MinValue),
        CqlTimestamp { Value: var moment } => moment,
        CqlGeometry { Value: var geometry } => geometry,
        CqlBox box => Crs.FileFactory.ToGeometry(new Envelope(box.First1, box.First2, box.Second1, box.Second2)),
        CqlList { Items: var items } => items.Select(item => ((CqlString)item).Value).ToArray(),
        CqlCall { Operator: "casei" } call => ((string?)Value(call.Operands[0], row))?.ToLowerInvariant(),
        CqlCall { Operator: "accenti" } call => Value(call.Operands[0], row) is string text ? Unmarked(text) : null,
        CqlCall call when CqlFunctions.Find(call.Operator) is not null =>
            call.Operands.Select(operand => Value(operand, row)).ToArray() is var given && given.Contains(null) ? null : Function(call.Operator, given!),
        CqlCall call => Value(call.Operands[0], row) is double one && Value(call.Operands[1], row) is double other ? Calculate(call.Operator, one, other) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static object Function(string name, object[] given) => name switch
    {
        "geometry_length_m" => Measures((Geometry)given[0]).Length,
        "geometry_area_m2" => Measures((Geometry)given[0]).Area,
        "geometry_dimension" => (double)(int)((Geometry)given[0]).Dimension,
        "year" => (double)((DateTime)given[0]).Year,
        "fiscal_year" => (double)((DateTime)given[0]).AddMonths(-3).Year,
        "days_between" => (((DateTime)given[1]).Date - ((DateTime)given[0]).Date).TotalDays,
        "char_length" => (double)((string)given[0]).EnumerateRunes().Count(),
        "nfkc" => ((string)given[0]).Normalize(NormalizationForm.FormKC),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "A function without brute force."),
    };

    private static (double Length, double Area) Measures(Geometry geometry) =>
        Measured.GetValue(geometry, one => new(() => (Geodesic.Length(one), Geodesic.Area(one)))).Value;

    private static string Unmarked(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormD).Where(one => one is < '\u0300' or > '\u036f')).Normalize(NormalizationForm.FormC);

    private static object? Calculate(string name, double one, double other) => name switch
    {
        "+" => one + other,
        "-" => one - other,
        "*" => one * other,
        "^" => Math.Pow(one, other),
        _ when other == 0 => null,
        "/" => one / other,
        "div" => Math.Truncate(one / other),
        _ => one - (other * Math.Truncate(one / other)),
    };

    private static bool Like(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        if (pattern.IsEmpty) return text.IsEmpty;
        if (pattern[0] == '%') return Like(text, pattern[1..]) || (!text.IsEmpty && Like(text[1..], pattern));
        if (text.IsEmpty) return false;
        if (pattern[0] == '_') return Like(text[1..], pattern[1..]);
        var wanted = pattern[0] == '\\' ? pattern[1..] : pattern;
        return text[0] == wanted[0] && Like(text[1..], wanted[1..]);
    }

    private static bool Spatial(string name, Geometry one, Geometry other) => name switch
    {
        "s_contains" => one.Contains(other),
        "s_crosses" => one.Crosses(other),
        "s_disjoint" => one.Disjoint(other),
        "s_equals" => one.EqualsTopologically(other),
        "s_intersects" => one.Intersects(other),
        "s_overlaps" => one.Overlaps(other),
        "s_touches" => one.Touches(other),
        _ => one.Within(other),
    };

    private static (DateTime? From, DateTime? To) Ends(CqlNode node, IReadOnlyDictionary<string, object?> row) => node is CqlInterval interval
        ? (interval.From is CqlOpen ? DateTime.MinValue : (DateTime?)Value(interval.From, row), interval.To is CqlOpen ? DateTime.MaxValue : (DateTime?)Value(interval.To, row))
        : ((DateTime?)Value(node, row), (DateTime?)Value(node, row));

    private static bool? Temporal(string name, (DateTime? From, DateTime? To) a, (DateTime? From, DateTime? To) b) => name switch
    {
        "t_after" => Compare(">", a.From, b.To),
        "t_before" => Compare("<", a.To, b.From),
        "t_contains" => All([Compare("<", a.From, b.From), Compare(">", a.To, b.To)]),
        "t_disjoint" => Any([Compare("<", a.To, b.From), Compare(">", a.From, b.To)]),
        "t_during" => Temporal("t_contains", b, a),
        "t_equals" => All([Compare("=", a.From, b.From), Compare("=", a.To, b.To)]),
        "t_finishedBy" => All([Compare("<", a.From, b.From), Compare("=", a.To, b.To)]),
        "t_finishes" => Temporal("t_finishedBy", b, a),
        "t_intersects" => !Temporal("t_disjoint", a, b),
        "t_meets" => Compare("=", a.To, b.From),
        "t_metBy" => Temporal("t_meets", b, a),
        "t_overlaps" => All([Compare("<", a.From, b.From), Compare(">", a.To, b.From), Compare("<", a.To, b.To)]),
        "t_overlappedBy" => Temporal("t_overlaps", b, a),
        "t_starts" => All([Compare("=", a.From, b.From), Compare("<", a.To, b.To)]),
        _ => Temporal("t_starts", b, a),
    };

    private static bool Lists(string name, string[] one, string[] other) => name switch
    {
        "a_contains" => !other.Except(one).Any(),
        "a_containedBy" => !one.Except(other).Any(),
        "a_equals" => one.ToHashSet().SetEquals(other),
        _ => one.Intersect(other).Any(),
    };
}
