using System.Text;

namespace GunMane.Spatial.Contractors;

/// <summary>
/// 法人番号: 13 digits, the first of which is the check digit 9 − (Σ Pn·Qn mod 9), where Pn is the n-th of the other
/// digits from the right and Qn is 1 for odd n, 2 for even n (法人番号の指定等に関する省令 第2条).
/// </summary>
public static class CorporateNumber
{
    /// <summary>Whether the text is a 法人番号 with a right check digit.</summary>
    public static bool IsValid(string? text) => text is { Length: 13 } && text.All(char.IsAsciiDigit) && text[0] - '0' == CheckDigit(text.AsSpan(1));

    /// <summary>Reads a number as files write it (full-width, blanks, hyphens); null if it is none or its check digit is wrong.</summary>
    public static string? Parse(string? text)
    {
        var digits = string.Concat((text ?? "").Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter) && letter != '-'));
        return IsValid(digits) ? digits : null;
    }

    private static int CheckDigit(ReadOnlySpan<char> twelve)
    {
        var sum = 0;
        for (var n = 1; n <= twelve.Length; n++) sum += (twelve[^n] - '0') * (n % 2 == 1 ? 1 : 2);
        return 9 - sum % 9;
    }
}
