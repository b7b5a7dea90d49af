using System.Globalization;
using BenchmarkDotNet.Running;
using GunMane.Benchmarks;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Storage.Cluster;

const string Usage = "bench NAME [--size N] [--json FILE] [--only METRIC] [--kernels] [--awards FILE] [--full] [--mentions N]   NAME: engine (dbscan-points, dbscan-resident, weighted-groups, regroup, edit, click, road-distance, mixed-graph, ten-million, leiden, hierarchical, bounded, cost-per-asset), import (geojson-load, import, locate), api (tiles, items, qgis), identity, quality [--svg FILE] [--tuned]";
if (args is ["--help" or "-h", ..])
{
    Console.WriteLine(Usage);
    return 0;
}

if (args is [ImportMemory.Child, var connection, var area, var profile, var path]) return await ImportMemory.RunAsync(connection, area, profile, path);
if (args is [ApiHost.Child, var database, var folder, var bytes]) return await ApiHost.RunAsync(database, folder, long.Parse(bytes, CultureInfo.InvariantCulture));
if (args is ["quality", ..]) return GunMane.Benchmarks.Quality.QualityCommand.Run(args[1..], Console.Out);
if (args is [TenMillion.Child, var points, var eps]) return await TenMillion.RunAsync(points, eps);
if (args is ["identity", ..]) return IdentityCommand.Run(args[1..], Console.Out, Usage);
string? json = null, only = null;
int[]? sizes = null;
int[] usual = args is ["import" or "api", ..] ? [1_000_000] : [100_000, 1_000_000];
for (var at = 1; at < args.Length; at++)
{
    if (args[at] == "--kernels")
    {
        BenchmarkSwitcher.FromAssembly(typeof(Measurement).Assembly).Run(["--filter", "*"]);
        return 0;
    }

    if (args[at] == "--json" && at + 1 < args.Length) json = args[++at];
    else if (args[at] == "--only" && at + 1 < args.Length) only = args[++at];
    else if (args[at] == "--size" && at + 1 < args.Length && int.TryParse(args[++at], CultureInfo.InvariantCulture, out var size) && size > 0) sizes = [size];
    else return Refuse($"{args[at]}?");
}

if (args is not ["engine" or "import" or "locate" or "api", ..]) return Refuse(args.Length == 0 ? "NAME?" : $"{args[0]}?");
Action<string> say = Console.Error.WriteLine;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
var home = Path.Combine("/var/tmp", $"gunmane-bench-{Environment.ProcessId}");
PrivateCluster? cluster = null;
try
{
    var chosen = Parts().Where(part => part.Bench == args[0] && (only is null || (part.Bench == "api" && (only is "tiles" or "items" or "qgis")) || part.Metric == (only == "dbscan-resident" ? "dbscan-points" : only))).ToList();
    if (chosen.Count == 0) return Refuse($"--only {only}?");
    if (chosen.Exists(part => part.NeedsDatabase))
    {
        cluster = await PrivateCluster.StartAsync(home, say, durable: false, stop.Token) ?? throw new InvalidOperationException($"{home} is in use.");
        await Migrator.MigrateAsync(cluster.Migrator, _ => { }, stop.Token);
    }

    var unequal = false;
    foreach (var (size, part) in chosen.SelectMany(part => (sizes ?? part.Sizes ?? usual).Select(size => (size, part))))
    {
        foreach (var measured in await part.Measure(size, stop.Token))
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
catch (GunManeException missing) when (missing.Refusal == Refusal.Environment)
{
    Console.Error.WriteLine(missing.Message);
    return 1;
}
finally
{
    if (cluster is not null) await cluster.DisposeAsync();
    if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
}

IEnumerable<(string Bench, string Metric, bool NeedsDatabase, int[]? Sizes, Func<int, CancellationToken, Task<IReadOnlyList<Measurement>>> Measure)> Parts()
{
    // Drawn when it alone is asked for: a run of everything leaves the documentation as it is.
    var costs = new Lazy<CostPerAsset>(() => new CostPerAsset(cluster!, say));
    var plot = only == "cost-per-asset" && sizes is null && Environment.GetEnvironmentVariable("GUNMANE_ROOT") is { } root ? Path.Combine(root, "docs/images/cost-per-asset.svg") : null;
    return
    [
        ("engine", "dbscan-points", true, null, (size, cancellation) => new DbscanPoints(cluster!, say).MeasureAsync(size, cancellation)),
        ("engine", "weighted-groups", true, null, (size, cancellation) => new WeightedGroups(cluster!, say).MeasureAsync(size, cancellation)),
        ("engine", "regroup", false, null, (size, cancellation) => new RegroupBench(say).MeasureAsync(size, cancellation)),
        ("engine", "edit", false, null, (size, cancellation) => new EditBench(say).MeasureAsync(size, cancellation)),
        ("engine", "click", true, [1_000_000], (size, cancellation) => new ClickBench(cluster!, home, say).MeasureAsync(size, cancellation)),
        ("engine", "road-distance", false, null, (size, cancellation) => new RoadBench(say).MeasureAsync(size, cancellation)),
        ("engine", "mixed-graph", true, null, (size, cancellation) => new MixedGraph(cluster!, say).MeasureAsync(size, cancellation)),
        ("engine", "ten-million", true, [10_000_000], (size, cancellation) => new TenMillion(cluster!, say).MeasureAsync(size, cancellation)),
        ("engine", "leiden", false, null, (size, cancellation) => new LeidenBench(say).MeasureAsync(size, cancellation)),
        ("engine", "hierarchical", false, null, (size, _) => Task.FromResult<IReadOnlyList<Measurement>>([.. HierarchicalBench.Measure(size, say)])),
        ("engine", "bounded", false, null, (size, cancellation) => new BoundedBench(say).MeasureAsync(size, cancellation)),
        ("engine", "cost-per-asset", true, CostPerAsset.Sizes, (size, cancellation) => costs.Value.MeasureAsync(size, plot, cancellation)),
        ("import", "geojson-load", true, null, (size, cancellation) => new ImportBench(cluster!, home, say).MeasureLoadAsync(size, cancellation)),
        ("import", "import", true, null, (size, cancellation) => new ImportBench(cluster!, home, say).MeasureAsync(size, cancellation)),
        ("import", "locate", true, null, (size, cancellation) => new LocateBench(cluster!, say).MeasureAsync(size, cancellation)),
        ("api", "all", true, null, (size, cancellation) => new ApiBench(cluster!, home, say).MeasureAsync(size, only, cancellation)),
        ("locate", "locate", true, null, (size, cancellation) => new LocateBench(cluster!, say).MeasureAsync(size, cancellation)),
    ];
}

static int Refuse(string what)
{
    Console.Error.WriteLine($"{what}  {Usage}");
    return 2;
}
