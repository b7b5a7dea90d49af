using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>
/// Features of the API's bench area over HTTP. items-page: pages of 1,000, eight clients, against rows of ST_AsGeoJSON joined by one query; equal: the same features with the same properties and geometries.
/// items-all: all of them by the links from page to page, one client, against the database's own COPY of the same rows: bytes a second; equal: every feature came, once and in order.
/// </summary>
internal sealed partial class ItemsBench(string connection, Action<string> say)
{
    private const int Rounds = 3;
    private const int PageItems = 1000;
    private const int LargestPage = 10_000;
    private const int Pages = 40;
    private const int Repeats = 5;

    // The program compiles itself while it is used, some hundreds of pages long.
    private const int WarmUps = 8;

    /// <summary>The columns of our features, for the rivals.</summary>
    public const string Rows = """
        SELECT a.id, s.code AS study_area, a.dense_id, a.sector, a.kind, a.name, a.route, a.ledger_number, a.municipality, a.place_flag, o.code AS owner, o.name AS owner_name, d.name AS managing_department,
          a.built_year, a.inspection_due, a.condition_scale, a.condition_raw, a.length_m, a.area_m2, a.prefecture, a.data_class, a.source, a.attributes, ST_SetSRID(CASE WHEN ST_Dimension(a.geom) = 2 THEN ST_ForcePolygonCCW(a.geom) ELSE a.geom END, 4326) AS geom
        FROM gunmane.asset a JOIN gunmane.study_area s ON s.id = a.study_area LEFT JOIN gunmane.organisation o ON o.id = a.owner_org LEFT JOIN gunmane.department d ON d.id = a.managing_department
        WHERE a.study_area = (SELECT id FROM gunmane.study_area WHERE code = 'bench-api')
        """;

    private static string First(int limit) => FormattableString.Invariant($"/ogc/collections/assets/items?study_area={ApiArea.Code}&limit={limit}");

    /// <summary>Measures both.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Uri address, int process, int size, CancellationToken cancellation)
    {
        using var client = new ApiClient(address);
        List<string> ours = [First(PageItems)], theirs = ["/rival/items/-1"];
        var different = 0;
        while (ours.Count <= Pages)
        {
            var body = client.Get(ours[^1]).ToArray();
            different += Difference(body, client.Get(theirs[^1]).ToArray());
            ours.Add(Next(body) ?? throw new InvalidOperationException("Too few features for the bench."));
            theirs.Add(FormattableString.Invariant($"/rival/items/{(ours.Count - 1) * PageItems - 1}"));
        }

        var page = Page(address, size, ours[..Pages], theirs[..Pages], different);
        return [page, await AllAsync(client, process, size, cancellation)];
    }

    private Measurement Page(Uri address, int size, List<string> ours, List<string> theirs, int different)
    {
        for (var round = 0; round < WarmUps; round++) Array.ForEach([theirs, ours], pages => ApiBench.Time(address, [.. Enumerable.Repeat(pages, Repeats).SelectMany(one => one)]));
        List<double> our = [], their = [];
        for (var round = 0; round < Rounds; round++)
        {
            their.Add(ApiBench.Time(address, [.. Enumerable.Repeat(theirs, Repeats).SelectMany(one => one)]));
            our.Add(ApiBench.Time(address, [.. Enumerable.Repeat(ours, Repeats).SelectMany(one => one)]));
            say(FormattableString.Invariant($"  pages of {PageItems}, round {round + 1}: ours {Pages * Repeats / our[^1]:0}/s, one query {Pages * Repeats / their[^1]:0}/s"));
        }

        return new Measurement("api", "items-page", "s", size, Measurement.Median(our), Measurement.Median(their), FormattableString.Invariant($"ST_AsGeoJSON rows joined in one query; {different} features differ"), different == 0);
    }

    private async Task<Measurement> AllAsync(ApiClient client, int process, int size, CancellationToken cancellation)
    {
        List<double> our = [], their = [];
        var (features, held) = (0L, Resident(process));
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            var theirBytes = await CopyAsync(cancellation);
            their.Add(theirBytes / clock.Elapsed.TotalSeconds);
            clock.Restart();
            (features, var bytes) = Walk(client);
            our.Add(bytes / clock.Elapsed.TotalSeconds);
            say(FormattableString.Invariant($"  all, round {round + 1}: ours {features:N0} features, {bytes / 1e6:N0} MB, {our[^1] / 1e6:N1} MB/s; COPY {theirBytes / 1e6:N0} MB, {their[^1] / 1e6:N1} MB/s; the service holds {(Resident(process) - held) / 1e6:+0;-0} MB"));
        }

        // As seconds for a gigabyte, so that the ratio is the ratio of bytes a second.
        return new Measurement("api", "items-all", "s", size, 1e9 / Measurement.Median(our), 1e9 / Measurement.Median(their), FormattableString.Invariant($"COPY of the same rows, seconds a GB; grown by {(Resident(process) - held) / 1e6:0} MB"), features == await CountAsync(cancellation) && features == Ascending(client));
    }

    private static (long Features, long Bytes) Walk(ApiClient client)
    {
        var (features, bytes) = (0L, 0L);
        for (var next = First(LargestPage); next is not null;)
        {
            var body = client.Get(next);
            bytes += body.Length;
            features += long.Parse(Returned().Match(Tail(body)).Groups[1].Value, CultureInfo.InvariantCulture);
            next = Next(body);
        }

        return (features, bytes);
    }

    // How many features come in the order of their numbers, none twice; −1 if one doesn't.
    private static long Ascending(ApiClient client)
    {
        var (features, before) = (0L, -1L);
        for (var next = First(LargestPage); next is not null;)
        {
            var body = client.Get(next);
            for (var reader = new Utf8JsonReader(body); reader.Read();)
            {
                if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("dense_id"u8) || !reader.Read()) continue;
                var number = reader.GetInt64();
                if (number <= before) return -1;
                (features, before) = (features + 1, number);
            }

            next = Next(body);
        }

        return features;
    }

    private async Task<long> CopyAsync(CancellationToken cancellation)
    {
        await using var own = await Sql.OpenAsync(connection, cancellation);
        using var copy = await own.BeginTextExportAsync($"COPY (SELECT ST_AsGeoJSON(t.*, 'geom', 7) FROM ({Rows} ORDER BY a.study_area, a.dense_id) t) TO STDOUT", cancellation);
        var buffer = new char[1 << 16];
        long bytes = 0;
        for (int read; (read = await copy.ReadAsync(buffer, cancellation)) > 0;) bytes += System.Text.Encoding.UTF8.GetByteCount(buffer.AsSpan(0, read));
        return bytes;
    }

    private async Task<long> CountAsync(CancellationToken cancellation)
    {
        await using var own = await Sql.OpenAsync(connection, cancellation);
        await using var count = new NpgsqlCommand("SELECT count(*) FROM gunmane.asset a JOIN gunmane.study_area s ON s.id = a.study_area WHERE s.code = 'bench-api'", own);
        return (long)(await count.ExecuteScalarAsync(cancellation))!;
    }

    private static string Tail(ReadOnlySpan<byte> body) => System.Text.Encoding.UTF8.GetString(body[Math.Max(0, body.Length - 4000)..]);

    private static string? Next(ReadOnlySpan<byte> body)
    {
        var tail = Tail(body);
        var links = JsonNode.Parse("{" + tail[tail.LastIndexOf("\"numberMatched\"", StringComparison.Ordinal)..])!["links"]!.AsArray();
        return links.FirstOrDefault(link => (string?)link!["rel"] == "next")?["href"] is { } href ? new Uri((string)href!).PathAndQuery : null;
    }

    // Features that are not in both with the same values.
    private int Difference(byte[] ours, byte[] theirs)
    {
        var our = JsonNode.Parse(ours)!["features"]!.AsArray().ToDictionary(feature => (string)feature!["id"]!, feature => feature!.AsObject());
        var their = JsonNode.Parse(theirs)!["features"]!.AsArray();
        var different = Math.Abs(our.Count - their.Count);
        foreach (var feature in their)
        {
            var properties = feature!["properties"]!.AsObject();
            var id = (string)properties["id"]!;
            properties.Remove("id");
            if (our.TryGetValue(id, out var same) && JsonNode.DeepEquals(same["geometry"], feature["geometry"]) && IsSame(same["properties"]!.AsObject(), properties)) continue;
            if (different++ == 0) say($"  differs: {same?.ToJsonString()} | {feature.ToJsonString()}");
        }

        return different;
    }

    private static bool IsSame(JsonObject ours, JsonObject theirs) => ours.Count == theirs.Count && ours.All(pair => theirs.TryGetPropertyValue(pair.Key, out var value)
        && (pair.Value?.GetValueKind() == JsonValueKind.Number && value?.GetValueKind() == JsonValueKind.Number ? (double)pair.Value == (double)value : JsonNode.DeepEquals(pair.Value, value)));

    private static long Resident(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;

    [GeneratedRegex("\"numberReturned\":([0-9]+)")]
    private static partial Regex Returned();
}
