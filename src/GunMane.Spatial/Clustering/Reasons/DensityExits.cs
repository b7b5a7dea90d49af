using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>A change of one parameter at which an asset is in no group any more.</summary>
/// <param name="Input">Name of the input of the process: radius, threshold, minPoints, minAssets, contractorWeight, sectorWeight, termsWeight, inspectionWeight, borderWeight, workKindWeight, yenWeight; agreement of correlation.</param>
/// <param name="Value">The nearest value at which it is out (radius in metres).</param>
/// <param name="Before">The value just before, at which it is in: one step nearer, or the run's own.</param>
public sealed record DensityExit(string Input, double Value, double Before);

/// <summary>
/// What would move an asset out of its density group: for each parameter alone the nearest value, in the planner's steps, at which the asset is in no
/// group of the least size. Values are tried one by one from the run's own on (a border asset may change hands, so that "in" is not monotone and halving would not find the nearest),
/// each answered by <see cref="DensityAround"/>: the same groups as a run with that value gives. Radius falls by whole metres, threshold rises and weights rise or
/// fall by hundredths, counts rise by one. Pure and deterministic.
/// </summary>
/// <param name="around">The assets round it.</param>
/// <param name="parameters">Parameters of the run.</param>
/// <param name="minAssets">Least assets of a group.</param>
/// <param name="threshold">Threshold of the run as the planner gave it, 0…1.</param>
/// <param name="radius">Radius of the run as the planner gave it, metres.</param>
public sealed class DensityExits(DensityAround around, LiveParameters parameters, int minAssets, double threshold, double radius)
{
    /// <summary>Least radius that a run takes, metres.</summary>
    public const int LeastRadius = 10;

    private const int Hundred = 100;
    private const int MostPoints = 100;
    private const int Millimetres = 1000;

    private static readonly (string Input, Func<AffinityWeights, double> Get, Func<AffinityWeights, double, AffinityWeights> Set)[] Weights =
    [
        ("contractorWeight", weights => weights.Firms, (weights, value) => weights with { Firms = value }),
        ("sectorWeight", weights => weights.Sector, (weights, value) => weights with { Sector = value }),
        ("termsWeight", weights => weights.Terms, (weights, value) => weights with { Terms = value }),
        ("inspectionWeight", weights => weights.Inspection, (weights, value) => weights with { Inspection = value }),
        ("borderWeight", weights => weights.Border, (weights, value) => weights with { Border = value }),
        ("workKindWeight", weights => weights.WorkKind, (weights, value) => weights with { WorkKind = value }),
    ];

    /// <summary>The assets where role and recent yen weigh so many per cent, 0…100; null where that is not tried.</summary>
    public Func<int, DensityAround>? ByYen { get; init; }

    /// <summary>How far role and recent yen weigh in the run, 0…1.</summary>
    public double YenWeight { get; init; }

    /// <summary>All exits of an asset that is in a group; a parameter without one (within its range) is left out.</summary>
    public IReadOnlyList<DensityExit> Of(int asset, CancellationToken cancellation)
    {
        DensityExit? First(string input, double own, IEnumerable<double> values, Func<double, LiveParameters> with) =>
            FirstOut(input, own, values, value => around.IsIn(asset, with(value), minAssets));

        DensityExit? FirstOut(string input, double own, IEnumerable<double> values, Func<double, bool> isIn)
        {
            var before = own;
            foreach (var value in values)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!isIn(value)) return new DensityExit(input, value, before);
                before = value;
            }

            return null;
        }

        List<DensityExit?> exits =
        [
            First("radius", radius, Metres(), value => parameters with { RadiusMm = (int)value * Millimetres }),
            First("threshold", threshold, Above(threshold, 1), value => parameters with { Threshold = PairAffinity.ToMillionths(value) }),
            First("minPoints", parameters.MinPoints, Enumerable.Range(parameters.MinPoints + 1, Math.Max(0, MostPoints - parameters.MinPoints)).Select(count => (double)count), value => parameters with { MinPoints = (int)value }),
            .. Weights.Select(weight => OfWeight(weight.Get(parameters.Weights), value => weight.Set(parameters.Weights, value), (own, values, set) =>
                First(weight.Input, own, values, value => parameters with { Weights = set(value) }))),
            ByYen is { } byYen && parameters.Weights.Firms > 0
                ? Nearer(YenWeight, FirstOut("yenWeight", YenWeight, Above(YenWeight, 1), In(byYen)), FirstOut("yenWeight", YenWeight, Below(YenWeight), In(byYen))) : null,
        ];
        return [.. exits.OfType<DensityExit>()];

        Func<double, bool> In(Func<int, DensityAround> byYen) => value => byYen((int)Math.Floor(value * Hundred + 0.5)).IsIn(asset, parameters, minAssets);
    }

    /// <summary>Pairs of an asset without any one of which it is in no group.</summary>
    public IReadOnlyList<PairEnd> Vital(int asset) =>
        [.. around.Neighbours(asset, parameters).Select(neighbour => neighbour.End).Where(end => !around.IsIn(asset, parameters, minAssets, end.Pair))];

    // The nearer of the exits above and below; a weight rises no further than all weights together allow.
    private static DensityExit? OfWeight(double own, Func<double, AffinityWeights> set, Func<double, IEnumerable<double>, Func<double, AffinityWeights>, DensityExit?> first) =>
        Nearer(own, first(own, Above(own, 1).TakeWhile(value => set(value).IsValid), set), first(own, Below(own), set));

    private static DensityExit? Nearer(double own, DensityExit? above, DensityExit? below) =>
        (above, below) switch
        {
            (null, var down) => down,
            (var up, null) => up,
            var (up, down) => up.Value - own <= own - down.Value ? up : down,
        };

    private IEnumerable<double> Metres()
    {
        for (var metres = (int)Math.Ceiling(radius) - 1; metres >= LeastRadius; metres--) yield return metres;
    }

    private static IEnumerable<double> Above(double own, double most)
    {
        for (var step = (int)Math.Floor(own * Hundred + Slack) + 1; step <= Math.Floor(most * Hundred + Slack); step++) yield return (double)step / Hundred;
    }

    private static IEnumerable<double> Below(double own)
    {
        for (var step = (int)Math.Ceiling(own * Hundred - Slack) - 1; step >= 0; step--) yield return (double)step / Hundred;
    }

    // 0.29 × 100 is 28.999…
    private const double Slack = 1e-6;
}
