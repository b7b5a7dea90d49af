using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GunMane.Benchmarks.Quality;

/// <summary>
/// <c>bench quality [--json FILE] [--svg FILE] [--tuned]</c>: the table of docs/reference/quality.md, with the curve as SVG. <c>--tuned</c> measures the seeds on
/// which defaults were tuned instead of those that are reported, and draws nothing unless told where.
/// </summary>
internal static class QualityCommand
{
    private const string Usage = "bench quality [--json FILE] [--svg FILE] [--tuned]";
    private const double Target = 0.2;
    private const double OfCeiling = 0.9;
    private const double AboveFloor = 0.3;

    /// <summary>Measures and prints; 0 where the targets are reached, 1 where not, 2 for a wrong call.</summary>
    public static int Run(string[] args, TextWriter console)
    {
        string? json = null, svg = null;
        var tuned = false;
        for (var at = 0; at < args.Length; at++)
        {
            if (args[at] == "--json" && at + 1 < args.Length) json = args[++at];
            else if (args[at] == "--svg" && at + 1 < args.Length) svg = args[++at];
            else if (args[at] == "--tuned") tuned = true;
            else
            {
                Console.Error.WriteLine($"{args[at]}?  {Usage}");
                return 2;
            }
        }

        if (!tuned && Environment.GetEnvironmentVariable("GUNMANE_ROOT") is { } root) svg ??= Path.Combine(root, "docs", "images", "quality.svg");
        var scores = QualityBench.Measure(tuned ? QualityBench.Tuned : QualityBench.Reported, QualityBench.Shares, Console.Error.WriteLine);
        console.Write(Table(scores));
        if (json is not null) File.WriteAllLines(json, scores.Select(Line));
        if (svg is not null) File.WriteAllText(svg, QualityCurve.Draw(scores));
        return Reached(scores, console) ? 0 : 1;
    }

    /// <summary>The table in Markdown: means, and the standard deviation over the seeds.</summary>
    public static string Table(IReadOnlyList<QualityScores> scores)
    {
        var table = new StringBuilder();
        table.AppendLine(CultureInfo.InvariantCulture, $"| missing firms | {string.Join(" | ", QualityBench.Series)} |").AppendLine(CultureInfo.InvariantCulture, $"|---|{string.Concat(QualityBench.Series.Select(_ => "---|"))}");
        foreach (var row in scores.GroupBy(score => score.Missing))
            table.AppendLine(CultureInfo.InvariantCulture, $"| {row.Key * 100:0} % | {string.Join(" | ", row.Select(score => string.Create(CultureInfo.InvariantCulture, $"{score.Mean:0.000} ± {score.Spread:0.000}")))} |");
        return table.ToString();
    }

    private static bool Reached(IReadOnlyList<QualityScores> scores, TextWriter console)
    {
        QualityScores At(string series) => scores.Single(score => score.Series == series && score.Missing == Target);
        var (floor, ours, ceiling) = (At(QualityBench.Floor), At(EngineMethods.Default), At(QualityBench.Ceiling));
        var (part, above) = (ours.Mean / ceiling.Mean, ours.Mean - floor.Mean);
        var difficult = floor.Mean is >= 0.3 and <= 0.6;
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"location alone {floor.Mean:0.000} ({floor.Scores.Min():0.000} to {floor.Scores.Max():0.000}; wanted 0.3 to 0.6){(difficult ? "" : "  MISSED")}"));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"at {Target * 100:0} % missing: {part:0.000} of the ceiling (wanted {OfCeiling:0.00}){(part >= OfCeiling ? "" : "  MISSED")}, {above:0.000} above location alone (wanted {AboveFloor:0.00}){(above >= AboveFloor ? "" : "  MISSED")}"));
        return difficult && part >= OfCeiling && above >= AboveFloor;
    }

    private static string Line(QualityScores score) => JsonSerializer.Serialize(new
    {
        bench = "quality", metric = $"ari-{score.Series}", missing = score.Missing, mean = Math.Round(score.Mean, 4), spread = Math.Round(score.Spread, 4),
        scores = score.Scores.Select(value => Math.Round(value, 4)),
    });
}
