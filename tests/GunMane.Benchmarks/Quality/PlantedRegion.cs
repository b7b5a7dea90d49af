using GunMane.Spatial.Affinity;
using GunMane.Spatial.Model;

namespace GunMane.Benchmarks.Quality;

/// <summary>
/// Assets drawn from a <see cref="PlantedWorld"/>: bundle (or none), piece, place, sector, owner, firms and evidence of each, independent of
/// one another. A share of them names no firm; which ones is nested: what is missing at 10 % is missing at 20 % too.
/// </summary>
internal sealed class PlantedRegion
{
    /// <summary>Label of an asset in no bundle.</summary>
    public const int None = -1;

    private static readonly (Sector Sector, double Share)[] RoadSectors =
        [(Sector.Road, 0.35), (Sector.Lighting, 0.25), (Sector.Slope, 0.15), (Sector.Bridge, 0.12), (Sector.River, 0.08), (Sector.Tunnel, 0.05)];
    private static readonly (Sector Sector, double Share)[] TownSectors =
        [(Sector.Sewer, 0.3), (Sector.Road, 0.2), (Sector.Park, 0.2), (Sector.Water, 0.15), (Sector.Building, 0.1), (Sector.Lighting, 0.05)];
    private static readonly (Evidence Rung, double Share)[] Rungs = [(Evidence.Asset, 0.6), (Evidence.Title, 0.25), (Evidence.Area, 0.15)];
    private const double PrefectureOwns = 0.3;
    private readonly PlantedRandom random;
    private readonly double[] missing;
    private readonly Evidence[] rung;

    private PlantedRegion(PlantedParameters parameters, int seed)
    {
        random = new PlantedRandom(seed);
        World = PlantedWorld.Make(parameters, random);
        var count = (int)Math.Round(World.Bundles.Sum(bundle => bundle.Weight) / (1 - parameters.Noise));
        (X, Y, Bundle) = (new double[count], new double[count], new int[count]);
        (Sectors, Town, Owner) = (new Sector[count], new int[count], new int[count]);
        (Firms, missing, rung) = (new int[count][], new double[count], new Evidence[count]);
        double[] shares = [parameters.Noise, .. World.Bundles.Select(bundle => (1 - parameters.Noise) * bundle.Weight / World.Bundles.Sum(other => other.Weight))];
        for (var asset = 0; asset < count; asset++) Draw(asset, random.Share(shares) - 1);
    }

    /// <summary>The true parameters.</summary>
    public PlantedWorld World { get; }

    /// <summary>Number of assets.</summary>
    public int Count => X.Length;

    /// <summary>Eastings, metres.</summary>
    public double[] X { get; }

    /// <summary>Northings, metres.</summary>
    public double[] Y { get; }

    /// <summary>The truth: bundle of each asset, or <see cref="None"/>.</summary>
    public int[] Bundle { get; }

    /// <summary>Sectors.</summary>
    public Sector[] Sectors { get; }

    /// <summary>Towns: the nearest middle.</summary>
    public int[] Town { get; }

    /// <summary>Owners: 0 the prefecture, then the towns.</summary>
    public int[] Owner { get; }

    /// <summary>Firms that the record of each asset would name, ascending.</summary>
    public int[][] Firms { get; }

    /// <summary>Makes a region.</summary>
    public static PlantedRegion Make(PlantedParameters parameters, int seed) => new(parameters, seed);

    /// <summary>Whether no firm of an asset is known while a share of all is missing.</summary>
    public bool IsMissing(int asset, double share) => missing[asset] < share;

    /// <summary>What the engine gets to see: no bundle, no territory.</summary>
    public Snapshot Seen(double missingShare)
    {
        var firms = World.LocalFirms + World.Parameters.EverywhereFirms;
        var builder = new FirmSetsBuilder(Count, firms);
        for (var asset = 0; asset < Count; asset++)
        {
            if (IsMissing(asset, missingShare)) continue;
            foreach (var firm in Firms[asset]) builder.Link(asset, firm, rung[asset], rung[asset].StrengthPercent());
        }

        var (each, sets) = (Enumerable.Range(0, Count + 1).ToArray(), builder.Build(Owner, Sectors));
        return new Snapshot(new StudyAreaId(1), 1, Count, each[..Count], Sectors, Town, Owner, new double[Count], new double[Count], new short[Count], new short[Count],
            new Shapes(each, new PartKind[Count], each, X, Y), sets, FirmWeights.Of(sets), new FirmYen(new int[Count + 1], [], []), new Terms(new int[Count + 1], [], []),
            [.. World.Towns.Select((_, at) => new SnapshotTown($"9000{at + 1}", $"町{at + 1}", $"Town {at + 1}"))],
            [.. Enumerable.Range(0, World.Towns.Length + 1).Select(at => new SnapshotOwner(at, null, $"管理者{at}", $"Owner {at}"))],
            [.. Enumerable.Range(0, firms).Select(at => new SnapshotFirm(at, Guid.Empty, $"事業者{at}", $"Firm {at}"))]);
    }

    private void Draw(int asset, int bundle)
    {
        Bundle[asset] = bundle;
        var pieces = bundle == None ? World.Noise : World.Bundles[bundle].Pieces;
        var piece = pieces[random.Share([.. pieces.Select(of => of.Share)])];
        var (x, y) = piece.Draw(random);
        (X[asset], Y[asset]) = (Math.Round(x, 3), Math.Round(y, 3));
        Sectors[asset] = Of(piece.IsRoad ? RoadSectors : TownSectors);
        Town[asset] = Enumerable.Range(0, World.Towns.Length).MinBy(at => Math.Pow(World.Towns[at].X - x, 2) + Math.Pow(World.Towns[at].Y - y, 2));
        Owner[asset] = random.Chance(PrefectureOwns) ? 0 : Town[asset] + 1;
        Firms[asset] = Links(bundle);
        (missing[asset], rung[asset]) = (random.Between(0, 1), Of(Rungs));
    }

    private int[] Links(int bundle)
    {
        var (parameters, law) = (World.Parameters, PlantedLinks.Of(World, bundle));
        var firms = new SortedSet<int> { random.Share(law) };
        if (random.Chance(parameters.TwoFirms)) firms.Add(random.Share(law));
        if (random.Chance(parameters.EverywhereLink)) firms.Add(World.LocalFirms + random.Whole(0, parameters.EverywhereFirms - 1));
        return [.. firms];
    }

    private T Of<T>((T Value, double Share)[] of) => of[random.Share([.. of.Select(item => item.Share)])].Value;

    /// <summary>Probability of a sector where roads or towns are.</summary>
    public static double SectorShare(bool isRoad, Sector sector) => (isRoad ? RoadSectors : TownSectors).FirstOrDefault(of => of.Sector == sector).Share;
}

/// <summary>The law by which one link of an asset names a firm.</summary>
internal static class PlantedLinks
{
    /// <summary>
    /// Probability of each local firm: (1 − ε) the shares of the territory, ε/2 even over the firms of the bundles beside (any firm where there
    /// are none), ε/2 even over all; even over all for an asset in no bundle.
    /// </summary>
    public static double[] Of(PlantedWorld world, int bundle)
    {
        var law = new double[world.LocalFirms];
        if (bundle == PlantedRegion.None)
        {
            Array.Fill(law, 1.0 / law.Length);
            return law;
        }

        var (wrong, own) = (world.Parameters.WrongLink, world.Bundles[bundle]);
        for (var at = 0; at < own.Firms.Length; at++) law[own.Firms[at]] += (1 - wrong) * own.FirmShares[at];
        var beside = world.FirmsBeside(bundle) is { Length: > 0 } firms ? firms : [.. Enumerable.Range(0, law.Length)];
        foreach (var firm in beside) law[firm] += wrong / 2 / beside.Length;
        for (var firm = 0; firm < law.Length; firm++) law[firm] += wrong / 2 / law.Length;
        return law;
    }
}
