using System.Globalization;
using System.Text.Json;

namespace GunMane.Benchmarks;

/// <summary>One measured figure, as written by <c>--json</c>.</summary>
/// <param name="Bench">Name of the bench.</param>
/// <param name="Metric">Name of the figure.</param>
/// <param name="Unit">s: seconds, less is better.</param>
/// <param name="Size">How much was worked on.</param>
/// <param name="Ours">Our median.</param>
/// <param name="Rival">The rival's median in the same run; null without a rival.</param>
/// <param name="RivalName">Who the rival is.</param>
/// <param name="Equal">Whether both gave the same result; null where there is nothing to compare.</param>
internal sealed record Measurement(string Bench, string Metric, string Unit, int Size, double Ours, double? Rival, string? RivalName, bool? Equal)
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>How many times better than the rival.</summary>
    public double? Ratio => Rival is { } rival ? Math.Round(rival / Ours, 3) : null;

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(new
    {
        Bench, Metric, Unit, Size, Ours = Math.Round(Ours, 4), Rival = Rival is { } rival ? Math.Round(rival, 4) : (double?)null, RivalName, Ratio, Equal,
    }, Snake);

    /// <summary>One line of a table.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Metric,-18} {Size,10:N0}  ours {Ours,8:0.000} {Unit}  rival {(Rival is { } rival ? $"{rival,8:0.000} {Unit}" : "-"),10}  ratio {(Ratio is { } ratio ? $"{ratio,6:0.00}×" : "-"),7}  {(Equal is { } equal ? equal ? "equal" : "NOT EQUAL" : "")}  {RivalName}");

    /// <summary>The middle one of some figures.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
