using GunMane.ModelRegion.Support;

namespace GunMane.ModelRegion.Trade;

/// <summary>The ways in which ledgers and tender results spell a firm's name.</summary>
public static class Spellings
{
    private const string Wide = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンー";
    private const string Narrow = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝｰ";

    /// <summary>One spelling, more often than not the canonical one.</summary>
    public static string Of(Firm firm, Rng rng)
    {
        if (firm.Class != "会社" || rng.Chance(0.4))
            return firm.Class == "共同企業体" && rng.Chance(0.3) ? firm.Stem + "JV" : firm.Name;
        var marks = firm.Form == "株式会社" ? new[] { "(株)", "（株）", "㈱", "株式会社 ", "株式会社　" } : ["(有)", "（有）", "㈲", "有限会社 "];
        var mark = rng.Pick(marks);
        var stem = rng.Chance(0.08) ? Halved(firm.Stem) : firm.Stem;
        if (!firm.FormFirst && mark.Length > 3)
            mark = string.Concat(mark[^1], mark[..^1]);
        var name = firm.FormFirst ? mark + stem : stem + mark;
        return rng.Chance(0.05) ? name + rng.Pick(["　汐見浜支店", " 桐ノ瀬営業所"]) : name;
    }

    /// <summary>Half-width kana, as old systems print them.</summary>
    private static string Halved(string text) =>
        string.Concat(text.Select(c => Wide.Contains(c, StringComparison.Ordinal) ? Narrow[Wide.IndexOf(c, StringComparison.Ordinal)] : c));
}
