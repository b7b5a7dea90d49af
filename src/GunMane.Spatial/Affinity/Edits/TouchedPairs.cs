namespace GunMane.Spatial.Affinity.Edits;

/// <summary>
/// The pairs of touched assets, with each other and with what lies around them: only assets near a touched one are looked at, so one edit
/// among a million costs a walk over the outlines of all, not a search. The same distances as <see cref="ProximityPairs"/>. Pure.
/// </summary>
/// <param name="Assets">The assets that lie near a touched one, ascending.</param>
/// <param name="Pairs">Pairs between places in <paramref name="Assets"/> of which at least one asset is touched.</param>
public sealed record TouchedPairs(int[] Assets, PairGraph Pairs)
{
    private const double OneMillimetre = 0.001;

    /// <summary>Finds them.</summary>
    /// <param name="shapes">Geometries in metres.</param>
    /// <param name="touched">Which assets are touched.</param>
    /// <param name="radiusMm">Radius, whole millimetres.</param>
    /// <param name="cancellation">Gives up between blocks of assets.</param>
    /// <exception cref="Model.GunManeException">There are more than <see cref="ProximityPairs.MostPairs"/> pairs (BadInput, parameter <c>radius</c>).</exception>
    public static TouchedPairs Find(Shapes shapes, bool[] touched, int radiusMm, CancellationToken cancellation)
    {
        var near = Near(shapes, touched, radiusMm / 1000.0 + OneMillimetre);
        return new TouchedPairs(near, ProximityPairs.Find(shapes.Only(near), null, Array.ConvertAll(near, asset => touched[asset]), radiusMm, cancellation));
    }

    /// <summary>Only the pairs that stay on one side of every border (<see cref="BorderPairs"/>).</summary>
    public TouchedPairs Inside(int[] town, int[] owner) => this with
    {
        Pairs = BorderPairs.Inside(Pairs, Array.ConvertAll(Assets, asset => town[asset]), Array.ConvertAll(Assets, asset => owner[asset])),
    };

    private static int[] Near(Shapes shapes, bool[] touched, double reach)
    {
        var cells = new CellMarks(shapes, reach);
        for (var asset = 0; asset < shapes.Count; asset++)
        {
            if (touched[asset]) cells.Mark(asset, reach);
        }

        List<int> near = [];
        for (var asset = 0; asset < shapes.Count; asset++)
        {
            if (touched[asset] || cells.IsMarked(asset)) near.Add(asset);
        }

        return [.. near];
    }

    /// <summary>Cells of a coarse grid that the boxes around assets meet; one bit each.</summary>
    private sealed class CellMarks
    {
        private const double MostCells = 1 << 24;
        private readonly Shapes shapes;
        private readonly double cell;
        private readonly double left;
        private readonly double bottom;
        private readonly int columns;
        private readonly int rows;
        private readonly ulong[] marks;

        public CellMarks(Shapes shapes, double reach)
        {
            this.shapes = shapes;
            if (shapes.X.Length == 0) (cell, columns, rows) = (reach, 1, 1);
            else
            {
                (left, bottom) = (shapes.X.Min(), shapes.Y.Min());
                var (width, height) = (shapes.X.Max() - left, shapes.Y.Max() - bottom);
                cell = Math.Max(reach, Math.Max(Math.Sqrt(width * height / MostCells), Math.Max(width, height) / MostCells));
                (columns, rows) = ((int)(width / cell) + 1, (int)(height / cell) + 1);
            }

            marks = new ulong[((long)columns * rows + 63) / 64];
        }

        public void Mark(int asset, double reach)
        {
            if (Box(asset, reach) is not { } box) return;
            for (var row = box.Low; row <= box.High; row++)
            {
                for (var column = box.First; column <= box.Last; column++)
                {
                    var at = (long)row * columns + column;
                    marks[at >> 6] |= 1UL << (int)(at & 63);
                }
            }
        }

        public bool IsMarked(int asset)
        {
            if (Box(asset, 0) is not { } box) return false;
            for (var row = box.Low; row <= box.High; row++)
            {
                for (var column = box.First; column <= box.Last; column++)
                {
                    var at = (long)row * columns + column;
                    if ((marks[at >> 6] >> (int)(at & 63) & 1) != 0) return true;
                }
            }

            return false;
        }

        private (int First, int Low, int Last, int High)? Box(int asset, double reach)
        {
            int from = shapes.FirstPoint(asset), end = shapes.EndPoint(asset);
            if (from == end) return null;
            double west = shapes.X[from], east = west, south = shapes.Y[from], north = south;
            for (var at = from + 1; at < end; at++)
            {
                (west, east) = (Math.Min(west, shapes.X[at]), Math.Max(east, shapes.X[at]));
                (south, north) = (Math.Min(south, shapes.Y[at]), Math.Max(north, shapes.Y[at]));
            }

            return (Column(west - reach), Row(south - reach), Column(east + reach), Row(north + reach));
        }

        private int Column(double x) => (int)Math.Clamp((x - left) / cell, 0, columns - 1);

        private int Row(double y) => (int)Math.Clamp((y - bottom) / cell, 0, rows - 1);
    }
}
