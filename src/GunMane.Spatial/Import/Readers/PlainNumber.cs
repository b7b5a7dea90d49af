using System.Globalization;

namespace GunMane.Spatial.Import.Readers;

/// <summary>Numbers as a person writes them: 22212 not 22212.0, 0.00001 not 1E-05; the shortest text that is the same number.</summary>
internal static class PlainNumber
{
    /// <summary>The text of a number.</summary>
    public static string Text(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        return shortest.Contains('E', StringComparison.Ordinal) && decimal.TryParse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain)
            && (double)plain == value ? plain.ToString(CultureInfo.InvariantCulture) : shortest;
    }
}
