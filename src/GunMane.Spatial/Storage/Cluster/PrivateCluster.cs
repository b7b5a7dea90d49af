using System.Diagnostics;
using System.Globalization;
using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage.Cluster;

/// <summary>
/// PostgreSQL as a child of this process: made at first use, reachable only by its own Unix socket, recovered after a
/// kill of either, started again when it dies, stopped with its owner. One process per home holds the lock.
/// </summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    private const string DatabaseName = "gunmane";
    private readonly ClusterFolders folders;
    private readonly FileStream held;
    private readonly Thread keeper;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim stop = new();
    private readonly bool durable;
    private readonly Action<string> say;
    private Process? server;

    private PrivateCluster(ClusterFolders folders, FileStream held, bool durable, Action<string> say)
    {
        (this.folders, this.held, this.durable, this.say) = (folders, held, durable, say);
        // The kernel ends the server when the thread that started it ends: it needs one that lives as long as we do.
        keeper = new Thread(Keep) { IsBackground = true, Name = "postgres keeper" };
    }

    /// <summary>Connection string of the service's role.</summary>
    public string Service => ConnectionString(folders, "gunmane_service");

    /// <summary>Connection string of the role that owns the schema.</summary>
    public string Migrator => ConnectionString(folders, "gunmane_migrator");

    /// <summary>Connection string of the cluster's superuser, for tests and measurements.</summary>
    public string Administrator => ConnectionString(folders, "gunmane_admin");

    /// <summary>Starts the cluster of a home, making it first if need be.</summary>
    /// <param name="home">The product's home folder.</param>
    /// <param name="say">Told what is being done.</param>
    /// <param name="durable">False only for tests: commits are then not flushed to disk.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The cluster, or null if another process already runs on this home.</returns>
    public static async Task<PrivateCluster?> StartAsync(string home, Action<string> say, bool durable, CancellationToken cancellation)
    {
        var folders = ClusterFolders.For(home);
        folders.Create();
        if (TryHold(folders) is not { } held) return null;
        var cluster = new PrivateCluster(folders, held, durable, say);
        try
        {
            await Task.Run(cluster.Make, cancellation);
            cluster.keeper.Start();
            await cluster.ready.Task.WaitAsync(cancellation);
            await cluster.PrepareAsync(cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connection strings of the cluster that another process runs on this home.</summary>
    public static (string Service, string Migrator) Guest(string home)
    {
        var folders = ClusterFolders.For(home);
        return (ConnectionString(folders, "gunmane_service"), ConnectionString(folders, "gunmane_migrator"));
    }

    /// <summary>Process id of the service that runs on a home, or null.</summary>
    public static int? Holder(string home)
    {
        var folders = ClusterFolders.For(home);
        if (!File.Exists(folders.LockFile)) return null;
        if (TryHold(folders, record: false) is { } free)
        {
            free.Dispose();
            return null;
        }

        return File.Exists(folders.ProcessFile) && int.TryParse(File.ReadAllText(folders.ProcessFile), out var id) ? id : 0;
    }

    /// <summary>Stops the server (fast shutdown: nothing committed is lost) and gives the home free.</summary>
    public async ValueTask DisposeAsync()
    {
        stop.Set();
        if (keeper.IsAlive) await Task.Run(keeper.Join);
        NpgsqlConnection.ClearAllPools();
        await held.DisposeAsync();
        stop.Dispose();
    }

    private static string ConnectionString(ClusterFolders folders, string user) => new NpgsqlConnectionStringBuilder
    {
        Host = folders.Socket, Username = user, Database = DatabaseName, MaxPoolSize = 40,
    }.ConnectionString;

    private static FileStream? TryHold(ClusterFolders folders, bool record = true)
    {
        try
        {
            var file = new FileStream(folders.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (!record) return file;
            File.WriteAllText(folders.ProcessFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return file;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Make()
    {
        Leftovers.Clear(folders);
        if (File.Exists(folders.ReadyMarker)) return;
        say("データベースを作成しています (creating the database cluster)");
        foreach (var entry in new DirectoryInfo(folders.Data).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo folder) folder.Delete(recursive: true);
            else entry.Delete();
        }

        string[] arguments = ["-D", folders.Data, "-U", "gunmane_admin", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--lc-collate=C", .. durable ? [] : new[] { "--no-sync" }];
        var (program, all) = Shell.AsServerUser(Path.Combine(Shell.Programs(), "initdb"), arguments);
        Shell.Run(program, all);
        File.AppendAllText(Path.Combine(folders.Data, "postgresql.conf"), Settings());
        File.WriteAllText(folders.ReadyMarker, "");
    }

    private string Settings() => $"""
        listen_addresses = ''
        unix_socket_directories = '{folders.Socket}'
        max_connections = 100
        shared_buffers = 256MB
        work_mem = 64MB
        maintenance_work_mem = 256MB
        max_wal_size = 2GB
        random_page_cost = 1.1
        jit = off
        logging_collector = on
        log_directory = 'log'
        log_filename = 'postgresql-%a.log'
        log_truncate_on_rotation = on
        {(durable ? "" : "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")}
        """;

    private void Keep()
    {
        var failures = 0;
        while (!stop.IsSet)
        {
            try
            {
                if (server is not null) Leftovers.Clear(folders);
                server = Launch();
                WaitUntilReady();
                ready.TrySetResult();
                failures = 0;
                while (!stop.IsSet && !server.WaitForExit(100)) { }
                if (!stop.IsSet) say("PostgreSQL が終了したため再起動します (PostgreSQL ended; starting it again)");
            }
            catch (Exception e)
            {
                if (++failures > 3 || !ready.Task.IsCompleted) ready.TrySetException(e);
                if (!ready.Task.IsCompletedSuccessfully) break;
                say($"PostgreSQL を起動できません: {e.Message}");
                stop.Wait(TimeSpan.FromSeconds(Math.Min(failures, 10)));
            }
        }

        Stop();
    }

    private Process Launch()
    {
        var (program, arguments) = Shell.AsServerUser(Path.Combine(Shell.Programs(), "postgres"), ["-D", folders.Data], "--pdeathsig", "INT");
        // Its own session: Ctrl-C at the terminal must not reach the database before the service has finished.
        return Process.Start(new ProcessStartInfo("setsid", [program, .. arguments])
        {
            WorkingDirectory = "/", RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
    }

    private void WaitUntilReady()
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            if (server!.HasExited)
                throw new GunManeException(Refusal.Environment, $"PostgreSQL が起動しません。(PostgreSQL does not start.)\n{server.StandardError.ReadToEnd()}");
            try
            {
                using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Administrator) { Database = "postgres", Pooling = false, Timeout = 2 }.ConnectionString);
                connection.Open();
                return;
            }
            catch (NpgsqlException) when (patience.Elapsed < TimeSpan.FromMinutes(5))
            {
                // Recovery after a kill can take a while; the server answers when it is done.
                stop.Wait(50);
            }
        }
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Administrator) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var roles = new NpgsqlCommand(SqlText.Query("cluster.roles"), connection);
        await roles.ExecuteNonQueryAsync(cancellation);
        await using var exists = new NpgsqlCommand(SqlText.Query("cluster.exists"), connection) { Parameters = { new() { Value = DatabaseName } } };
        if (await exists.ExecuteScalarAsync(cancellation) is not null) return;
        await using var create = new NpgsqlCommand(SqlText.Query("cluster.create"), connection);
        await create.ExecuteNonQueryAsync(cancellation);
        await using var inside = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Administrator) { Pooling = false }.ConnectionString);
        await inside.OpenAsync(cancellation);
        await using var extension = new NpgsqlCommand(SqlText.Query("cluster.extension"), inside);
        await extension.ExecuteNonQueryAsync(cancellation);
    }

    private void Stop()
    {
        if (server is null || server.HasExited) return;
        Leftovers.Clear(folders);
        server.WaitForExit(TimeSpan.FromSeconds(30));
        server.Dispose();
    }
}
