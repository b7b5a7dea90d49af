using System.Runtime.CompilerServices;

namespace GunMane.Spatial.Affinity;

/// <summary>
/// What sectors, inspections, borders, work kinds and ends of contracts say of each pair, without the planner's weights: worked out once
/// for a graph and kept beside it, three bytes a pair. A move of a slider then looks a sum up (<see cref="TraitTable"/>) instead of
/// fetching two assets for every pair.
/// </summary>
/// <param name="Code">
/// Two bits each, from the lowest: sector (0 strange, 1 kindred, 2 the same), inspection (0 unknown, 1 far, 2 the year beside, 3 the same
/// year), border (0 unknown, 1 none, 2 crossed), work kinds (0 unknown, 1 strange, 2 kindred, 3 one in common).
/// </param>
/// <param name="Days">Days between the ends of the last contracts; <see cref="UnknownDays"/> where one is not known.</param>
public sealed record PairTraits(byte[] Code, ushort[] Days)
{
    /// <summary>No days: an end of a contract is not known. Longer spans are kept as one day less.</summary>
    public const ushort UnknownDays = ushort.MaxValue;

    internal const int Inspection = 2;
    internal const int Border = 4;
    internal const int WorkKinds = 6;

    /// <summary>Works them out.</summary>
    /// <param name="graph">The pairs.</param>
    /// <param name="traits">What is compared of their assets.</param>
    /// <param name="cancellation">Gives up between blocks of assets.</param>
    public static PairTraits Of(PairGraph graph, AssetTraits traits, CancellationToken cancellation)
    {
        var made = new PairTraits(new byte[graph.Count], new ushort[graph.Count]);
        made.Fill(graph, traits, null, cancellation);
        return made;
    }

    /// <summary>Works out those of the pairs of which an asset is to be looked at <paramref name="anew"/>; null for all.</summary>
    internal void Fill(PairGraph graph, AssetTraits traits, bool[]? anew, CancellationToken cancellation) =>
        PairBlocks.Each(graph, (from, to) => Fill(graph, traits, anew, from, to), cancellation);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(PairGraph graph, AssetTraits traits, bool[]? anew, int from, int to)
    {
        for (var asset = from; asset < to; asset++)
        {
            var only = anew is null || anew[asset] ? null : anew;
            for (int at = graph.Start[asset], end = graph.Start[asset + 1]; at < end; at++)
            {
                if (only is null || only[graph.Other[at]]) (Code[at], Days[at]) = (traits.Code(asset, graph.Other[at]), traits.DaysApart(asset, graph.Other[at]));
            }
        }
    }
}

/// <summary>Σ w·e and Σ w·e·s of everything that a pair's traits can say, under the planner's weights: 768 sums, looked up.</summary>
internal readonly struct TraitTable
{
    private const int Codes = 256;
    private const int Ends = 3;
    private const double Half = 0.5;
    private readonly double[] sums;
    private readonly int termDays;

    /// <summary>Adds the sums up, in the order of the SQL function.</summary>
    public TraitTable(AffinityWeights weights)
    {
        (sums, termDays) = (new double[2 * Codes * Ends], weights.TermDays);
        for (var at = 0; at < Codes * Ends; at++) (sums[2 * at], sums[2 * at + 1]) = Sum(weights, at % Codes, at / Codes);
    }

    /// <summary>The sums: even places Σ w·e, odd ones Σ w·e·s.</summary>
    public double[] Sums => sums;

    /// <summary>Σ w·e and Σ w·e·s.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double Known, double Speaks) Of(byte code, ushort days)
    {
        var at = Place(code, days);
        return (sums[at], sums[at + 1]);
    }

    /// <summary>Where the sums of a pair begin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Place(byte code, ushort days) => 2 * (code + Codes * (days == PairTraits.UnknownDays ? 0 : days <= termDays ? 2 : 1));

    private static (double Known, double Speaks) Sum(AffinityWeights weights, int code, int ends)
    {
        var (sector, inspection, border, kinds) = (code & 3, code >> PairTraits.Inspection & 3, code >> PairTraits.Border & 3, code >> PairTraits.WorkKinds & 3);
        var known = weights.Sector + (ends > 0 ? weights.Terms : 0) + (inspection > 0 ? weights.Inspection : 0) + (border > 0 ? weights.Border : 0) + (kinds > 0 ? weights.WorkKind : 0);
        var speaks = weights.Sector * (sector * Half) + (ends == 2 ? weights.Terms : 0) + weights.Inspection * (Math.Max(0, inspection - 1) * Half)
            + (border == 2 ? weights.Border : 0) + weights.WorkKind * (Math.Max(0, kinds - 1) * Half);
        return (known, speaks);
    }
}
