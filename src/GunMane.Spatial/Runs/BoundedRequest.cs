using System.Globalization;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Affinity.Roads;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Runs;

/// <summary>
/// The method <c>bounded</c> of a request: what assets bring with them, the limits, and what has to be told of how they are measured. Pure.
/// No ledger or order says how many hours staff spend: hours are assumptions of the planner, and every run that uses them says so.
/// </summary>
internal static class BoundedRequest
{
    /// <summary>Assumption without a source: one hour of staff for an asset in a year.</summary>
    public const double UsualHoursPerAsset = 1;

    /// <summary>Assumption without a source: twenty hours of staff for placing an order.</summary>
    public const double UsualHoursPerOrder = 20;

    /// <summary>Assumption: km/h, as "within half an hour" of local firms has it.</summary>
    public const double UsualSpeed = 30;

    /// <summary>Assumption: roads are half again as long as the crow flies, likewise.</summary>
    public const double UsualDetour = 1.5;

    private const double MicrometresPerMinuteAndSpeed = 1e9 / 60;

    /// <summary>Groups the assets of a graph.</summary>
    public static MadeGroups Make(Snapshot snapshot, PairGraph graph, int[] affinity, bool[]? active, GroupingRequest request, double years, CancellationToken cancellation)
    {
        var (limits, notes) = (LimitsOf(request), new List<Sentence>());
        var assets = Amounts(snapshot, request, years);
        if (limits.Minutes != default) notes.Add(Assumed(request));
        if (limits.MaxTravelMinutes is not null) assets = assets with { Travel = Travel(snapshot, assets, active, request, notes, cancellation) };
        var made = BoundedGroups.Of(graph, affinity, request.Least, assets, limits, cancellation);
        // Assets that are not looked at have no pairs: each is alone, in a group of its own or in a conflict that is nobody's.
        bool Looked(int asset) => active is null || active[asset];
        return new(Only(made.Grouping, active), [.. notes, .. BoundedSentences.Summary([.. made.Conflicts.Where(conflict => conflict.Members.Any(Looked))], limits)]);
    }

    /// <summary>The limits of a request, each in words.</summary>
    public static IReadOnlyList<BothNames> Limits(GroupingRequest request)
    {
        var told = new List<BothNames> { Words($"施設 {request.MinAssets} 件以上", $"at least {request.MinAssets} assets") };
        void Tell<T>(T? limit, FormattableString ja, FormattableString en) where T : struct
        {
            if (limit is not null) told.Add(Words(ja, en));
        }

        Tell(request.MaxAssets, $"{request.MaxAssets} 件以下", $"at most {request.MaxAssets}");
        Tell(request.MinYen, $"年 {request.MinYen:N0} 円以上", $"at least {request.MinYen:N0} yen a year");
        Tell(request.MaxYen, $"年 {request.MaxYen:N0} 円以下", $"at most {request.MaxYen:N0} yen a year");
        Tell(request.MinHours, $"直営対応時間 年 {request.MinHours:#,0.#} 時間以上", $"at least {request.MinHours:#,0.#} direct-work hours a year");
        Tell(request.MaxHours, $"直営対応時間 年 {request.MaxHours:#,0.#} 時間以下", $"at most {request.MaxHours:#,0.#} direct-work hours a year");
        Tell(request.MaxExtent, $"差し渡し {request.MaxExtent:N0} m 以下", $"extent at most {request.MaxExtent:N0} m");
        Tell(request.MaxTravelMinutes, $"端から端まで {request.MaxTravelMinutes:0.#} 分以内", $"at most {request.MaxTravelMinutes:0.#} minutes from end to end");
        return told;
    }

    /// <summary>Direct-work minutes a year of each asset: its own, and its share of placing the orders whose end is known and that name it.</summary>
    public static long[] Minutes(Snapshot snapshot, GroupingRequest request, double years)
    {
        var named = snapshot.Terms.Contract.CountBy(contract => contract).ToDictionary();
        var minutes = new long[snapshot.Count];
        for (var asset = 0; asset < minutes.Length; asset++)
        {
            var orders = 0.0;
            for (var at = snapshot.Terms.Start[asset]; at < snapshot.Terms.Start[asset + 1]; at++) orders += 1.0 / named[snapshot.Terms.Contract[at]];
            var own = request.HoursBySector?.TryGetValue(snapshot.Sectors[asset].Key(), out var hours) == true ? hours : request.HoursPerAsset;
            minutes[asset] = (long)Math.Round(60 * (own + request.HoursPerOrder * orders / Math.Max(1, years)));
        }

        return minutes;
    }

    private static BoundedLimits LimitsOf(GroupingRequest request) => new(
        new BoundedRange(request.MinYen, request.MaxYen), new BoundedRange(Whole(request.MinHours), Whole(request.MaxHours)), new BoundedRange(request.MinAssets, request.MaxAssets),
        request.MaxExtent, request.MaxTravelMinutes, request.TravelSpeed, request.TravelDetour);

    private static long? Whole(double? hours) => hours is { } given ? (long)Math.Round(given * 60) : null;

    private static Sentence Assumed(GroupingRequest request)
    {
        string Sectors(Func<Sector, string> name) => string.Join("", (request.HoursBySector ?? new Dictionary<string, double>())
            .Select(pair => Model.Sectors.TryParse(pair.Key, out var sector) ? string.Create(CultureInfo.InvariantCulture, $"、{name(sector)} {pair.Value:0.##}") : ""));
        var words = Words(
            $"直営対応時間は記録ではなく前提値で計算しました: 施設 1 件・年 {request.HoursPerAsset:0.##} 時間{Sectors(sector => sector.JapaneseName())}、発注 1 件 {request.HoursPerOrder:0.##} 時間。自団体の実績に置き換えてください。",
            $"Direct-work hours are assumptions, not records: {request.HoursPerAsset:0.##} hours per asset and year{Sectors(sector => sector.Key()).Replace('、', ',')}, {request.HoursPerOrder:0.##} per order. Put in your own figures.");
        return new Sentence("hours_assumed", words.Ja, words.En);
    }

    // By stops on the roads where there are roads and a table holds the stops; else null: by straight distance.
    private static TravelStops? Travel(Snapshot snapshot, BoundedAssets assets, bool[]? active, GroupingRequest request, List<Sentence> notes, CancellationToken cancellation)
    {
        var network = request.TravelBy == "road" ? RoadWays.Network(snapshot, cancellation) : null;
        if (network is null or { IsEmpty: true }) return Straight(network is null ? new("", "") : new("道路の線がないため、", "There are no road lines: "));
        var looked = Enumerable.Range(0, snapshot.Count).Where(asset => active is null || active[asset]).ToArray();
        var stops = TravelStops.Of(Array.ConvertAll(looked, at => assets.X[at]), Array.ConvertAll(looked, at => assets.Y[at]), network,
            (long)(request.MaxTravelMinutes!.Value * request.TravelSpeed * MicrometresPerMinuteAndSpeed), request.TravelDetour, cancellation);
        if (stops is null) return Straight(new("対象が広く道路沿いの表に収まらないため、", "The area is too wide for a table of ways along roads: "));
        notes.Add(Along(stops, request));
        var of = new int[snapshot.Count];
        for (var at = 0; at < looked.Length; at++) of[looked[at]] = stops.Stop[at];
        return stops with { Stop = of };

        TravelStops? Straight(BothNames why)
        {
            var words = Words($"{why.Ja}移動時間は直線距離の {request.TravelDetour:0.##} 倍を時速 {request.TravelSpeed:0.#} km で移動するものとして計算しました（どちらも前提値）。",
                $"{why.En}travel times are {request.TravelDetour:0.##} times the straight distance at {request.TravelSpeed:0.#} km/h (both assumed).");
            notes.Add(new Sentence("travel_straight", words.Ja, words.En));
            return null;
        }
    }

    private static Sentence Along(TravelStops stops, GroupingRequest request)
    {
        var slack = stops.SlackUm / (request.TravelSpeed * MicrometresPerMinuteAndSpeed);
        var words = Words(
            $"移動時間は施設の中央に近い道路どうしの道のりを時速 {request.TravelSpeed:0.#} km（前提値）で移動するものとして計算しました。上限を超える群はありませんが、{request.MaxTravelMinutes - slack:0.#} 分を超える組は上限内でも別の群になることがあります。道路から {RoadAccess.ReachM:0} m より離れた施設 {stops.Off:N0} 件は、道路までの直線の {request.TravelDetour:0.##} 倍を加えました。",
            $"Travel times are along roads, between the places nearest to the middles of assets, at {request.TravelSpeed:0.#} km/h (assumed). No group is over the limit, but pairs over {request.MaxTravelMinutes - slack:0.#} minutes may be parted though within it. For {stops.Off:N0} assets farther than {RoadAccess.ReachM:0} m from any road, {request.TravelDetour:0.##} times the straight way there was added.");
        return new Sentence("travel_road", words.Ja, words.En);
    }

    private static BothNames Words(FormattableString ja, FormattableString en) => new(ja.ToString(CultureInfo.InvariantCulture), en.ToString(CultureInfo.InvariantCulture));

    private static Grouping Only(Grouping grouping, bool[]? active)
    {
        if (active is null) return grouping;
        var (root, first) = (new int[grouping.Label.Length], new int[grouping.Groups]);
        Array.Fill(first, -1);
        for (var asset = 0; asset < root.Length; asset++)
        {
            var label = active[asset] ? grouping.Label[asset] : -1;
            if (label >= 0 && first[label] < 0) first[label] = asset;
            root[asset] = label < 0 ? -1 : first[label];
        }

        return Grouping.ByLowestMember(root);
    }

    // Yen and minutes a year of each asset, and the middle of its bounding box.
    private static BoundedAssets Amounts(Snapshot snapshot, GroupingRequest request, double years)
    {
        var (yen, x, y) = (new long[snapshot.Count], new double[snapshot.Count], new double[snapshot.Count]);
        for (var asset = 0; asset < snapshot.Count; asset++)
        {
            var sum = 0.0;
            for (var at = snapshot.Yen.Start[asset]; at < snapshot.Yen.Start[asset + 1]; at++) sum += snapshot.Yen.Yen[at];
            yen[asset] = (long)Math.Round(sum / Math.Max(1, years));
            (x[asset], y[asset]) = snapshot.Shapes.Middle(asset);
        }

        var hours = request.MinHours is not null || request.MaxHours is not null;
        return new BoundedAssets(yen, hours ? Minutes(snapshot, request, years) : new long[snapshot.Count], x, y, snapshot.DenseIds);
    }
}
