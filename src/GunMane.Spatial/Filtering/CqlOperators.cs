namespace GunMane.Spatial.Filtering;

/// <summary>What kind of operator it is; it decides what operands it takes.</summary>
public enum CqlKind
{
    /// <summary>and, or: two or more conditions.</summary>
    Logic,

    /// <summary>not: one condition.</summary>
    Not,

    /// <summary>= &lt;&gt; &lt; &gt; &lt;= &gt;=: two values.</summary>
    Comparison,

    /// <summary>like: a text and a pattern.</summary>
    Like,

    /// <summary>between: a value and two limits, both inside.</summary>
    Between,

    /// <summary>in: a value and a list.</summary>
    In,

    /// <summary>isNull: anything.</summary>
    IsNull,

    /// <summary>casei, accenti: a text; gives a text.</summary>
    Folding,

    /// <summary>+ - * / % div ^: two numbers; gives a number.</summary>
    Arithmetic,

    /// <summary>s_…: two geometries.</summary>
    Spatial,

    /// <summary>t_…: two instants or intervals.</summary>
    Temporal,

    /// <summary>a_…: two lists.</summary>
    Array,

    /// <summary>One of <see cref="CqlFunctions"/>: its own arguments; gives a value.</summary>
    Function,
}

/// <summary>The operators of CQL2 by the names that its JSON gives them, and <see cref="CqlFunctions"/>. There are no others.</summary>
public static class CqlOperators
{
    private static readonly Dictionary<string, CqlKind> Own = new(StringComparer.Ordinal)
    {
        ["and"] = CqlKind.Logic, ["or"] = CqlKind.Logic, ["not"] = CqlKind.Not,
        ["="] = CqlKind.Comparison, ["<>"] = CqlKind.Comparison, ["<"] = CqlKind.Comparison, [">"] = CqlKind.Comparison,
        ["<="] = CqlKind.Comparison, [">="] = CqlKind.Comparison,
        ["like"] = CqlKind.Like, ["between"] = CqlKind.Between, ["in"] = CqlKind.In, ["isNull"] = CqlKind.IsNull,
        ["casei"] = CqlKind.Folding, ["accenti"] = CqlKind.Folding,
        ["+"] = CqlKind.Arithmetic, ["-"] = CqlKind.Arithmetic, ["*"] = CqlKind.Arithmetic, ["/"] = CqlKind.Arithmetic,
        ["%"] = CqlKind.Arithmetic, ["div"] = CqlKind.Arithmetic, ["^"] = CqlKind.Arithmetic,
        ["s_contains"] = CqlKind.Spatial, ["s_crosses"] = CqlKind.Spatial, ["s_disjoint"] = CqlKind.Spatial, ["s_equals"] = CqlKind.Spatial,
        ["s_intersects"] = CqlKind.Spatial, ["s_overlaps"] = CqlKind.Spatial, ["s_touches"] = CqlKind.Spatial, ["s_within"] = CqlKind.Spatial,
        ["t_after"] = CqlKind.Temporal, ["t_before"] = CqlKind.Temporal, ["t_contains"] = CqlKind.Temporal, ["t_disjoint"] = CqlKind.Temporal,
        ["t_during"] = CqlKind.Temporal, ["t_equals"] = CqlKind.Temporal, ["t_finishedBy"] = CqlKind.Temporal, ["t_finishes"] = CqlKind.Temporal,
        ["t_intersects"] = CqlKind.Temporal, ["t_meets"] = CqlKind.Temporal, ["t_metBy"] = CqlKind.Temporal, ["t_overlappedBy"] = CqlKind.Temporal,
        ["t_overlaps"] = CqlKind.Temporal, ["t_startedBy"] = CqlKind.Temporal, ["t_starts"] = CqlKind.Temporal,
        ["a_containedBy"] = CqlKind.Array, ["a_contains"] = CqlKind.Array, ["a_equals"] = CqlKind.Array, ["a_overlaps"] = CqlKind.Array,
    };

    private static readonly Dictionary<string, CqlKind> Kinds =
        Own.Concat(CqlFunctions.All.Select(function => KeyValuePair.Create(function.Name, CqlKind.Function))).ToDictionary(StringComparer.Ordinal);

    // Text writes function names in any case; JSON as they stand above, and older drafts in lower case.
    private static readonly Dictionary<string, string> Names = Kinds.Keys.ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>All operators.</summary>
    public static IEnumerable<string> All => Kinds.Keys;

    /// <summary>The kind of an operator.</summary>
    public static CqlKind KindOf(string name) => Kinds[name];

    /// <summary>The operator as JSON writes it, whatever its case; null if there is none.</summary>
    public static string? Find(string name) => Names.GetValueOrDefault(name);

    /// <summary>Whether text writes it as a function: NAME(…).</summary>
    public static bool IsFunction(string name) => Kinds[name] is CqlKind.Folding or CqlKind.Spatial or CqlKind.Temporal or CqlKind.Array or CqlKind.Function;

    /// <summary>Least and most operands.</summary>
    public static (int Least, int Most) Operands(string name) => Kinds[name] switch
    {
        CqlKind.Logic => (2, int.MaxValue),
        CqlKind.Not or CqlKind.IsNull or CqlKind.Folding => (1, 1),
        CqlKind.Between => (3, 3),
        CqlKind.Function => (CqlFunctions.Find(name)!.Arguments.Count, CqlFunctions.Find(name)!.Arguments.Count),
        _ => (2, 2),
    };
}
