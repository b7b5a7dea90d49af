namespace GunMane.Spatial.Affinity.Roads;

/// <summary>
/// The lines of a road network, laid end to end: every place on any of them is one whole number of micrometres, its position. Whole
/// numbers add up to the same sum in any order, so a distance is the same from either end.
/// </summary>
internal sealed class RoadLines
{
    /// <summary>Micrometres in a metre.</summary>
    public const double Micro = 1e6;

    private readonly int[] pointStart;

    private RoadLines(int[] assetStart, int[] pointStart, double[] x, double[] y, long[] position, int[] lineOf) =>
        (AssetStart, this.pointStart, X, Y, Position, LineOf) = (assetStart, pointStart, x, y, position, lineOf);

    /// <summary>Number of lines.</summary>
    public int Count => pointStart.Length - 1;

    /// <summary>Asset a has the lines AssetStart[a] … AssetStart[a + 1] − 1.</summary>
    public int[] AssetStart { get; }

    /// <summary>Easting of each point, metres.</summary>
    public double[] X { get; }

    /// <summary>Northing of each point, metres.</summary>
    public double[] Y { get; }

    /// <summary>Position of each point, ascending.</summary>
    public long[] Position { get; }

    /// <summary>Line of each point. A segment goes by its first point; the last point of a line begins none.</summary>
    public int[] LineOf { get; }

    /// <summary>Position of the beginning of a line.</summary>
    public long Start(int line) => Position[pointStart[line]];

    /// <summary>Position of the end of a line.</summary>
    public long End(int line) => Position[pointStart[line + 1] - 1];

    /// <summary>Whether a segment begins at a point.</summary>
    public bool IsSegment(int point) => point + 1 < LineOf.Length && LineOf[point + 1] == LineOf[point];

    /// <summary>Position of the place t (0…1) of a segment.</summary>
    public long At(int segment, double t) =>
        Position[segment] + (long)Math.Floor(t * (Position[segment + 1] - Position[segment]) + 0.5);

    /// <summary>Line on which a position lies.</summary>
    public int LineAt(long position)
    {
        var at = Array.BinarySearch(Position, position);
        return LineOf[at < 0 ? ~at - 1 : at];
    }

    /// <summary>The line parts of the assets that belong to the network.</summary>
    public static RoadLines Of(Shapes shapes, bool[] roads)
    {
        List<int> starts = [0], lineOf = [];
        List<double> x = [], y = [];
        List<long> position = [];
        var assetStart = new int[shapes.Count + 1];
        for (var asset = 0; asset < shapes.Count; asset++)
        {
            for (var part = shapes.PartStart[asset]; roads[asset] && part < shapes.PartStart[asset + 1]; part++)
            {
                if (shapes.Kinds[part] != PartKind.Line) continue;
                for (var at = shapes.PointStart[part]; at < shapes.PointStart[part + 1]; at++)
                {
                    // A line begins one micrometre after the last one's end: no position lies on two lines.
                    var step = at == shapes.PointStart[part] ? 1 : Micrometres(shapes.X[at] - shapes.X[at - 1], shapes.Y[at] - shapes.Y[at - 1]);
                    position.Add((position.Count == 0 ? 0 : position[^1]) + step);
                    x.Add(shapes.X[at]);
                    y.Add(shapes.Y[at]);
                    lineOf.Add(starts.Count - 1);
                }

                starts.Add(x.Count);
            }

            assetStart[asset + 1] = starts.Count - 1;
        }

        return new RoadLines(assetStart, [.. starts], [.. x], [.. y], [.. position], [.. lineOf]);
    }

    /// <summary>A length in whole micrometres.</summary>
    public static long Micrometres(double dx, double dy) => (long)Math.Floor(Math.Sqrt(dx * dx + dy * dy) * Micro + 0.5);
}
