using CsCheck;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Import.Profiles;

namespace GunMane.Spatial.Tests.Clustering;

public sealed class GroupingComparisonTests
{
    /// <summary>A few groups, assets in none and assets not looked at, and yen that may be negative (a change of contract).</summary>
    private static readonly Gen<(int Before, int After, long Yen)[]> Assets =
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], (most, mostAfter) => (most, mostAfter)).SelectMany((most, mostAfter) =>
            Gen.Select(Gen.Int[-1, most], Gen.Int[-1, mostAfter], Gen.Long[-5, 1_000_000], (before, after, yen) => (before, after, yen)).Array[0, 60]);

    [Fact]
    public void The_matching_is_the_best_of_all() => Assets.Sample(assets =>
    {
        var comparison = Compare(assets);
        var overlap = new int[7, 7];
        foreach (var flow in comparison.Flows.Where(flow => flow is { Before: > 0, After: > 0 })) overlap[flow.Before, flow.After] = flow.Assets;
        Assert.Equal(Best(overlap, 1, 0), comparison.Matching.Matched);
        Assert.Equal((comparison.Matching.Matched, 0), (comparison.Matching.AtMost, comparison.Matching.GreedyBlocks));
        Assert.Equal(comparison.Matching.Matched, comparison.Matches.Sum(match => match.Assets));
        Assert.All(comparison.Matches, match => Assert.True(match.Exact && match.Assets == overlap[match.Before, match.After]));
        Assert.Distinct(comparison.Matches.Select(match => match.Before));
        Assert.Distinct(comparison.Matches.Select(match => match.After));
    }, iter: 3000);

    [Fact]
    public void What_does_not_match_at_sight_is_solved_exactly()
    {
        // Each group shares two assets with two groups of the other run: no pair is safe.
        var comparison = Compare([.. Enumerable.Range(0, 14).Select(asset => (1 + asset / 2 % 7, 1 + (asset / 2 + asset % 2) % 7, 0L)).SelectMany(asset => new[] { asset, asset })]);
        Assert.Equal(new MatchingQuality(14, 14, 1, 0), comparison.Matching);
    }

    [Fact]
    public void An_assignment_is_the_heaviest_and_complete() => Gen.Int[0, 12].Array[1, 12].SelectMany(first => Gen.Int[0, 12].Array[first.Length].Array[0, 12].Select(rows => (Columns: first.Length, Rows: rows))).Sample(matrix =>
    {
        var weight = new int[matrix.Rows.Length, matrix.Columns];
        var scores = new double[matrix.Rows.Length, matrix.Columns];
        for (var row = 0; row < matrix.Rows.Length; row++)
        {
            for (var column = 0; column < matrix.Columns; column++) scores[row, column] = weight[row, column] = matrix.Rows[row][column];
        }

        var pairs = HeaviestAssignment.Of(weight);
        Assert.Equal(Math.Min(matrix.Rows.Length, matrix.Columns), pairs.Count);
        Assert.Distinct(pairs.Select(pair => pair.Row));
        Assert.Distinct(pairs.Select(pair => pair.Column));
        Assert.Equal(BestAssignment.Of(scores).Select((column, row) => column < 0 ? 0 : weight[row, column]).Sum(), pairs.Sum(pair => weight[pair.Row, pair.Column]));
    }, iter: 2000);

    [Fact]
    public void A_block_too_large_is_matched_greedily_and_says_how_far_from_the_best_it_can_be()
    {
        const int Groups = 2 * GroupingComparisonMatching.MostExact;
        var random = new Random(5);
        var assets = Enumerable.Range(0, 8 * Groups).Select(at => (1 + at % Groups, 1 + random.Next(Groups), 0L)).ToArray();
        var comparison = Compare(assets);
        var weight = new int[Groups, Groups];
        foreach (var flow in comparison.Flows) weight[flow.Before - 1, flow.After - 1] = flow.Assets;
        long best = HeaviestAssignment.Of(weight).Sum(pair => weight[pair.Row, pair.Column]);
        Assert.Equal(1, comparison.Matching.GreedyBlocks);
        Assert.Contains(comparison.Matches, match => !match.Exact);
        Assert.True(comparison.Matching.Matched < best, "Greed is not expected to find the best here.");
        Assert.InRange(best, comparison.Matching.Matched, comparison.Matching.AtMost);
        Assert.InRange(comparison.Matching.AtMost, best, 2 * comparison.Matching.Matched);
        Assert.Equal(Swapped(comparison), Told(Compare(Swap(assets))));
    }

    [Fact]
    public void Likeness_is_that_of_the_definitions() => Assets.Sample(assets =>
    {
        var comparison = Compare(assets);
        // In no group is alone: a part of its own below 0.
        var (before, after) = (Parts(assets, asset => asset.Before), Parts(assets, asset => asset.After));
        Assert.Equal(PairCounting(before, after), comparison.AdjustedRand, 1e-12);
        Assert.Equal(2 * Entropy([.. before.Zip(after)]) - Entropy(before) - Entropy(after), comparison.VariationOfInformation, 1e-9);
    }, iter: 2000);

    [Fact]
    public void Changes_and_flows_add_up_to_the_assets_and_the_yen() => Assets.Sample(assets =>
    {
        var comparison = Compare(assets);
        var match = comparison.Matches.ToDictionary(pair => pair.Before, pair => pair.After);
        Assert.Equal(assets.Select(asset => ByDefinition(asset.Before, asset.After, match)), comparison.Changes);
        Assert.Equal(assets.GroupBy(asset => (asset.Before, asset.After)).OrderBy(flow => flow.Key).Select(flow => new GroupFlow(flow.Key.Before, flow.Key.After,
            ByDefinition(flow.Key.Before, flow.Key.After, match), flow.Count(), flow.Sum(asset => asset.Yen))), comparison.Flows);
        Assert.Equal(Enum.GetValues<AssetChange>().Sum(change => comparison.Total(change).Assets), assets.Length);
        Assert.Equal(assets.Where((_, at) => comparison.Changes[at] is AssetChange.Moved or AssetChange.Joined or AssetChange.Left).Sum(asset => asset.Yen), comparison.YenMoved);
        Assert.All(comparison.Matches, pair => Assert.Equal((double)pair.Assets / assets.Count(asset => asset is { Before: >= 0, After: >= 0 } && (asset.Before == pair.Before || asset.After == pair.After)), pair.Jaccard));
    }, iter: 1000);

    [Fact]
    public void Each_group_has_a_fate_that_its_shares_bear_out() => Assets.Sample(assets =>
    {
        var comparison = Compare(assets);
        Assert.Equal(assets.Select(asset => asset.Before).Where(label => label > 0).Distinct().Order(), comparison.Events.SelectMany(one => one.Before).Distinct().Order());
        Assert.Equal(assets.Select(asset => asset.After).Where(label => label > 0).Distinct().Order(), comparison.Events.SelectMany(one => one.After).Distinct().Order());
        var compared = assets.Where(asset => asset is { Before: >= 0, After: >= 0 }).ToList();
        foreach (var group in assets.Select(asset => asset.Before).Where(label => label > 0).Distinct())
        {
            var own = compared.Where(asset => asset.Before == group).ToList();
            var parts = own.Where(asset => asset.After > 0).GroupBy(asset => asset.After).Where(part => 10 * part.Count() >= own.Count).Select(part => part.Key).Order().ToArray();
            Assert.Equal(parts.Length > 1 ? parts : null, comparison.Events.SingleOrDefault(one => one.Fate == GroupFate.Split && one.Before[0] == group)?.After);
            Assert.Equal(own.Count == 0, comparison.Events.Any(one => one.Fate == GroupFate.OutOfView && one.Before.Contains(group)));
        }
    }, iter: 1000);

    [Fact]
    public void Swapping_the_runs_swaps_the_comparison() => Assets.Sample(assets =>
        Assert.Equal(Swapped(Compare(assets)), Told(Compare(Swap(assets)))), iter: 3000);

    [Fact]
    public void Other_numbers_for_the_groups_change_nothing_else() => Gen.Select(Assets, Gen.Int).Sample((assets, seed) =>
    {
        int[] number = [.. Enumerable.Range(1, 40)], numberAfter = [.. number];
        new Random(seed).Shuffle(number);
        new Random(seed + 1).Shuffle(numberAfter);
        int To(int label) => label < 1 ? label : number[label];
        int ToAfter(int label) => label < 1 ? label : numberAfter[label];
        Assert.Equal(Told(Compare(assets), To, ToAfter), Told(Compare([.. assets.Select(asset => (To(asset.Before), ToAfter(asset.After), asset.Yen))])));
    }, iter: 2000);

    [Fact]
    public void A_run_against_itself_is_kept_throughout() => Assets.Sample(assets =>
    {
        var comparison = Compare([.. assets.Select(asset => (asset.Before, asset.Before, asset.Yen))]);
        Assert.All(comparison.Matches, match => Assert.Equal((match.Before, 1.0), (match.After, match.Jaccard)));
        Assert.All(comparison.Events, one => Assert.Equal(GroupFate.Kept, one.Fate));
        Assert.All(comparison.Changes, change => Assert.True(change is AssetChange.Stayed or AssetChange.Ungrouped or AssetChange.NotLookedAt));
        Assert.Equal((1.0, 0.0, 0L), (comparison.AdjustedRand, comparison.VariationOfInformation, comparison.YenMoved));
    }, iter: 1000);

    [Fact]
    public void Groups_grow_shrink_split_merge_come_and_go()
    {
        Assert.Equal(["Grew 1>1"], Fates((1, 1, 5), (0, 1, 1)));
        Assert.Equal(["Shrank 1>1"], Fates((1, 1, 5), (1, 0, 1)));
        Assert.Equal(["Exchanged 1>1"], Fates((1, 1, 5), (1, 0, 1), (0, 1, 1)));
        Assert.Equal(["Merged 1,2>7"], Fates((1, 7, 5), (2, 7, 6)));
        Assert.Equal(["Gone 3>", "New >4"], Fates((3, 0, 5), (0, 4, 5)));
        Assert.Equal(["Kept 1>1", "OutOfView >2", "OutOfView 3>"], Fates((1, 1, 5), (-1, 2, 5), (3, -1, 5)));
        // What the other run didn't look at is no loss.
        Assert.Equal(["Kept 1>1"], Fates((1, 1, 5), (1, -1, 100)));
    }

    [Fact]
    public void Exactly_a_tenth_is_a_part_and_less_is_not()
    {
        Assert.Equal(["Split 1>1,2"], Fates((1, 1, 9), (1, 2, 1)));
        Assert.Equal(["Shrank 1>1", "New >2"], Fates((1, 1, 10), (1, 2, 1), (0, 2, 5)).OrderByDescending(fate => fate));
        Assert.Equal(["Gone 1>", "New >1"], Fates((1, 1, 1), (1, 0, 10), (0, 1, 10)));
        Assert.Equal(["Shrank 1>1"], Fates((1, 1, 1), (1, 0, 9)));
    }

    [Fact]
    public void Without_assets_there_is_nothing_to_tell_and_wrong_input_is_refused()
    {
        var nothing = Compare([]);
        Assert.Equal((1.0, 0.0, 0, new MatchingQuality(0, 0, 0, 0)), (nothing.AdjustedRand, nothing.VariationOfInformation, nothing.Events.Length, nothing.Matching));
        Assert.All(GroupingComparison.Of([1], [1], null, TestContext.Current.CancellationToken).Flows, flow => Assert.Equal(0, flow.Yen));
        void Refused(int[] before, int[] after, long[]? yen) => Assert.Throws<ArgumentException>(() => GroupingComparison.Of(before, after, yen, TestContext.Current.CancellationToken));
        Refused([1], [1, 2], null);
        Refused([1], [1], []);
        Refused([1], [-2], null);
    }

    private static GroupingComparison Compare((int Before, int After, long Yen)[] assets) => GroupingComparison.Of(
        [.. assets.Select(asset => asset.Before)], [.. assets.Select(asset => asset.After)], [.. assets.Select(asset => asset.Yen)], TestContext.Current.CancellationToken);

    private static (int, int, long)[] Swap((int Before, int After, long Yen)[] assets) => [.. assets.Select(asset => (asset.After, asset.Before, asset.Yen))];

    private static IEnumerable<string> Fates(params (int Before, int After, int Count)[] flows) =>
        Compare([.. flows.SelectMany(flow => Enumerable.Repeat((flow.Before, flow.After, 0L), flow.Count))]).Events
            .Select(one => $"{one.Fate} {string.Join(',', one.Before)}>{string.Join(',', one.After)}");

    private static AssetChange ByDefinition(int before, int after, Dictionary<int, int> match) =>
        before < 0 && after < 0 ? AssetChange.NotLookedAt : before < 0 ? AssetChange.OnlyAfter : after < 0 ? AssetChange.OnlyBefore
        : before == 0 && after == 0 ? AssetChange.Ungrouped : before == 0 ? AssetChange.Joined : after == 0 ? AssetChange.Left
        : match.TryGetValue(before, out var counterpart) && counterpart == after ? AssetChange.Stayed : AssetChange.Moved;

    private static int Best(int[,] overlap, int row, int taken) => row == overlap.GetLength(0) ? 0
        : Math.Max(Best(overlap, row + 1, taken), Enumerable.Range(1, overlap.GetLength(1) - 1).Where(column => (taken & 1 << column) == 0 && overlap[row, column] > 0)
            .Select(column => overlap[row, column] + Best(overlap, row + 1, taken | 1 << column)).DefaultIfEmpty().Max());

    private static int[] Parts((int Before, int After, long Yen)[] assets, Func<(int Before, int After, long Yen), int> label) =>
        [.. assets.Where(asset => asset is { Before: >= 0, After: >= 0 }).Select((asset, at) => label(asset) == 0 ? -1 - at : label(asset))];

    /// <summary>Hubert and Arabie over all pairs of assets: together in both, less what chance gives.</summary>
    private static double PairCounting(int[] before, int[] after)
    {
        double both = 0, one = 0, two = 0, all = 0;
        for (var a = 0; a < before.Length; a++)
        {
            for (var b = 0; b < a; b++)
            {
                var (was, now) = (before[a] == before[b], after[a] == after[b]);
                (both, one, two, all) = (both + (was && now ? 1 : 0), one + (was ? 1 : 0), two + (now ? 1 : 0), all + 1);
            }
        }

        var expected = all == 0 ? 0 : one * two / all;
        return (one + two) / 2 == expected ? 1 : (both - expected) / ((one + two) / 2 - expected);
    }

    private static double Entropy<T>(T[] parts) where T : notnull => -parts.CountBy(part => part).Sum(part => (double)part.Value / parts.Length * Math.Log2((double)part.Value / parts.Length));

    /// <summary>Everything a comparison says, as lines, under other numbers.</summary>
    private static string[] Told(GroupingComparison of, Func<int, int>? to = null, Func<int, int>? toAfter = null) =>
        Lines(of, fate => fate, change => change, to ?? (label => label), toAfter ?? (label => label), swap: false);

    /// <summary>The same, the other way round.</summary>
    private static string[] Swapped(GroupingComparison of) => Lines(of,
        fate => fate switch
        {
            GroupFate.Grew => GroupFate.Shrank, GroupFate.Shrank => GroupFate.Grew, GroupFate.Split => GroupFate.Merged, GroupFate.Merged => GroupFate.Split,
            GroupFate.Gone => GroupFate.New, GroupFate.New => GroupFate.Gone, _ => fate,
        },
        change => change switch
        {
            AssetChange.Joined => AssetChange.Left, AssetChange.Left => AssetChange.Joined,
            AssetChange.OnlyBefore => AssetChange.OnlyAfter, AssetChange.OnlyAfter => AssetChange.OnlyBefore, _ => change,
        }, label => label, label => label, swap: true);

    private static string[] Lines(GroupingComparison of, Func<GroupFate, GroupFate> fate, Func<AssetChange, AssetChange> change, Func<int, int> to, Func<int, int> toAfter, bool swap)
    {
        string Two(object before, object after) => swap ? $"{after}>{before}" : $"{before}>{after}";
        string List(int[] groups, Func<int, int> number) => string.Join(',', groups.Select(number).Order());
        return
        [
            .. of.Flows.Select(flow => $"flow {Two(to(flow.Before), toAfter(flow.After))} {change(flow.Change)} {flow.Assets} {flow.Yen}").Order(StringComparer.Ordinal),
            .. of.Matches.Select(match => $"match {Two(to(match.Before), toAfter(match.After))} {match.Assets} {match.Jaccard:R} {match.Exact}").Order(StringComparer.Ordinal),
            .. of.Events.Select(one => $"event {fate(one.Fate)} {Two(List(one.Before, to), List(one.After, toAfter))}").Order(StringComparer.Ordinal),
            .. of.Changes.Select(one => $"{change(one)}"), $"{of.Matching} {of.AdjustedRand:R} {of.VariationOfInformation:R} {of.YenMoved}",
        ];
    }
}
