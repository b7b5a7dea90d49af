using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GunMane.Spatial.Affinity;

/// <summary>
/// Which pairs of a graph lie within a radius and reach an affinity: bits in the order of the pairs. Nearness and firms are weighed
/// four pairs at a time, by the very operations of <see cref="PairAffinity"/> in their order, so that both agree at the threshold.
/// </summary>
/// <param name="graph">The pairs.</param>
/// <param name="ties">What firms say of them.</param>
/// <param name="traits">What else is compared; null where nothing else has a weight.</param>
/// <param name="weights">The planner's weights.</param>
/// <param name="radiusMm">Radius, whole millimetres.</param>
/// <param name="threshold">Least affinity, millionths; equal is enough.</param>
internal sealed class PairTest(PairGraph graph, PairTies ties, PairTraits? traits, AffinityWeights weights, int radiusMm, int threshold)
{
    /// <summary>Pairs in a word of bits.</summary>
    public const int Bits = 64;

    private const int Lanes = 4;
    private readonly double firms = weights.Firms;
    private readonly TraitTable table = traits is null ? default : new(weights);

    /// <summary>Fills the words from (inclusive) to (exclusive).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(ulong[] words, int from, int to)
    {
        for (var word = from; word < to; word++)
        {
            var (at, end, bits) = (word * Bits, Math.Min(graph.Count, (word + 1) * Bits), 0UL);
            var shift = 0;
            if (traits is null)
                for (; at + Lanes <= end; at += Lanes, shift += Lanes) bits |= (ulong)Four(at) << shift;
            else
                for (; at + Lanes <= end; at += Lanes, shift += Lanes) bits |= (ulong)FourWithTraits(at, traits) << shift;
            for (; at < end; at++, shift++) bits |= (One(at) ? 1UL : 0) << shift;
            words[word] = bits;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Four(int at)
    {
        var mm = Vector128.LoadUnsafe(ref graph.DistanceMm[at]);
        var (trust, common) = (Widened(ref ties.Trust[at]), Widened(ref ties.Common[at]));
        var known = Vector256.Create(firms) * (trust / Vector256.Create((double)PairTies.One));
        return Enough(mm, known, known * (common / Vector256.Create((double)PairTies.One)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint FourWithTraits(int at, PairTraits of)
    {
        var (trust, common) = (Widened(ref ties.Trust[at]), Widened(ref ties.Common[at]));
        var known = Vector256.Create(firms) * (trust / Vector256.Create((double)PairTies.One));
        var speaks = known * (common / Vector256.Create((double)PairTies.One));
        var (a, b, c, d) = (Sums(at, of), Sums(at + 1, of), Sums(at + 2, of), Sums(at + 3, of));
        var other = Vector256.Create(a[0], b[0], c[0], d[0]);
        var says = Vector256.Create(a[1], b[1], c[1], d[1]);
        return Enough(Vector128.LoadUnsafe(ref graph.DistanceMm[at]), known + other, speaks + says);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<double> Sums(int at, PairTraits of) => Vector128.LoadUnsafe(ref table.Sums[table.Place(of.Code[at], of.Days[at])]);

    // Whether (1 − Σ w·e) · (1 − d / R) + Σ w·e·s reaches the threshold, and d the radius.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Enough(Vector128<int> mm, Vector256<double> known, Vector256<double> speaks)
    {
        var one = Vector256.Create(1.0);
        var near = one - Vector256.Create((double)mm[0], mm[1], mm[2], mm[3]) / Vector256.Create((double)radiusMm);
        var parts = ((one - known) * near + speaks) * Vector256.Create((double)PairAffinity.One) + Vector256.Create(0.5);
        var enough = Vector256.GreaterThanOrEqual(parts, Vector256.Create((double)threshold)).ExtractMostSignificantBits();
        return enough & Vector128.LessThanOrEqual(mm, Vector128.Create(radiusMm)).ExtractMostSignificantBits();
    }

    private bool One(int at)
    {
        var known = firms * ((double)ties.Trust[at] / PairTies.One);
        var speaks = known * ((double)ties.Common[at] / PairTies.One);
        if (traits is not null)
        {
            var (other, says) = table.Of(traits.Code[at], traits.Days[at]);
            (known, speaks) = (known + other, speaks + says);
        }

        return graph.DistanceMm[at] <= radiusMm && ((1.0 - known) * (1.0 - (double)graph.DistanceMm[at] / radiusMm) + speaks) * PairAffinity.One + 0.5 >= threshold;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widened(ref ushort first)
    {
        var four = Vector64.LoadUnsafe(ref first);
        return Vector256.Create((double)four[0], four[1], four[2], four[3]);
    }
}
