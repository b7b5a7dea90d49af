using System.Buffers.Binary;

namespace GunMane.Spatial.Affinity;

/// <summary>Reads two-dimensional well-known binary (OGC 06-103r4) into <see cref="Shapes"/>, one asset after the other. Not thread-safe.</summary>
public sealed class ShapesBuilder
{
    private const int Point = 1;
    private const int Line = 2;
    private const int Polygon = 3;
    private readonly List<int> partStart = [0];
    private readonly List<PartKind> kinds = [];
    private readonly List<int> pointStart = [0];
    private readonly List<double> x = [];
    private readonly List<double> y = [];

    /// <summary>Adds one asset. An empty geometry has no parts and is near nothing.</summary>
    /// <exception cref="FormatException">The bytes are not two-dimensional WKB.</exception>
    public void Add(ReadOnlySpan<byte> wkb)
    {
        var reader = new Reader(wkb);
        Geometry(ref reader);
        partStart.Add(kinds.Count);
    }

    /// <summary>The arrays of all assets added.</summary>
    public Shapes Build() => new([.. partStart], [.. kinds], [.. pointStart], [.. x], [.. y]);

    private void Geometry(ref Reader reader)
    {
        reader.ByteOrder();
        var type = reader.Int();
        switch (type)
        {
            case Point: Points(ref reader, 1, PartKind.Point); break;
            case Line: Points(ref reader, reader.Int(), PartKind.Line); break;
            case Polygon:
                for (var rings = reader.Int(); rings > 0; rings--) Points(ref reader, reader.Int(), PartKind.Ring);
                break;
            case >= 4 and <= 7:
                for (var parts = reader.Int(); parts > 0; parts--) Geometry(ref reader);
                break;
            default: throw new FormatException($"WKB type {type} is neither point, line nor polygon in two dimensions.");
        }
    }

    private void Points(ref Reader reader, int count, PartKind kind)
    {
        var before = x.Count;
        for (var at = 0; at < count; at++)
        {
            var (px, py) = (reader.Double(), reader.Double());
            if (double.IsNaN(px)) continue; // how WKB writes an empty point
            x.Add(px);
            y.Add(py);
        }

        if (x.Count == before) return;
        kinds.Add(kind);
        pointStart.Add(x.Count);
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;
        private int at;
        private bool little;

        public void ByteOrder() => little = bytes[at++] == 1;

        public int Int()
        {
            var span = bytes.Slice(at, 4);
            at += 4;
            return little ? BinaryPrimitives.ReadInt32LittleEndian(span) : BinaryPrimitives.ReadInt32BigEndian(span);
        }

        public double Double()
        {
            var span = bytes.Slice(at, 8);
            at += 8;
            return little ? BinaryPrimitives.ReadDoubleLittleEndian(span) : BinaryPrimitives.ReadDoubleBigEndian(span);
        }
    }
}
