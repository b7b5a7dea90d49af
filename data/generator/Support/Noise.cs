namespace GunMane.ModelRegion.Support;

/// <summary>Gradient noise on the plane (Perlin 1985), roughly within [-1, 1].</summary>
public sealed class Noise(int seed)
{
    /// <summary>Sum of octaves, each twice as fine and half as strong.</summary>
    public double Fractal(double x, double y, int octaves)
    {
        double sum = 0, weight = 1, total = 0;
        for (var i = 0; i < octaves; i++)
        {
            sum += weight * At(x + (i * 17.3), y - (i * 9.1));
            total += weight;
            (x, y, weight) = (x * 2, y * 2, weight / 2);
        }
        return 1.6 * sum / total;
    }

    /// <summary>Sharp crests near 1, rounded floors near 0.</summary>
    public double Ridged(double x, double y, int octaves)
    {
        double sum = 0, weight = 1, total = 0;
        for (var i = 0; i < octaves; i++)
        {
            var crest = 1 - Math.Min(1, Math.Abs(At(x + (i * 5.7), y + (i * 3.9)) * 1.7));
            sum += weight * crest * crest;
            total += weight;
            (x, y, weight) = (x * 2.03, y * 2.03, weight * 0.5);
        }
        return sum / total;
    }

    /// <summary>One octave.</summary>
    public double At(double x, double y)
    {
        var (col, row) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (u, v) = (x - col, y - row);
        var low = Blend(Corner(col, row, u, v), Corner(col + 1, row, u - 1, v), Fade(u));
        var high = Blend(Corner(col, row + 1, u, v - 1), Corner(col + 1, row + 1, u - 1, v - 1), Fade(u));
        return Blend(low, high, Fade(v)) * 1.4;
    }

    private double Corner(int col, int row, double u, double v)
    {
        var angle = Hash(col, row) * (2 * Math.PI / 65536);
        return (Math.Cos(angle) * u) + (Math.Sin(angle) * v);
    }

    private int Hash(int col, int row)
    {
        unchecked
        {
            var h = (uint)((col * 374761393) + (row * 668265263) + (seed * 1442695041));
            h = (h ^ (h >> 13)) * 1274126177;
            return (int)((h ^ (h >> 16)) & 0xFFFF);
        }
    }

    private static double Fade(double t) => t * t * t * ((t * ((t * 6) - 15)) + 10);

    private static double Blend(double a, double b, double t) => a + ((b - a) * t);
}
