using System.Globalization;
using GunMane.Spatial.Contractors;

namespace GunMane.Benchmarks;

/// <summary><c>bench identity [--awards FILE] [--full] [--mentions N]</c>: the measurement of docs/reference/identity.md. <c>--full</c> prints names; never commit that. <c>--mentions</c> times the matcher over N made-up mentions instead.</summary>
internal static class IdentityCommand
{
    /// <summary>Measures and prints; 0 if the row universe reaches 0.995 both ways, 1 if not, 2 for a wrong call.</summary>
    public static int Run(string[] args, TextWriter console, string usage)
    {
        var folder = Environment.GetEnvironmentVariable("GUNMANE_REAL_DATA");
        var file = folder is null ? null : Path.Combine(folder, "awards-shizuoka", "awards.csv.gz");
        var full = false;
        for (var at = 0; at < args.Length; at++)
        {
            if (args[at] == "--awards" && at + 1 < args.Length) file = args[++at];
            else if (args[at] == "--full") full = true;
            else if (args[at] == "--mentions" && at + 1 < args.Length && int.TryParse(args[++at], CultureInfo.InvariantCulture, out var mentions) && mentions > 0)
            {
                IdentityScale.Run(console, mentions);
                return 0;
            }
            else return Refuse($"{args[at]}?  {usage}");
        }

        if (file is null || !File.Exists(file)) return Refuse($"--awards FILE? (or GUNMANE_REAL_DATA)  {usage}");
        var rows = AwardFile.Read(file);
        var alone = Measure(console, "rows with a number only", new IdentityBench(rows, all: false), full);
        Measure(console, "all rows matched, rows with a number scored", new IdentityBench(rows, all: true), false);
        SourceFaults.Print(console, rows);
        return alone is { Precision: >= 0.995, Recall: >= 0.995 } ? 0 : 1;
    }

    private static PairScore Measure(TextWriter console, string title, IdentityBench bench, bool full)
    {
        var sizes = bench.Sizes;
        console.WriteLine(Text($"# {title}: {sizes.Rows} rows, {sizes.Labelled} with a number, {sizes.Mentions} mentions, {sizes.Firms} firms"));
        Print(console, "same name and form", bench.Score(bench.ByName()));
        var models = bench.Learn();
        console.WriteLine("merge thresholds: " + string.Join(' ', models.Select(model => Text($"{model.Merge:0.00}"))));
        console.WriteLine("weights (all folds): " + string.Join(", ", IdentityModel.Features.Zip(models[^1].Weights).Select(pair => Text($"{pair.First} {pair.Second:0.000}"))));
        var decided = bench.Decide(models);
        var scores = bench.Score(decided);
        Print(console, "matcher", scores);
        var asked = bench.Asked(models);
        console.WriteLine(Text($"asked: {asked.Questions} pairs; of {asked.Known} with known numbers {asked.Same} are one firm ({asked.RowPairs} row pairs)"));
        for (var threshold = -3.0; threshold <= 4; threshold += 0.5)
        {
            var at = bench.Score(bench.Decide(models, threshold));
            console.WriteLine(Text($"curve {threshold:0.0} rows {at[0].Score.Precision:0.00000} {at[0].Score.Recall:0.00000} mentions {at[1].Score.Precision:0.00000} {at[1].Score.Recall:0.00000} spellings {at[3].Score.Precision:0.00000} {at[3].Score.Recall:0.00000}"));
        }

        foreach (var (at, pair) in bench.Worst(decided, 20).Index())
        {
            console.WriteLine(Text($"worst {at + 1} {pair.Id} {pair.RowPairs} row pairs: {pair.Pattern}"));
            if (full) console.WriteLine($"      {pair.One.Mention} {pair.One.Number} | {pair.Other.Mention} {pair.Other.Number}");
        }

        return scores[0].Score;
    }

    private static void Print(TextWriter console, string what, IReadOnlyList<(string Universe, int Items, PairScore Score)> scores)
    {
        foreach (var (universe, items, score) in scores)
            console.WriteLine(Text($"{what} | {universe} | {items} items | true {score.True} claimed {score.Claimed} right {score.Right} | precision {score.Precision:0.00000} recall {score.Recall:0.00000}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static int Refuse(string what)
    {
        Console.Error.WriteLine(what);
        return 2;
    }
}
