using System.Diagnostics;
using System.Globalization;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>
/// Peak memory of an import, measured in a process of its own: the largest resident set of the importing process (VmHWM), and
/// that of the PostgreSQL process that served it, which includes the shared buffers that it touched.
/// </summary>
internal static class ImportMemory
{
    /// <summary>First argument of the child process.</summary>
    public const string Child = "import-child";

    private const double KilobytesPerMegabyte = 1024;

    /// <summary>Runs an import in a child process; megabytes of it and of its backend.</summary>
    public static async Task<(double Import, double Backend)> MeasureAsync(string connection, string area, string profile, string path, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(ImportMemory).Assembly.Location, Child, connection, area, profile, path]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("The child process does not start.");
        var said = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0) throw new InvalidOperationException($"The child process ended with {process.ExitCode}.");
        var figures = said.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return (figures[0], figures[1]);
    }

    /// <summary>The child process.</summary>
    public static async Task<int> RunAsync(string connection, string area, string profile, string path)
    {
        // One connection: the backend asked afterwards is the one that did the work.
        await using var database = Database.Open(new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = 1 }.ConnectionString, 3600);
        await FileImport.RunAsync(database, AccessScope.Local, area, new DataFile(path, Path.GetFileName(path), FileFormat.GeoJson), new ImportOptions(profile), null, _ => Task.CompletedTask, CancellationToken.None);
        var backend = await database.ReadAsync(AccessScope.Local, async session =>
        {
            await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", session.Connection);
            return (int)(await command.ExecuteScalarAsync())!;
        }, CancellationToken.None);
        Console.Write(FormattableString.Invariant($"{Peak("self"):0.0} {Peak(backend.ToString(CultureInfo.InvariantCulture)):0.0}"));
        return 0;
    }

    private static double Peak(string process) => double.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) / KilobytesPerMegabyte;
}
