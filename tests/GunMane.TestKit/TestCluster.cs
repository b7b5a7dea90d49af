using GunMane.Spatial.Storage;
using GunMane.Spatial.Storage.Cluster;
using Npgsql;
using Xunit;

namespace GunMane.TestKit;

/// <summary>
/// One real PostgreSQL with PostGIS per test process, and in it a template database with this version's schema.
/// Fails where they are missing; never skips.
/// </summary>
public sealed class TestCluster : IAsyncLifetime
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static readonly string Home = Path.Combine("/var/tmp", $"gunmane-tests-{Environment.ProcessId}");
    private static PrivateCluster? cluster;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The running cluster; started at first use.</summary>
    public static async Task<PrivateCluster> SharedAsync(CancellationToken cancellation)
    {
        await Gate.WaitAsync(cancellation);
        try
        {
            return cluster ??= await StartAsync(cancellation);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>A new database with the present schema; returns its name.</summary>
    public static async Task<string> CloneAsync(CancellationToken cancellation)
    {
        var shared = await SharedAsync(cancellation);
        var name = $"test_{Guid.NewGuid():N}";
        await Gate.WaitAsync(cancellation);
        try
        {
            await RunAsync(shared, $"CREATE DATABASE {name} TEMPLATE gunmane OWNER gunmane_migrator", cancellation);
        }
        finally
        {
            Gate.Release();
        }

        return name;
    }

    /// <summary>Removes a cloned database.</summary>
    public static async Task DropAsync(string name) =>
        await RunAsync(await SharedAsync(CancellationToken.None), $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", CancellationToken.None);

    /// <summary>A connection string of the cluster, pointed at a database.</summary>
    public static string At(string connectionString, string database) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = database }.ConnectionString;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (cluster is not null) await cluster.DisposeAsync();
        cluster = null;
        if (Directory.Exists(Home)) Directory.Delete(Home, recursive: true);
    }

    private static async Task<PrivateCluster> StartAsync(CancellationToken cancellation)
    {
        var started = await PrivateCluster.StartAsync(Home, _ => { }, durable: false, cancellation)
            ?? throw new InvalidOperationException($"{Home} is in use.");
        await Migrator.MigrateAsync(new NpgsqlConnectionStringBuilder(started.Migrator) { Pooling = false }.ConnectionString, _ => { }, cancellation);
        return started;
    }

    private static async Task RunAsync(PrivateCluster shared, string sql, CancellationToken cancellation)
    {
        var administrator = new NpgsqlConnectionStringBuilder(shared.Administrator) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(administrator.ConnectionString);
        await connection.OpenAsync(cancellation);
        // DROP DATABASE waits for every backend of the cluster, one whose client reads slowly among them.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
