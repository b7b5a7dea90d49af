using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Tests.Affinity;

public sealed class BorderPairsTests
{
    [Fact]
    public void Pairs_across_a_border_of_town_or_owner_go_and_unknown_sides_part_nobody()
    {
        // Every pair of five assets, each at its own distance.
        var graph = new PairGraph([0, 4, 7, 9, 10, 10], [1, 2, 3, 4, 2, 3, 4, 3, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 500);
        var made = BorderPairs.Inside(graph, [0, 0, 1, -1, 0], [5, 5, 5, 5, 6]);
        Assert.Equal([0, 2, 3, 4, 4, 4], made.Start);
        Assert.Equal([1, 3, 3, 3], made.Other);
        Assert.Equal([1, 3, 6, 8], made.DistanceMm);
        Assert.Equal(500, made.RadiusMm);
    }
}
