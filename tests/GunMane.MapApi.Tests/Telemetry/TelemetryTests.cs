using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.MapApi.Tests.Commands;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.MapApi.Tests.Telemetry;

/// <summary>What the service writes into its log and sends by OTLP: enough to find a request, and no names.</summary>
public sealed class TelemetryTests(CoastHost host) : IClassFixture<CoastHost>
{
    private const string Mark = "秘匿太郎";
    private const string Latin = "Hitoku7";
    private static readonly string[] Traces = [Mark, "秘匿", "%E7%A7%98", "\\u79d8", Latin];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_are_neither_in_the_log_nor_in_what_is_sent()
    {
        await using var collector = new Collector();
        await collector.StartAsync(Now);
        var name = await TestCluster.CloneAsync(Now);
        var administrator = TestCluster.At((await TestCluster.SharedAsync(Now)).Administrator, name);
        var home = Directory.CreateTempSubdirectory("gunmane-telemetry-").FullName;
        string log;
        await using (var service = ServiceProcess.Start(["serve", "--home", home, "--port", "0", "--verbose", "--json-log"],
            new Dictionary<string, string>(collector.Variables) { ["GUNMANE_DB"] = administrator }))
        {
            using var client = new HttpClient { BaseAddress = await service.ListeningAsync(Now) };
            await WorkAsync(client, administrator);
            await TestWait.UntilAsync(() => collector.Of("traces").Contains("job import", StringComparison.Ordinal) && collector.Of("metrics").Contains("gunmane.regroup.duration", StringComparison.Ordinal));
            service.Signal("TERM");
            await service.EndedAsync(Now);
            log = service.Output;
        }

        await TestCluster.DropAsync(name);
        Directory.Delete(home, recursive: true);
        (string Where, string Text)[] told = [("log", log), ("traces", collector.Of("traces")), ("metrics", collector.Of("metrics"))];
        Assert.Empty(told.SelectMany(one => Traces.Where(trace => one.Text.Contains(trace, StringComparison.OrdinalIgnoreCase)).Select(trace => $"{trace} in the {one.Where}")));
        TellsEnough(log, collector);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/api/areas/nowhere")]
    [InlineData("/ogc/jobs?limit=0")]
    [InlineData("/ogc/collections/assets/items?filter=%3D")]
    public async Task Every_refusal_has_the_id_under_which_the_log_has_it(string path)
    {
        using var answer = await host.Client.GetAsync(path, Now);
        var id = answer.Headers.GetValues("X-Request-Id").Single();
        Assert.Equal(id, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["traceId"]);
        await TestWait.UntilAsync(() => host.Log.Any(line => line.Contains($"ms {id}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_is_gathered_unless_there_is_somewhere_to_send_it() =>
        Assert.DoesNotContain("OpenTelemetry", string.Join(' ', host.Services.GetService(typeof(IEnumerable<Microsoft.Extensions.Hosting.IHostedService>)) is IEnumerable<object> services
            ? services.Select(service => service.GetType().FullName) : []), StringComparison.Ordinal);

    /// <summary>Import, grouping, filter, search, refusals and faults, all with names in them.</summary>
    private static async Task WorkAsync(HttpClient client, string administrator)
    {
        (await client.PostAsJsonAsync("/api/areas", new { code = "marked", name = Mark }, Now)).EnsureSuccessStatusCode();
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes($"ID,公園名,緯度,経度\n1,{Mark},34.85,138.32\n2,{Latin}公園,34.8501,138.32\n3,{Mark}橋,,138.33\n")), "files", $"{Mark}.csv" },
        };
        using var imported = await client.PostAsync("/api/areas/marked/imports?profile=points-csv&sector=park&owner=222127", form, Now);
        var job = (string?)(await imported.Content.ReadFromJsonAsync<JsonObject>(Now))!["job"];
        await TestWait.UntilAsync(async () => (string?)(await client.GetFromJsonAsync<JsonObject>($"/ogc/jobs/{job}", Now))!["status"] is "successful");
        await client.PostAsJsonAsync("/ogc/processes/grouping/execution", new { inputs = new { studyArea = "marked", radius = 100 } }, Now);
        using var regrouped = await client.PostAsJsonAsync("/api/areas/marked/regroup", new { radius = 100 }, Now);
        Assert.Equal(HttpStatusCode.OK, regrouped.StatusCode);
        string[] paths =
        [
            $"/ogc/collections/assets/items?filter=name LIKE '{Mark}%'", $"/ogc/collections/assets/items?filter=nothing = '{Mark}'", $"/ogc/collections/assets/items?name={Latin}",
            $"/api/areas/marked/firms/merges?text={Latin}", $"/api/areas/{Mark}", $"/api/areas/marked/orders?orderer={Mark}",
        ];
        foreach (var path in paths) (await client.GetAsync(path, Now)).Dispose();
        await BreakAsync(client, administrator);
    }

    /// <summary>A fault of the database whose words repeat the value.</summary>
    private static async Task BreakAsync(HttpClient client, string administrator)
    {
        await using var connection = new NpgsqlConnection(administrator + ";Pooling=false");
        await connection.OpenAsync(Now);
        await using var command = new NpgsqlCommand("""
            CREATE FUNCTION complain() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one: %', NEW.name; END $$;
            CREATE TRIGGER complain BEFORE INSERT ON gunmane.study_area FOR EACH ROW EXECUTE FUNCTION complain()
            """, connection);
        await command.ExecuteNonQueryAsync(Now);
        using var answer = await client.PostAsJsonAsync("/api/areas", new { code = "broken", name = Mark }, Now);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    private static void TellsEnough(string log, Collector collector)
    {
        var lines = log.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        var failed = Assert.Single(lines, line => (string?)line["level"] == "Error")!;
        Assert.Contains("P0001", (string?)failed["exception"], StringComparison.Ordinal);
        Assert.Contains("AreaStore", (string?)failed["exception"], StringComparison.Ordinal);
        Assert.Contains(lines, line => (string?)line["message"] is { } message && message.StartsWith("POST /api/areas 500", StringComparison.Ordinal) && (string?)line["requestId"] == (string?)failed["requestId"]);
        Assert.Equal(32, ((string?)failed["traceId"])!.Length);
        foreach (var known in (string[])["/api/areas/{code}/regroup", "gunmane.study_area", "gunmane.request_id", "P0001"])
            Assert.Contains(known, collector.Of("traces"), StringComparison.Ordinal);
        foreach (var known in (string[])["gunmane.jobs", "gunmane.job.duration", "gunmane.resident.assets", "gunmane.gates", "http.server.request.duration", "db.client"])
            Assert.Contains(known, collector.Of("metrics"), StringComparison.Ordinal);
        // One instrument with every gate in it: whoever receives two of one name keeps one of them.
        var gates = Assert.Single(collector.With("gunmane.gates", "metrics").First().Split("gunmane.gates")[1..]);
        foreach (var gate in (string[])["heavyAtOnce", "coldTilesAtOnce", "eventStreams"]) Assert.Contains(gate, gates, StringComparison.Ordinal);
    }
}
