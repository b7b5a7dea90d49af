using System.Globalization;
using GunMane.Spatial.Filtering;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Storage;

/// <summary>A CQL2 filter and the system of its coordinates.</summary>
public sealed record CqlFilter(CqlNode Root, ServedCrs Crs);

/// <summary>
/// A CQL2 filter as SQL, for one collection. Identifiers are the catalogue's, clauses those of queries/filters.sql, every
/// value is a parameter. NULL in a row makes a predicate unknown, as in SQL; unknown does not match.
/// </summary>
public sealed partial class FeatureFilter(FeatureCollection collection, ServedCrs crs, Func<object, string> parameter)
{
    /// <summary>Name of the geometry in filters, as the queryables give it.</summary>
    public const string Geometry = "geometry";

    /// <summary>What a value of a filter is; each type compares with itself only.</summary>
    private enum Sort
    {
        Text, Number, Boolean, Moment, Id, Geometry, List,
    }

    /// <summary>SQL of a condition.</summary>
    /// <exception cref="GunManeException">A property is unknown, or types do not go together (BadInput, filter, with the place).</exception>
    public string Condition(CqlNode node) => node switch
    {
        CqlBoolean { Value: var value } => value ? "TRUE" : "FALSE",
        CqlCall call => Condition(call),
        _ => throw CqlFault.At(node.At, "条件が必要です。", "A condition is needed."),
    };

    private string Condition(CqlCall call) => CqlOperators.KindOf(call.Operator) switch
    {
        CqlKind.Logic => $"({string.Join(call.Operator == "and" ? " AND " : " OR ", call.Operands.Select(Condition))})",
        CqlKind.Not => Clause("not", Condition(call.Operands[0])),
        CqlKind.Comparison => Compared(call, call.Operands),
        CqlKind.Between => Compared(call, call.Operands),
        CqlKind.Like => Clause("like", call.Operands.Select(operand => Of(operand, Sort.Text)).ToArray()),
        CqlKind.In => In(call, ((CqlList)call.Operands[1]).Items),
        CqlKind.IsNull => Clause("isNull", Value(call.Operands[0], null).Sql),
        CqlKind.Spatial => Clause(call.Operator, call.Operands.Select(operand => Shape(operand, call)).ToArray()),
        CqlKind.Temporal => Clause(call.Operator, call.Operands.SelectMany(Ends).ToArray()),
        CqlKind.Array => OfLinks(call) ?? Clause(call.Operator, call.Operands.Select(List).ToArray()),
        _ => throw CqlFault.At(call.At, "条件が必要です。", "A condition is needed."),
    };

    private string Compared(CqlCall call, IReadOnlyList<CqlNode> operands)
    {
        var sort = SortOf(operands);
        if (sort is Sort.Geometry or Sort.List || (sort is Sort.Id or Sort.Boolean && call.Operator is not ("=" or "<>")))
            throw CqlFault.At(call.At, $"「{call.Operator}」では比べられません。図形は S_、並びは A_ の関数で、識別子と真偽は = と <> で比べます。", $"{call.Operator} can't compare these.");
        return Clause(call.Operator, operands.Select(operand => Of(operand, sort)).ToArray());
    }

    private string In(CqlCall call, IReadOnlyList<CqlNode> items)
    {
        var sort = SortOf([call.Operands[0], .. items]);
        if (sort is Sort.Geometry or Sort.List) throw CqlFault.At(call.At, "図形や並びは IN で比べられません。", "IN can't compare these.");
        return Clause("in", Of(call.Operands[0], sort), string.Join(", ", items.Select(item => Of(item, sort))));
    }

    // A text stands for an id or a day where the other side is one.
    private Sort SortOf(IReadOnlyList<CqlNode> operands)
    {
        var sorts = operands.Select(operand => (Node: operand, Sort: SortOf(operand))).ToList();
        var strict = sorts.Where(one => one.Node is not CqlString).Select(one => one.Sort).DefaultIfEmpty(Sort.Text).First();
        foreach (var (node, sort) in sorts)
        {
            if (sort != strict && !(node is CqlString && strict is Sort.Id or Sort.Moment))
                throw CqlFault.At(node.At, $"型が合いません（{Name(sort)} と {Name(strict)}）。同じ型どうしを比べてください。", $"Types differ: {sort} and {strict}.");
        }

        return strict;
    }

    private Sort SortOf(CqlNode node) => node switch
    {
        CqlNumber => Sort.Number,
        CqlBoolean => Sort.Boolean,
        CqlDate or CqlTimestamp => Sort.Moment,
        CqlProperty property => Column(property).Sort,
        CqlCall call when CqlOperators.KindOf(call.Operator) == CqlKind.Arithmetic => Sort.Number,
        CqlCall call when CqlFunctions.Find(call.Operator) is { } function => SortOf(function.Returns),
        _ => Sort.Text,
    };

    private string Of(CqlNode node, Sort sort)
    {
        var (sql, found) = Value(node, sort);
        return found == sort ? sql : throw CqlFault.At(node.At, $"{Name(sort)}が必要ですが、{Name(found)}です。", $"Expected {sort}, not {found}.");
    }

    /// <summary>SQL of a value. Wanted: what it is compared with, for texts that stand for an id or a day.</summary>
    private (string Sql, Sort Sort) Value(CqlNode node, Sort? wanted) => node switch
    {
        CqlProperty property => Column(property),
        CqlString text when wanted == Sort.Id => (parameter(Id(text)), Sort.Id),
        CqlString text when wanted == Sort.Moment => (Moment(CqlTime.Instant(text.Value, text.At) ?? throw NoDay(text)), Sort.Moment),
        CqlString { Value: var text } => (Clause("text", Text(text, node.At)), Sort.Text),
        CqlNumber { Value: var number } => (parameter(number), Sort.Number),
        CqlBoolean { Value: var value } => (parameter(value), Sort.Boolean),
        CqlDate or CqlTimestamp => (Moment(node), Sort.Moment),
        CqlCall call when CqlOperators.KindOf(call.Operator) == CqlKind.Folding => (Clause(call.Operator, Of(call.Operands[0], Sort.Text)), Sort.Text),
        CqlCall call when CqlOperators.KindOf(call.Operator) == CqlKind.Arithmetic =>
            (Clause(call.Operator, call.Operands.Select(operand => Clause("number", Of(operand, Sort.Number))).ToArray()), Sort.Number),
        CqlCall call when CqlFunctions.Find(call.Operator) is { } function =>
            (Clause(call.Operator, call.Operands.Zip(function.Arguments, (operand, argument) => Argument(function, argument, operand, call)).ToArray()), SortOf(function.Returns)),
        _ => throw CqlFault.At(node.At, "値が必要です。", "A value is needed."),
    };

    private string Argument(CqlFunction function, CqlArgument argument, CqlNode node, CqlCall call)
    {
        var wanted = SortOf(argument.Type);
        if (wanted == Sort.Geometry) return node is CqlProperty property && Column(property).Sort != wanted ? throw CqlFault.Argument(function, argument, node) : Shape(node, call);
        var (sql, found) = Value(node, wanted);
        return found == wanted ? sql : throw CqlFault.Argument(function, argument, node);
    }

    private static Sort SortOf(CqlType type) => type switch
    {
        CqlType.Text => Sort.Text,
        CqlType.Moment => Sort.Moment,
        CqlType.Geometry => Sort.Geometry,
        _ => Sort.Number,
    };

    private (string Sql, Sort Sort) Column(CqlProperty property)
    {
        if (property.Name == Geometry && collection.HasGeometry) return ("item.geom", Sort.Geometry);
        if (collection.Lists.FirstOrDefault(list => list.Name == property.Name) is { } list) return (SqlText.Query($"filters.{list.Name}"), Sort.List);
        var field = collection.Fields.FirstOrDefault(field => field.Filterable && field.Name == property.Name) ?? throw CqlFault.At(property.At,
            $"項目「{property.Name}」はありません。使えるもの: {string.Join(", ", Queryables(collection).Select(one => one.Name))}", $"There is no property {property.Name}.");
        var column = $"item.{field.Name}";
        return field.Type switch
        {
            FieldType.Text => (Clause("text", column), Sort.Text),
            FieldType.Boolean => (column, Sort.Boolean),
            FieldType.Date => (Clause("moment", column), Sort.Moment),
            FieldType.Id => (column, Sort.Id),
            _ => (column, Sort.Number),
        };
    }

    /// <summary>The fields that a filter may name beside the geometry.</summary>
    public static IEnumerable<FeatureField> Queryables(FeatureCollection collection) => [.. collection.Fields.Where(field => field.Filterable), .. collection.Lists];

    private string List(CqlNode node)
    {
        if (node is CqlList { Items: var items }) return Clause("list", parameter(items.Select(item => Whole(((CqlString)item).Value, item.At)).ToArray()));
        return node is CqlProperty property && Column(property) is { Sort: Sort.List, Sql: var sql }
            ? sql
            : throw CqlFault.At(node.At, $"並びの項目が必要です: {string.Join(", ", collection.Lists.Select(list => list.Name))}", "A list property is needed.");
    }

    // Which assets have one of these firms, asked of the links: much less work than asking every asset for its firms. Null: it can't be asked so.
    private string? OfLinks(CqlCall call)
    {
        var (property, items) = (call.Operator, call.Operands) switch
        {
            ("a_contains" or "a_overlaps", [CqlProperty one, CqlList list]) => (one, list.Items),
            ("a_containedBy" or "a_overlaps", [CqlList list, CqlProperty one]) => (one, list.Items),
            _ => (null, []),
        };
        if (property is null || items.Count == 0 || Column(property).Sort != Sort.List) return null;
        var names = items.Select(item => Whole(((CqlString)item).Value, item.At)).Distinct(StringComparer.Ordinal).ToArray();
        string Any(string[] some) => Clause($"{property.Name}_any", parameter(some));
        return call.Operator == "a_overlaps" ? Any(names) : $"({string.Join(" AND ", names.Select(name => Any([name])))})";
    }

    private IEnumerable<string> Ends(CqlNode node) => node is CqlInterval interval
        ? [End(interval.From, "-infinity"), End(interval.To, "infinity")]
        : [End(node, ""), End(node, "")];

    private string End(CqlNode node, string open) => node is CqlOpen ? $"'{open}'::timestamp" : Of(node, Sort.Moment);

    private string Moment(CqlNode node) => Clause("moment", parameter(DateTime.SpecifyKind(CqlTime.Moment(node)!.Value, DateTimeKind.Unspecified)));

    private string Text(string text, string at) => parameter(Whole(text, at));

    // PostgreSQL keeps no NUL and no half surrogates.
    private static string Whole(string text, string at) => text.Contains('\0', StringComparison.Ordinal) || !IsUnicode(text)
        ? throw CqlFault.At(at, "文字列に使えない文字があります。", "The text holds a character that can't be stored.")
        : text;

    private static bool IsUnicode(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at])) continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1])) return false;
            at++;
        }

        return true;
    }

    private static Guid Id(CqlString text) => Guid.TryParseExact(text.Value, "D", out var id)
        ? id
        : throw CqlFault.At(text.At, $"「{text.Value}」は識別子（uuid）ではありません。", "Not an id (uuid).");

    private static GunManeException NoDay(CqlString text) => CqlFault.At(text.At, $"「{text.Value}」は日付ではありません。DATE('2026-04-01') と書きます。", "Not a date.");

    private static string Name(Sort sort) => sort switch
    {
        Sort.Text => "文字列",
        Sort.Number => "数",
        Sort.Boolean => "真偽",
        Sort.Moment => "日時",
        Sort.Id => "識別子",
        Sort.Geometry => "図形",
        _ => "並び",
    };

    private static string Clause(string name, params string[] parts) =>
        string.Format(CultureInfo.InvariantCulture, SqlText.Query($"filters.{name}"), [.. parts]);
}
