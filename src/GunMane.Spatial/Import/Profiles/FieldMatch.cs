using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Profiles;

/// <summary>How well a column suits a field, and why.</summary>
/// <param name="Score">0…1.</param>
/// <param name="Reasons">The evidence in words.</param>
public sealed record FieldMatch(double Score, IReadOnlyList<Bilingual> Reasons)
{
    /// <summary>Columns below this are not proposed for a field.</summary>
    public const double Least = 0.45;

    private const double Whole = 0.92;
    private const double WholeStep = 0.004;
    private const double WholeLeast = 0.84;
    private const double Part = 0.62;
    private const double LongerPart = 0.04;
    private const double MostPart = 0.78;
    private const double CutOff = 0.5;
    private const int CutOffBytes = 10;
    private const double MostlyFits = 0.8;

    private static readonly FieldMatch None = new(0, []);

    /// <summary>Matches a column with a field.</summary>
    public static FieldMatch Of(ColumnFacts column, FieldNames field, ColumnNames names)
    {
        var (header, why) = Header(column.Name, field);
        if (header < 0) return None;
        if (column.Filled == 0) return header == 0 ? None : new FieldMatch(header * 0.5, [why!, new("値はすべて空です", "all values are blank")]);
        var fit = Share(column, value => ValueTests.Fits(value, field.Expects, names));
        var proof = field.Alone == 0 ? 0 : Share(column, value => ValueTests.Proves(value, field.Expects, names));
        var byHeader = header * (0.25 + 0.75 * fit);
        var byValues = proof >= MostlyFits ? field.Alone * proof : 0;
        var score = 1 - (1 - byHeader) * (1 - byValues);
        return new FieldMatch(score, [.. new[] { why, InValues(field.Expects, fit, byValues > 0 ? proof : 0, header > 0) }.OfType<Bilingual>()]);
    }

    /// <summary>Share of a column's sample values that pass.</summary>
    public static double Share(ColumnFacts column, Func<string, bool> test) =>
        column.Values.Count == 0 ? 0 : (double)column.Values.Count(test) / column.Values.Count;

    /// <summary>A share for people: 97%.</summary>
    public static string Percent(double share) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Round(share * 100)}%");

    /// <summary>How sure a score is, in a word.</summary>
    public static Bilingual Word(double score) => score switch
    {
        >= 0.85 => new("確か", "sure"),
        >= 0.65 => new("おそらく", "likely"),
        >= Least => new("自信なし", "unsure"),
        _ => new("", ""),
    };

    // −1: the header rules the field out; 0: it says nothing.
    private static (double Score, Bilingual? Why) Header(string name, FieldNames field)
    {
        var plain = ColumnNames.Plain(name);
        var whole = Array.FindIndex(field.Names, candidate => ColumnNames.Plain(candidate) == plain || ProfileCatalogue.Plain(candidate) == ProfileCatalogue.Plain(name));
        if (whole >= 0) return (Math.Max(WholeLeast, Whole - whole * WholeStep), new($"見出しが「{field.Names[whole]}」", $"header is {field.Names[whole]}"));
        if (Array.Find(field.Not, part => plain.Contains(ProfileCatalogue.Plain(part), StringComparison.Ordinal)) is not null) return (-1, null);
        if (Array.Find(field.Parts, part => plain.Contains(ProfileCatalogue.Plain(part), StringComparison.Ordinal)) is { } found)
            return (Math.Min(MostPart, Part + LongerPart * (found.Length - 2)), new($"見出しに「{found}」がある", $"header contains {found}"));
        return Array.Find(field.Names, candidate => IsCutOff(name, candidate)) is { } cut
            ? (CutOff, new($"見出しは途中で切れた「{cut}」のよう", $"header looks like {cut} cut off"))
            : (0, null);
    }

    // A dBASE header ends after ten bytes: 資産管理番 for 資産管理番号.
    private static bool IsCutOff(string header, string name) =>
        header.Length >= 3 && name.Length > header.Length && name.StartsWith(header, StringComparison.Ordinal)
        && System.Text.Encoding.UTF8.GetByteCount(header) >= CutOffBytes - 2;

    private static Bilingual? InValues(Expectation expected, double fit, double proof, bool named)
    {
        if (Word(expected) is not { } what) return null;
        if (proof > 0) return new($"値の {Percent(proof)} が{what.Ja}", $"{Percent(proof)} of the values are {what.En}");
        if (!named) return null;
        return fit >= MostlyFits
            ? new($"値の {Percent(fit)} が{what.Ja}として読める", $"{Percent(fit)} of the values can be read as {what.En}")
            : new($"ただし値の {Percent(1 - fit)} は{what.Ja}として読めない", $"but {Percent(1 - fit)} of the values are no {what.En}");
    }

    private static Bilingual? Word(Expectation expected) => expected switch
    {
        Expectation.Latitude => new("日本の緯度", "latitudes in Japan"),
        Expectation.Longitude => new("日本の経度", "longitudes in Japan"),
        Expectation.PlaneMetres => new("平面直角座標のメートル", "metres of a plane rectangular CRS"),
        Expectation.Wkt => new("図形の文字列", "geometries as text"),
        Expectation.Year => new("年", "years"),
        Expectation.Date => new("日付", "dates"),
        Expectation.Measure => new("数字", "numbers"),
        Expectation.Whole => new("整数", "whole numbers"),
        Expectation.Yen => new("円の金額", "amounts in yen"),
        Expectation.MunicipalityCode => new("団体コード", "municipality codes"),
        Expectation.Municipality => new("市区町村名", "names of municipalities"),
        Expectation.Organisation => new("自治体などの名前", "names of public bodies"),
        Expectation.Department => new("課や係の名前", "names of departments"),
        Expectation.CorporateNumber => new("検査数字の合う法人番号", "corporate numbers with a right check digit"),
        Expectation.Firm => new("会社名", "names of firms"),
        Expectation.Title => new("工事や業務の件名", "titles of orders"),
        Expectation.Grade => new("判定の段階", "grades of condition"),
        Expectation.Sector => new("分野の名前", "names of sectors"),
        Expectation.WorkKind => new("業務種別の言葉", "words of work kinds"),
        Expectation.Outcome => new("落札・不調などの結果", "outcomes of tenders"),
        Expectation.Tax => new("税込・税抜", "words about tax"),
        Expectation.Address => new("住所", "addresses"),
        Expectation.Name => new("施設らしい名前", "names of facilities"),
        _ => null,
    };
}
