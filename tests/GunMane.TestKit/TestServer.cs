using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace GunMane.TestKit;

/// <summary>A PostgreSQL of a test's own that can be killed for good; nobody starts it again.</summary>
public sealed class TestServer : IDisposable
{
    private readonly string data;
    private Process? process;

    private TestServer(string folder) => (data, Socket) = (Path.Combine(folder, "data"), Path.Combine(folder, "socket"));

    /// <summary>The folder of its Unix socket: its host name.</summary>
    public string Socket { get; }

    /// <summary>Connection string of the superuser.</summary>
    public string Administrator => new NpgsqlConnectionStringBuilder { Host = Socket, Username = "gunmane_admin", Database = "gunmane" }.ConnectionString;

    /// <summary>A new, empty server with the database <c>gunmane</c>.</summary>
    public static async Task<TestServer> NewAsync(string folder)
    {
        var server = Prepared(folder);
        Run("initdb", "-D", server.data, "-U", "gunmane_admin", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        await server.StartAsync();
        await server.ExecuteAsync("CREATE DATABASE gunmane", "postgres");
        return server;
    }

    /// <summary>A streaming standby of a server, as docs/howto/scale-out.md makes one.</summary>
    public static async Task<TestServer> StandbyOfAsync(TestServer primary, string folder)
    {
        var server = Prepared(folder);
        Run("pg_basebackup", "-h", primary.Socket, "-U", "gunmane_admin", "-D", server.data, "-R", "-X", "stream", "-c", "fast", "--no-sync");
        await server.StartAsync();
        return server;
    }

    /// <summary>Runs SQL and gives the first value.</summary>
    public async Task<object?> ExecuteAsync(string sql, string database = "gunmane")
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A connection of the superuser.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string database = "gunmane")
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Administrator) { Database = database, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>kill -9 of the server and whatever of it is busy.</summary>
    public void Kill()
    {
        if (process is null || process.HasExited) return;
        var backends = Children(process.Id);
        process.Kill();
        process.WaitForExit();
        foreach (var backend in backends) Signal(backend);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        process?.Dispose();
    }

    private static TestServer Prepared(string folder)
    {
        var server = new TestServer(folder);
        foreach (var place in new[] { server.data, server.Socket })
        {
            Directory.CreateDirectory(place);
            File.SetUnixFileMode(place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (AsRoot) Finish(Process.Start("chown", ["postgres:postgres", place]), "chown");
        }

        return server;
    }

    private async Task StartAsync()
    {
        var started = new TaskCompletionSource();
        // The kernel ends the server with the thread that started it: this one lives as long as the server.
        new Thread(() =>
        {
            process = Process.Start(Command("postgres", "-D", data, "-c", $"unix_socket_directories={Socket}", "-c", "listen_addresses=", "-c", "fsync=off",
                "-c", "shared_buffers=64MB", "-c", $"log_directory={data}/log", "-c", "logging_collector=on"));
            started.SetResult();
            process!.WaitForExit();
        }) { IsBackground = true }.Start();
        await started.Task;
        await TestWait.UntilAsync(async () =>
        {
            try
            {
                await ExecuteAsync("SELECT 1", "postgres");
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        });
    }

    private static void Run(string program, params string[] arguments) => Finish(Process.Start(Command(program, arguments)), program);

    private static void Finish(Process? process, string program)
    {
        process!.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} failed, code {process.ExitCode}. {(process.StartInfo.RedirectStandardError ? process.StandardError.ReadToEnd() : "")}");
    }

    private static ProcessStartInfo Command(string program, params string[] arguments)
    {
        var programs = Directory.GetDirectories("/usr/lib/postgresql").OrderBy(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)).Last();
        string[] user = AsRoot ? ["--reuid=postgres", "--regid=postgres", "--init-groups"] : [];
        return new ProcessStartInfo("setpriv", [.. user, "--pdeathsig", "KILL", "--", Path.Combine(programs, "bin", program), .. arguments]) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true };
    }

    private static bool AsRoot => string.Equals(Environment.UserName, "root", StringComparison.Ordinal);

    private static List<int> Children(int parent) =>
        [.. File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

    private static void Signal(int id)
    {
        try
        {
            using var child = Process.GetProcessById(id);
            child.Kill();
        }
        catch (ArgumentException)
        {
            // It ended with its parent.
        }
        catch (InvalidOperationException)
        {
            // Likewise.
        }
    }
}
