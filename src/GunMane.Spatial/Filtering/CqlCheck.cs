using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Filtering;

/// <summary>
/// What both parsers ask of a filter beside its grammar: each operator has operands of the right shape, and the whole is
/// within <see cref="CqlLimits"/>. What a property is (text, number, …) is not known here.
/// </summary>
internal static class CqlCheck
{
    /// <summary>Checks a whole filter.</summary>
    /// <exception cref="Model.GunManeException">It is no condition, or an operand has the wrong shape (BadInput, filter).</exception>
    public static CqlNode Filter(CqlNode root)
    {
        var (nodes, vertices) = (0, 0);
        Count(root, 0, ref nodes, ref vertices);
        Condition(root);
        return root;
    }

    private static void Count(CqlNode node, int depth, ref int nodes, ref int vertices)
    {
        if (++nodes > CqlLimits.Nodes) throw CqlFault.Over(node.At, CqlLimits.NodesFact, $"条件が大きすぎます。{CqlLimits.Nodes} 個までです。", $"At most {CqlLimits.Nodes} operators and values.");
        if (depth > CqlLimits.Depth) throw CqlFault.Over(node.At, CqlLimits.DepthFact, $"入れ子が深すぎます。{CqlLimits.Depth} 段までです。", $"At most {CqlLimits.Depth} levels.");
        if (node is CqlGeometry { Value: var geometry } && (vertices += geometry.NumPoints) > CqlLimits.Vertices)
            throw CqlFault.Over(node.At, CqlLimits.VerticesFact, $"図形の頂点は合わせて {CqlLimits.Vertices} 個までです。", $"At most {CqlLimits.Vertices} vertices.");
        foreach (var child in Children(node)) Count(child, depth + 1, ref nodes, ref vertices);
    }

    private static IReadOnlyList<CqlNode> Children(CqlNode node) => node switch
    {
        CqlCall call => call.Operands,
        CqlList list => list.Items,
        CqlInterval interval => [interval.From, interval.To],
        _ => [],
    };

    private static void Condition(CqlNode node)
    {
        if (node is CqlBoolean) return;
        if (node is not CqlCall call || CqlOperators.KindOf(call.Operator) is CqlKind.Folding or CqlKind.Arithmetic or CqlKind.Function)
            throw CqlFault.At(node.At, "条件（比較、AND・OR・NOT、LIKE、S_INTERSECTS など）が必要です。", "A condition is needed here.");
        var (least, most) = CqlOperators.Operands(call.Operator);
        if (call.Operands.Count < least || call.Operands.Count > most)
            throw CqlFault.At(call.At, $"「{call.Operator}」の引数は{(most == int.MaxValue ? $" {least} 個以上" : $" {most} 個")}です。", $"{call.Operator} takes {least} operand(s){(most > least ? " or more" : "")}.");
        Operands(call);
    }

    private static void Operands(CqlCall call)
    {
        switch (CqlOperators.KindOf(call.Operator))
        {
            case CqlKind.Logic or CqlKind.Not: Each(call.Operands, Condition); break;
            case CqlKind.Comparison or CqlKind.Between: Each(call.Operands, Scalar); break;
            case CqlKind.Like: Like(call); break;
            case CqlKind.In: In(call); break;
            case CqlKind.Spatial: Each(call.Operands, Spatial); break;
            case CqlKind.Temporal: Each(call.Operands, Temporal); break;
            case CqlKind.Array: Each(call.Operands, Array); break;
            case CqlKind.IsNull when call.Operands[0] is not CqlProperty: Scalar(call.Operands[0]); break;
        }
    }

    private static void Each(IReadOnlyList<CqlNode> nodes, Action<CqlNode> check)
    {
        foreach (var node in nodes) check(node);
    }

    private static void Like(CqlCall call)
    {
        Text(call.Operands[0]);
        Text(call.Operands[1]);
        var pattern = call.Operands[1];
        while (pattern is CqlCall folding && CqlOperators.KindOf(folding.Operator) == CqlKind.Folding) pattern = folding.Operands[0];
        if (pattern is not CqlString { Value: var text })
            throw CqlFault.At(pattern.At, "LIKE の右は文字列（% は任意の文字列、_ は1文字）です。", "The pattern of LIKE is a text with % and _.");
        if (text.Length - text.TrimEnd('\\').Length is var slashes && slashes % 2 == 1)
            throw CqlFault.At(pattern.At, @"LIKE の型の終わりの \ の後に文字がありません。\ そのものは \\ と書きます。", @"A pattern can't end in a single backslash.");
    }

    private static void In(CqlCall call)
    {
        Scalar(call.Operands[0]);
        if (call.Operands[1] is not CqlList { Items: { Count: > 0 } items })
            throw CqlFault.At(call.Operands[1].At, "IN の右は1個以上の値の並びです。", "IN takes a list of one or more values.");
        Each(items, Scalar);
    }

    private static void Text(CqlNode node)
    {
        if (node is CqlCall call && CqlOperators.KindOf(call.Operator) == CqlKind.Folding && call.Operands.Count == 1) Text(call.Operands[0]);
        else if (CqlFunctions.ReturnOf(node) == CqlType.Text) Arguments((CqlCall)node);
        else if (node is not (CqlProperty or CqlString)) throw CqlFault.At(node.At, "文字列の項目か文字列が必要です。", "A text or a property is needed.");
    }

    private static void Number(CqlNode node)
    {
        if (node is CqlCall call && CqlOperators.KindOf(call.Operator) == CqlKind.Arithmetic && call.Operands.Count == 2) Each(call.Operands, Number);
        else if (CqlFunctions.ReturnOf(node) == CqlType.Number) Arguments((CqlCall)node);
        else if (node is not (CqlProperty or CqlNumber)) throw CqlFault.At(node.At, "数の項目か数が必要です。", "A number or a property is needed.");
    }

    private static void Scalar(CqlNode node)
    {
        switch (node)
        {
            case CqlProperty or CqlString or CqlNumber or CqlBoolean or CqlDate or CqlTimestamp: return;
            case CqlCall call when CqlOperators.KindOf(call.Operator) == CqlKind.Folding: Text(node); return;
            case CqlCall call when CqlOperators.KindOf(call.Operator) == CqlKind.Arithmetic: Number(node); return;
            case CqlCall call when CqlOperators.KindOf(call.Operator) == CqlKind.Function: Arguments(call); return;
            default: throw CqlFault.At(node.At, "値（項目、文字列、数、日付、true/false）が必要です。", "A value is needed here.");
        }
    }

    private static void Arguments(CqlCall call)
    {
        var function = CqlFunctions.Find(call.Operator)!;
        if (call.Operands.Count != function.Arguments.Count)
            throw CqlFault.At(call.At, $"「{function.Signature}」の引数は {function.Arguments.Count} 個ですが、{call.Operands.Count} 個あります。", $"{function.Name} takes {function.Arguments.Count} argument(s).");
        foreach (var (node, argument) in call.Operands.Zip(function.Arguments)) Argument(function, argument, node);
    }

    private static void Argument(CqlFunction function, CqlArgument argument, CqlNode node)
    {
        if (!MayBe(node, argument.Type)) throw CqlFault.Argument(function, argument, node);
        switch (node)
        {
            case CqlCall: Scalar(node); break;
            case CqlGeometry or CqlBox: Spatial(node); break;
        }
    }

    // Whether a property is of the type is known only where the collection is. A text may stand for a day, as in comparisons.
    private static bool MayBe(CqlNode node, CqlType type) => node switch
    {
        CqlProperty => true,
        CqlString => type is CqlType.Text or CqlType.Moment,
        CqlNumber => type is CqlType.Number or CqlType.Whole,
        CqlDate or CqlTimestamp => type == CqlType.Moment,
        CqlGeometry or CqlBox => type == CqlType.Geometry,
        CqlCall call => CqlOperators.KindOf(call.Operator) switch
        {
            CqlKind.Folding => type == CqlType.Text,
            CqlKind.Arithmetic => type is CqlType.Number or CqlType.Whole,
            _ => CqlFunctions.ReturnOf(node) is { } given && (given == type || (given == CqlType.Number && type == CqlType.Whole)),
        },
        _ => false,
    };

    private static void Spatial(CqlNode node)
    {
        if (node is CqlGeometry { Value: { IsValid: false } }) throw CqlFault.At(node.At, "図形の線が交わるなど、正しくありません。直してください。", "The geometry is not valid.");
        if (node is not (CqlProperty or CqlGeometry or CqlBox)) throw CqlFault.At(node.At, "図形の項目か、POINT・POLYGON・BBOX などの図形が必要です。", "A geometry is needed here.");
    }

    private static void Temporal(CqlNode node)
    {
        if (node is not (CqlProperty or CqlDate or CqlTimestamp or CqlInterval))
            throw CqlFault.At(node.At, "日付の項目か、DATE('2026-04-01')・TIMESTAMP(…)・INTERVAL(…) が必要です。", "A property, DATE, TIMESTAMP or INTERVAL is needed.");
    }

    private static void Array(CqlNode node)
    {
        if (node is CqlList list) Each(list.Items, item =>
        {
            if (item is not CqlString) throw CqlFault.At(item.At, "並びの値は文字列です。", "The values of a list are texts.");
        });
        else if (node is not CqlProperty) throw CqlFault.At(node.At, "並びの項目か ('甲', '乙') のような並びが必要です。", "A list is needed here.");
    }
}
