using System.Collections.Concurrent;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Http.Caching;

/// <summary>
/// Stamps, asked of the database once until something may have changed (<see cref="Notifications.Changes"/>): a change through this service shows at once, one by
/// another as soon as the database's notification is here. While notifications may be missed every request asks. Safe for concurrent use.
/// </summary>
internal sealed class KeptStamps(Notifications notifications)
{
    private volatile Kept kept = new(-1);

    /// <summary>The stamp of the parts: nothing older than what was known to have changed when this was called.</summary>
    /// <param name="database">The request's own.</param>
    /// <param name="parts">What an answer depends on.</param>
    /// <param name="cancellation">Gives up.</param>
    public ValueTask<string> GetAsync(Database database, StampParts parts, CancellationToken cancellation)
    {
        var all = kept;
        return all.Changes == notifications.Changes && all.Stamps.TryGetValue(parts, out var stamp) ? new(stamp) : new(ReadAsync(database, parts, cancellation));
    }

    private async Task<string> ReadAsync(Database database, StampParts parts, CancellationToken cancellation)
    {
        var changes = notifications.Changes;
        var stamp = await database.ReadAsync(AccessScope.Local, session => StampStore.ReadAsync(session, parts, cancellation), cancellation);
        if (changes is null || changes != notifications.Changes) return stamp;
        var all = kept;
        if (all.Changes != changes) kept = all = new Kept(changes.Value);
        all.Stamps[parts] = stamp;
        return stamp;
    }

    private sealed record Kept(long Changes)
    {
        public ConcurrentDictionary<StampParts, string> Stamps { get; } = new();
    }
}
