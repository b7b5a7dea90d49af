using System.Globalization;
using System.Text;

namespace GunMane.Benchmarks.Quality;

/// <summary>The curve over the missing share as SVG: a line through the means, bars of one standard deviation.</summary>
internal static class QualityCurve
{
    private const int Left = 60, Top = 20, Wide = 520, High = 340, Legend = 215;
    private const double MostMissing = 0.6;

    // Told apart without hue as well: width and dashes.
    private static readonly Dictionary<string, (string Colour, string Dash, double Width)> Styles = new(StringComparer.Ordinal)
    {
        [QualityBench.Ceiling] = ("#1a1a1c", "2 3", 2), [EngineMethods.Default] = ("#0017c1", "", 3.5), ["density"] = ("#008299", "8 4", 2), ["hierarchical"] = ("#197a4b", "12 3 3 3", 2),
        ["community"] = ("#8b1fa9", "4 4", 2), ["bounded"] = ("#a35200", "1 5", 2.5), [QualityBench.Floor] = ("#ce0000", "6 2", 2),
    };

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [QualityBench.Ceiling] = "ceiling (Bayes)", [EngineMethods.Default] = "default (correlation)", [QualityBench.Floor] = "floor (location alone)",
    };

    /// <summary>Draws it.</summary>
    public static string Draw(IReadOnlyList<QualityScores> scores)
    {
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Wide + Legend} {Top + High + 60}\" font-family=\"sans-serif\" font-size=\"14\" role=\"img\">");
        svg.AppendLine("<title>Adjusted Rand index over the share of assets without known firms</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        Axes(svg);
        var ends = scores.GroupBy(score => score.Series).Select(series => (Series: series.Key, Points: series.OrderBy(score => score.Missing).ToArray()))
            .OrderByDescending(series => series.Points[^1].Mean).ToArray();
        for (var at = 0; at < ends.Length; at++) Line(svg, ends[at].Series, ends[at].Points, Top + 14 + 26 * at);
        return svg.AppendLine("</svg>").ToString();
    }

    private static double X(double missing) => Left + Wide * missing / MostMissing;

    private static double Y(double index) => Top + High * (1 - index);

    private static void Axes(StringBuilder svg)
    {
        for (var tenth = 0; tenth <= 10; tenth += 2)
            svg.AppendLine(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Y(tenth / 10.0):0.#}h{Wide}\" stroke=\"#ccc\"/><text x=\"{Left - 8}\" y=\"{Y(tenth / 10.0) + 5:0.#}\" text-anchor=\"end\">{tenth / 10.0:0.0}</text>");
        for (var tenth = 0; tenth <= 6; tenth++)
            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{X(tenth / 10.0):0.#}\" y=\"{Top + High + 22}\" text-anchor=\"middle\">{tenth * 10} %</text>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Left + Wide / 2}\" y=\"{Top + High + 46}\" text-anchor=\"middle\">assets without known firms</text>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text transform=\"translate(18 {Top + High / 2}) rotate(-90)\" text-anchor=\"middle\">adjusted Rand index</text>");
    }

    private static void Line(StringBuilder svg, string series, QualityScores[] points, int legend)
    {
        var (colour, dash, width) = Styles[series];
        var stroke = string.Create(CultureInfo.InvariantCulture, $"stroke=\"{colour}\" fill=\"none\"");
        var path = string.Join("L", points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Missing):0.#} {Y(point.Mean):0.#}")));
        var bars = string.Concat(points.Select(point => string.Create(CultureInfo.InvariantCulture, $"M{X(point.Missing):0.#} {Y(point.Mean - point.Spread):0.#}V{Y(point.Mean + point.Spread):0.#}")));
        svg.AppendLine(CultureInfo.InvariantCulture, $"<path d=\"M{path}\" {stroke} stroke-width=\"{width}\" stroke-dasharray=\"{dash}\"/><path d=\"{bars}\" {stroke}/>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<path d=\"M{Left + Wide + 14} {legend}h28\" {stroke} stroke-width=\"{width}\" stroke-dasharray=\"{dash}\"/><text x=\"{Left + Wide + 48}\" y=\"{legend + 5}\">{Names.GetValueOrDefault(series, series)}</text>");
    }
}
