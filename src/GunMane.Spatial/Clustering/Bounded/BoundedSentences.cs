using GunMane.Spatial.Metrics;
using static GunMane.Spatial.Metrics.GroupReasons;

namespace GunMane.Spatial.Clustering;

/// <summary>Puts conflicts of limits into words.</summary>
public static class BoundedSentences
{
    /// <summary>A conflict in Japanese and English, with its numbers.</summary>
    /// <param name="conflict">The conflict.</param>
    /// <param name="limits">The limits it is of.</param>
    public static Sentence Of(BoundedConflict conflict, BoundedLimits limits) => conflict.Key switch
    {
        "minimum_above_maximum" => MinimumAboveMaximum(conflict),
        "asset_above_maximum" => AssetAboveMaximum(conflict),
        "island_below_minimum" => Island(conflict),
        "extent_below_minimum" => Extent(conflict),
        "limits_conflict" => Limits(conflict, limits),
        _ => LeftOver(conflict),
    };

    /// <summary>
    /// One sentence for each kind of conflict: the one that concerns most assets (ties: the lowest asset), and in how many places the
    /// same holds. The kinds by falling number of assets.
    /// </summary>
    public static IReadOnlyList<Sentence> Summary(IReadOnlyList<BoundedConflict> conflicts, BoundedLimits limits) =>
        [.. conflicts.GroupBy(conflict => (conflict.Key, conflict.Measure, conflict.Against))
            .Select(kind => (Assets: kind.Sum(conflict => conflict.Members.Length), Told: Together([.. kind], limits)))
            .OrderByDescending(kind => kind.Assets).ThenBy(kind => kind.Told.Key, StringComparer.Ordinal).Select(kind => kind.Told)];

    private static Sentence Together(BoundedConflict[] kind, BoundedLimits limits)
    {
        var first = Of(kind.OrderByDescending(conflict => conflict.Members.Length).ThenBy(conflict => conflict.Members.DefaultIfEmpty().Min()).First(), limits);
        var assets = kind.Sum(conflict => conflict.Members.Length);
        return kind.Length == 1 ? first : new(first.Key, first.Ja + Text($"こうした所は合わせて {kind.Length:N0} か所、施設 {assets:N0} 件です。"),
            first.En + Text($" In all, {kind.Length:N0} places with {assets:N0} assets are like this."));
    }

    private static Sentence MinimumAboveMaximum(BoundedConflict conflict) => new(conflict.Key,
        Text($"{Ja(conflict.Measure)}の下限 {AmountJa(conflict.Measure, conflict.Limit)}が上限 {AmountJa(conflict.Measure, conflict.Reached)}を超えているため、群を作れません。"),
        Text($"The minimum of {AmountEn(conflict.Measure, conflict.Limit)} is above the maximum of {AmountEn(conflict.Measure, conflict.Reached)}: no group can be made."));

    private static Sentence AssetAboveMaximum(BoundedConflict conflict) => new(conflict.Key,
        Text($"1 件だけで{Ja(conflict.Measure)}が {AmountJa(conflict.Measure, conflict.Reached)}あり、上限 {AmountJa(conflict.Measure, conflict.Limit)}を超える施設です。"),
        Text($"One asset alone comes to {AmountEn(conflict.Measure, conflict.Reached)}, above the maximum of {AmountEn(conflict.Measure, conflict.Limit)}."));

    private static Sentence Island(BoundedConflict conflict) => new(conflict.Key,
        Text($"つながりのある {conflict.Members.Length:N0} 件を全部合わせても {AmountJa(conflict.Measure, conflict.Reached)}で、下限 {AmountJa(conflict.Measure, conflict.Limit)}に届きません。"),
        Text($"{Assets(conflict)} connected with one another come to {AmountEn(conflict.Measure, conflict.Reached)} in all: the minimum of {AmountEn(conflict.Measure, conflict.Limit)} is out of reach."));

    private static Sentence Extent(BoundedConflict conflict) => new(conflict.Key,
        Text($"{conflict.Members.Length:N0} 件は、{WithinJa(conflict)}で多くても {AmountJa(conflict.Measure, conflict.Reached)}にしかならず、下限 {AmountJa(conflict.Measure, conflict.Limit)}に届きません。"),
        Text($"{Assets(conflict)} cannot come to more than {AmountEn(conflict.Measure, conflict.Reached)} {WithinEn(conflict)}; the minimum is {AmountEn(conflict.Measure, conflict.Limit)}."));

    private static Sentence Limits(BoundedConflict conflict, BoundedLimits limits)
    {
        var (ja, en) = conflict.Against is { } against
            ? (Text($"{Ja(against)}の上限 {AmountJa(against, conflict.AgainstLimit)}と両立しません"), Text($"it conflicts with the maximum of {AmountEn(against, conflict.AgainstLimit)}"))
            : ("ほかの上限とあわせると両立しません", Text($"it conflicts with the {Maxima(limits)} maxima together"));
        return new Sentence(conflict.Key,
            Text($"{conflict.Members.Length:N0} 件は、どう組み合わせても下限を満たす群になりません（{Ja(conflict.Measure)}は最大 {AmountJa(conflict.Measure, conflict.Reached)}、下限 {AmountJa(conflict.Measure, conflict.Limit)}）。{ja}。"),
            Text($"No combination puts {Assets(conflict)} into a group that keeps the minima ({AmountEn(conflict.Measure, conflict.Reached)} at most, minimum {AmountEn(conflict.Measure, conflict.Limit)}): {en}."));
    }

    private static Sentence LeftOver(BoundedConflict conflict) => new(conflict.Key,
        Text($"{conflict.Members.Length:N0} 件（{AmountJa(conflict.Measure, conflict.Reached)}）が残りました。下限は {AmountJa(conflict.Measure, conflict.Limit)}で、まわりの群に入れると上限を超えるか、下限を割る群が出ます。不可能と証明されたものではありません。"),
        Text($"{Assets(conflict)} ({AmountEn(conflict.Measure, conflict.Reached)}) are left over: the minimum is {AmountEn(conflict.Measure, conflict.Limit)}, and no way was found to fit them in beside the other groups. It is not proven impossible."));

    private static string Assets(BoundedConflict conflict) => conflict.Members.Length == 1 ? "1 asset" : Text($"{conflict.Members.Length:N0} assets");

    private static int Maxima(BoundedLimits limits) =>
        new[] { limits.Yen.Max, limits.Minutes.Max, limits.Assets.Max, limits.MaxExtentM, limits.MaxTravelMinutes }.Count(limit => limit is not null);

    private static string WithinJa(BoundedConflict conflict) => conflict.Against == BoundedMeasure.Travel
        ? Text($"どの 2 施設も {TravelMinutes(conflict.AgainstLimit)} 分以内で行き来できる範囲") : Text($"差し渡し {Km(conflict.AgainstLimit)} km の中");

    private static string WithinEn(BoundedConflict conflict) => conflict.Against == BoundedMeasure.Travel
        ? Text($"where any two assets lie within {TravelMinutes(conflict.AgainstLimit)} minutes of travel") : Text($"within an extent of {Km(conflict.AgainstLimit)} km");

    private static string TravelMinutes(long seconds) => Text($"{seconds / 60.0:0.#}");

    private static string Km(long mm) => Text($"{mm / 1e6:N1}");

    private static string Ja(BoundedMeasure measure) => measure switch
    {
        BoundedMeasure.Yen => "年間の金額",
        BoundedMeasure.Minutes => "直営対応時間",
        BoundedMeasure.Assets => "施設数",
        BoundedMeasure.Travel => "端から端までの移動時間",
        _ => "差し渡し",
    };

    private static string AmountJa(BoundedMeasure measure, long amount) => measure switch
    {
        BoundedMeasure.Yen => Text($"{amount:N0} 円"),
        BoundedMeasure.Minutes => Text($"{amount / 60.0:N1} 時間"),
        BoundedMeasure.Assets => Text($"{amount:N0} 件"),
        BoundedMeasure.Travel => Text($"{TravelMinutes(amount)} 分"),
        _ => Text($"{Km(amount)} km"),
    };

    private static string AmountEn(BoundedMeasure measure, long amount) => measure switch
    {
        BoundedMeasure.Yen => Text($"{amount:N0} yen a year"),
        BoundedMeasure.Minutes => Text($"{amount / 60.0:N1} direct-work hours"),
        BoundedMeasure.Assets => amount == 1 ? "1 asset" : Text($"{amount:N0} assets"),
        BoundedMeasure.Travel => Text($"{TravelMinutes(amount)} minutes of travel"),
        _ => Text($"{Km(amount)} km of extent"),
    };
}
