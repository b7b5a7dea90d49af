namespace GunMane.Spatial.Filtering;

/// <summary>What a function of a filter takes or gives.</summary>
public enum CqlType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A day or a moment.</summary>
    Moment,

    /// <summary>A geometry.</summary>
    Geometry,
}

/// <summary>An argument of a function.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Type">What it must be.</param>
/// <param name="Title">What it is, Japanese and English.</param>
public sealed record CqlArgument(string Name, CqlType Type, string Title);

/// <summary>A function that filters may use beside those of CQL2 itself.</summary>
/// <param name="Name">Its name, and that of its clause in queries/filters.sql.</param>
/// <param name="Description">What it gives and in what unit, Japanese and English.</param>
/// <param name="Returns">What it gives; NULL where an argument is NULL.</param>
/// <param name="Arguments">What it takes.</param>
public sealed record CqlFunction(string Name, string Description, CqlType Returns, params IReadOnlyList<CqlArgument> Arguments)
{
    /// <summary>As a person reads it: <c>year(date: datetime)</c>.</summary>
    public string Signature => $"{Name}({string.Join(", ", Arguments.Select(argument => $"{argument.Name}: {CqlFunctions.Word(argument.Type)}"))})";
}

/// <summary>
/// The functions that filters may use (21-065r2, requirements class functions; listed at /ogc/functions, 19-079r2). There are no others: a
/// name that is not here is refused. None asks the clock, so that an answer hangs on the data only.
/// </summary>
public static class CqlFunctions
{
    /// <summary>All functions in the order in which they are listed.</summary>
    public static IReadOnlyList<CqlFunction> All { get; } =
    [
        new("geometry_length_m", "線の長さ (m)。楕円体 GRS80 の測地線に沿う。点と面は 0。 (Length of the lines in metres along geodesics of GRS80; 0 of points and polygons.)",
            CqlType.Number, new CqlArgument("geometry", CqlType.Geometry, "図形 (geometry)")),
        new("geometry_area_m2", "面の面積 (m²)。楕円体 GRS80 上。点と線は 0。 (Area of the polygons in square metres on GRS80; 0 of points and lines.)",
            CqlType.Number, new CqlArgument("geometry", CqlType.Geometry, "図形 (geometry)")),
        new("geometry_dimension", "図形の次元。点 0、線 1、面 2。 (Dimension: 0 points, 1 lines, 2 polygons.)",
            CqlType.Whole, new CqlArgument("geometry", CqlType.Geometry, "図形 (geometry)")),
        new("year", "西暦年。 (Calendar year.)", CqlType.Whole, new CqlArgument("date", CqlType.Moment, "日付 (date)")),
        new("fiscal_year", "年度（4月1日から翌年3月31日まで）の始まる西暦年。 (Japanese fiscal year, April to March, by the year in which it begins.)",
            CqlType.Whole, new CqlArgument("date", CqlType.Moment, "日付 (date)")),
        new("days_between", "始めの日から終わりの日までの日数。終わりが先なら負。同じ日は 0。 (Days from the first date to the second; negative where the second is earlier, 0 on the same day.)",
            CqlType.Whole, new CqlArgument("from", CqlType.Moment, "始め (from)"), new CqlArgument("to", CqlType.Moment, "終わり (to)")),
        new("char_length", "文字数。 (Number of characters, Unicode code points.)", CqlType.Whole, new CqlArgument("text", CqlType.Text, "文字列 (text)")),
        new("nfkc", "全角・半角をそろえた文字列（Unicode 正規化形式 KC）。Ａ１ は A1、㈱ は (株)、ﾊｼ は ハシ。 (The text with full and half width alike: Unicode normalisation form KC.)",
            CqlType.Text, new CqlArgument("text", CqlType.Text, "文字列 (text)")),
    ];

    private static readonly Dictionary<string, CqlFunction> Named = All.ToDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>A function by the name that its <see cref="CqlCall"/> carries; null for an operator of CQL2 itself.</summary>
    public static CqlFunction? Find(string name) => Named.GetValueOrDefault(name);

    /// <summary>What a call of a function gives, whole numbers among the numbers; null for any other node.</summary>
    public static CqlType? ReturnOf(CqlNode node) => node is CqlCall call && Find(call.Operator) is { Returns: var type } ? type == CqlType.Whole ? CqlType.Number : type : null;

    /// <summary>The type as /functions writes it (19-079r2).</summary>
    public static string Word(CqlType type) => type switch
    {
        CqlType.Text => "string",
        CqlType.Number => "number",
        CqlType.Whole => "integer",
        CqlType.Moment => "datetime",
        _ => "geometry",
    };

    /// <summary>All signatures, for refusals.</summary>
    internal static string Signatures { get; } = string.Join(", ", All.Select(function => function.Signature));
}
