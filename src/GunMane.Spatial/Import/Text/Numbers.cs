using System.Globalization;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Import.Text;

/// <summary>
/// Numbers as towns write them: full-width digits, thousands separators, stray blanks, 約, △ and ▲ as minus, a unit
/// behind, which is converted. Ranges, 以上 and 未満 are no numbers. Pure.
/// </summary>
public static partial class Numbers
{
    /// <summary>Reads a number of the stored unit.</summary>
    /// <param name="text">As the file has it.</param>
    /// <param name="quantity">What it measures; only units of that may stand with it.</param>
    /// <param name="scale">What one is, in the stored unit, where no unit stands with the number: of the column's name or the profile, else 1.</param>
    /// <param name="value">The number in the stored unit; NaN if it is none.</param>
    /// <param name="repair">How it was read, for the report; null where a plain number stood there.</param>
    public static bool TryParse(string? text, Quantity quantity, decimal scale, out double value, out string? repair)
    {
        (value, repair) = (double.NaN, null);
        if (text is null) return false;
        if (scale == 1 && IsPlain(text, out value)) return true;
        if (Read(text, quantity, scale) is not { } read)
        {
            value = double.NaN;
            return false;
        }

        value = (double)read;
        if (!IsPlain(text, out _))
            repair = FormattableString.Invariant($"「{text.Trim()}」を数字 {value}{quantity.Stored()} として読みました (number read)");
        return true;
    }

    /// <summary>Reads a bare number.</summary>
    public static bool TryParse(string? text, out double value, out bool repaired)
    {
        var read = TryParse(text, Quantity.Bare, 1, out value, out var repair);
        repaired = repair is not null;
        return read;
    }

    private static bool IsPlain(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);

    private static decimal? Read(string text, Quantity quantity, decimal scale)
    {
        var folded = CommaBlanks().Replace(Plain.Fold(text).Replace('、', ','), ",");
        if (folded.EndsWith("程度", StringComparison.Ordinal)) folded = folded[..^2];
        if (quantity == Quantity.Money && Myriads(folded) is { } yen) return yen;
        var match = NumberPattern().Match(folded);
        if (!match.Success || !decimal.TryParse(match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal),
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)) return null;
        var unit = match.Groups["unit"].Value.Replace(" ", "", StringComparison.Ordinal);
        if (match.Groups["yen"].Length > 0 && quantity is not (Quantity.Money or Quantity.Bare)) return null;
        if (unit.Length > 0 && quantity == Quantity.Money) unit = MoneyTail().Replace(unit, "");
        var factor = unit.Length > 0 ? Quantities.Factor(quantity, unit) : match.Groups["yen"].Length > 0 ? 1 : scale;
        return factor is null ? null : Signed(match.Groups["sign"].Value, number, factor.Value);
    }

    private static decimal? Signed(string sign, decimal number, decimal factor)
    {
        try
        {
            return (sign is "-" or "△" or "▲" or "ー" ? -number : number) * factor;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    // 1億2,345万6,000円
    private static decimal? Myriads(string text)
    {
        var match = MyriadPattern().Match(text.Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
        if (!match.Success) return null;
        var sum = Part(match, "oku") * 100_000_000 + Part(match, "man") * 10_000 + Part(match, "yen");
        return match.Groups["sign"].Length > 0 ? -sum : sum;
    }

    private static decimal Part(Match match, string group) =>
        match.Groups[group].Length == 0 ? 0 : decimal.Parse(match.Groups[group].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    [GeneratedRegex(" ?, ?")]
    private static partial Regex CommaBlanks();

    // Behind amounts: 円也, 円-, 円(税込) is taken off before (Money).
    [GeneratedRegex("(?:也|[.]?-)$|^[.]?-$")]
    private static partial Regex MoneyTail();

    [GeneratedRegex("^(?:約|およそ|概ね|ほぼ)? ?金? ?(?<sign>[-+△▲ー])? ?(?<yen>[¥\\\\])? ?(?<sign>[-△▲])?(?<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})(?:[.][0-9]{1,12})?(?:[eE][+-]?[0-9]{1,2})?|[.][0-9]{1,12}) ?(?<unit>[^0-9,. +-][^0-9]*?[0-9]?|[.]?-)?$")]
    private static partial Regex NumberPattern();

    [GeneratedRegex("^(?:約|金)?(?<sign>[-△▲])?(?:(?<oku>[0-9]{1,6}(?:[.][0-9]{1,8})?)億)(?:(?<man>[0-9]{1,4}(?:[.][0-9]{1,4})?)万)?(?<yen>[0-9]{1,4})?円?也?$|^(?:約|金)?(?<sign>[-△▲])?(?<man>[0-9]{1,8})万(?<yen>[0-9]{1,4})円?也?$")]
    private static partial Regex MyriadPattern();
}
