namespace GunMane.Spatial.Geo;

/// <summary>A tile of WebMercatorQuad (OGC 17-083r4): zoom, column from the west, row from the north.</summary>
public readonly record struct TileAddress
{
    /// <summary>Deepest zoom that is served.</summary>
    public const int DeepestZoom = 22;

    private TileAddress(int zoom, int column, int row) => (Zoom, Column, Row) = (zoom, column, row);

    /// <summary>Zoom, 0…22.</summary>
    public int Zoom { get; }

    /// <summary>Column (x), 0…2^zoom−1 from the west.</summary>
    public int Column { get; }

    /// <summary>Row (y), 0…2^zoom−1 from the north.</summary>
    public int Row { get; }

    /// <summary>The last column and row of a zoom.</summary>
    public static int Last(int zoom) => (1 << zoom) - 1;

    /// <summary>The tile of a zoom, column and row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tile.</exception>
    public static TileAddress At(int zoom, int column, int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(zoom);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(zoom, DeepestZoom);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(column, Last(zoom));
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row, Last(zoom));
        return new TileAddress(zoom, column, row);
    }
}
