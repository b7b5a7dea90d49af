using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Storage;
using Npgsql;

namespace GunMane.MapApi.Tests.Tiles;

/// <summary>Tiles with all layers of a study area: what the layers' own tiles hold, fresh when one of them changes, and nothing cut again that is the same.</summary>
public sealed class AllTileTests(CoastHost host) : IClassFixture<CoastHost>
{
    private const string Scenario = TileTests.Scenario;
    private const string Older = TileTests.Run;
    private const string Newest = "00000000-0000-4000-b000-000000000002";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(15)]
    public async Task A_tile_is_the_layers_own_tiles_one_after_the_other(int zoom)
    {
        await JoinAsync();
        var some = 0;
        foreach (var (x, y) in TilesOfCoast(zoom))
        {
            var own = new List<byte>();
            foreach (var path in OwnPaths(zoom, x, y)) own.AddRange(await BytesAsync(path));
            var all = await BytesAsync($"/tiles/all/{zoom}/{x}/{y}.mvt?area=coast&scenario={Scenario}");
            Assert.Equal(own, all);
            Assert.Equal(all, await BytesAsync($"/ogc/tiles/WebMercatorQuad/{zoom}/{y}/{x}?area=coast&scenario={Scenario}&run={Newest}"));
            some += all.Length;
        }

        Assert.True(some > 0);
    }

    [Fact]
    public async Task Without_run_and_scenario_they_are_the_newest()
    {
        var (x, y) = TileTests.TileOf(140.0625, 31.0501, 14);
        Assert.Equal(await BytesAsync($"/tiles/groups/14/{x}/{y}.mvt?area=coast&run={Newest}"), await BytesAsync($"/tiles/all/14/{x}/{y}.mvt?area=coast&collections=groups"));
        Assert.Equal(await BytesAsync($"/tiles/groups/14/{x}/{y}.mvt?area=coast&run={Older}"), await BytesAsync($"/tiles/all/14/{x}/{y}.mvt?area=coast&collections=groups&run={Older}"));
        Assert.NotEqual(await BytesAsync($"/tiles/groups/14/{x}/{y}.mvt?area=coast&run={Older}"), await BytesAsync($"/tiles/groups/14/{x}/{y}.mvt?area=coast&run={Newest}"));
        await host.ExecuteAsync("INSERT INTO gunmane.scenario (study_area, name, created_by, created_at) VALUES (1, '白紙', 'test', now() + interval '1 hour')");
        Assert.Empty(await BytesAsync($"/tiles/all/14/{x}/{y}.mvt?area=coast&collections=zones"));
        await host.ExecuteAsync("DELETE FROM gunmane.scenario WHERE name = '白紙'");
        Assert.NotEmpty(await BytesAsync($"/tiles/all/14/{x}/{y}.mvt?area=coast&collections=zones&scenario={Scenario}"));
    }

    [Fact]
    public async Task A_known_tile_is_304_until_one_of_its_layers_changes()
    {
        var (x, y) = TileTests.TileOf(140.0501, 31.0485, 13);
        var path = $"/tiles/all/13/{x}/{y}.mvt?area=coast&scenario={Scenario}&collections=";
        string[] selections = ["municipalities,assets,groups,zones", "zones,assets", "assets,municipalities", "groups,zones"];
        async Task ChangeAsync(string sql, params bool[] differ)
        {
            List<EntityTagHeaderValue> known = [];
            foreach (var selection in selections) known.Add(await TagAsync(path + selection));
            foreach (var (selection, tag) in selections.Zip(known)) Assert.Equal((selection, HttpStatusCode.NotModified), (selection, await AgainAsync(path + selection, tag)));
            await host.ExecuteAsync(sql);
            Assert.Equal(differ.Select(one => one ? HttpStatusCode.OK : HttpStatusCode.NotModified), await Task.WhenAll(selections.Zip(known).Select(one => AgainAsync(path + one.First, one.Second))));
        }

        // Groups are drawn with their assets, which may have moved.
        await ChangeAsync("SELECT gunmane.raise_data_version(1)", true, true, true, true);
        await ChangeAsync($"UPDATE gunmane.scenario SET version = version + 1 WHERE id = '{Scenario}'", true, true, false, true);
        await ChangeAsync("UPDATE gunmane.scenario SET version = version + 1 WHERE name = '第2案'", false, false, false, false);
        await ChangeAsync($"UPDATE gunmane.group_run SET created_at = created_at + interval '1 day' WHERE id = '{Older}'", true, false, false, true);
        await ChangeAsync($"UPDATE gunmane.group_run SET created_at = created_at - interval '1 day' WHERE id = '{Older}'", true, false, false, true);
    }

    [Fact]
    public async Task An_edit_of_zones_cuts_zones_only()
    {
        var (x, y) = TileTests.TileOf(140.0501, 31.0485, 13);
        var path = $"/tiles/all/13/{x}/{y}.mvt?area=coast&scenario={Scenario}";
        var (before, tag) = (await BytesAsync(path), await TagAsync(path));
        await using (await host.LockAsync("gunmane.asset, gunmane.municipality, gunmane.candidate_group, gunmane.group_member"))
        {
            await host.ExecuteAsync($"UPDATE gunmane.zone SET name = name || '改' WHERE scenario = '{Scenario}'; UPDATE gunmane.scenario SET version = version + 1 WHERE id = '{Scenario}'");
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Now);
            patience.CancelAfter(TimeSpan.FromSeconds(10));
            using var answer = await host.Client.GetAsync(path, patience.Token);
            Assert.NotEqual(tag, answer.Headers.ETag);
            var layers = TileText.Decode(await answer.Content.ReadAsByteArrayAsync(Now), 13, x, y);
            Assert.All(layers["zones"], zone => Assert.EndsWith("改", (string)zone.Attributes["name"], StringComparison.Ordinal));
            foreach (var (name, features) in TileText.Decode(before, 13, x, y).Where(layer => layer.Key != "zones")) Assert.Equal(features.Count, layers[name].Count);
        }
    }

    [Fact]
    public async Task A_tile_cut_from_newer_facts_than_were_known_of_has_the_tag_of_those()
    {
        const string query = "area=coast&collections=municipalities,zones&scenario=" + Scenario;
        await TagAsync($"/tiles/all/9/455/209.mvt?{query}");
        await host.ScalarAsync("SET session_replication_role = replica; UPDATE gunmane.study_area SET data_version = data_version + 1 WHERE code = 'coast'");
        var (x, y) = TileTests.TileOf(140.0501, 31.0485, 10);
        var cut = await TagAsync($"/tiles/all/10/{x}/{y}.mvt?{query}");
        await host.ExecuteAsync("SELECT 1");
        Assert.Equal(cut, await TagAsync($"/tiles/all/10/{x}/{y}.mvt?{query}"));
    }

    [Theory]
    [InlineData("INSERT INTO gunmane.scenario (study_area, name, created_by, created_at) VALUES (1, 'よその案', 'test', '2001-01-01')")]
    [InlineData("INSERT INTO gunmane.group_run (id, study_area, data_version, engine, engine_version, parameters, assets, ungrouped, labels, actor, created_at) VALUES (gen_random_uuid(), 1, 0, 'kernel', '1', '{}', 0, 0, '', 'test', '2001-01-01')")]
    public async Task A_run_or_scenario_that_another_service_makes_is_told_to_all(string sql)
    {
        await using var listening = await host.OpenAsync();
        await using (var listen = new NpgsqlCommand($"LISTEN {Listener.Versions}", listening)) await listen.ExecuteNonQueryAsync(Now);
        await host.ScalarAsync(sql);
        Assert.True(await listening.WaitAsync(TimeSpan.FromSeconds(10), Now));
    }

    [Fact]
    public async Task TileJson_has_all_layers_and_leads_to_the_tiles()
    {
        await JoinAsync();
        var document = (await host.Client.GetFromJsonAsync<JsonObject>($"/tiles/all.json?area=coast&scenario={Scenario}", Now))!;
        Assert.Equal("3.0.0", (string?)document["tilejson"]);
        Assert.Equal([140.0, 31.0, 140.1, 31.1], document["bounds"]!.AsArray().Select(edge => Math.Round((double)edge!, 6)));
        var described = document["vector_layers"]!.AsArray().ToDictionary(one => (string)one!["id"]!, one => one!["fields"]!.AsObject().Select(field => field.Key).ToHashSet());
        Assert.Equal(["municipalities", "municipality_labels", "assets", "groups", "group_members", "zones"], described.Keys);
        var (x, y) = TileTests.TileOf(140.0501, 31.0485, 14);
        var template = (string)document["tiles"]![0]!;
        var tile = template.Replace("{z}", "14", StringComparison.Ordinal).Replace("{x}", $"{x}", StringComparison.Ordinal).Replace("{y}", $"{y}", StringComparison.Ordinal);
        foreach (var (name, features) in TileText.Decode(await BytesAsync(tile), 14, x, y)) Assert.Subset(described[name], features.SelectMany(one => one.Attributes.GetNames()).Except(["id"]).ToHashSet());
        var two = (await host.Client.GetFromJsonAsync<JsonObject>("/tiles/all.json?area=coast&collections=zones,assets", Now))!;
        Assert.Equal(["zones", "assets"], two["vector_layers"]!.AsArray().Select(one => (string)one!["id"]!));
        Assert.EndsWith("?area=coast&collections=zones,assets", (string)two["tiles"]![0]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tiles/all/3/0/0.mvt", 400, "area")]
    [InlineData("/tiles/all/3/0/0.mvt?area=nowhere", 404, "area")]
    [InlineData("/tiles/all/3/0/0.mvt?area=coast&run=x", 400, "run")]
    [InlineData("/tiles/all/3/0/0.mvt?area=coast&collections=assets&nonsense=1", 400, "nonsense")]
    [InlineData("/tiles/all/3/0/0.mvt?area=empty&run=" + Newest, 404, "run")]
    [InlineData("/tiles/all/3/0/0.mvt?area=coast&scenario=" + Newest, 404, "scenario")]
    [InlineData("/tiles/all/3/8/0.mvt?area=coast", 400, "x")]
    [InlineData("/tiles/all.json?area=empty", 404, "area")]
    [InlineData("/tiles/all.json?area=coast&scenario=" + Newest, 404, "scenario")]
    [InlineData("/ogc/tiles/WorldCRS84Quad?area=coast", 404, "set")]
    [InlineData("/ogc/tiles/WebMercatorQuad", 400, "area")]
    [InlineData("/ogc/tiles?area=coast", 400, "area")]
    [InlineData("/ogc/tiles?f=html", 400, "f")]
    public async Task What_is_not_is_refused_by_name(string path, int status, string parameter)
    {
        using var answer = await host.Client.GetAsync(path, Now);
        Assert.Equal((status, parameter), ((int)answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]));
    }

    [Fact]
    public async Task An_area_without_anything_has_an_empty_tile_with_a_tag()
    {
        using var empty = await host.Client.GetAsync("/tiles/all/0/0/0.mvt?area=empty", Now);
        Assert.Equal(HttpStatusCode.NoContent, empty.StatusCode);
        Assert.NotNull(empty.Headers.ETag);
    }

    // GDAL's MVT driver on a folder of tiles with the TileJSON as its metadata.json: layers, counts and attributes of all together are those of each alone.
    [Theory]
    [InlineData(9)]
    [InlineData(14)]
    public async Task Gdal_reads_in_it_what_it_reads_in_the_layers_own_tiles(int zoom)
    {
        await JoinAsync();
        var folder = Directory.CreateTempSubdirectory("gunmane-all-").FullName;
        var all = await LayersAsync(Path.Combine(folder, "all"), "all", $"area=coast&scenario={Scenario}", zoom);
        Dictionary<string, string> own = [];
        foreach (var (layer, query) in new[] { ("municipalities", ""), ("assets", ""), ("groups", $"&run={Newest}"), ("zones", $"&scenario={Scenario}") })
        {
            foreach (var (name, text) in await LayersAsync(Path.Combine(folder, layer), layer, $"area=coast{query}", zoom)) own.Add(name, text);
        }

        Directory.Delete(folder, recursive: true);
        Assert.Equal(own, all);
        Assert.Equal(zoom < 13 ? 5 : 6, all.Values.Count(text => !text.Contains("Feature Count: 0", StringComparison.Ordinal)));
        Assert.Contains("sector (String) = ", all["assets"], StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, string>> LayersAsync(string folder, string layer, string query, int zoom)
    {
        foreach (var (x, y) in TilesOfCoast(zoom))
        {
            if (await BytesAsync($"/tiles/{layer}/{zoom}/{x}/{y}.mvt?{query}") is not { Length: > 0 } bytes) continue;
            await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, $"{zoom}", $"{x}")).FullName, $"{y}.mvt"), bytes, Now);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "metadata.json"), await host.Client.GetStringAsync($"/tiles/{layer}.json?{query}", Now), Now);
        using var process = Process.Start(new ProcessStartInfo("ogrinfo", ["-ro", "-al", "-oo", "TILE_EXTENSION=mvt", $"MVT:{folder}/{zoom}"]) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync(Now);
        await process.WaitForExitAsync(Now);
        Assert.Equal(0, process.ExitCode);
        return text.Split("\nLayer name: ").Skip(1).ToDictionary(one => one[..one.IndexOf('\n', StringComparison.Ordinal)], WithoutExtent);
    }

    // The bounds of a layer are its own, and are no more than a hint.
    private static string WithoutExtent(string layer) => string.Join('\n', layer.TrimEnd().Split('\n').Where(line => !line.StartsWith("Extent: ", StringComparison.Ordinal)));

    private static IEnumerable<string> OwnPaths(int z, int x, int y) =>
        [$"/tiles/municipalities/{z}/{x}/{y}.mvt?area=coast", $"/tiles/assets/{z}/{x}/{y}.mvt?area=coast", $"/tiles/groups/{z}/{x}/{y}.mvt?area=coast&run={Newest}", $"/tiles/zones/{z}/{x}/{y}.mvt?area=coast&scenario={Scenario}"];

    private static IEnumerable<(int X, int Y)> TilesOfCoast(int zoom)
    {
        var ((west, north), (east, south)) = (TileTests.TileOf(140.03, 31.06, zoom), TileTests.TileOf(140.07, 31.02, zoom));
        return Enumerable.Range(west, east - west + 1).SelectMany(x => Enumerable.Range(north, south - north + 1).Select(y => (x, y)));
    }

    /// <summary>Assets in the groups of the newest run.</summary>
    private Task JoinAsync() => host.ExecuteAsync($"INSERT INTO gunmane.group_member (run, study_area, dense_id, number) SELECT '{Newest}', 1, n, 1 + n % 2 FROM generate_series(0, 54) n ON CONFLICT DO NOTHING");

    private async Task<byte[]> BytesAsync(string path)
    {
        using var answer = await host.Client.GetAsync(path, Now);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent, $"{path}: {answer.StatusCode}");
        return await answer.Content.ReadAsByteArrayAsync(Now);
    }

    private async Task<EntityTagHeaderValue> TagAsync(string path)
    {
        using var answer = await host.Client.GetAsync(path, Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Headers.ETag!;
    }

    private async Task<HttpStatusCode> AgainAsync(string path, EntityTagHeaderValue known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { known } } };
        using var answer = await host.Client.SendAsync(request, Now);
        return answer.StatusCode;
    }
}
