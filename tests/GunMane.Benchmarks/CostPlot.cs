using System.Globalization;
using System.Text;

namespace GunMane.Benchmarks;

/// <summary>Draws the cost per asset over the number of assets as SVG: sizes on a logarithmic axis, microseconds from zero.</summary>
internal static class CostPlot
{
    private const int Left = 60, Right = 560, Top = 30, Bottom = 340;

    /// <summary>Draws it.</summary>
    public static string Draw(IReadOnlyList<(int Size, double Cold, double Kernel)> figures)
    {
        var (low, high) = (figures.Min(at => Math.Log10(at.Size)), figures.Max(at => Math.Log10(at.Size)));
        var step = Step(figures.Max(at => Math.Max(at.Cold, at.Kernel)));
        var most = Math.Ceiling(figures.Max(at => Math.Max(at.Cold, at.Kernel)) / step) * step;
        double X(int size) => high > low ? Left + (Right - Left) * (Math.Log10(size) - low) / (high - low) : Left;
        double Y(double micros) => Bottom - (Bottom - Top) * micros / most;
        var svg = new StringBuilder("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 400" role="img" aria-label="Microseconds per asset over the number of assets" font-family="sans-serif" font-size="13">
            <rect width="680" height="400" fill="#fff"/>

            """);
        for (var tick = 0; tick * step <= most + step / 2; tick++)
            Line(svg, $"""<path d="M{Left} {Y(tick * step):0.0}H{Right}" stroke="#ddd"/><text x="{Left - 8}" y="{Y(tick * step) + 4:0.0}" text-anchor="end">{tick * step:0.##}</text>""");
        foreach (var (size, _, _) in figures)
            Line(svg, $"""<path d="M{X(size):0.0} {Bottom}V{Top}" stroke="#ddd"/><text x="{X(size):0.0}" y="{Bottom + 20}" text-anchor="middle">{size:N0}</text>""");
        Curve(svg, "read + group + write", "#0017c1", "", [.. figures.Select(at => (X(at.Size), Y(at.Cold), at.Cold))]);
        Curve(svg, "kernel", "#1a1a1a", "6 4", [.. figures.Select(at => (X(at.Size), Y(at.Kernel), at.Kernel))]);
        Line(svg, $"""<text x="{(Left + Right) / 2}" y="{Bottom + 44}" text-anchor="middle">assets</text><text x="{Left}" y="{Top - 12}">µs per asset</text>""");
        return svg.Append("</svg>\n").ToString();
    }

    private static void Curve(StringBuilder svg, string name, string colour, string dashes, (double X, double Y, double Micros)[] points)
    {
        var dash = dashes.Length == 0 ? "" : $" stroke-dasharray=\"{dashes}\"";
        Line(svg, $"""<polyline points="{string.Join(' ', points.Select(at => FormattableString.Invariant($"{at.X:0.0},{at.Y:0.0}")))}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>""");
        foreach (var (x, y, micros) in points)
            Line(svg, $"""<circle cx="{x:0.0}" cy="{y:0.0}" r="4" fill="{colour}"/><text x="{x:0.0}" y="{y - 9:0.0}" text-anchor="middle" fill="{colour}">{micros:0.00}</text>""");
        Line(svg, $"""<text x="{points[^1].X + 10:0.0}" y="{points[^1].Y + 20:0.0}" fill="{colour}">{name}</text>""");
    }

    // One, two or five times a power of ten, at most five steps to the top.
    private static double Step(double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(most / 5)));
        return new[] { 1, 2, 5, 10 }.Select(times => times * power).First(step => step * 5 >= most);
    }

    private static void Line(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
