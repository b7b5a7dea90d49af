namespace GunMane.Benchmarks.Quality;

/// <summary>
/// The ceiling: the most probable bundle (or none) of each asset, given all that was drawn of it and the generator's true parameters.
/// Assets are drawn independently given these, so that taking the most probable bundle asset by asset is the most probable labelling of all
/// of them together, exactly: no other rule, whatever it knows of the other assets, is right about more of them on average. It is the adjusted
/// Rand index of that labelling that is reported, which is not itself what the rule maximises.
/// </summary>
internal static class BayesCeiling
{
    /// <summary>Labels the assets: bundles, or <see cref="PlantedRegion.None"/>.</summary>
    public static int[] Label(PlantedRegion region, double missingShare)
    {
        var (world, noise) = (region.World, region.World.Parameters.Noise);
        var weight = world.Bundles.Sum(bundle => bundle.Weight);
        var laws = Enumerable.Range(PlantedRegion.None, world.Bundles.Length + 1).Select(bundle => PlantedLinks.Of(world, bundle)).ToArray();
        return [.. Enumerable.Range(0, region.Count).AsParallel().AsOrdered().Select(asset =>
            Enumerable.Range(PlantedRegion.None, world.Bundles.Length + 1).MaxBy(bundle =>
                (bundle == PlantedRegion.None ? noise : (1 - noise) * world.Bundles[bundle].Weight / weight)
                * Place(region, asset, bundle == PlantedRegion.None ? world.Noise : world.Bundles[bundle].Pieces)
                * (region.IsMissing(asset, missingShare) ? 1 : Record(region, asset, laws[bundle + 1]))))];
    }

    // Density of place and sector together: the piece decides both.
    private static double Place(PlantedRegion region, int asset, IReadOnlyList<PlantedPiece> pieces)
    {
        var sum = 0.0;
        foreach (var piece in pieces) sum += piece.Share * PlantedRegion.SectorShare(piece.IsRoad, region.Sectors[asset]) * piece.At(region.X[asset], region.Y[asset]);
        return sum;
    }

    // Probability of the local firms named. Firms that work everywhere, owner, evidence and what is missing are drawn alike for all bundles.
    private static double Record(PlantedRegion region, int asset, double[] law)
    {
        var local = region.Firms[asset].Where(firm => firm < region.World.LocalFirms).ToArray();
        var (two, first) = (region.World.Parameters.TwoFirms, law[local[0]]);
        return local.Length == 1 ? (1 - two) * first + two * first * first : 2 * two * first * law[local[1]];
    }
}
