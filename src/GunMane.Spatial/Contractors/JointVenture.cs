using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Contractors;

/// <summary>A member of a joint venture as its name writes it.</summary>
/// <param name="Name">The member's name, taken apart; often shortened (見本 for 見本建設).</param>
/// <param name="Leader">Whether it leads (代表者); the first member does if nothing else is written.</param>
/// <param name="Share">Its share, 0 &lt; share ≤ 1; null where none is written.</param>
public sealed record VentureMember(FirmName Name, bool Leader, double? Share);

/// <summary>Reads who is in a joint venture (特定建設工事共同企業体, 経常共同企業体, 地域維持型 …) from its name. Pure.</summary>
public static partial class JointVenture
{
    /// <summary>
    /// The members, leader first; empty where the name doesn't list them (浜辺市地域維持型業務共同企業体). Separators:
    /// ・ 、 , / + × ・ 及び と; "代表 A 構成員 B"; shares as "A 60% B 40%", "A(60) B(40)" or "60:40" behind the names.
    /// </summary>
    public static IReadOnlyList<VentureMember> Members(string raw)
    {
        var text = Kinds().Replace(raw.Normalize(NormalizationForm.FormKC).Trim(), " ");
        var shares = TakeRatio(ref text);
        var marked = Roles().Split(text).Select(part => part.Trim(' ', '(', ')', ':', '　', ';', '、')).Where(part => part.Length > 0).ToArray();
        // "構成員" in front of others: what stands before it leads.
        var parts = Roles().IsMatch(text) && marked.Length > 1 ? [.. marked.SelectMany(Pieces)] : Pieces(text);
        if (parts.Length < 2) return [];
        var members = parts.Select(Member).Where(member => member is not null).Select(member => member!).ToArray();
        if (members.Length < 2) return [];
        var ratio = shares.Length == members.Length ? shares : null;
        return [.. members.Select((member, at) => member with { Leader = at == 0, Share = ratio?[at] ?? member.Share })];
    }

    private static string[] Pieces(string text) =>
        [.. Separators().Split(text).Select(piece => piece.Trim(' ', '　')).Where(piece => piece.Length > 0)];

    private static VentureMember? Member(string piece)
    {
        var share = Share().Match(piece);
        var name = FirmName.Normalise(share.Success ? piece[..share.Index] + piece[(share.Index + share.Length)..] : piece);
        var per = share.Success ? double.Parse(share.Groups[1].Success ? share.Groups[1].Value : share.Groups[2].Value, CultureInfo.InvariantCulture) / 100 : 0;
        return name is null or { Kind: FirmKind.JointVenture } ? null : new VentureMember(name, false, per is > 0 and <= 1 ? per : null);
    }

    private static double[] TakeRatio(ref string text)
    {
        var match = Ratio().Match(text);
        if (!match.Success) return [];
        text = text.Remove(match.Index, match.Length);
        var parts = match.Groups[1].Value.Split(':').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var sum = parts.Sum();
        return sum > 0 ? [.. parts.Select(part => part / sum)] : [];
    }

    [GeneratedRegex("(?:特定建設工事|特定事業|特定|経常建設|経常|建設工事|地域維持型業務|地域維持型|設計等|設計|設備|業務|工事)*(?:共同企業体|共同企(?:\\.\\.\\.|…)|共同体|企業体|J\\.?V)", RegexOptions.IgnoreCase)]
    private static partial Regex Kinds();

    [GeneratedRegex("(?:代表者|代表企業|代表構成員|代表|構成員|構成企業|その他の構成員)\\s*[:は]?")]
    private static partial Regex Roles();

    // A middle dot inside a firm's own katakana name separates too: the reader of the members asks before it believes.
    [GeneratedRegex("[・、,，/+×;&]|\\s及び\\s|\\sと\\s|\\s+(?=\\(?(?:株|有)|株式会社|有限会社)|(?<=\\d\\s*%\\)?)\\s+|(?<=\\(\\d{1,3}\\))\\s*")]
    private static partial Regex Separators();

    [GeneratedRegex("\\(?\\s*(\\d{1,3}(?:\\.\\d+)?)\\s*%\\s*\\)?|\\((\\d{1,3}(?:\\.\\d+)?)\\)")]
    private static partial Regex Share();

    [GeneratedRegex("\\(?\\s*(\\d{1,3}(?:\\.\\d+)?(?::\\d{1,3}(?:\\.\\d+)?)+)\\s*\\)?\\s*$")]
    private static partial Regex Ratio();
}
