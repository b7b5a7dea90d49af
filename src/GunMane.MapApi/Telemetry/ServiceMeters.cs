using System.Diagnostics;
using System.Diagnostics.Metrics;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Telemetry;

/// <summary>What an operator wants to know of this service beside what ASP.NET Core and the database driver tell. Costs next to nothing while nobody listens.</summary>
internal sealed class ServiceMeters
{
    /// <summary>Name of the meter and of the source of spans.</summary>
    public const string Name = "GunMane";

    private readonly Meter owned;
    private readonly Counter<long> tiles;
    private readonly Counter<long> refused;
    private readonly Histogram<double> regroups;
    private readonly Histogram<double> jobs;
    private readonly ObservableGauge<long> queue;
    private long waiting;
    private long running;

    public ServiceMeters(IMeterFactory factory, SnapshotCache snapshots)
    {
        var meter = factory.Create(Name);
        tiles = meter.CreateCounter<long>("gunmane.tile.requests", "{request}", "Tiles asked for, by cache=hit or miss");
        refused = meter.CreateCounter<long>("gunmane.requests.refused", "{request}", "Requests refused because of a limit, by limit");
        regroups = meter.CreateHistogram<double>("gunmane.regroup.duration", "s", "Live grouping, from the request read to the groups found");
        jobs = meter.CreateHistogram<double>("gunmane.job.duration", "s", "A job on this service's workers, by process");
        queue = meter.CreateObservableGauge("gunmane.jobs", Queue, "{job}", "Jobs in the queue of the database, by state=waiting or running");
        owned = meter;
        meter.CreateObservableGauge("gunmane.resident.assets", () => snapshots.ResidentAssets, "{asset}", "Assets in memory for grouping");
    }

    /// <summary>Spans of this service's own work.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Adds a gauge that its owner tells when it is read.</summary>
    public void Watch(string name, string unit, string description, Func<IEnumerable<Measurement<long>>> read) => owned.CreateObservableGauge(name, read, unit, description);

    /// <summary>Whether anyone listens to the state of the queue: asking the database for it is worth it only then.</summary>
    public bool QueueIsWatched => queue.Enabled;

    /// <summary>A tile was asked for and was in memory, or not.</summary>
    public void TileAsked(bool hit) => tiles.Add(1, new KeyValuePair<string, object?>("cache", hit ? "hit" : "miss"));

    /// <summary>A request was refused because of a limit.</summary>
    public void Refused(string limit) => refused.Add(1, new KeyValuePair<string, object?>("limit", limit));

    /// <summary>A live grouping took so long.</summary>
    public void Regrouped(TimeSpan time, string what) => regroups.Record(time.TotalSeconds, new KeyValuePair<string, object?>("what", what));

    /// <summary>A job took so long.</summary>
    public void JobTook(TimeSpan time, string process) => jobs.Record(time.TotalSeconds, new KeyValuePair<string, object?>("process", process));

    /// <summary>The queue holds so many jobs.</summary>
    public void QueueHolds(long waitingJobs, long runningJobs)
    {
        Volatile.Write(ref waiting, waitingJobs);
        Volatile.Write(ref running, runningJobs);
    }

    private IEnumerable<Measurement<long>> Queue() =>
    [
        new(Volatile.Read(ref waiting), new KeyValuePair<string, object?>("state", "waiting")),
        new(Volatile.Read(ref running), new KeyValuePair<string, object?>("state", "running")),
    ];
}
