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
/// <param name="Core">The name that is compared: NFKC, no blanks, old letters replaced, without legal form, branch and persons.</param>
/// <param name="Form">Legal form (株式会社, 有限会社 …); empty if the name states none.</param>
/// <param name="Branch">Branch or office (浜辺営業所); empty if none.</param>
/// <param name="Kind">Company, joint venture or cooperative.</param>
/// <param name="Lossy">A letter was lost before the file came here (<c>?</c>, 〓, □): such a name is never joined to another by name.</param>
public sealed partial record FirmName(string Raw, string Core, string Form, string Branch, FirmKind Kind, bool Lossy)
{
    private const string Office = "(?:営業所|支店|支社|支所|出張所|事務所|事業所|事業部|営業部|本店|本社|支局|工場)";

    private static readonly (string Written, string Form)[] Forms =
    [
        ("(株)", "株式会社"), ("(有)", "有限会社"), ("(合)", "合同会社"), ("(同)", "合同会社"), ("(名)", "合名会社"), ("(資)", "合資会社"),
        ("(一社)", "一般社団法人"), ("(公社)", "公益社団法人"), ("(一財)", "一般財団法人"), ("(公財)", "公益財団法人"), ("(協)", "協同組合"),
        ("(企)", "企業組合"), ("(特非)", "特定非営利活動法人"), ("(NPO)", "特定非営利活動法人"), ("(社福)", "社会福祉法人"), ("(独)", "独立行政法人"),
        ("株式会社", "株式会社"), ("有限会社", "有限会社"), ("合同会社", "合同会社"), ("合名会社", "合名会社"), ("合資会社", "合資会社"),
        ("一般社団法人", "一般社団法人"), ("公益社団法人", "公益社団法人"), ("一般財団法人", "一般財団法人"), ("公益財団法人", "公益財団法人"),
        ("特定非営利活動法人", "特定非営利活動法人"), ("NPO法人", "特定非営利活動法人"), ("社会福祉法人", "社会福祉法人"),
        ("独立行政法人", "独立行政法人"), ("企業組合", "企業組合"), ("(株", "株式会社"), ("株)", "株式会社"), ("(有", "有限会社"), ("有)", "有限会社"),
    ];

    private static readonly string[] NoFirm = ["", "-", "―", "ー", "‐", "−", "なし", "無し", "無", "不明", "不詳", "未定", "該当なし", "*", "不調", "不落", "不調不落", "入札不調", "入札不落", "中止", "取止め"];
    private static readonly Regex Placed = new($"^(.{{2,}}?)((?:{string.Join('|', FirmWords.Places.Select(Regex.Escape))})(?:東|西|南|北|中央|第[一二三])?(?:部)?{Office})$", RegexOptions.CultureInvariant);

    /// <summary>The name before old letters were replaced: two spellings that differ in it only are one firm by judgement, not by rule.</summary>
    public string Written { get; private init; } = "";

    /// <summary>The person named behind the firm (代表取締役 …); empty if none.</summary>
    public string Person { get; private init; } = "";

    /// <summary>Takes a name apart; null where the text names no firm (blank, "-", 不明, 不調).</summary>
    public static FirmName? Normalise(string? raw)
    {
        var text = Plain(raw ?? "");
        if (Array.IndexOf(NoFirm, text) >= 0) return null;
        var lossy = LostLetter().IsMatch(text);
        if (JointVentureName().IsMatch(text) || TwoFirms(text)) return Of(raw!, Blankless(text), "", "", FirmKind.JointVenture, lossy, "");
        var (firm, person) = TakePerson(Remark().Replace(text, "").Trim());
        var (name, form, branch) = TakeForm(firm);
        if (form.Length == 0 && person.Length == 0) (name, person) = TakeOwner(firm, name);
        var kind = form is "協同組合" || name.EndsWith("協同組合", StringComparison.Ordinal) ? FirmKind.Cooperative : FirmKind.Company;
        return name.Length == 0 ? Of(raw!, Blankless(text), "", "", kind, lossy, "") : Of(raw!, name, form, branch, kind, lossy, person);
    }

    /// <summary>Whether two names may be one firm as far as the names go: same core, and no two different legal forms.</summary>
    public bool MayBe(string core, string form) => !Lossy && Core == core && (Form.Length == 0 || form.Length == 0 || Form == form);

    // 見本建設・試験土木: two names that each end with a trade are two firms.
    private static bool TwoFirms(string text) => text.Split('・') is { Length: > 1 } parts && Array.TrueForAll(parts, part => part.Length > 2 && FirmWords.Split(part).Trade.Length > 0);

    private static FirmName Of(string raw, string written, string form, string branch, FirmKind kind, bool lossy, string person) =>
        new(raw, FirmWords.Common(written), form, branch, kind, lossy) { Written = written, Person = person };

    // NFKC turns ㈱ into (株), full-width letters and half-width kana into the usual ones; brackets of other shapes are brackets.
    private static string Plain(string raw) => LatinDash().Replace(new StringBuilder(raw.Normalize(NormalizationForm.FormKC).Trim())
        .Replace('‐', '-').Replace('−', '-').Replace('―', '-').Replace('–', '-').Replace('—', '-').Replace('ヶ', 'ケ').Replace('ヵ', 'カ').Replace('〔', '(').Replace('〕', ')').Replace('[', '(').Replace(']', ')').Replace('【', '(').Replace('】', ')').ToString(), "-");

    private static string Blankless(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    private static (string Firm, string Person) TakePerson(string text)
    {
        var match = Titled().Match(text);
        return match.Success ? (match.Groups[1].Value.Trim(), Blankless(match.Groups[2].Value)) : (text, "");
    }

    // 見本設計事務所 佐藤一郎: a sole trader is called by office and owner; an owner begins with a surname.
    private static (string Name, string Person) TakeOwner(string text, string name)
    {
        var match = Owner().Match(text);
        return match.Success && Enumerable.Range(1, 3).Any(length => match.Groups[2].Value.Length > length && FirmWords.IsSurname(match.Groups[2].Value[..length]))
            ? (Blankless(match.Groups[1].Value), match.Groups[2].Value) : (name, "");
    }

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
        if (!match.Success) match = Placed.Match(text);
        return match.Success
            ? (Blankless(match.Groups[1].Value), form, Blankless(match.Groups[2].Value))
            : (Blankless(text), form, "");
    }

    [GeneratedRegex("共同企業体|共同企|共同体$|建設工事共同$|企業体$|(?:^|[^A-Z])J\\.?V(?:$|[^A-Z])|、.|[^0-9A-Za-z]/[^0-9A-Za-z]|構成員", RegexOptions.IgnoreCase)]
    private static partial Regex JointVentureName();

    // A long mark between Latin letters is a hyphen: (株)Ａーｂ.
    [GeneratedRegex("(?<=[A-Za-z])ー(?=[A-Za-z])")]
    private static partial Regex LatinDash();

    [GeneratedRegex("[?〓□\uFFFD*]")]
    private static partial Regex LostLetter();

    [GeneratedRegex("(?:店|所|社|局|部|課|係|校|室|工場|センター|営業|出張|…|\\.\\.\\.|\\))$")]
    private static partial Regex BranchEnd();

    // (寄附申請者:…): a remark about the order, not a part of the name.
    [GeneratedRegex("\\([^()]*:.*\\)$|\\s*※.*$")]
    private static partial Regex Remark();

    // 代表取締役 山田太郎, 支店長 山田 太郎, 代表者:…
    [GeneratedRegex("^(.*?\\S)[\\s(]*(?:代表取締役(?:社長|会長)?|取締役社長|代表社員|代表理事|代表者|代表|理事長|組合長|会長|支店長|支社長|所長|営業所長|事業主)(?:[\\s:]+|(?=$))(\\S{0,8}(?:\\s\\S{1,8})?)\\)?$")]
    private static partial Regex Titled();

    [GeneratedRegex("^(.{3,}\\S)\\s+([\\p{IsCJKUnifiedIdeographs}\\p{IsHiragana}\\p{IsKatakana}々ヶ]{3,6})$")]
    private static partial Regex Owner();

    [GeneratedRegex("^(\\S.*?)\\s+(\\S*(?:" + Office + "|センター|室|設備部|ビジネス部|統括部.*|第[一二三四五]部))$")]
    private static partial Regex SpacedBranch();
}
