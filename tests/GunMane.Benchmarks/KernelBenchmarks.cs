using BenchmarkDotNet.Attributes;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;

namespace GunMane.Benchmarks;

/// <summary>Density groups of points, kernel alone.</summary>
[MemoryDiagnoser]
public class PointKernel
{
    private PointTowns towns = null!;

    /// <summary>Number of points.</summary>
    [Params(100_000, 1_000_000)]
    public int Size { get; set; }

    /// <summary>Makes the points.</summary>
    [GlobalSetup]
    public void Prepare() => towns = PointTowns.Make(Size);

    /// <summary>Groups them.</summary>
    [Benchmark]
    public Grouping Groups() => DensityPoints.Of(towns.X, towns.Y, towns.Eps, 5);
}

/// <summary>Pairs of mixed geometries (every second asset a line of three points), then density groups on them.</summary>
[MemoryDiagnoser]
public class PairKernel
{
    private const int RadiusMm = 150_000;
    private Shapes shapes = null!;
    private PairGraph graph = null!;
    private int[] affinity = [];

    /// <summary>Number of assets.</summary>
    [Params(25_000)]
    public int Size { get; set; }

    /// <summary>Makes the assets.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        shapes = MixedShapes.Make(Size);
        graph = Pairs();
        affinity = new int[graph.Count];
    }

    /// <summary>Pairs within 150 m.</summary>
    [Benchmark]
    public PairGraph Pairs() => ProximityPairs.Find(shapes, null, RadiusMm, CancellationToken.None);

    /// <summary>Groups on the pairs.</summary>
    [Benchmark]
    public Grouping Groups() => DensityGroups.Of(graph, affinity, 0, 4);
}
