using GunMane.ModelRegion.Ledger;
using GunMane.ModelRegion.Network;

namespace GunMane.ModelRegion.Trade;

/// <summary>How near the assets of a bundle are to one another.</summary>
public static class BundleReach
{
    /// <summary>True when every asset can be reached from every other in steps of at most the distance (metres, shape to shape).</summary>
    public static bool Connects(IReadOnlyList<Asset> assets, double distance)
    {
        var sets = new DisjointSets(assets.Count);
        var left = assets.Count - 1;
        for (var i = 0; i < assets.Count && left > 0; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (sets.Find(i) != sets.Find(j) && assets[i].Shape.IsWithinDistance(assets[j].Shape, distance) && sets.Join(i, j))
                    left--;
            }
        }
        return left <= 0;
    }

    /// <summary>Smallest distance in metres, to the nearest 5, at which the bundle is connected.</summary>
    public static int Radius(IReadOnlyList<Asset> assets)
    {
        for (var distance = 0; distance < 2000; distance += 5)
        {
            if (Connects(assets, distance + 0.01))
                return distance;
        }
        return int.MaxValue;
    }
}
