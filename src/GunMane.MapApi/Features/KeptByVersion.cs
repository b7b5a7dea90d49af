using System.Collections.Concurrent;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Features;

/// <summary>
/// Numbers of matching features and extents: worked out once for each data version, scope and selection, not for every page. Only for
/// collections of facts; zones and groups are few and change without a new data version.
/// </summary>
internal sealed class KeptByVersion
{
    private const int Most = 2_000;
    private const int LongestKey = 4_000;
    private readonly ConcurrentDictionary<string, object?> kept = new(StringComparer.Ordinal);

    /// <summary>The value of a key at the data version that the session sees; worked out where it is not known.</summary>
    public async Task<T> GetAsync<T>(Session session, FeatureCollection collection, string what, Func<Task<T>> work, CancellationToken cancellation)
    {
        if (collection.Id is "zones" or "groups" || what.Length > LongestKey) return await work();
        var key = $"{session.Scope.Key}\n{await FeatureStore.VersionsAsync(session, cancellation)}\n{collection.Id}\n{what}";
        if (kept.TryGetValue(key, out var known)) return (T)known!;
        var value = await work();
        if (kept.Count >= Most) kept.Clear();
        kept[key] = value;
        return value;
    }
}
