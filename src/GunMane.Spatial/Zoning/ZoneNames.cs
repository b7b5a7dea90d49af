using GunMane.Spatial.Model;

namespace GunMane.Spatial.Zoning;

/// <summary>Names of scenarios and zones.</summary>
public static class ZoneNames
{
    /// <summary>Longest name, in characters (Unicode code points).</summary>
    public const int Longest = 200;

    /// <summary>A name without blanks around it.</summary>
    /// <exception cref="GunManeException">BadInput: absent, blank, too long, or with control characters.</exception>
    public static string Accept(string? name, string parameter)
    {
        var trimmed = name?.Trim() ?? "";
        if (trimmed.EnumerateRunes().Count() is 0 or > Longest || trimmed.Any(char.IsControl))
            throw new GunManeException(Refusal.BadInput,
                $"名前は 1～{Longest} 文字で、改行などの制御文字なしで付けてください。(A name has 1 to {Longest} characters and no control characters.)", parameter);
        return trimmed;
    }
}
