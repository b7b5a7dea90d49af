using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GunMane.Benchmarks;

/// <summary>
/// qgis-open: seconds and requests of QGIS to open the assets of the API's bench area and to read a map view of some 10,000 of them, from our service and from MapServer's OGC API on the same data, turn by turn, each time
/// by a QGIS that has seen nothing yet (docs/howto/qgis-open.py). In qgis-open and the others our pages are as long as QGIS
/// makes them by itself, in qgis-page 10,000 by hand; MapServer's hold everything (<see cref="MapServerRival.PageItems"/>). qgis-all: the same for all of them, where they are few. qgis-points: a view where there are points only, so that MapServer too has one layer. Both go through a relay that counts.
/// Equal: QGIS read the same features with the same values and geometries from both.
/// </summary>
internal sealed class QgisBench(string administrator, string home, Action<string> say)
{
    private const int Rounds = 3;
    private const int InView = 10_000;
    private const int MostOfAll = 50_000;
    private const int LargestPage = 10_000;
    private const string Python = "/usr/bin/python3";

    private int started;

    private sealed record Server(string Name, string Landing, string[] Layers, int? PageItems, CountingRelay Relay)
    {
        public List<double> Seconds { get; } = [];

        public int Requests { get; set; }
    }

    /// <summary>Measures.</summary>
    /// <param name="address">Of our service.</param>
    /// <param name="size">Number of points in the area.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Uri address, int size, CancellationToken cancellation)
    {
        using CountingRelay ours = new(), theirs = new();
        ours.To(address.Port);
        using var rival = await MapServerRival.StartAsync(administrator, Path.Combine(home, "mapserver"), theirs.Address, cancellation);
        theirs.To(rival.Port);
        Server[] Servers(string[] layers, int? pageItems = null) => [new Server("MapServer", MapServerRival.Landing(theirs.Address).ToString(), layers, MapServerRival.PageItems, theirs), new Server("ours", new Uri(ours.Address, "/ogc").ToString(), ["assets"], pageItems, ours)];
        List<Measurement> measured = [await MeasureAsync("qgis-open", size, Servers(MapServerRival.Layers), await ViewAsync(cancellation), cancellation)];
        measured.Add(await MeasureAsync("qgis-page", size, Servers(MapServerRival.Layers, LargestPage), await ViewAsync(cancellation), cancellation));
        if (size <= MostOfAll) measured.Add(await MeasureAsync("qgis-all", size, Servers(MapServerRival.Layers), null, cancellation));
        await using (var own = await Sql.OpenAsync(administrator, cancellation))
        {
            await Sql.RunAsync(own, "SET session_replication_role = replica; DELETE FROM gunmane.asset WHERE ST_Dimension(geom) > 0", cancellation);
            await Sql.RunAsync(own, "VACUUM ANALYZE gunmane.asset", cancellation);
        }

        measured.Add(await MeasureAsync("qgis-points", size, Servers(["points"]), await ViewAsync(cancellation), cancellation));
        return measured;
    }

    private async Task<Measurement> MeasureAsync(string metric, int size, Server[] servers, string? view, CancellationToken cancellation)
    {
        List<Dictionary<string, JsonObject>> read = [];
        var features = 0;
        foreach (var server in servers)
        {
            var dump = Path.Combine(home, $"{metric}-{server.Name}.jsonl");
            features = (int)(await OpenAsync(server, view, dump, cancellation)).Told["features"]!;
            read.Add(await FeaturesAsync(dump, cancellation));
            server.Relay.Take();
        }

        var different = Difference(read[0], read[1]);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var server in servers)
            {
                var (told, requests, bytes) = await OpenAsync(server, view, null, cancellation);
                server.Seconds.Add((double)told["seconds"]!);
                server.Requests = requests;
                say(FormattableString.Invariant($"  {metric}, round {round + 1}, {server.Name}: {(double)told["secondsToOpen"]!:0.000} s to open + {(double)told["secondsToRead"]!:0.000} s to read {(int)told["features"]!:N0} features, {requests} requests, {bytes / 1e6:0.0} MB"));
            }
        }

        return new Measurement("api", metric, "s", size, Measurement.Median(servers[1].Seconds), Measurement.Median(servers[0].Seconds),
            FormattableString.Invariant($"MapServer's OGC API by FastCGI, all on one page, {servers[0].Layers.Length} layers; {features:N0} features; requests ours {servers[1].Requests}, theirs {servers[0].Requests}; {different} differ"), different == 0 && read[0].Count > 0);
    }

    // A profile of its own each time: QGIS keeps answers on disk.
    private async Task<(JsonObject Told, int Requests, long Bytes)> OpenAsync(Server server, string? view, string? dump, CancellationToken cancellation)
    {
        var root = Environment.GetEnvironmentVariable("GUNMANE_ROOT") ?? throw new InvalidOperationException("GUNMANE_ROOT is not set: start this by ./gunmane bench.");
        var profile = Directory.CreateDirectory(Path.Combine(home, FormattableString.Invariant($"qgis-{started++}"))).FullName;
        List<string> arguments = [Path.Combine(root, "docs/howto/qgis-open.py"), server.Landing, .. server.Layers];
        if (view is not null) arguments.Add("--bbox=" + view);
        if (server.PageItems is { } most) arguments.AddRange(["--page-size", most.ToString(CultureInfo.InvariantCulture)]);
        if (dump is not null) arguments.AddRange(["--dump", dump]);
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in (string[])["HOME", "QGIS_CUSTOM_CONFIG_PATH", "XDG_RUNTIME_DIR", "TMPDIR"]) start.Environment[name] = profile;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("python3 does not start.");
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Directory.Delete(profile, recursive: true);
        var line = output.Split('\n').FirstOrDefault(one => one.StartsWith('{')) ?? throw new InvalidOperationException($"QGIS read nothing from {server.Name}: {output} {await errors}");
        var (requests, bytes) = server.Relay.Take();
        return (JsonNode.Parse(line)!.AsObject(), requests, bytes);
    }

    // A square round the middle of the densest cell that holds about as many as wanted.
    private async Task<string> ViewAsync(CancellationToken cancellation)
    {
        await using var own = await Sql.OpenAsync(administrator, cancellation);
        var view = await Sql.ValueAsync<double[]>(own, FormattableString.Invariant($"""
            WITH dense AS (SELECT round(ST_X(p) * 50) / 50 AS x, round(ST_Y(p) * 50) / 50 AS y FROM (SELECT ST_Centroid(geom) AS p FROM gunmane.asset) c GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT 1),
            reach AS (SELECT x, y, (SELECT max(d) FROM (SELECT geom <-> ST_SetSRID(ST_MakePoint(x, y), gunmane.storage_srid()) AS d FROM gunmane.asset ORDER BY 1 LIMIT {InView}) n) * 0.886 AS r FROM dense)
            SELECT ARRAY[x - r, y - r, x + r, y + r] FROM reach
            """), cancellation);
        return string.Join(',', view.Select(edge => edge.ToString("0.0000000", CultureInfo.InvariantCulture)));
    }

    private static async Task<Dictionary<string, JsonObject>> FeaturesAsync(string dump, CancellationToken cancellation)
    {
        Dictionary<string, JsonObject> read = [];
        await foreach (var line in File.ReadLinesAsync(dump, cancellation))
        {
            var feature = JsonNode.Parse(line)!.AsObject();
            read.Add((string)feature["values"]!["id"]!, feature);
        }

        return read;
    }

    private int Difference(Dictionary<string, JsonObject> theirs, Dictionary<string, JsonObject> ours)
    {
        var different = theirs.Keys.Count(id => !ours.ContainsKey(id));
        if (different > 0) say($"  {different} only of MapServer");
        foreach (var (id, feature) in ours)
        {
            if (theirs.TryGetValue(id, out var same) && SameShape((string)feature["geometry"]!, (string)same["geometry"]!) && feature["values"]!.AsObject().All(pair => Same(pair.Value, same["values"]![pair.Key]))) continue;
            if (different++ < 3) say($"  ours {feature.ToJsonString()}\n  theirs {same?.ToJsonString()}");
        }

        return different;
    }

    // MapServer rounds up, and turns lines and rings round: the same places in either order, within a unit of the seventh decimal and a half.
    private static bool SameShape(string ours, string theirs)
    {
        static double[][] Parts(string shape) => [.. shape[(shape.IndexOf('(', StringComparison.Ordinal) + 1)..].Split(['(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray()).Where(part => part.Length > 0)];
        static double[] Turned(double[] part) => [.. part.Chunk(2).Reverse().SelectMany(place => place)];
        static bool Near(double[] one, double[] other) => one.Length == other.Length && one.Zip(other).All(pair => Math.Abs(pair.First - pair.Second) <= 1.5e-7);
        var (own, other) = (Parts(ours), Parts(theirs));
        return own.Length == other.Length && ours.Split(' ')[0] == theirs.Split(' ')[0] && own.Zip(other).All(pair => Near(pair.First, pair.Second) || Near(pair.First, Turned(pair.Second)));
    }

    // MapServer has no null: it writes an empty text, and JSON as text.
    private static bool Same(JsonNode? ours, JsonNode? theirs)
    {
        static string Text(JsonNode? value) => value switch
        {
            null => "",
            JsonValue one when one.GetValueKind() == JsonValueKind.String => (string)one!,
            _ => value.ToJsonString(),
        };
        var (own, other) = (Text(ours), Text(theirs));
        return own == other || (double.TryParse(own, CultureInfo.InvariantCulture, out var number) && double.TryParse(other, CultureInfo.InvariantCulture, out var same) && Math.Abs(number - same) <= 1e-12 * Math.Abs(number));
    }
}
