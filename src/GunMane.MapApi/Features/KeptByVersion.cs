using System.Collections.Concurrent;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Features;

/// <summary>What is worked out once for each data version and scope, not for every page: numbers of matching features, extents, names.</summary>
internal sealed class KeptByVersion
{
    private const int Most = 2_000;
    private const int LongestKey = 4_000;
    private readonly ConcurrentDictionary<string, object?> kept = new(StringComparer.Ordinal);
    private volatile LatestNames? latest;

    /// <summary>What is kept of the version that the session sees.</summary>
    public async Task<KeptAt> AtAsync(Session session, CancellationToken cancellation) =>
        new(this, session, $"{session.Scope.Key}\n{await FeatureStore.VersionsAsync(session, cancellation)}");

    private async Task<T> GetAsync<T>(string key, Func<Task<T>> work)
    {
        if (kept.TryGetValue(key, out var known)) return (T)known!;
        var value = await work();
        if (kept.Count >= Most) kept.Clear();
        kept[key] = value;
        return value;
    }

    /// <summary>What is kept of one version.</summary>
    internal sealed class KeptAt(KeptByVersion all, Session session, string version)
    {
        /// <summary>
        /// The value of a key; worked out where it is not known. Only for collections of facts: zones and groups are few and change without a new data version.
        /// </summary>
        public Task<T> GetAsync<T>(FeatureCollection collection, string what, Func<Task<T>> work) =>
            collection.Id is "zones" or "groups" || what.Length > LongestKey ? work() : all.GetAsync($"{version}\n{collection.Id}\n{what}", work);

        /// <summary>What features have by number: of the latest version only, as there may be thousands.</summary>
        public async Task<FeatureNames> NamesAsync(FeatureQuery query, CancellationToken cancellation)
        {
            if (!query.HasNames) return FeatureNames.None;
            if (all.latest is { } known && known.Version == version) return known.Names;
            var names = await FeatureNames.ReadAsync(session, cancellation);
            all.latest = new LatestNames(version, names);
            return names;
        }
    }

    private sealed record LatestNames(string Version, FeatureNames Names);
}
