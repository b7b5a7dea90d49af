namespace GunMane.Spatial.Contractors;

/// <summary>What must or must not be one firm, whatever the odds.</summary>
internal sealed class FirmRules
{
    private readonly IReadOnlyList<FirmProfile> firms;
    private readonly Dictionary<int, List<int>> sides = [];

    /// <summary>Reads the rulings.</summary>
    public FirmRules(IReadOnlyList<FirmProfile> firms, IReadOnlyList<FirmRuling> rulings)
    {
        this.firms = firms;
        Same = [.. rulings.Where(ruling => ruling.Same)];
        var number = 0;
        foreach (var ruling in rulings.Where(ruling => !ruling.Same))
        {
            // Sides are numbered 2n and 2n + 1: a firm of one side is never one of the other.
            foreach (var at in ruling.One) Side(at).Add(2 * number);
            foreach (var at in ruling.Other) Side(at).Add(2 * number + 1);
            number++;
        }
    }

    /// <summary>Rulings that join.</summary>
    public IReadOnlyList<FirmRuling> Same { get; }

    /// <summary>Whether two firms are known to be different: two valid numbers, two numbers of one register, or a person said so.</summary>
    public bool Different(int one, int other) =>
        (firms[one].Number is { } a && firms[other].Number is { } b && a != b)
        || (firms[one].RegisterNumber is { } c && firms[other].RegisterNumber is { } d && c != d && SamePrefix(firms[one].Number, firms[other].Number))
        || Ruled(one, other);

    /// <summary>Whether two firms are known to be one by number.</summary>
    public bool SameNumber(int one, int other) => firms[one].Number is { } number && number == firms[other].Number;

    private static bool SamePrefix(string? a, string? b) => a is null || b is null || a != b;

    private bool Ruled(int one, int other)
    {
        if (!sides.TryGetValue(one, out var mine) || !sides.TryGetValue(other, out var theirs)) return false;
        foreach (var side in mine) if (theirs.Contains(side ^ 1)) return true;
        return false;
    }

    private List<int> Side(int at)
    {
        if (!sides.TryGetValue(at, out var list)) sides.Add(at, list = []);
        return list;
    }
}
