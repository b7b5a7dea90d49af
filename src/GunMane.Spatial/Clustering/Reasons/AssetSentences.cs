using System.Globalization;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Clustering;

/// <summary>Sentences about one asset of a group, made from numbers: Japanese and English.</summary>
/// <param name="asset">What an asset is called, by its place in the snapshot.</param>
/// <param name="sector">Its sector.</param>
/// <param name="firm">Names of a firm, by its place in the snapshot.</param>
public sealed class AssetSentences(Func<int, BothNames> asset, Func<int, Sector> sector, Func<int, BothNames> firm)
{
    private static readonly Dictionary<string, BothNames> Inputs = new()
    {
        ["radius"] = new("半径（小さくする）", "a smaller radius"),
        ["contractorWeight"] = new("共通の事業者の重み", "the weight of firms in common"),
        ["sectorWeight"] = new("同じ分野の重み", "the weight of the same sector"),
        ["termsWeight"] = new("契約の終わりの重み", "the weight of contracts ending together"),
        ["inspectionWeight"] = new("点検の時期の重み", "the weight of inspections due together"),
        ["borderWeight"] = new("境をまたぐことの重み", "the weight of crossing a border"),
        ["workKindWeight"] = new("同じ業務種別の重み", "the weight of the same work kind"),
        ["yenWeight"] = new("役割と最近の金額を見る度合い", "the weight of role and recent yen"),
        ["threshold"] = new("結びつきの下限", "the least affinity"),
        ["agreement"] = new("一致の下限", "the least agreement"),
        ["minPoints"] = new("群の芯になる施設数", "the assets that make a core"),
        ["minAssets"] = new("群の最小施設数", "the fewest assets of a group"),
    };

    /// <summary>Why two assets belong together.</summary>
    public Sentence Link(AssetLink link)
    {
        var (name, metres) = (asset(link.Partner), link.DistanceMm / 1000.0);
        var (ja, en) = (new List<string>(), new List<string>());
        void Tell(bool holds, string inJapanese, string inEnglish)
        {
            if (!holds) return;
            ja.Add(inJapanese);
            en.Add(inEnglish);
        }

        if (link.Firms.Count > 0) TellFirms(link, Tell);
        Tell(link.SameSector, "同じ分野", "same sector");
        Tell(link.KindredSector, "同じ班や機械で扱える分野", "a sector that the same crews serve");
        Tell(link.SameWorkKind, "同じ業務種別の発注がある", "orders of the same work kind");
        Tell(link.TermsTogether, "契約の終わりがそろう", "contracts end together");
        Tell(link.InspectionYear != 0, $"{link.InspectionYear} 年度に点検", $"both due for inspection in {link.InspectionYear}");
        Tell(link.CrossesTown, "市区町村の境をまたぐ", "across a municipal border");
        Tell(link.CrossesOwner && !link.CrossesTown, "管理者が異なる", "another owner");
        var where = metres == 0 ? new BothNames("に接する", "touching") : new BothNames(Text($"から {metres:0.#} m"), Text($"{metres:0.#} m away"));
        return new Sentence("link",
            $"{name.Ja}（{sector(link.Partner).JapaneseName()}）{where.Ja}{(ja.Count > 0 ? "。" + string.Join("、", ja) : "")}",
            $"{name.En} ({sector(link.Partner).Key()}), {where.En}{(en.Count > 0 ? ": " + string.Join(", ", en) : "")}");
    }

    /// <summary>How it stands in a density group.</summary>
    /// <param name="neighbours">Its neighbours.</param>
    /// <param name="minPoints">Neighbours, itself counted, that make a core.</param>
    /// <param name="threshold">The least affinity, 0…1.</param>
    public static Sentence Standing(int neighbours, int minPoints, double threshold) => neighbours + 1 >= minPoints
        ? new("core", Text($"結びつきの強さが {threshold:0.######} 以上の施設がまわりに {neighbours} 件あり、群の芯になっています。"), Text($"{neighbours} assets around it have an affinity of at least {threshold:0.######}: it is a core of the group."))
        : new("border", Text($"芯になるほどではありませんが（強さ {threshold:0.######} 以上の施設は {neighbours} 件）、群の芯と結びついています。"), Text($"It is no core itself ({neighbours} assets with an affinity of at least {threshold:0.######}), but tied to one."));

    /// <summary>Why it is in no group.</summary>
    public static Sentence Outside(int neighbours, double threshold) => new("outside",
        Text($"どの群にも入っていません。結びつきの強さが {threshold:0.######} 以上の施設は {neighbours} 件です。"),
        Text($"It is in no group: {neighbours} assets have an affinity of at least {threshold:0.######} with it."));

    /// <summary>At which value of an input it is out.</summary>
    /// <param name="exit">The value.</param>
    /// <param name="own">The run's own value.</param>
    public static Sentence Exit(DensityExit exit, double own) => exit.Input switch
    {
        "radius" => new(exit.Input, Text($"半径を {exit.Value:0.###} m まで小さくすると外れます（いまは {own:0.###} m）。"), Text($"It leaves at a radius of {exit.Value:0.###} m (now {own:0.###} m).")),
        _ => new(exit.Input,
            Text($"{Inputs[exit.Input].Ja}を {exit.Value:0.######} に{(exit.Value > own ? "上げる" : "下げる")}と外れます（いまは {own:0.######}）。"),
            Text($"It leaves when {Inputs[exit.Input].En} {(exit.Value > own ? "rises" : "falls")} to {exit.Value:0.######} (now {own:0.######}).")),
    };

    /// <summary>Inputs that move it out at none of their values.</summary>
    public static Sentence Unmoved(IReadOnlyList<string> inputs) => new("unmoved",
        $"{string.Join("、", inputs.Select(input => Inputs[input].Ja))}だけを変えても、どの値でも群に残ります。",
        $"It stays at every value of {string.Join(" and ", inputs.Select(input => Inputs[input].En))}, changed alone.");

    /// <summary>A tie without which it is out.</summary>
    public Sentence Vital(int partner) => new("link",
        $"{asset(partner).Ja}との結びつきがなくなると外れます。", $"It leaves without its tie to {asset(partner).En}.");

    /// <summary>How firmly it stands in a group by correlation.</summary>
    public static Sentence Held(CorrelationHold hold)
    {
        var (own, other) = ((double)hold.Own / PairAffinity.One, (double)hold.Other / PairAffinity.One);
        return new Sentence("correlation",
            Text($"この群に引かれる力は、合う分から合わない分を差し引いて {own:0.00} です（{(hold.OtherGroup > 0 ? $"次に強い群 {hold.OtherGroup} では {other:0.00}" : "ほかに引かれる群はありません")}）。外れる条件は、ほかの施設の群がいまのままとして求めています。"),
            Text($"It is drawn to this group by {own:0.00}, what disagrees subtracted ({(hold.OtherGroup > 0 ? $"to the next, group {hold.OtherGroup}, by {other:0.00}" : "no other group draws it")}). What would move it out is worked out with the groups of all others as they are."));
    }

    /// <summary>Said where the loss of one tie alone changes nothing.</summary>
    public static Sentence Steady { get; } = new("steady", "まわりとの結びつきは、どれか一つがなくなっても群に残ります。", "It stays in the group whichever one of its ties is lost.");

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void TellFirms(AssetLink link, Action<bool, string, string> tell)
    {
        var (first, more) = (firm(link.Firms[0]), link.Firms.Count - 1);
        var (inferredJa, inferredEn) = link.FirmsInferred ? ("（推定）", " (inferred)") : ("", "");
        tell(true, $"事業者が共通（{first.Ja}{(more > 0 ? $" ほか {more} 社" : "")}）{inferredJa}", $"firms in common ({first.En}{(more > 0 ? $" and {more} more" : "")}){inferredEn}");
    }
}
