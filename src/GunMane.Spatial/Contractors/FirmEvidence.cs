using System.Globalization;

namespace GunMane.Spatial.Contractors;

/// <summary>One sentence of evidence about two firms.</summary>
/// <param name="Key">What is spoken about: number, name, letters, form, branch, rarity, place, title, size, address, lost.</param>
/// <param name="For">Whether it speaks for one firm.</param>
/// <param name="Weight">Its part of the log odds; 0 where it is not weighed.</param>
/// <param name="Ja">The sentence in Japanese.</param>
/// <param name="En">The sentence in English.</param>
public sealed record FirmEvidence(string Key, bool For, double Weight, string Ja, string En)
{
    /// <summary>The sentences about two groups of firms, the weightiest of each kind first.</summary>
    /// <param name="firms">All profiles.</param>
    /// <param name="one">Indexes of one side.</param>
    /// <param name="other">Indexes of the other side.</param>
    /// <param name="mean">Mean features of the pairs.</param>
    /// <param name="model">The weights.</param>
    public static IReadOnlyList<FirmEvidence> Of(IReadOnlyList<FirmProfile> firms, int[] one, int[] other, double[] mean, IdentityModel model)
    {
        double Part(string feature) => model.Weights[IdentityModel.At(feature)] * mean[IdentityModel.At(feature)];
        var (a, b) = (firms[one[0]].Name, firms[other[0]].Name);
        var all = new List<FirmEvidence?>
        {
            Number(firms, one, other), Name(a, b), Letters(a, b), Form(a, b), Branch(a, b), Rarity(a, Part("sharedHead") + Part("surname") + Part("shortName") + Part("localTrade"), mean),
            Place(firms, one, other, Part("placeLift") + Part("samePlace")), Title(Part("titleWords")), Size(Part("yenDifference"), mean), Address(firms, one, other),
        };
        return [.. all.OfType<FirmEvidence>()];
    }

    private static FirmEvidence? Number(IReadOnlyList<FirmProfile> firms, int[] one, int[] other)
    {
        var numbers = one.Concat(other).Select(at => firms[at].Number).OfType<string>().Distinct().ToArray();
        var both = one.Any(at => firms[at].Number is not null) && other.Any(at => firms[at].Number is not null);
        return both && numbers.Length == 1 ? new("number", true, 0, $"法人番号が同じです（{numbers[0]}）。", $"The same corporate number ({numbers[0]}).")
            : numbers.Length == 0 ? new("number", false, 0, "どちらにも法人番号がありません。", "Neither has a corporate number.")
            : new("number", false, 0, "法人番号は片方にしかありません。", "Only one of them has a corporate number.");
    }

    private static FirmEvidence Name(FirmName a, FirmName b) => a.Core == b.Core
        ? new("name", true, 0, $"名前が同じです（{a.Core}）。", $"The same name ({a.Core}).")
        : new("name", false, 0, $"名前が似ています（{a.Core}、{b.Core}）。", $"Similar names ({a.Core}, {b.Core}).");

    private static FirmEvidence? Letters(FirmName a, FirmName b) => a.Core == b.Core && a.Written != b.Written
        ? new("letters", true, 0, $"字体だけが違います（{a.Written}、{b.Written}）。", $"Only letter forms differ ({a.Written}, {b.Written}).") : null;

    private static FirmEvidence? Form(FirmName a, FirmName b) => a.Form == b.Form ? null
        : a.Form.Length == 0 || b.Form.Length == 0
            ? new("form", false, 0, $"会社の種類が片方にしか書かれていません（{a.Form}{b.Form}）。", $"Only one states its legal form ({a.Form}{b.Form}).")
            : new("form", false, 0, $"会社の種類が違います（{a.Form}、{b.Form}）。", $"Two legal forms ({a.Form}, {b.Form}).");

    private static FirmEvidence? Branch(FirmName a, FirmName b) => a.Branch == b.Branch ? null
        : new("branch", true, 0, $"支店・営業所の名前です（{string.Join('、', new[] { a.Branch, b.Branch }.Where(text => text.Length > 0))}）。",
            $"A branch or office is named ({string.Join(", ", new[] { a.Branch, b.Branch }.Where(text => text.Length > 0))}).");

    private static FirmEvidence Rarity(FirmName name, double weight, double[] mean)
    {
        var sharing = (int)Math.Round(Math.Exp(mean[IdentityModel.At("sharedHead")]), MidpointRounding.AwayFromZero);
        var common = mean[IdentityModel.At("shortName")] > 0.5 && mean[IdentityModel.At("surname")] > 0.5;
        return common
            ? new("rarity", false, weight, $"よくある名前です（姓と業種。同じ字で始まる名前がこの地域に {N(sharing)} 個）。", $"A common name (surname and trade; {N(sharing)} names of the area begin alike).")
            : new("rarity", true, weight, $"ほかに少ない名前です（同じ字で始まる名前がこの地域に {N(sharing)} 個）。", $"An uncommon name ({N(sharing)} names of the area begin alike).");
    }

    private static FirmEvidence? Place(IReadOnlyList<FirmProfile> firms, int[] one, int[] other, double weight)
    {
        string[] Places(int[] side) => [.. side.SelectMany(at => firms[at].Works).OrderByDescending(work => work.Rows).Select(work => work.Place).Distinct()];
        var (mine, theirs) = (Places(one), Places(other));
        if (mine.Length == 0 || theirs.Length == 0) return null;
        if (mine.FirstOrDefault(place => theirs.Contains(place)) is { } shared)
            return new("place", true, weight, $"同じ発注者の仕事があります（{shared}）。", $"Both work for one orderer ({shared}).");
        return weight >= 0
            ? new("place", true, weight, $"発注者が近いところです（{mine[0]}、{theirs[0]}）。両方で働く事業者が多くいます。", $"Neighbouring orderers ({mine[0]}, {theirs[0]}): many firms work for both.")
            : new("place", false, weight, $"発注者が離れています（{mine[0]}、{theirs[0]}）。両方で働く事業者は少ないです。", $"Distant orderers ({mine[0]}, {theirs[0]}): few firms work for both.");
    }

    private static FirmEvidence? Title(double weight) => weight < 0.2 ? null
        : new("title", true, weight, "件名に同じ地名や路線名があります。", "Titles share names of places or routes.");

    private static FirmEvidence? Size(double weight, double[] mean) => mean[IdentityModel.At("yenDifference")] < 0.7 ? null
        : new("size", false, weight, $"金額の規模が約 {N((int)Math.Round(Math.Pow(10, mean[IdentityModel.At("yenDifference")])))} 倍違います。", $"Order sizes differ by a factor of about {N((int)Math.Round(Math.Pow(10, mean[IdentityModel.At("yenDifference")])))}.");

    private static FirmEvidence? Address(IReadOnlyList<FirmProfile> firms, int[] one, int[] other)
    {
        var (a, b) = (one.Select(at => firms[at].Address).FirstOrDefault(text => text.Length > 0), other.Select(at => firms[at].Address).FirstOrDefault(text => text.Length > 0));
        return a is null || b is null ? null : a == b
            ? new("address", true, 4, $"所在地が同じです（{a}）。", $"The same address ({a}).")
            : new("address", false, -1, $"所在地が違います（{a}、{b}）。", $"Two addresses ({a}, {b}).");
    }

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
