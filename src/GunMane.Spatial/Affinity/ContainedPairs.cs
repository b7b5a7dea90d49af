namespace GunMane.Spatial.Affinity;

/// <summary>
/// Pairs whose distance is 0 because a part of one asset lies inside a polygon of the other. A part that crosses no ring
/// lies wholly inside or wholly outside, so its first point decides; parts that cross a ring are found by their segments.
/// </summary>
internal static class ContainedPairs
{
    /// <summary>For each asset the partners of higher index, as a list that may repeat; null where there are none.</summary>
    public static List<int>?[] Find(Shapes shapes, bool[]? active, double cell)
    {
        var found = new List<int>?[shapes.Count];
        if (!shapes.Kinds.AsSpan().Contains(PartKind.Ring)) return found;
        var index = new FirstPoints(shapes, active, cell);
        for (var asset = 0; asset < shapes.Count; asset++)
        {
            if (active is not null && !active[asset]) continue;
            if (HasRing(shapes, asset)) index.Inside(asset, found);
        }

        return found;
    }

    private static bool HasRing(Shapes shapes, int asset) =>
        shapes.Kinds.AsSpan(shapes.PartStart[asset]..shapes.PartStart[asset + 1]).Contains(PartKind.Ring);

    /// <summary>The first point of every part, sorted by row and then easting.</summary>
    private sealed class FirstPoints
    {
        private readonly Shapes shapes;
        private readonly double cell;
        private readonly double bottom;
        private readonly int[] rowStart;
        private readonly double[] easting;
        private readonly double[] northing;
        private readonly int[] asset;

        public FirstPoints(Shapes shapes, bool[]? active, double cell)
        {
            (this.shapes, this.cell) = (shapes, cell);
            List<(long Row, double X, double Y, int Asset)> points = [];
            bottom = shapes.Y.Length == 0 ? 0 : shapes.Y.Min();
            for (var owner = 0; owner < shapes.Count; owner++)
            {
                if (active is not null && !active[owner]) continue;
                for (var part = shapes.PartStart[owner]; part < shapes.PartStart[owner + 1]; part++)
                {
                    var at = shapes.PointStart[part];
                    points.Add((Row(shapes.Y[at]), shapes.X[at], shapes.Y[at], owner));
                }
            }

            points.Sort((a, b) => (a.Row, a.X, a.Y, a.Asset).CompareTo((b.Row, b.X, b.Y, b.Asset)));
            easting = [.. points.Select(point => point.X)];
            northing = [.. points.Select(point => point.Y)];
            asset = [.. points.Select(point => point.Asset)];
            rowStart = new int[points.Count == 0 ? 2 : (int)points[^1].Row + 2];
            foreach (var point in points) rowStart[point.Row + 1]++;
            for (var row = 1; row < rowStart.Length; row++) rowStart[row] += rowStart[row - 1];
        }

        public void Inside(int polygon, List<int>?[] found)
        {
            int first = shapes.FirstPoint(polygon), end = shapes.EndPoint(polygon);
            double west = double.MaxValue, east = double.MinValue, south = double.MaxValue, north = double.MinValue;
            for (var at = first; at < end; at++)
            {
                (west, east) = (Math.Min(west, shapes.X[at]), Math.Max(east, shapes.X[at]));
                (south, north) = (Math.Min(south, shapes.Y[at]), Math.Max(north, shapes.Y[at]));
            }

            for (int row = (int)Row(south), last = (int)Math.Min(Row(north), rowStart.Length - 2); row <= last; row++)
            {
                InsideRow(polygon, row, (west, south, east, north), found);
            }
        }

        private void InsideRow(int polygon, int row, (double West, double South, double East, double North) box, List<int>?[] found)
        {
            var at = Array.BinarySearch(easting, rowStart[row], rowStart[row + 1] - rowStart[row], box.West);
            if (at < 0) at = ~at;
            while (at > rowStart[row] && easting[at - 1] >= box.West) at--;
            for (; at < rowStart[row + 1] && easting[at] <= box.East; at++)
            {
                if (northing[at] < box.South || northing[at] > box.North || asset[at] == polygon) continue;
                if (!Plane.Inside(shapes, polygon, easting[at], northing[at])) continue;
                var (low, high) = (Math.Min(polygon, asset[at]), Math.Max(polygon, asset[at]));
                (found[low] ??= []).Add(high);
            }
        }

        private long Row(double y) => (long)((y - bottom) / cell);
    }
}
