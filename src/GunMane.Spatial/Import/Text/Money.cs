using System.Text.RegularExpressions;

namespace GunMane.Spatial.Import.Text;

/// <summary>Amounts of money as towns write them, with whether tax (消費税) is in.</summary>
public static partial class Money
{
    private const double MostYen = 1e15;

    /// <summary>Reads an amount of whole yen.</summary>
    /// <param name="text">As the file has it: 1,234,567円（税込）, 1.2億円, 金1,000円也, △500.</param>
    /// <param name="scale">What one is in yen where no unit stands with it: 1000 under 事業費（千円）.</param>
    /// <param name="yen">The amount; may be negative.</param>
    /// <param name="taxIncluded">True for 税込, false for 税抜 and 税別, null where the text does not say.</param>
    /// <param name="repair">How it was read, for the report; null where a plain number stood there.</param>
    /// <returns>False for no number, fractions of a yen, and more than 10¹⁵ yen.</returns>
    public static bool TryParse(string? text, decimal scale, out long yen, out bool? taxIncluded, out string? repair)
    {
        (yen, taxIncluded, repair) = (0, null, null);
        if (text is null) return false;
        taxIncluded = Tax(text);
        var bare = taxIncluded is null ? text : TaxWords().Replace(Plain.Fold(text), "");
        if (!Numbers.TryParse(bare, Quantity.Money, scale, out var value, out repair) || value != Math.Truncate(value) || Math.Abs(value) > MostYen) return false;
        yen = (long)value;
        if (taxIncluded is not null || repair is not null)
            repair = FormattableString.Invariant($"「{text.Trim()}」を {yen} 円{(taxIncluded is { } tax ? tax ? "（税込）" : "（税抜）" : "")}として読みました (amount read)");
        return true;
    }

    /// <summary>Whether a text, of a value or of a column's name, says that tax is in; null where it does not say.</summary>
    public static bool? Tax(string? text)
    {
        if (text is null) return null;
        var plain = Plain.Tight(text);
        if (plain is "込" || Included().IsMatch(plain)) return true;
        return plain is "抜" or "別" || Excluded().IsMatch(plain) ? false : null;
    }

    /// <summary>
    /// Which price a column holds by its name: estimated 予定価格, award 落札額, contract 契約額, changed 変更後; null where
    /// the name does not say.
    /// </summary>
    public static string? PriceKind(string column)
    {
        var plain = Plain.Tight(column);
        if (plain.Contains("変更", StringComparison.Ordinal) || plain.Contains("最終", StringComparison.Ordinal)) return "changed";
        if (plain.Contains("予定価格", StringComparison.Ordinal)) return "estimated";
        if (plain.Contains("落札", StringComparison.Ordinal)) return "award";
        return plain.Contains("契約", StringComparison.Ordinal) || plain.Contains("請負", StringComparison.Ordinal) ? "contract" : null;
    }

    [GeneratedRegex("税込|税を含む|税含む|内税|税込み")]
    private static partial Regex Included();

    [GeneratedRegex("税抜|税別|税を含まない|税を除く|外税|税除く")]
    private static partial Regex Excluded();

    [GeneratedRegex("\\(?(?:うち|消費税及び地方消費税|消費税等?|を)?税?(?:込|抜|別)み?き?(?:価格|金額|額)?\\)?|\\((?:消費税[^)]*)\\)")]
    private static partial Regex TaxWords();
}
