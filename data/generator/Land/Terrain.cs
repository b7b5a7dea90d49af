using GunMane.ModelRegion.Support;

namespace GunMane.ModelRegion.Land;

/// <summary>Heights above the sea in metres on the raster: a coast, a main divide in the north, valleys carved along the design.</summary>
public sealed class Terrain
{
    private readonly Noise coastNoise, reliefNoise, fineNoise;

    /// <summary>Builds the height field.</summary>
    public Terrain(Raster raster, int seed)
    {
        Raster = raster;
        (coastNoise, reliefNoise, fineNoise) = (new Noise(seed + 1), new Noise(seed + 2), new Noise(seed + 3));
        Heights = new double[raster.Count];
        for (var i = 0; i < raster.Count; i++)
        {
            var c = raster.Centre(i);
            Heights[i] = HeightAt(c.X, c.Y);
        }
    }

    /// <summary>The grid.</summary>
    public Raster Raster { get; }

    /// <summary>Height of each cell; the sea is below zero.</summary>
    public double[] Heights { get; }

    /// <summary>Height at a point.</summary>
    public double At(double x, double y) => Raster.Sample(Heights, x, y);

    /// <summary>Slope (rise over run) at a point.</summary>
    public double SlopeAt(double x, double y)
    {
        var (gx, gy) = Gradient(x, y);
        return Math.Sqrt((gx * gx) + (gy * gy));
    }

    /// <summary>Gradient at a point, pointing uphill.</summary>
    public (double X, double Y) Gradient(double x, double y) =>
        ((At(x + 60, y) - At(x - 60, y)) / 120, (At(x, y + 60) - At(x, y - 60)) / 120);

    private double HeightAt(double x, double y)
    {
        var inland = y - CoastLine(x) + CoastDetail(x, y);
        if (inland <= 0)
            return Math.Max(-120, (inland * 0.03) - 0.3);
        var height = Math.Min(Relief(x, y, inland), 0.6 + (inland * 0.16) + (Math.Max(0, inland - 350) * 0.35));
        var (wx, wy) = (x + Bend(x, y, 0), y + Bend(x, y, 40));
        foreach (var valley in Skeleton.Valleys)
            height = Carve(valley, wx, wy, height);
        return Math.Max(0.4, height) + (0.8 * (1 + fineNoise.Fractal(x / 500, y / 500, 3)));
    }

    /// <summary>Sideways shift (metres) that keeps valleys from being drawn with a ruler.</summary>
    private double Bend(double x, double y, double shift) =>
        (520 * coastNoise.Fractal((x / 2900) + shift, y / 2900, 2)) + (170 * coastNoise.Fractal((x / 800) - shift, y / 800, 2));

    private static double CoastLine(double x) =>
        -7600 + (0.07 * x) + Skeleton.Bulges.Sum(b => b.Reach * Bell((x - b.X) / b.Width));

    private double CoastDetail(double x, double y)
    {
        var sheltered = Skeleton.Valleys.Take(4).Max(v => Bell((x - v.Axis[1].X) / (v.MouthWidth * 1.1)));
        var amplitude = 2500 * (1 - (0.85 * sheltered));
        return amplitude * coastNoise.Fractal(x / 3300, y / 3300, 6);
    }

    private double Relief(double x, double y, double inland)
    {
        var divide = 12300 + (1500 * Math.Sin((x / 5200) + 1)) + (900 * Math.Sin(x / 2300));
        var t = inland / (divide - CoastLine(x));
        var envelope = t < 1 ? 40 + (900 * Math.Pow(t, 0.85)) : 940 * Math.Max(0.15, 1 - (1.2 * (t - 1)));
        envelope *= 1 + (0.5 * Bell((x - 22500) / 2500)) + (0.5 * Bell((x + 22500) / 2200));
        var (wx, wy) = (x + (700 * fineNoise.Fractal(x / 3000, y / 3000, 2)), y + (700 * fineNoise.Fractal((x / 3000) + 9, y / 3000, 2)));
        return envelope * (0.18 + (1.05 * reliefNoise.Ridged(wx / 5600, wy / 5600, 5)));
    }

    /// <summary>Lowers the land towards a valley floor that rises from the mouth, with walls on both sides.</summary>
    private static double Carve(Valley valley, double x, double y, double height)
    {
        var (along, aside, part) = Nearest(valley.Course, x, y);
        var km = along / 1000;
        var tributary = valley.Axis[0].Y > 0;
        var floor = (tributary ? 62 : 1.5) + (Math.Max(0, km - 3) * 6) + (0.55 * km * km);
        var width = valley.MouthWidth * (0.18 + (0.82 * Math.Pow(1 - part, 1.6)));
        var across = Math.Max(0, aside - width);
        var wall = floor + (7 * Math.Pow(Math.Min(aside, width) / width, 2) * (1 + part)) + (across * 0.17) + (across * across * 0.00022);
        var soft = Math.Clamp(0.5 + ((wall - height) / 80), 0, 1);
        return (wall * (1 - soft)) + (height * soft) - (20 * soft * (1 - soft));
    }

    private static (double Along, double Aside, double Part) Nearest((double X, double Y)[] axis, double x, double y)
    {
        double best = double.MaxValue, bestAlong = 0, run = 0;
        for (var i = 1; i < axis.Length; i++)
        {
            var (dx, dy) = (axis[i].X - axis[i - 1].X, axis[i].Y - axis[i - 1].Y);
            var length = Math.Sqrt((dx * dx) + (dy * dy));
            var t = Math.Clamp((((x - axis[i - 1].X) * dx) + ((y - axis[i - 1].Y) * dy)) / (length * length), 0, 1);
            var (ex, ey) = (x - axis[i - 1].X - (t * dx), y - axis[i - 1].Y - (t * dy));
            var gap = Math.Sqrt((ex * ex) + (ey * ey));
            if (gap < best)
                (best, bestAlong) = (gap, run + (t * length));
            run += length;
        }
        return (bestAlong, best, bestAlong / run);
    }

    private static double Bell(double t) => Math.Exp(-t * t / 2);
}
