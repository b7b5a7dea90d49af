using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace GunMane.MapApi.Tests.Groups;

/// <summary>Groups while a slider moves, and the methods of the process, on the model region.</summary>
public sealed class LiveGroupsTests(ModelRegionHost host) : IClassFixture<ModelRegionHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Other_settings_give_the_groups_of_a_stored_run_without_storing_one()
    {
        var runs = (await host.Client.GetFromJsonAsync<JsonArray>($"/api/areas/{host.Code}/runs", Now))!.Count;
        foreach (var settings in new JsonObject[] { new(), new() { ["radius"] = 120, ["agreement"] = 0.2, ["sectorWeight"] = 0.1, ["sectors"] = new JsonArray("road", "park") }, new() { ["distance"] = "road" }, new() { ["method"] = "density" }, new() { ["method"] = "density", ["distance"] = "road", ["radius"] = 200, ["contractorWeight"] = 0.8, ["workKindWeight"] = 0.1, ["yenWeight"] = 0.6 }, new() { ["method"] = "density", ["radius"] = 220, ["contractorWeight"] = 0.4, ["threshold"] = 0.5, ["borderWeight"] = 0.1 }, new() { ["method"] = "density", ["radius"] = 90, ["sectors"] = new JsonArray("road", "bridge"), ["minAssets"] = 3 },
            new() { ["method"] = "shared-firm" }, new() { ["method"] = "shared-firm", ["radius"] = 100, ["near"] = 15, ["evidence"] = "title", ["sectors"] = new JsonArray("road", "park") } })
        {
            using var answer = await host.Client.PostAsJsonAsync($"/api/areas/{host.Code}/regroup", settings, Now);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var live = Labels(await answer.Content.ReadAsByteArrayAsync(Now));
            Assert.Equal(runs, (await host.Client.GetFromJsonAsync<JsonArray>($"/api/areas/{host.Code}/runs", Now))!.Count);
            var stored = Labels(await host.Client.GetByteArrayAsync($"/api/runs/{await RunAsync(settings)}/labels", Now));
            runs++;
            Assert.Equal(stored.Max(), live.Max());
            Assert.Equal(live.Max().ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Headers.GetValues("GunMane-Groups").Single());
            Assert.Equal(live.Count(label => label > 0).ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Headers.GetValues("GunMane-Grouped").Single());
            // The same partition under other numbers: runs number by score.
            Assert.Equal(live.Length, stored.Length);
            Assert.Equal(live.Max(), live.Zip(stored).Where(pair => pair.First > 0).Distinct().Count());
            Assert.All(live.Zip(stored), pair => Assert.Equal(Math.Sign(pair.First), Math.Sign(pair.Second)));
        }
    }

    [Fact]
    public async Task Outlines_are_of_the_groups_of_the_labels()
    {
        var settings = new JsonObject { ["method"] = "density", ["radius"] = 120, ["minAssets"] = 3 };
        using var labelled = await host.Client.PostAsJsonAsync($"/api/areas/{host.Code}/regroup", settings, Now);
        // The whole of Japan and the sea around it.
        using var outlined = await host.Client.PostAsJsonAsync($"/api/areas/{host.Code}/regroup/outlines?west=13000000&south=2000000&cell=5000&columns=1000&rows=500", settings, Now);
        Assert.Equal(HttpStatusCode.OK, outlined.StatusCode);
        foreach (var header in new[] { "GunMane-Groups", "GunMane-Grouped", "GunMane-Data-Version" }) Assert.Equal(labelled.Headers.GetValues(header), outlined.Headers.GetValues(header));
        var (labels, rings, groups) = (Labels(await labelled.Content.ReadAsByteArrayAsync(Now)), Labels(await outlined.Content.ReadAsByteArrayAsync(Now)), new HashSet<int>());
        for (var at = 0; at < rings.Length; at += 2 + 2 * rings[at + 1]) groups.Add(rings[at]);
        Assert.NotEmpty(groups);
        Assert.Subset(labels.Where(label => label > 0).ToHashSet(), groups);
    }

    [Theory]
    [InlineData("south=0&cell=10&columns=10&rows=10", "west")]
    [InlineData("west=0&south=0&cell=0&columns=10&rows=10", "cell")]
    [InlineData("west=0&south=0&cell=10&columns=4096&rows=129", "rows")]
    [InlineData("west=0&south=0&cell=10&columns=10&rows=10&zoom=3", "zoom")]
    public async Task A_window_that_cannot_be_is_refused_by_name(string window, string parameter)
    {
        using var answer = await host.Client.PostAsJsonAsync($"/api/areas/{host.Code}/regroup/outlines?{window}", new JsonObject(), Now);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Theory]
    [InlineData("""{"method":"hierarchical","minAssets":20}""")]
    [InlineData("""{"method":"community","threshold":0.5,"resolution":0.05}""")]
    [InlineData("""{"method":"bounded","threshold":0.5,"maxAssets":120,"maxExtent":3000}""")]
    [InlineData("""{"method":"shared-firm"}""")]
    public async Task Every_method_gives_a_run(string settings)
    {
        var inputs = JsonNode.Parse(settings)!.AsObject();
        var groups = (await host.Client.GetFromJsonAsync<JsonObject>($"/api/runs/{await RunAsync(inputs)}", Now))!["groups"]!.AsArray();
        Assert.NotEmpty(groups);
        if (inputs["maxAssets"] is { } most) Assert.All(groups, group => Assert.InRange((int)group!["assets"]!, 10, (int)most));
    }

    [Theory]
    [InlineData("""{"method":"community","engine":"postgis"}""", "engine")]
    [InlineData("""{"contractorWeight":0.9,"borderWeight":0.2}""", "contractorWeight")]
    [InlineData("""{"method":"bounded"}""", "maxAssets")]
    [InlineData("""{"method":"bounded","minYen":5,"maxYen":4}""", "minYen")]
    [InlineData("""{"method":"bounded","minHours":5,"maxHours":4}""", "minHours")]
    [InlineData("""{"method":"shared-firm","near":61}""", "near")]
    [InlineData("""{"method":"shared-firm","engine":"postgis"}""", "method")]
    [InlineData("""{"method":"guess"}""", "method")]
    [InlineData("""{"method":"community"}""", "method")]
    [InlineData("""{"radius":99999}""", "radius")]
    [InlineData("""{"distance":"road","engine":"postgis"}""", "distance")]
    [InlineData("""{"speed":3}""", "speed")]
    [InlineData("""{"studyArea":"other"}""", "studyArea")]
    public async Task What_cannot_be_answered_is_refused_by_name(string settings, string parameter)
    {
        using var answer = await host.Client.PostAsync($"/api/areas/{host.Code}/regroup", new StringContent(settings, System.Text.Encoding.UTF8, "application/json"), Now);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Fact]
    public async Task Limits_that_nothing_meets_are_told_with_the_run()
    {
        var run = await host.Client.GetFromJsonAsync<JsonObject>($"/api/runs/{await RunAsync(new JsonObject { ["method"] = "bounded", ["minYen"] = 900_000_000_000, ["maxExtent"] = 500 })}", Now);
        Assert.Empty(run!["groups"]!.AsArray());
        // One sentence for each kind of conflict, not one for each place.
        Assert.InRange(run["notes"]!.AsArray().Count, 1, 6);
        Assert.Equal(run["notes"]!.AsArray().Count, run["notes"]!.AsArray().Select(note => (string?)note!["ja"]).Distinct().Count());
        Assert.All(run["notes"]!.AsArray(), note => Assert.Contains("円", (string?)note!["ja"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Groups_stay_within_assumed_hours_and_the_run_says_that_they_are_assumed()
    {
        var inputs = new JsonObject { ["method"] = "bounded", ["threshold"] = 0.5, ["hoursPerAsset"] = 2, ["hoursBySector"] = new JsonObject { ["bridge"] = 6 }, ["hoursPerOrder"] = 0, ["minHours"] = 60, ["maxHours"] = 200 };
        var run = await host.Client.GetFromJsonAsync<JsonObject>($"/api/runs/{await RunAsync(inputs)}", Now);
        Assert.NotEmpty(run!["groups"]!.AsArray());
        Assert.All(run["groups"]!.AsArray(), group => Assert.InRange(group!["holding"]!["bySector"]!.AsArray().Sum(sector => (int)sector!["assets"]! * ((string)sector["key"]! == "bridge" ? 6 : 2)), 60, 200));
        var assumed = run["notes"]!.AsArray().Single(note => (string)note!["key"]! == "hours_assumed");
        Assert.Contains("前提値で計算しました: 施設 1 件・年 2 時間、橋梁 6、発注 1 件 0 時間", (string)assumed!["ja"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("road", "travel_road")]
    [InlineData("straight", "travel_straight")]
    public async Task Groups_stay_within_a_travel_time_and_the_run_says_how_it_is_told(string by, string note)
    {
        // 20 km/h for 9 minutes: 3 km; straight at a detour of 1.5: 2 km.
        var inputs = new JsonObject { ["method"] = "bounded", ["threshold"] = 0.5, ["maxTravelMinutes"] = 9, ["travelSpeed"] = 20, ["travelBy"] = by };
        var run = await host.Client.GetFromJsonAsync<JsonObject>($"/api/runs/{await RunAsync(inputs)}", Now);
        Assert.NotEmpty(run!["groups"]!.AsArray());
        Assert.Contains(run["notes"]!.AsArray(), told => (string)told!["key"]! == note);
    }

    [Fact]
    public async Task Groups_that_share_a_firm_are_the_same_in_PostGIS()
    {
        foreach (var (settings, least) in new (JsonObject, int)[] { (new(), 20), (new() { ["radius"] = 100, ["near"] = 15, ["evidence"] = "area", ["sectors"] = new JsonArray("road", "park") }, 1) })
        {
            settings["method"] = "shared-firm";
            var kernel = Labels(await host.Client.GetByteArrayAsync($"/api/runs/{await RunAsync(settings)}/labels", Now));
            settings["engine"] = "postgis";
            var postgis = Labels(await host.Client.GetByteArrayAsync($"/api/runs/{await RunAsync(settings)}/labels", Now));
            Assert.True(kernel.Max() >= least, $"{kernel.Max()} groups");
            Assert.Equal(kernel, postgis);
        }
    }

    [Theory]
    [InlineData("bounded")]
    [InlineData("hierarchical")]
    [InlineData("community")]
    public async Task Only_what_is_looked_at_is_grouped_or_complained_of(string method)
    {
        var run = await RunAsync(new JsonObject { ["method"] = method, ["sectors"] = new JsonArray("road"), ["minAssets"] = 1, ["maxAssets"] = 50, ["threshold"] = 0.5 });
        var found = await host.Client.GetFromJsonAsync<JsonObject>($"/api/runs/{run}", Now);
        Assert.All(found!["groups"]!.AsArray(), group => Assert.Equal(["road"], group!["sectors"]!.AsArray().Select(sector => (string)sector!["key"]!)));
        Assert.Empty(found["notes"]!.AsArray());
    }

    [Fact]
    public async Task Two_runs_stand_side_by_side()
    {
        var (one, other) = (await RunAsync(new JsonObject()), await RunAsync(new JsonObject { ["radius"] = 110 }));
        var same = await host.Client.GetFromJsonAsync<JsonObject>($"/api/runs/{one}/comparison?with={one}", Now);
        Assert.Equal(1, (double)same!["adjustedRand"]!);
        Assert.Empty(same["groups"]!.AsArray());
        var compared = await host.Client.GetFromJsonAsync<JsonObject>($"/api/runs/{one}/comparison?with={other}", Now);
        Assert.InRange((double)compared!["adjustedRand"]!, 0, 0.9999);
        var (before, after) = (Labels(await host.Client.GetByteArrayAsync($"/api/runs/{one}/labels", Now)), Labels(await host.Client.GetByteArrayAsync($"/api/runs/{other}/labels", Now)));
        var assets = compared["assets"]!.AsArray().ToDictionary(row => (string)row!["change"]!, row => (long)row!["assets"]!);
        Assert.Equal(before.Zip(after).Count(pair => pair is { First: > 0, Second: 0 }), assets.GetValueOrDefault("left"));
        Assert.Equal(before.Zip(after).Count(pair => pair is { First: 0, Second: > 0 }), assets.GetValueOrDefault("joined"));
        Assert.Equal(before.Zip(after).Count(pair => pair is { First: > 0, Second: > 0 }), assets.GetValueOrDefault("stayed") + assets.GetValueOrDefault("moved"));
        var process = new { inputs = new { studyArea = host.Code, before = one, after = other }, response = "document" };
        using var asProcess = await host.Client.PostAsJsonAsync("/ogc/processes/comparison/execution", process, Now);
        Assert.True(JsonNode.DeepEquals(compared, await asProcess.Content.ReadFromJsonAsync<JsonObject>(Now)), await asProcess.Content.ReadAsStringAsync(Now));
        using var missing = await host.Client.GetAsync($"/api/runs/{one}/comparison", Now);
        Assert.Equal(HttpStatusCode.BadRequest, missing.StatusCode);
    }

    private async Task<string> RunAsync(JsonObject settings)
    {
        var inputs = settings.DeepClone().AsObject();
        inputs["studyArea"] = host.Code;
        using var answer = await host.Client.PostAsJsonAsync("/ogc/processes/grouping/execution", new JsonObject { ["inputs"] = inputs, ["response"] = "document" }, Now);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{await answer.Content.ReadAsStringAsync(Now)}\n{string.Join('\n', host.Log.Where(line => line.StartsWith("Error", StringComparison.Ordinal)).TakeLast(3))}");
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["run"]!;
    }

    private static int[] Labels(byte[] bytes) => [.. Enumerable.Range(0, bytes.Length / 4).Select(at => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at * 4)))];
}
