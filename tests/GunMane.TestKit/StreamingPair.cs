using GunMane.Spatial.Storage;
using Npgsql;
using Xunit;

namespace GunMane.TestKit;

/// <summary>A real primary with this version's schema and a real streaming standby of it, each killable.</summary>
public sealed class StreamingPair : IAsyncLifetime
{
    private readonly string folder = Path.Combine("/tmp", $"gm-pair-{Guid.NewGuid().ToString("N")[..8]}");

    /// <summary>Where writes go.</summary>
    public TestServer Primary { get; private set; } = null!;

    /// <summary>Where reads go.</summary>
    public TestServer Standby { get; private set; } = null!;

    /// <summary>Connection string that names both.</summary>
    public string Both => new NpgsqlConnectionStringBuilder(Primary.Administrator) { Host = $"{Primary.Socket},{Standby.Socket}" }.ConnectionString;

    /// <summary>The database as the service opens it.</summary>
    public Database Database { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Primary = await TestServer.NewAsync(Path.Combine(folder, "a"));
        await Migrator.MigrateAsync(Primary.Administrator, _ => { }, CancellationToken.None);
        await SmallRegion.AddAsync(new NpgsqlConnectionStringBuilder(Primary.Administrator) { Pooling = false }.ConnectionString, "two", 300, CancellationToken.None);
        Standby = await TestServer.StandbyOfAsync(Primary, Path.Combine(folder, "b"));
        Database = Database.Open(Both);
        await CaughtUpAsync();
    }

    /// <summary>Waits until the standby shows all that the primary shows now.</summary>
    public async Task CaughtUpAsync()
    {
        var position = await Primary.ExecuteAsync("SELECT pg_current_wal_flush_lsn()::text");
        await TestWait.UntilAsync(async () => (bool)(await Standby.ExecuteAsync($"SELECT pg_last_wal_replay_lsn() >= '{position}'"))!);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Standby.Dispose();
        Primary.Dispose();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
