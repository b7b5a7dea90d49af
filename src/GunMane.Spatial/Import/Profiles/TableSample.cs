using System.Globalization;
using GunMane.Spatial.Import.Readers;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Import.Profiles;

/// <summary>What a file's geometries are.</summary>
/// <param name="Points">Rows with a point.</param>
/// <param name="Lines">Rows with a line.</param>
/// <param name="Polygons">Rows with a polygon.</param>
/// <param name="Bounds">All of them, in the file's coordinates; null if none.</param>
public sealed record GeometryFacts(long Points, long Lines, long Polygons, Envelope? Bounds)
{
    /// <summary>Rows with any geometry.</summary>
    public long Rows => Points + Lines + Polygons;
}

/// <summary>One column over the whole file.</summary>
/// <param name="Name">Its header.</param>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Filled">Rows in which it is not blank.</param>
/// <param name="Distinct">Different values, counted up to <see cref="TableSample.MostDistinct"/>.</param>
/// <param name="Unique">No value stands twice in the file.</param>
/// <param name="Counter">It counts the rows: 1, 2, 3 … in their order.</param>
/// <param name="Values">Values of the sample rows that are not blank, in order.</param>
public sealed record ColumnFacts(string Name, long Rows, long Filled, int Distinct, bool Unique, bool Counter, IReadOnlyList<string> Values)
{
    /// <summary>Share of rows in which it is not blank.</summary>
    public double FilledShare => Rows == 0 ? 0 : (double)Filled / Rows;

    /// <summary>It names every row: no blank, none twice.</summary>
    public bool NamesRows => Rows > 1 && Filled == Rows && Unique;

    /// <summary>The same value in every row.</summary>
    public bool Constant => Distinct == 1 && Filled == Rows && Rows > 1;

    /// <summary>Up to three different values to show.</summary>
    public IReadOnlyList<string> Examples => [.. Values.Distinct(StringComparer.Ordinal).Take(3)];
}

/// <summary>What a suggestion is made from: columns, some rows, and statistics over all of them. Reading it stores nothing.</summary>
/// <param name="File">Name of the data set.</param>
/// <param name="Shape">Shape of its rows.</param>
/// <param name="Encoding">How its text was read.</param>
/// <param name="StatedCrs">EPSG code that it states; null if none.</param>
/// <param name="Rows">Rows of data.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Geometry">Its geometries.</param>
public sealed record TableSample(
    string File, RowShape Shape, string Encoding, int? StatedCrs, long Rows, IReadOnlyList<ColumnFacts> Columns, GeometryFacts Geometry)
{
    /// <summary>Different values of a column are counted up to here.</summary>
    public const int MostDistinct = 1_000;

    private const int SampleRows = 400;
    private const int FirstValues = 40;

    /// <summary>Reads a file once. Values are kept of every n-th row, n doubling as the file goes on: the sample is spread evenly.</summary>
    /// <exception cref="Model.GunManeException">The file is broken.</exception>
    public static TableSample Of(DataFile file, IRowSource source, CancellationToken cancellation)
    {
        var (columns, geometry, rows, step) = (new List<Gather>(), new Shapes(), 0L, 1L);
        foreach (var row in source.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            rows++;
            while (columns.Count < source.Columns.Names.Count) columns.Add(new Gather());
            if (rows / step > SampleRows)
            {
                step *= 2;
                foreach (var column in columns) column.Thin(step);
            }

            for (var at = 0; at < columns.Count; at++) columns[at].Add(row.Value(at), rows, rows % step == 0 || rows <= step);
            geometry.Add(row.Shape);
        }

        while (columns.Count < source.Columns.Names.Count) columns.Add(new Gather());
        return new TableSample(file.Name, file.Shape, source.Encoding, source.StatedCrs, rows,
            [.. columns.Select((column, at) => column.Facts(source.Columns.Names[at], rows))], geometry.Facts());
    }

    private sealed class Shapes
    {
        private readonly long[] counts = new long[3];
        private readonly Envelope bounds = new();

        public void Add(FileShape? shape)
        {
            if (shape is null || (!shape.IsPoint && shape.Geometry.IsEmpty)) return;
            counts[shape.IsPoint ? 0 : (int)shape.Geometry.Dimension]++;
            bounds.ExpandToInclude(new Envelope(shape.Box.MinX, shape.Box.MaxX, shape.Box.MinY, shape.Box.MaxY));
        }

        public GeometryFacts Facts() => new(counts[0], counts[1], counts[2], bounds.IsNull ? null : bounds);
    }

    private sealed class Gather
    {
        private readonly List<(long Row, string Value)> kept = [];
        private readonly List<string> first = [];
        private readonly HashSet<ulong> seen = [];
        private bool unique = true;
        private bool counter = true;
        private long filled;

        public void Add(string? value, long row, bool keep)
        {
            if (value?.Trim() is not { Length: > 0 } text) return;
            filled++;
            counter &= filled == row && text == row.ToString(CultureInfo.InvariantCulture);
            if (unique || seen.Count < MostDistinct) unique &= seen.Add(Hash(text));
            if (keep) kept.Add((row, text));
            if (first.Count < FirstValues) first.Add(text);
        }

        public void Thin(long step) => kept.RemoveAll(pair => pair.Row % step != 0 && pair.Row > step);

        // Of a column that is seldom filled the sample may hold nothing: its first values stand for it.
        public ColumnFacts Facts(string name, long rows) => new(
            name, rows, filled, Math.Min(seen.Count, MostDistinct), unique && filled > 0, counter && filled > 0,
            kept.Count >= first.Count ? [.. kept.Select(pair => pair.Value)] : first);

        // FNV-1a over 64 bits: of a million different values two agree with a chance of 3e-8.
        private static ulong Hash(string text)
        {
            var hash = 14695981039346656037UL;
            foreach (var letter in text) hash = (hash ^ letter) * 1099511628211UL;
            return hash;
        }
    }
}
