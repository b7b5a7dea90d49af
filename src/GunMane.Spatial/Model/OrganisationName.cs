using System.Text;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Model;

/// <summary>An organisation's name as files write it, taken apart.</summary>
/// <param name="Name">The name without prefecture and county: 焼津市, 吉田町, 静岡県.</param>
/// <param name="Kind">prefecture, municipality, state, union, corporation or other.</param>
/// <param name="Prefecture">Two-digit code of the prefecture that the name states; null if it states none.</param>
public sealed partial record OrganisationName(string Name, string Kind, string? Prefecture)
{
    /// <summary>Takes a name apart: 静岡県榛原郡吉田町 → 吉田町, municipality, 22.</summary>
    public static OrganisationName Parse(string text)
    {
        var plain = string.Concat(text.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter)));
        var prefecture = Prefectures.CodeAtStartOf(plain);
        if (prefecture is not null && Prefectures.Find(prefecture)!.Value.Name == plain) return new(plain, "prefecture", prefecture);
        if (Corporation().IsMatch(plain)) return new(plain, "corporation", prefecture);
        if (Union().IsMatch(plain)) return new(plain, "union", prefecture);
        if (State().IsMatch(plain)) return new(plain, "state", prefecture);
        var local = prefecture is null ? plain : plain[Prefectures.Find(prefecture)!.Value.Name.Length..];
        return Municipality().IsMatch(local) ? new(WithoutCounty(local), "municipality", prefecture) : new(plain, "other", prefecture);
    }

    /// <summary>A municipality's name without its county (榛原郡吉田町 → 吉田町); 蒲郡市 and 上郡町 stay whole.</summary>
    public static string WithoutCounty(string name)
    {
        var match = County().Match(name);
        return match.Success ? match.Groups[1].Value : name;
    }

    /// <summary>The designated city of a ward's name: 静岡市葵区 → 静岡市; other names unchanged.</summary>
    public static string WithoutWard(string name)
    {
        var match = Ward().Match(name);
        return match.Success ? match.Groups[1].Value : name;
    }

    [GeneratedRegex("公社|財団|機構|株式会社|法人|協会")]
    private static partial Regex Corporation();

    [GeneratedRegex("企業団|組合|広域連合")]
    private static partial Regex Union();

    [GeneratedRegex("国土交通省|農林水産省|環境省|防衛省|地方整備局|国道事務所|河川事務所|開発局")]
    private static partial Regex State();

    [GeneratedRegex("^.+[市区町村]$")]
    private static partial Regex Municipality();

    [GeneratedRegex("^.+?郡(.+[町村])$")]
    private static partial Regex County();

    [GeneratedRegex("^(.+?市)(.+区)$")]
    private static partial Regex Ward();
}
