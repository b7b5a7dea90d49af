using System.Globalization;
using BenchmarkDotNet.Running;
using GunMane.Benchmarks;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Storage.Cluster;

const string Usage = "bench NAME [--size N] [--json FILE] [--kernels] [--awards FILE] [--full] [--mentions N]   NAME: engine, import (locate: only that part), identity, bounded";
if (args is ["--help" or "-h", ..])
{
    Console.WriteLine(Usage);
    return 0;
}

if (args is [ImportMemory.Child, var connection, var area, var profile, var path]) return await ImportMemory.RunAsync(connection, area, profile, path);
if (args is ["identity", ..]) return IdentityCommand.Run(args[1..], Console.Out, Usage);
string? json = null;
int[] sizes = args is ["import", ..] ? [1_000_000] : [100_000, 1_000_000];
for (var at = 1; at < args.Length; at++)
{
    if (args[at] == "--kernels")
    {
        BenchmarkSwitcher.FromAssembly(typeof(Measurement).Assembly).Run(["--filter", "*"]);
        return 0;
    }

    if (args[at] == "--json" && at + 1 < args.Length) json = args[++at];
    else if (args[at] == "--size" && at + 1 < args.Length && int.TryParse(args[++at], CultureInfo.InvariantCulture, out var size) && size > 0) sizes = [size];
    else return Refuse($"{args[at]}?");
}

if (args is not ["engine" or "import" or "locate" or "bounded", ..]) return Refuse(args.Length == 0 ? "NAME?" : $"{args[0]}?");
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
var home = Path.Combine("/var/tmp", $"gunmane-bench-{Environment.ProcessId}");
try
{
    await using var cluster = await PrivateCluster.StartAsync(home, Console.Error.WriteLine, durable: false, stop.Token)
        ?? throw new InvalidOperationException($"{home} is in use.");
    Func<int, CancellationToken, Task<IReadOnlyList<Measurement>>> measure = args[0] == "engine"
        ? new DbscanPoints(cluster, Console.Error.WriteLine).MeasureAsync
        : args[0] == "bounded" ? new BoundedBench(Console.Error.WriteLine).MeasureAsync
        : args[0] == "locate" ? new LocateBench(cluster, Console.Error.WriteLine).MeasureAsync
        : async (size, cancellation) => [.. await new ImportBench(cluster, home, Console.Error.WriteLine).MeasureAsync(size, cancellation),
            .. await new LocateBench(cluster, Console.Error.WriteLine).MeasureAsync(size, cancellation)];
    await Migrator.MigrateAsync(cluster.Migrator, _ => { }, stop.Token);
    var unequal = false;
    foreach (var size in sizes)
    {
        foreach (var measured in await measure(size, stop.Token))
        {
            Console.WriteLine(measured);
            if (json is not null) await File.AppendAllTextAsync(json, measured.ToJson() + "\n", stop.Token);
            unequal |= measured.Equal == false;
        }
    }

    return unequal ? 1 : 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("interrupted: rounds told above were measured, no median was taken");
    return 130;
}
finally
{
    if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
}

static int Refuse(string what)
{
    Console.Error.WriteLine($"{what}  {Usage}");
    return 2;
}
