using System.Globalization;
using System.Text;

namespace GunMane.Spatial.Import.Text;

/// <summary>Numbers as towns write them: full-width digits, thousands separators, blanks, a unit behind.</summary>
public static class Numbers
{
    private static readonly string[] Units = ["m2", "m²", "km", "m", "円", "人", "年度", "年", "㎡"];

    /// <summary>Reads a number; <paramref name="repaired"/> tells whether it was written in another way than <c>-1234.5</c>.</summary>
    public static bool TryParse(string? text, out double value, out bool repaired)
    {
        (value, repaired) = (double.NaN, false);
        if (text is null) return false;
        if (Plain(text, out value)) return true;
        var cleaned = text.Normalize(NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal).Trim().TrimStart('¥', '\\');
        foreach (var unit in Units)
        {
            if (!cleaned.EndsWith(unit, StringComparison.Ordinal)) continue;
            cleaned = cleaned[..^unit.Length].TrimEnd();
            break;
        }

        repaired = true;
        return cleaned.IndexOf(' ', StringComparison.Ordinal) < 0 && Plain(cleaned, out value);
    }

    private static bool Plain(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);
}
