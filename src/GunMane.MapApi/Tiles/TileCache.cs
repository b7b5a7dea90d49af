using System.Collections.Concurrent;
using GunMane.MapApi.Options;
using Microsoft.Extensions.Caching.Memory;

namespace GunMane.MapApi.Tiles;

/// <summary>An encoded tile.</summary>
/// <param name="Key">Names layer, scope, the version that it was cut from, and the tile.</param>
/// <param name="Bytes">The tile; none when nothing lies in it.</param>
internal sealed record CutTile(string Key, byte[] Bytes);

/// <summary>
/// Tiles in memory, bounded by bytes, least recently used first out. A tile that several ask for at once is cut once.
/// A key contains the version of what it is cut from, so that nothing needs to be thrown away.
/// </summary>
internal sealed class TileCache(HostSettings settings, IHostApplicationLifetime lifetime) : IDisposable
{
    private const int EntryOverhead = 300;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = settings.TileCacheBytes });
    private readonly ConcurrentDictionary<string, Lazy<Task<CutTile>>> underWay = new(StringComparer.Ordinal);

    /// <summary>The tile of a key, cut if it isn't there.</summary>
    /// <param name="key">Names layer, version, scope and tile.</param>
    /// <param name="cut">
    /// Cuts it, of this version or, where that has changed meanwhile, of another: it is kept under the key that it comes with.
    /// Its token ends with the service, not with the one client that asked first.
    /// </param>
    /// <param name="cancellation">This client's patience.</param>
    public Task<CutTile> GetAsync(string key, Func<CancellationToken, Task<CutTile>> cut, CancellationToken cancellation) =>
        cache.TryGetValue(key, out CutTile? tile)
            ? Task.FromResult(tile!)
            : underWay.GetOrAdd(key, _ => new Lazy<Task<CutTile>>(() => CutAsync(key, cut))).Value.WaitAsync(cancellation);

    public void Dispose() => cache.Dispose();

    private async Task<CutTile> CutAsync(string key, Func<CancellationToken, Task<CutTile>> cut)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
            patience.CancelAfter(Longest);
            var tile = await cut(patience.Token);
            cache.Set(tile.Key, tile, new MemoryCacheEntryOptions { Size = tile.Bytes.Length + (2 * key.Length) + EntryOverhead });
            return tile;
        }
        finally
        {
            underWay.TryRemove(key, out _);
        }
    }
}
