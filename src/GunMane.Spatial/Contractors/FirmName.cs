using System.Text;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Contractors;

/// <summary>What kind of firm a name says it is.</summary>
public enum FirmKind
{
    /// <summary>A company, or a name that says nothing else.</summary>
    Company,

    /// <summary>共同企業体 (JV).</summary>
    JointVenture,

    /// <summary>協同組合.</summary>
    Cooperative,
}

/// <summary>A firm's name taken apart.</summary>
/// <param name="Raw">As the file has it.</param>
/// <param name="Core">The name that is compared: NFKC, no blanks, old letters replaced, without legal form and branch.</param>
/// <param name="Form">Legal form (株式会社, 有限会社 …); empty if the name states none.</param>
/// <param name="Branch">Branch or office (浜辺営業所); empty if none.</param>
/// <param name="Kind">Company, joint venture or cooperative.</param>
/// <param name="Lossy">A letter was lost before the file came here (<c>?</c>, 〓, □): such a name is never joined to another.</param>
public sealed partial record FirmName(string Raw, string Core, string Form, string Branch, FirmKind Kind, bool Lossy)
{
    private static readonly (string Written, string Form)[] Forms =
    [
        ("(株)", "株式会社"), ("(有)", "有限会社"), ("(合)", "合同会社"), ("(同)", "合同会社"), ("(名)", "合名会社"), ("(資)", "合資会社"),
        ("(一社)", "一般社団法人"), ("(公社)", "公益社団法人"), ("(一財)", "一般財団法人"), ("(公財)", "公益財団法人"), ("(協)", "協同組合"),
        ("(企)", "企業組合"), ("(特非)", "特定非営利活動法人"),
        ("株式会社", "株式会社"), ("有限会社", "有限会社"), ("合同会社", "合同会社"), ("合名会社", "合名会社"), ("合資会社", "合資会社"),
        ("一般社団法人", "一般社団法人"), ("公益社団法人", "公益社団法人"), ("一般財団法人", "一般財団法人"), ("公益財団法人", "公益財団法人"),
        ("特定非営利活動法人", "特定非営利活動法人"),
    ];

    // Letters with two spellings in firms' names. 斎/齋 and 斉/齊 are two different letters and stay two.
    private static readonly Dictionary<char, char> OldLetters = new()
    {
        ['髙'] = '高', ['﨑'] = '崎', ['嵜'] = '崎', ['邊'] = '辺', ['邉'] = '辺', ['齋'] = '斎', ['齊'] = '斉', ['濵'] = '浜', ['濱'] = '浜',
        ['澤'] = '沢', ['廣'] = '広', ['德'] = '徳', ['眞'] = '真', ['國'] = '国', ['榮'] = '栄', ['惠'] = '恵', ['櫻'] = '桜', ['瀧'] = '滝',
        ['嶋'] = '島', ['槇'] = '槙', ['﨟'] = '臈', ['塚'] = '塚', ['豐'] = '豊', ['龍'] = '竜', ['條'] = '条', ['圓'] = '円', ['藏'] = '蔵',
    };

    private static readonly string[] NoFirm = ["", "-", "―", "ー", "‐", "−", "なし", "無し", "無", "不明", "不詳", "未定", "該当なし", "*", "不調", "不落", "不調不落", "入札不調", "入札不落", "中止", "取止め"];

    /// <summary>Takes a name apart; null where the text names no firm (blank, "-", 不明, 不調).</summary>
    public static FirmName? Normalise(string? raw)
    {
        var text = Plain(raw ?? "");
        if (Array.IndexOf(NoFirm, text) >= 0) return null;
        var lossy = LostLetter().IsMatch(text);
        if (JointVentureName().IsMatch(text)) return new(raw!, Blankless(text), "", "", FirmKind.JointVenture, lossy);
        var (name, form, branch) = TakeForm(Remark().Replace(text, ""));
        var kind = form is "協同組合" || name.EndsWith("協同組合", StringComparison.Ordinal) ? FirmKind.Cooperative : FirmKind.Company;
        return name.Length == 0 ? new(raw!, Blankless(text), "", "", kind, lossy) : new(raw!, name, form, branch, kind, lossy);
    }

    /// <summary>Whether two names may be one firm as far as the names go: same core, and no two different legal forms.</summary>
    public bool MayBe(string core, string form) => !Lossy && Core == core && (Form.Length == 0 || form.Length == 0 || Form == form);

    private static string Plain(string raw)
    {
        // NFKC turns ㈱ into (株), full-width letters and half-width kana into the usual ones.
        var text = new StringBuilder(raw.Normalize(NormalizationForm.FormKC).Trim());
        for (var at = 0; at < text.Length; at++) text[at] = OldLetters.GetValueOrDefault(text[at], text[at]);
        return text.Replace('‐', '-').Replace('−', '-').Replace('・', '・').ToString();
    }

    private static string Blankless(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    private static (string Name, string Form, string Branch) TakeForm(string text)
    {
        foreach (var (written, form) in Forms)
        {
            var at = text.IndexOf(written, StringComparison.Ordinal);
            if (at < 0) continue;
            var (before, after) = (text[..at].Trim(), text[(at + written.Length)..].Trim());
            if (before.Length == 0) return Leading(after, form);
            // What follows a trailing form is a branch if it looks like one (見本設計(株)焼津営業所); else it belongs to the name.
            return after.Length == 0 || BranchEnd().IsMatch(after) ? (Blankless(before), form, Blankless(after)) : (Blankless(before + after), form, "");
        }

        return Leading(text, "");
    }

    // (株)見本設計 焼津営業所: a branch is split off only after a blank or a known place; else nobody can say where the name ends.
    private static (string Name, string Form, string Branch) Leading(string text, string form)
    {
        var match = SpacedBranch().Match(text);
        if (!match.Success) match = PlacedBranch().Match(text);
        return match.Success
            ? (Blankless(match.Groups[1].Value), form, Blankless(match.Groups[2].Value))
            : (Blankless(text), form, "");
    }

    [GeneratedRegex("共同企業体|共同体$|建設工事共同$|企業体$|(?:^|[^A-Z])J\\.?V(?:$|[^A-Z])|、.|[^0-9A-Za-z]/[^0-9A-Za-z]", RegexOptions.IgnoreCase)]
    private static partial Regex JointVentureName();

    [GeneratedRegex("[?〓□\uFFFD*]")]
    private static partial Regex LostLetter();

    [GeneratedRegex("(?:店|所|社|局|部|課|係|校|室|工場|センター|営業|出張)$")]
    private static partial Regex BranchEnd();

    // (寄附申請者:…): a remark about the order, not a part of the name.
    [GeneratedRegex("\\([^()]*:.*\\)$")]
    private static partial Regex Remark();

    [GeneratedRegex("^(\\S.*?)\\s+(\\S*(?:営業所|支店|支社|支所|出張所|事務所|事業所|事業部|営業部|本店|本社|センター|第[一二三四五]部))$")]
    private static partial Regex SpacedBranch();

    [GeneratedRegex("^(.{2,}?)((?:北海道|東北|関東|東京|首都圏|横浜|神奈川|千葉|埼玉|北陸|新潟|長野|山梨|東海|中部|静岡|浜松|沼津|焼津|藤枝|島田|掛川|磐田|袋井|富士|三島|下田|伊豆|名古屋|愛知|岐阜|三重|関西|近畿|大阪|京都|神戸|中国|広島|岡山|四国|高松|九州|福岡|沖縄)(?:東|西|南|北|中央)?(?:営業所|支店|支社|支所|出張所|事務所|事業所|事業部))$")]
    private static partial Regex PlacedBranch();
}
