namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Reads coordinates of GeoJSON (RFC 7946 §3.1) from the bytes of a file, where they are as they should be; whatever is not is left
/// to <see cref="GeoJsonShape"/>, which says what is wrong. Not thread-safe.
/// </summary>
internal sealed class GeoJsonCoordinates(WkbBuffer wkb)
{
    /// <summary>Reads coordinates that begin at a place and goes behind them; null if something about them is unusual.</summary>
    public FileShape? Read(ShapeKind kind, ReadOnlySpan<byte> text, ref int at)
    {
        wkb.Clear();
        return Part(kind, text, ref at) ? wkb.Shape(kind) : null;
    }

    private bool Part(ShapeKind kind, ReadOnlySpan<byte> text, ref int at)
    {
        wkb.Begin(kind);
        return kind switch
        {
            ShapeKind.Point => Position(text, ref at),
            ShapeKind.LineString => Positions(wkb.Counter(), text, ref at) >= GeoJsonShape.FewestLinePoints,
            ShapeKind.Polygon => Rings(text, ref at),
            _ => Parts(kind - ShapeKind.MultiPoint + ShapeKind.Point, text, ref at),
        };
    }

    private bool Parts(ShapeKind kind, ReadOnlySpan<byte> text, ref int at)
    {
        var (counter, count) = (wkb.Counter(), 0);
        if (!Is('[', text, ref at)) return false;
        do
        {
            if (!Part(kind, text, ref at)) return false;
            count++;
        }
        while (Is(',', text, ref at));
        wkb.Count(counter, count);
        return Is(']', text, ref at);
    }

    private bool Rings(ReadOnlySpan<byte> text, ref int at)
    {
        var (counter, count) = (wkb.Counter(), 0);
        if (!Is('[', text, ref at)) return false;
        do
        {
            var ring = wkb.Counter();
            if (Positions(ring, text, ref at) < GeoJsonShape.FewestRingPoints || !wkb.IsClosedSince(ring)) return false;
            count++;
        }
        while (Is(',', text, ref at));
        wkb.Count(counter, count);
        return Is(']', text, ref at);
    }

    // How many positions; −1 if something is unusual.
    private int Positions(int counter, ReadOnlySpan<byte> text, ref int at)
    {
        var count = 0;
        if (!Is('[', text, ref at)) return -1;
        do
        {
            if (!Position(text, ref at)) return -1;
            count++;
        }
        while (Is(',', text, ref at));
        wkb.Count(counter, count);
        return Is(']', text, ref at) ? count : -1;
    }

    private bool Position(ReadOnlySpan<byte> text, ref int at)
    {
        if (!Is('[', text, ref at) || !Ordinate(text, ref at, out var x) || !Is(',', text, ref at) || !Ordinate(text, ref at, out var y)) return false;
        for (; Is(',', text, ref at); wkb.Heights = true)
        {
            if (!Ordinate(text, ref at, out _)) return false;
        }

        wkb.Add(x, y);
        return Is(']', text, ref at);
    }

    private static bool Ordinate(ReadOnlySpan<byte> text, ref int at, out double value)
    {
        while (at < text.Length && IsBlank(text[at])) at++;
        return JsonNumber.TryRead(text, ref at, out value);
    }

    private static bool Is(char wanted, ReadOnlySpan<byte> text, ref int at)
    {
        while (at < text.Length && IsBlank(text[at])) at++;
        if (at >= text.Length || text[at] != wanted) return false;
        at++;
        return true;
    }

    private static bool IsBlank(byte letter) => letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
