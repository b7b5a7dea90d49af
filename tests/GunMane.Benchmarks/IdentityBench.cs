using System.Globalization;
using GunMane.Spatial.Contractors;

namespace GunMane.Benchmarks;

/// <summary>Pairwise quality of a grouping.</summary>
internal readonly record struct PairScore(long Claimed, long True, long Right)
{
    public double Precision => Claimed == 0 ? 1 : (double)Right / Claimed;

    public double Recall => True == 0 ? 1 : (double)Right / True;

    /// <summary>Sums up items by the group that is claimed and the firm that is true.</summary>
    public static PairScore Of(IEnumerable<(int Group, string Firm)> items)
    {
        var both = items.GroupBy(item => item).Select(group => (group.Key.Group, group.Key.Firm, Count: group.LongCount())).ToArray();
        static long Pairs(long count) => count * (count - 1) / 2;
        return new PairScore(
            both.GroupBy(part => part.Group).Sum(group => Pairs(group.Sum(part => part.Count))),
            both.GroupBy(part => part.Firm).Sum(group => Pairs(group.Sum(part => part.Count))),
            both.Sum(part => Pairs(part.Count)));
    }
}

/// <summary>
/// Measures the firm matcher on award rows whose 法人番号 is known and hidden from it. Folds by firm: firms that share a
/// name or a number lie in one fold, so that all homonyms compete; weights and threshold of a fold are learned on the others.
/// </summary>
internal sealed class IdentityBench
{
    private const int Folds = 5;

    // The precision that the threshold must reach on the folds that it is learned on: a little more than is wanted on the rest.
    private const double LearnedPrecision = 0.9967;
    private static readonly double[] Thresholds = [.. Enumerable.Range(0, 41).Select(at => at * 0.1 - 1)];

    private readonly IReadOnlyList<AwardRow> rows;
    private readonly int[] mentionOf;
    private readonly FirmProfile[] mentions;
    private readonly FirmComparison comparison;
    private readonly int[] foldOfMention;
    private readonly string?[] firmOfMention;
    private readonly IReadOnlyList<int[]> blocks;

    /// <summary>Prepares the rows.</summary>
    /// <param name="rows">Award rows.</param>
    /// <param name="all">Whether rows without a number are matched too, as an import does; they are never scored.</param>
    public IdentityBench(IReadOnlyList<AwardRow> rows, bool all)
    {
        this.rows = [.. rows.Where(row => all || row.Number is not null)];
        var keys = this.rows.Select(row => row.Mention).Distinct().Order(StringComparer.Ordinal).ToArray();
        var number = keys.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        mentionOf = [.. this.rows.Select(row => number[row.Mention])];
        var names = new FirmName[keys.Length];
        for (var at = 0; at < this.rows.Count; at++) names[mentionOf[at]] = this.rows[at].Name;
        var works = FirmWorks.Of(keys.Length, this.rows.Select((row, at) => new FirmOrder(mentionOf[at], row.Place, row.Title, row.Yen, row.Year, 1)));
        mentions = [.. keys.Select((key, at) => new FirmProfile(key, names[at], null, works[at]))];
        comparison = new FirmComparison(mentions);
        blocks = [.. FirmBlocks.Of(mentions, [])];
        firmOfMention = [.. Enumerable.Range(0, keys.Length).Select(_ => (string?)null)];
        foreach (var group in Enumerable.Range(0, this.rows.Count).Where(at => this.rows[at].Number is not null).GroupBy(at => mentionOf[at]))
            firmOfMention[group.Key] = group.GroupBy(at => this.rows[at].Number!).OrderByDescending(rows => rows.Count()).ThenBy(rows => rows.Key, StringComparer.Ordinal).First().Key;
        foldOfMention = FoldsByFirm();
    }

    /// <summary>Mentions, labelled rows and firms.</summary>
    public (int Rows, int Labelled, int Mentions, int Firms) Sizes =>
        (rows.Count, rows.Count(row => row.Number is not null), mentions.Length, rows.Select(row => row.Number).OfType<string>().Distinct().Count());

    /// <summary>Learns on all folds but one, for each; the last model is learned on all.</summary>
    public IdentityModel[] Learn()
    {
        var pairs = Labelled();
        return [.. Enumerable.Range(0, Folds + 1).Select(fold =>
        {
            var weights = IdentityLearning.Fit([.. pairs.Where(pair => pair.Fold != fold).Select(pair => pair.Pair)]);
            return Threshold(new IdentityModel(weights, 0, -2), fold);
        })];
    }

    /// <summary>The group of each mention, each fold decided by the model that never saw it.</summary>
    /// <param name="models">As <see cref="Learn"/> returns them.</param>
    /// <param name="threshold">A threshold for all folds, instead of the learned ones.</param>
    public int[] Decide(IdentityModel[] models, double? threshold = null)
    {
        var result = new int[mentions.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            var kept = FirmMatcher.Match(mentions, [], models[fold] with { Merge = threshold ?? models[fold].Merge }, comparison).Kept;
            for (var at = 0; at < result.Length; at++) if (foldOfMention[at] == fold) result[at] = kept[at];
        }

        return result;
    }

    /// <summary>The doubtful pairs of groups: how many, how many of those with known numbers are one firm, and the row pairs that right answers would join.</summary>
    public (int Questions, int Known, int Same, long RowPairs) Asked(IdentityModel[] models)
    {
        var (questions, known, same, pairs) = (0, 0, 0, 0L);
        for (var fold = 0; fold < Folds; fold++)
        {
            var result = FirmMatcher.Match(mentions, [], models[fold], comparison);
            var numbers = Enumerable.Range(0, rows.Count).Where(at => rows[at].Number is not null).ToLookup(at => result.Kept[mentionOf[at]], at => rows[at].Number!);
            foreach (var question in result.Questions.Where(question => foldOfMention[question.One] == fold))
            {
                questions++;
                if (!numbers[question.One].Any() || !numbers[question.Other].Any()) continue;
                known++;
                var shared = numbers[question.One].Intersect(numbers[question.Other]).ToArray();
                if (shared.Length > 0) same++;
                pairs += shared.Sum(number => numbers[question.One].LongCount(other => other == number) * numbers[question.Other].LongCount(other => other == number));
            }
        }

        return (questions, known, same, pairs);
    }

    /// <summary>The trivial grouping: one normalised name (and legal form) is one firm.</summary>
    public int[] ByName()
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. mentions.Select((mention, at) => first.TryAdd($"{mention.Name.Core}/{mention.Name.Form}", at) ? at : first[$"{mention.Name.Core}/{mention.Name.Form}"])];
    }

    /// <summary>Scores a grouping on each universe of pairs.</summary>
    public IReadOnlyList<(string Universe, int Items, PairScore Score)> Score(int[] group)
    {
        var labelled = Enumerable.Range(0, rows.Count).Where(at => rows[at].Number is not null).ToArray();
        return
        [
            Universe("rows", labelled.Select(at => (group[mentionOf[at]], rows[at].Number!))),
            Universe("spelling × orderer × department", Items(group, labelled, row => $"{row.Name.Raw}|{row.Place}")),
            Universe("spelling × orderer", Items(group, labelled, row => $"{row.Name.Raw}|{row.Orderer}")),
            Universe("spelling", Items(group, labelled, row => row.Name.Raw)),
        ];
    }

    /// <summary>Pairs of mentions that are decided wrongly, those with the most row pairs first.</summary>
    public IReadOnlyList<WrongPair> Worst(int[] group, int most)
    {
        var counts = Enumerable.Range(0, rows.Count).Where(at => rows[at].Number is not null)
            .GroupBy(at => (Mention: mentionOf[at], Number: rows[at].Number!)).Select(set => (set.Key.Mention, set.Key.Number, Rows: set.Count(), Sample: set.First(),
                First: set.Min(at => rows[at].Date)!, Last: set.Max(at => rows[at].Date)!)).ToArray();
        var wrong = new List<WrongPair>();
        void Add(IEnumerable<int> at, bool merged)
        {
            var items = at.Select(index => counts[index]).ToArray();
            for (var one = 0; one < items.Length; one++)
            {
                for (var other = one + 1; other < items.Length; other++)
                {
                    var (a, b) = (items[one], items[other]);
                    if (merged ? a.Number == b.Number : group[a.Mention] == group[b.Mention]) continue;
                    wrong.Add(new WrongPair(merged, (long)a.Rows * b.Rows, rows[a.Sample], rows[b.Sample], a.Rows, b.Rows, string.CompareOrdinal(a.Last, b.First) < 0 || string.CompareOrdinal(b.Last, a.First) < 0));
                }
            }
        }

        foreach (var set in Enumerable.Range(0, counts.Length).GroupBy(at => group[counts[at].Mention])) Add(set, true);
        foreach (var set in Enumerable.Range(0, counts.Length).GroupBy(at => counts[at].Number)) Add(set, false);
        return [.. wrong.OrderByDescending(pair => pair.RowPairs).ThenBy(pair => pair.Id, StringComparer.Ordinal).Take(most)];
    }

    private static (string, int, PairScore) Universe(string name, IEnumerable<(int, string)> items)
    {
        var all = items.ToArray();
        return (name, all.Length, PairScore.Of(all));
    }

    // One item per different (spelling …, firm); of several groups the one that holds most of its rows.
    private IEnumerable<(int, string)> Items(int[] group, int[] labelled, Func<AwardRow, string> key) => labelled
        .GroupBy(at => (Key: key(rows[at]), Number: rows[at].Number!))
        .Select(item => (item.GroupBy(at => group[mentionOf[at]]).OrderByDescending(set => set.Count()).ThenBy(set => set.Key).First().Key, item.Key.Number));

    private IdentityModel Threshold(IdentityModel model, int fold)
    {
        foreach (var threshold in Thresholds)
        {
            var kept = FirmMatcher.Match(mentions, [], model with { Merge = threshold }, comparison).Kept;
            var seen = Enumerable.Range(0, rows.Count).Where(at => rows[at].Number is not null && foldOfMention[mentionOf[at]] != fold);
            if (PairScore.Of(seen.Select(at => (kept[mentionOf[at]], rows[at].Number!))).Precision >= LearnedPrecision) return model with { Merge = threshold };
        }

        return model with { Merge = Thresholds[^1] };
    }

    private List<(int Fold, LabelledPair Pair)> Labelled()
    {
        var pairs = new List<(int, LabelledPair)>();
        foreach (var block in blocks)
        {
            foreach (var one in block.Where(at => firmOfMention[at] is not null))
            {
                foreach (var other in block.Where(at => at < one && firmOfMention[at] is not null && mentions[at].Name.Core == mentions[one].Name.Core))
                    pairs.Add((foldOfMention[one], new LabelledPair(comparison.Features(one, mentions[one].Works[0], other, mentions[other].Works[0]), firmOfMention[one] == firmOfMention[other])));
            }
        }

        return pairs;
    }

    private int[] FoldsByFirm()
    {
        var root = Enumerable.Range(0, mentions.Length).ToArray();
        int Root(int at) { while (root[at] != at) at = root[at] = root[root[at]]; return at; }
        foreach (var block in blocks) foreach (var at in block) root[Root(at)] = Root(block[0]);
        foreach (var set in Enumerable.Range(0, rows.Count).Where(at => rows[at].Number is not null).GroupBy(at => rows[at].Number!))
            foreach (var at in set) root[Root(mentionOf[at])] = Root(mentionOf[set.First()]);
        // The fold of a component: by its lowest key, so that nothing depends on the order of rows.
        var lowest = Enumerable.Range(0, mentions.Length).GroupBy(Root).ToDictionary(group => group.Key, group => group.Min());
        return [.. Enumerable.Range(0, mentions.Length).Select(at => (int)(Hash(mentions[lowest[Root(at)]].Key) % Folds))];
    }

    // FNV-1a.
    private static uint Hash(string text) => text.Aggregate(2166136261u, (hash, letter) => (hash ^ letter) * 16777619u);
}

/// <summary>Two mentions decided wrongly.</summary>
internal sealed record WrongPair(bool Merged, long RowPairs, AwardRow One, AwardRow Other, int OneRows, int OtherRows, bool Apart)
{
    /// <summary>A name for the pair that gives nothing away.</summary>
    public string Id => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(
        string.Join('|', new[] { $"{One.Mention}#{One.Number}", $"{Other.Mention}#{Other.Number}" }.Order(StringComparer.Ordinal)))))[..8].ToLowerInvariant();

    /// <summary>What can be said of it without names.</summary>
    public string Pattern => string.Join(", ", new[]
    {
        Merged ? "joined, two numbers" : "apart, one number",
        One.Name.Core == Other.Name.Core ? One.Name.Form == Other.Name.Form ? "same name" : "same name, other form" : "other name",
        One.Place == Other.Place ? "same office" : One.Orderer == Other.Orderer ? "two offices of one orderer" : "two orderers",
        One.Name.Branch != Other.Name.Branch ? "branch" : "", FirmWords.IsSurname(FirmWords.Split(One.Name.Core).Head) ? "surname + trade" : "",
        Apart ? "one stops before the other begins" : "at the same time", $"{OneRows.ToString(CultureInfo.InvariantCulture)} × {OtherRows.ToString(CultureInfo.InvariantCulture)} rows",
    }.Where(text => text.Length > 0));
}
