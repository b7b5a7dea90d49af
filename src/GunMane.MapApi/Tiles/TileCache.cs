using System.Collections.Concurrent;
using System.IO.Compression;
using GunMane.MapApi.Http.Limiting;
using GunMane.MapApi.Options;
using GunMane.Spatial.Geo;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Net.Http.Headers;

namespace GunMane.MapApi.Tiles;

/// <summary>Which tile, of which version, for whom.</summary>
/// <param name="Stem">Layer, access scope, version of what it is cut from, and release of the code that cuts.</param>
/// <param name="Tile">Where it lies.</param>
internal readonly record struct TileKey(string Stem, TileAddress Tile)
{
    /// <summary>Its ETag.</summary>
    public EntityTagHeaderValue Tag => new($"\"{Stem}/{Tile.Zoom}/{Tile.Column}/{Tile.Row}\"", isWeak: true);
}

/// <summary>An encoded tile.</summary>
/// <param name="key">The version that it was cut from.</param>
/// <param name="bytes">The tile; none when nothing lies in it.</param>
internal sealed class CutTile(TileKey key, byte[] bytes)
{
    private const int WorthPacking = 1024;
    private byte[]? packed;

    /// <summary>The version that it was cut from.</summary>
    public TileKey Key => key;

    /// <summary>The tile; none when nothing lies in it.</summary>
    public byte[] Bytes => bytes;

    /// <summary>Its ETag as a header's text.</summary>
    public string TagText { get; } = key.Tag.ToString();

    /// <summary>The tile by gzip, packed when it is first asked for; null where that isn't worth it.</summary>
    public byte[]? Packed => bytes.Length < WorthPacking ? null : packed ??= Pack(bytes);

    private static byte[] Pack(byte[] bytes)
    {
        using var into = new MemoryStream(bytes.Length / 2);
        using (var gzip = new GZipStream(into, CompressionLevel.Fastest)) gzip.Write(bytes);
        return into.ToArray();
    }
}

/// <summary>
/// Tiles in memory, bounded by bytes, least recently used first out. A tile that several ask for at once is cut once.
/// A key contains the version of what it is cut from, so that nothing needs to be thrown away.
/// </summary>
internal sealed class TileCache(HostSettings settings, Gates gates, IHostApplicationLifetime lifetime) : IDisposable
{
    private const int EntryOverhead = 400;
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = settings.TileCacheBytes });
    private readonly ConcurrentDictionary<TileKey, SharedCut> underWay = new();

    private readonly ConcurrentDictionary<TileKey, Lazy<CutTile?>> encoding = new();

    /// <summary>The tile of a key, if it is there.</summary>
    public CutTile? Find(in TileKey key) => cache.TryGetValue(key, out CutTile? tile) ? tile : null;

    /// <summary>Keeps a tile.</summary>
    public CutTile Keep(CutTile tile)
    {
        // It may come to be kept packed as well. A cache without room would only be busy throwing away.
        if (settings.TileCacheBytes > 0) cache.Set(tile.Key, tile, new MemoryCacheEntryOptions { Size = (2 * tile.Bytes.Length) + EntryOverhead });
        return tile;
    }

    /// <summary>The tile of a key that isn't there, encoded from memory once for all who ask meanwhile: a matter of a millisecond, for which they stand still.</summary>
    /// <param name="key">Names layer, version, scope and tile.</param>
    /// <param name="encode">Encodes it; null where it is not in memory.</param>
    public CutTile? Encode(TileKey key, Func<byte[]?> encode)
    {
        var one = encoding.GetOrAdd(key, _ => new Lazy<CutTile?>(() => Find(key) ?? (encode() is { } bytes ? Keep(new CutTile(key, bytes)) : null)));
        try
        {
            return one.Value;
        }
        finally
        {
            encoding.TryRemove(KeyValuePair.Create(key, one));
        }
    }

    /// <summary>The tile of a key that isn't there, cut once for all who ask meanwhile; so many at once as the limits say.</summary>
    /// <param name="key">Names layer, version, scope and tile.</param>
    /// <param name="cut">
    /// Cuts it, of this version or, where that has changed meanwhile, of another: it is kept under the key that it comes with.
    /// Its token ends with the last client that waits, or with the service.
    /// </param>
    /// <param name="cancellation">This client's patience.</param>
    /// <exception cref="OverLimitException">Too many tiles are being cut, and too many wait.</exception>
    public async Task<CutTile> CutAsync(TileKey key, Func<CancellationToken, Task<CutTile>> cut, CancellationToken cancellation)
    {
        while (true)
        {
            var shared = underWay.GetOrAdd(key, _ => new SharedCut(patience => RunAsync(key, cut, patience), lifetime.ApplicationStopping));
            try
            {
                if (shared.Join() is { } tile) return await tile.WaitAsync(cancellation);
            }
            finally
            {
                if (shared.Leave()) underWay.TryRemove(KeyValuePair.Create(key, shared));
            }
        }
    }

    public void Dispose() => cache.Dispose();

    private async Task<CutTile> RunAsync(TileKey key, Func<CancellationToken, Task<CutTile>> cut, CancellationToken patience)
    {
        // Another may have cut it between the look into the cache and this.
        if (Find(key) is { } kept) return kept;
        using var turn = await gates.ColdTiles.EnterAsync(patience);
        return Keep(await cut(patience));
    }
}
