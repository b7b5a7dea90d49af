namespace GunMane.Spatial.Contractors;

/// <summary>Which firms are compared at all: those whose names share a skeleton, and those that a person named together. Pure.</summary>
public static class FirmBlocks
{
    /// <summary>The blocks of two or more firms; indexes within a block and the blocks are in the order of the identity keys.</summary>
    public static IEnumerable<int[]> Of(IReadOnlyList<FirmProfile> firms, IReadOnlyList<FirmRuling> rulings)
    {
        var root = Enumerable.Range(0, firms.Count).ToArray();
        var joint = Enumerable.Range(0, firms.Count).Where(at => firms[at].Name.Kind == FirmKind.JointVenture).ToHashSet();
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var at = 0; at < firms.Count; at++)
        {
            if (firms[at].Number is { } number) Together(root, numbers, number, at);
            // A joint venture is made for one order: an equal name elsewhere says nothing.
            if (!joint.Contains(at)) Together(root, names, FirmWords.Skeleton(firms[at].Name.Core), at);
        }

        foreach (var ruling in rulings.Where(ruling => ruling.Same))
        {
            foreach (var at in ruling.One.Concat(ruling.Other)) Join(root, ruling.One[0], at);
        }

        return Enumerable.Range(0, firms.Count).GroupBy(at => Root(root, at)).Where(group => group.Skip(1).Any())
            .Select(group => group.OrderBy(at => firms[at].Key, StringComparer.Ordinal).ToArray())
            .OrderBy(block => firms[block[0]].Key, StringComparer.Ordinal);
    }

    private static void Together(int[] root, Dictionary<string, int> first, string key, int at)
    {
        if (!first.TryAdd(key, at)) Join(root, first[key], at);
    }

    private static void Join(int[] root, int one, int other) => root[Root(root, other)] = Root(root, one);

    private static int Root(int[] root, int at)
    {
        while (root[at] != at) at = root[at] = root[root[at]];
        return at;
    }
}
