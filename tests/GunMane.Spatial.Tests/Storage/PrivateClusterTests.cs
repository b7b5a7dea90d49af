using System.Diagnostics;
using System.Globalization;
using GunMane.Spatial.Storage.Cluster;
using Npgsql;

namespace GunMane.Spatial.Tests.Storage;

public sealed class PrivateClusterTests : IDisposable
{
    private readonly string home = Path.Combine("/var/tmp", $"gunmane-cluster-{Guid.NewGuid():N}");

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task A_second_start_on_the_same_home_is_refused_and_another_home_is_not()
    {
        await using var first = await StartAsync(home);
        Assert.NotNull(first);
        Assert.Null(await StartAsync(home));
        Assert.Equal(Environment.ProcessId, PrivateCluster.Holder(home));
        await using var beside = await StartAsync(home + "-beside");
        Assert.NotNull(beside);
        await WriteAsync(first, 1);
        Assert.Equal(1, await CountAsync(first));
        await beside.DisposeAsync();
        Directory.Delete(home + "-beside", recursive: true);
    }

    [Fact]
    public async Task What_was_committed_is_there_after_a_stop_and_a_new_start()
    {
        await using (var first = await StartAsync(home)) await WriteAsync(first!, 3);
        Assert.Null(PrivateCluster.Holder(home));
        await using var again = await StartAsync(home);
        Assert.Equal(3, await CountAsync(again!));
    }

    [Fact]
    public async Task A_killed_server_comes_back_by_itself_with_all_that_was_committed()
    {
        await using var cluster = await StartAsync(home);
        await WriteAsync(cluster!, 5);
        Kill(Postmaster());
        Assert.Equal(5, await RetryAsync(() => CountAsync(cluster!)));
    }

    [Fact]
    public async Task A_half_made_data_folder_is_made_again()
    {
        var folders = ClusterFolders.For(home);
        folders.Create();
        await File.WriteAllTextAsync(Path.Combine(folders.Data, "PG_VERSION"), "15", Now);
        await using var cluster = await StartAsync(home);
        await WriteAsync(cluster!, 1);
        Assert.Equal(1, await CountAsync(cluster!));
    }

    private static Task<PrivateCluster?> StartAsync(string home) => PrivateCluster.StartAsync(home, _ => { }, durable: true, Now);

    private static async Task WriteAsync(PrivateCluster cluster, int rows)
    {
        await RunAsync(cluster, "CREATE TABLE IF NOT EXISTS kept (n integer)");
        await RunAsync(cluster, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO kept SELECT generate_series(1, {rows})"));
    }

    private static async Task<int> CountAsync(PrivateCluster cluster) => Convert.ToInt32(await RunAsync(cluster, "SELECT count(*) FROM kept"), CultureInfo.InvariantCulture);

    private static async Task<object?> RunAsync(PrivateCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(cluster.Administrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Now);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Now);
    }

    private static async Task<T> RetryAsync<T>(Func<Task<T>> ask)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (NpgsqlException) when (attempt < 300)
            {
                await Task.Delay(100, Now);
            }
        }
    }

    private int Postmaster() => int.Parse(File.ReadLines(Path.Combine(ClusterFolders.For(home).Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static void Kill(int process)
    {
        using var kill = Process.Start("kill", ["-KILL", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
