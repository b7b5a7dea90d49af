namespace GunMane.Spatial.Clustering;

/// <summary>A partition of assets: each is in one group or in none.</summary>
/// <param name="Label">Group of each asset, 0 … Groups − 1 in the order of their lowest member; −1 for none.</param>
/// <param name="Groups">Number of groups.</param>
public sealed record Grouping(int[] Label, int Groups)
{
    /// <summary>Numbers groups by their lowest member.</summary>
    /// <param name="root">Any member that stands for the asset's group; −1 for none. Overwritten.</param>
    internal static Grouping ByLowestMember(int[] root)
    {
        var number = new int[root.Length];
        Array.Fill(number, -1);
        var groups = 0;
        for (var at = 0; at < root.Length; at++)
        {
            if (root[at] < 0) continue;
            if (number[root[at]] < 0) number[root[at]] = groups++;
            root[at] = number[root[at]];
        }

        return new Grouping(root, groups);
    }
}
