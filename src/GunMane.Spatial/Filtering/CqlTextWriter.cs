using System.Globalization;
using System.Text;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Filtering;

/// <summary>Writes a filter as CQL2 text; reading it again gives an equal filter.</summary>
public static class CqlTextWriter
{
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "DIV", "TRUE", "FALSE",
    };

    /// <summary>The text of a filter.</summary>
    /// <exception cref="Model.GunManeException">A text in it ends in a backslash, which CQL2 text can't write: \' is a quote (BadInput). JSON can.</exception>
    public static string Write(CqlNode node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return text.ToString();
    }

    /// <summary>Whether a word means something of its own, so that a property of that name needs double quotes.</summary>
    internal static bool IsKeyword(string word) => Keywords.Contains(word);

    private static void Write(StringBuilder text, CqlNode node)
    {
        switch (node)
        {
            case CqlCall call: Call(text, call); break;
            case CqlProperty { Name: var name }: text.Append(CqlLexer.IsPlain(name) && !IsKeyword(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""); break;
            case CqlString { Value: var value } when value.EndsWith('\\'):
                throw CqlFault.At("", @"\ で終わる文字列は CQL2 テキストに書けません。cql2-json を使ってください。", "A text that ends in a backslash needs cql2-json.");
            case CqlString { Value: var value }: text.Append('\'').Append(Escaped(value)).Append('\''); break;
            case CqlNumber { Value: var value }: text.Append(Number(value)); break;
            case CqlBoolean { Value: var value }: text.Append(value ? "TRUE" : "FALSE"); break;
            case CqlDate: text.Append(CultureInfo.InvariantCulture, $"DATE('{CqlTime.Write(node)}')"); break;
            case CqlTimestamp: text.Append(CultureInfo.InvariantCulture, $"TIMESTAMP('{CqlTime.Write(node)}')"); break;
            case CqlInterval interval: Interval(text, interval); break;
            case CqlBox box: text.Append(CultureInfo.InvariantCulture, $"BBOX({Number(box.First1)},{Number(box.Second1)},{Number(box.First2)},{Number(box.Second2)})"); break;
            case CqlGeometry { Value: var geometry }: Shape(text, geometry, named: true); break;
            case CqlList { Items: var items }: Joined(text, items, Write); break;
        }
    }

    // A backslash before a quote would eat one of two quotes: that quote is written \'.
    private static string Escaped(string value)
    {
        var text = new StringBuilder();
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] != '\'') text.Append(value[at]);
            else text.Append(at > 0 && value[at - 1] == '\\' ? @"\'" : "''");
        }

        return text.ToString();
    }

    private static void Call(StringBuilder text, CqlCall call)
    {
        var (name, operands) = (call.Operator, call.Operands);
        switch (CqlOperators.KindOf(name))
        {
            case CqlKind.Not: Inner(text.Append("NOT "), operands[0]); break;
            case CqlKind.IsNull: Inner(text, operands[0]); text.Append(" IS NULL"); break;
            case CqlKind.Between:
                Inner(text, operands[0]);
                Inner(text.Append(" BETWEEN "), operands[1]);
                Inner(text.Append(" AND "), operands[2]);
                break;
            case CqlKind.Folding or CqlKind.Spatial or CqlKind.Temporal or CqlKind.Array: Joined(text.Append(name.ToUpperInvariant()), operands, Write); break;
            case CqlKind.Function: Joined(text.Append(name), operands, Write); break;
            default: Infix(text, name.ToUpperInvariant(), operands); break;
        }
    }

    private static void Infix(StringBuilder text, string name, IReadOnlyList<CqlNode> operands)
    {
        for (var at = 0; at < operands.Count; at++)
        {
            if (at > 0) text.Append(' ').Append(name).Append(' ');
            Inner(text, operands[at]);
        }
    }

    // Brackets round every operator within another: no reader has to know which binds closer.
    private static void Inner(StringBuilder text, CqlNode node)
    {
        var brackets = node is CqlCall call && !CqlOperators.IsFunction(call.Operator);
        if (brackets) text.Append('(');
        Write(text, node);
        if (brackets) text.Append(')');
    }

    private static void Interval(StringBuilder text, CqlInterval interval)
    {
        text.Append("INTERVAL(");
        End(text, interval.From);
        End(text.Append(", "), interval.To);
        text.Append(')');
    }

    private static void End(StringBuilder text, CqlNode end)
    {
        if (CqlTime.Write(end) is { } time) text.Append('\'').Append(time).Append('\'');
        else Write(text, end);
    }

    private static void Shape(StringBuilder text, Geometry geometry, bool named)
    {
        if (named) text.Append(geometry.GeometryType.ToUpperInvariant());
        switch (geometry)
        {
            case Point point: Joined(text, [point.Coordinate], Position); break;
            case LineString line: Joined(text, line.Coordinates, Position); break;
            case Polygon polygon: Joined(text, [polygon.Shell, .. polygon.Holes], (to, ring) => Joined(to, ring.Coordinates, Position)); break;
            case GeometryCollection parts: Joined(text, parts.Geometries, (to, part) => Shape(to, part, named: parts is not (MultiPoint or MultiLineString or MultiPolygon))); break;
        }
    }

    private static void Position(StringBuilder text, Coordinate at) => text.Append(Number(at.X)).Append(' ').Append(Number(at.Y));

    private static void Joined<T>(StringBuilder text, IReadOnlyList<T> parts, Action<StringBuilder, T> write)
    {
        text.Append('(');
        for (var at = 0; at < parts.Count; at++)
        {
            if (at > 0) text.Append(", ");
            write(text, parts[at]);
        }

        text.Append(')');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
