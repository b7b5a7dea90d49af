using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Storage;

/// <summary>
/// The latest snapshot of each study area and access scope. A snapshot is given out only while its data version is the
/// present one, so a change of facts needs no message to be seen. Safe for concurrent use; each is read once, through the database of whoever
/// comes first: by the limits that hold for that caller (<see cref="Database.Within"/>).
/// </summary>
public sealed class SnapshotCache
{
    private readonly ConcurrentDictionary<(StudyAreaId Area, string Scope), Place> places = new();
    private readonly ConditionalWeakTable<Snapshot, ScoreFacts> facts = [];

    /// <summary>How many assets are in memory for grouping, over all study areas.</summary>
    public long ResidentAssets => places.Values.Sum(place => (long)(place.Latest?.Count ?? 0));

    /// <summary>The snapshot of the present data version.</summary>
    /// <exception cref="GunManeException">The study area is gone (NotFound).</exception>
    public async Task<Snapshot> GetAsync(Database database, StudyAreaId area, AccessScope scope, CancellationToken cancellation)
    {
        var place = places.GetOrAdd((area, scope.Key), _ => new Place());
        await place.Gate.WaitAsync(cancellation);
        try
        {
            return place.Latest = await database.SnapshotAsync(scope, async session =>
            {
                var (version, _) = await SnapshotReader.VersionAsync(session, area, cancellation);
                return place.Latest?.DataVersion == version ? place.Latest : await SnapshotReader.ReadAsync(session, area, cancellation);
            }, cancellation);
        }
        finally
        {
            place.Gate.Release();
        }
    }

    /// <summary>What scores ask beside a snapshot, kept as long as the snapshot is; null if the facts have changed since it was read.</summary>
    /// <exception cref="GunManeException">The study area is gone (NotFound).</exception>
    public async Task<ScoreFacts?> FactsAsync(Database database, Snapshot snapshot, AccessScope scope, CancellationToken cancellation)
    {
        if (facts.TryGetValue(snapshot, out var known)) return known;
        var read = await database.SnapshotAsync(scope, session => ScoreFactsReader.ReadAsync(session, snapshot, cancellation), cancellation);
        return read is null ? null : facts.GetValue(snapshot, _ => read);
    }

    private sealed class Place
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public Snapshot? Latest { get; set; }
    }
}
