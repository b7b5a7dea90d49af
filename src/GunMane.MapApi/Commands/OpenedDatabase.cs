using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Storage.Cluster;

namespace GunMane.MapApi.Commands;

/// <summary>
/// The database that a command works on, brought up to date: the one that GUNMANE_DB names, else the private cluster
/// of the home (started here, or run by a service that is up already).
/// </summary>
public sealed class OpenedDatabase : IAsyncDisposable
{
    private readonly PrivateCluster? cluster;

    private OpenedDatabase(Database database, PrivateCluster? cluster, bool isOwnCluster) =>
        (Database, this.cluster, IsOwnCluster) = (database, cluster, isOwnCluster);

    /// <summary>The database as the service's role.</summary>
    public Database Database { get; }

    /// <summary>True for the private cluster of a home: only there is the model region loaded unasked.</summary>
    public bool IsOwnCluster { get; }

    /// <summary>Opens the database for the one service of a home.</summary>
    /// <exception cref="GunManeException">Another service runs on this home, or the database can't be used.</exception>
    public static async Task<OpenedDatabase> ForServiceAsync(Home home, Action<string> say, CancellationToken cancellation)
    {
        if (External() is { } external) return await AtAsync(external, external, null, isOwn: false, say, cancellation);
        say("データベースを起動しています (starting the database)");
        var cluster = await PrivateCluster.StartAsync(home.Folder, say, durable: true, cancellation)
            ?? throw InUse(home);
        return await AtAsync(cluster.Service, cluster.Migrator, cluster, isOwn: true, say, cancellation);
    }

    /// <summary>Refuses a second service on the same home.</summary>
    /// <exception cref="GunManeException">A service runs there.</exception>
    public static void RefuseIfInUse(Home home)
    {
        if (External() is null && PrivateCluster.Holder(home.Folder) is not null) throw InUse(home);
    }

    /// <summary>Opens the database for a command that may run beside the service.</summary>
    public static async Task<OpenedDatabase> ForCommandAsync(Home home, Action<string> say, CancellationToken cancellation)
    {
        if (External() is { } external) return await AtAsync(external, external, null, isOwn: false, say, cancellation);
        if (await PrivateCluster.StartAsync(home.Folder, say, durable: true, cancellation) is { } cluster)
            return await AtAsync(cluster.Service, cluster.Migrator, cluster, isOwn: true, say, cancellation);
        var (service, migrator) = PrivateCluster.Guest(home.Folder);
        return await AtAsync(service, migrator, null, isOwn: true, say, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (cluster is not null) await cluster.DisposeAsync();
    }

    private static GunManeException InUse(Home home) => new(Refusal.Environment,
        $"このホームでは既に動いています: {home.Folder}（プロセス {PrivateCluster.Holder(home.Folder)}）。別の --home を指定するか、./gunmane stop で止めてください。"
        + "(A service runs on this home already: choose another --home, or stop it.)");

    private static string? External() => Environment.GetEnvironmentVariable("GUNMANE_DB") is { Length: > 0 } text ? text : null;

    private static async Task<OpenedDatabase> AtAsync(
        string service, string migrator, PrivateCluster? cluster, bool isOwn, Action<string> say, CancellationToken cancellation)
    {
        try
        {
            await Migrator.MigrateAsync(migrator, say, cancellation);
            return new OpenedDatabase(Database.Open(service), cluster, isOwn);
        }
        catch
        {
            if (cluster is not null) await cluster.DisposeAsync();
            throw;
        }
    }
}
