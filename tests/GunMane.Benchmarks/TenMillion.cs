using System.Diagnostics;
using System.Globalization;
using GunMane.Spatial.Storage.Cluster;

namespace GunMane.Benchmarks;

/// <summary>
/// ten-million: as dbscan-points, cold, in a process of its own each time, compilation included; ten-million-memory: its largest resident set (VmHWM).
/// Rival: ST_ClusterDBSCAN over the Hilbert-ordered heap, once where it takes more than a minute; its memory is that of its PostgreSQL process, shared buffers that it touched included.
/// </summary>
internal sealed class TenMillion(PrivateCluster cluster, Action<string> say)
{
    /// <summary>First argument of the child process.</summary>
    public const string Child = "points-child";

    private const int Rounds = 3;
    private const double Minute = 60;
    private const double Megabytes = 1024;
    private readonly PointTable table = new(cluster.Administrator);

    /// <summary>Measures one size.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        var towns = PointTowns.Make(size);
        await table.LoadAsync(towns, null, cancellation);
        List<double> seconds = [], memory = [], theirs = [], theirMemory = [];
        for (var round = 0; round < Rounds; round++)
        {
            if (theirs.Count == 0 || theirs[^1] < Minute)
            {
                var (taken, peak) = await RivalAsync(towns.Eps, cancellation);
                theirs.Add(taken);
                theirMemory.Add(peak);
            }

            var (time, most) = await InChildAsync(towns.Eps, cancellation);
            seconds.Add(time);
            memory.Add(most);
            say(FormattableString.Invariant($"{size:N0} points, eps {towns.Eps} m, round {round + 1}: ours {time:0.00} s, {most:0} MB; ST_ClusterDBSCAN {theirs[^1]:0.00} s, {theirMemory[^1]:0} MB ({theirs.Count} of {round + 1} rounds)"));
        }

        var equal = PartitionCheck.Same(await table.LabelsAsync("ours", size, cancellation), await table.LabelsAsync("rival", size, cancellation), new PlainNeighbours(towns.X, towns.Y, towns.Eps), DbscanPoints.MinPoints);
        var name = $"ST_ClusterDBSCAN, Hilbert-ordered heap, {theirs.Count}×";
        return
        [
            new("engine", "ten-million", "s", size, Measurement.Median(seconds), Measurement.Median(theirs), name, equal),
            new("engine", "ten-million-memory", "MB", size, memory.Max(), theirMemory.Max(), name, equal),
        ];
    }

    private async Task<(double Seconds, double Megabytes)> RivalAsync(double eps, CancellationToken cancellation)
    {
        // A new backend: the peak is that of this work.
        await using var own = await Sql.OpenAsync(cluster.Administrator + ";Pooling=false", cancellation);
        await Sql.AtItsBestAsync(own, cancellation);
        var backend = await Sql.ValueAsync<int>(own, "SELECT pg_backend_pid()", cancellation);
        var seconds = await Sql.TimeAsync(() => DbscanPoints.RivalAsync(own, eps, cancellation));
        return (seconds, Peak(backend.ToString(CultureInfo.InvariantCulture)));
    }

    private async Task<(double Seconds, double Megabytes)> InChildAsync(double eps, CancellationToken cancellation)
    {
        string[] arguments = [typeof(TenMillion).Assembly.Location, Child, cluster.Administrator, eps.ToString("R", CultureInfo.InvariantCulture)];
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0) throw new InvalidOperationException($"The child process ended with {process.ExitCode}.");
        var figures = said.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return (figures[0], figures[1]);
    }

    /// <summary>The child process.</summary>
    public static async Task<int> RunAsync(string connection, string eps)
    {
        var clock = Stopwatch.StartNew();
        await DbscanPoints.ColdAsync(new PointTable(connection), double.Parse(eps, CultureInfo.InvariantCulture), Console.Error.WriteLine, CancellationToken.None);
        Console.Write(FormattableString.Invariant($"{clock.Elapsed.TotalSeconds:0.000} {Peak("self"):0.0}"));
        return 0;
    }

    private static double Peak(string process) => double.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) / Megabytes;
}
