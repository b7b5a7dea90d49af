using GunMane.Spatial.Model;

namespace GunMane.Spatial.Filtering;

/// <summary>Refusals of filters, all of the parameter <c>filter</c>, with the place and what would be accepted.</summary>
public static class CqlFault
{
    /// <summary>A refusal at a place.</summary>
    /// <param name="at">Where, as <see cref="CqlNode.At"/> says it.</param>
    /// <param name="japanese">What is wrong and what would be accepted.</param>
    /// <param name="english">The same in English.</param>
    public static GunManeException At(string at, string japanese, string english) =>
        new(Refusal.BadInput, $"filter{(at.Length == 0 ? "" : $" の {at}")}: {japanese} ({english})", "filter") { Details = new Dictionary<string, object?> { ["position"] = at } };

    /// <summary>An argument of a function is not what it takes.</summary>
    public static GunManeException Argument(CqlFunction function, CqlArgument argument, CqlNode given) => At(given.At,
        $"「{function.Signature}」の引数 {argument.Name} は{Word(argument.Type)}です。", $"{function.Name} takes a {CqlFunctions.Word(argument.Type)} as {argument.Name}.");

    private static string Word(CqlType type) => type switch
    {
        CqlType.Text => "文字列",
        CqlType.Number or CqlType.Whole => "数",
        CqlType.Moment => "日付（項目、DATE('2026-04-01')、TIMESTAMP(…)）",
        _ => "図形（geometry、POINT(…)、BBOX(…) など）",
    };

    /// <summary>A refusal because of a limit, which it names.</summary>
    public static GunManeException Over(string at, LimitFact limit, string japanese, string english)
    {
        var fault = At(at, japanese, english);
        return new GunManeException(fault.Refusal, fault.Message, fault.Parameter) { Details = new Dictionary<string, object?>(fault.Details) { [LimitFact.Member] = limit } };
    }

    /// <summary>Words for the place of a character, counted from 1.</summary>
    public static string Character(int offset) => FormattableString.Invariant($"{offset + 1} 文字目");
}

/// <summary>How large a filter may be: what is beyond is refused before it costs anything.</summary>
public static class CqlLimits
{
    /// <summary>Characters of a filter.</summary>
    public const int Characters = 100_000;

    internal static LimitFact CharactersFact { get; } = new("filterCharacters", Characters, "characters");

    internal static LimitFact DepthFact { get; } = new("filterDepth", Depth, "levels");

    internal static LimitFact NodesFact { get; } = new("filterNodes", Nodes, "operators and values");

    internal static LimitFact VerticesFact { get; } = new("filterVertices", Vertices, "vertices");

    /// <summary>How deep conditions and brackets may nest.</summary>
    public const int Depth = 48;

    /// <summary>Operators, properties and literals.</summary>
    public const int Nodes = 5_000;

    /// <summary>Vertices of all geometries together.</summary>
    public const int Vertices = 20_000;
}
