using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Npgsql;

namespace GunMane.MapApi.Tests.Tiles;

/// <summary>An edit of zones shows at once where it is, and nowhere else: other tiles keep their tag and are not cut again.</summary>
public sealed class UntouchedTileTests(CoastHost host) : IClassFixture<CoastHost>
{
    private const int Edits = 80;

    private static readonly List<(int Zoom, int X, int Y)> Tiles = [.. from zoom in (int[])[6, 10, 12, 14] from at in Enumerable.Range(0, 12) let tile = TileTests.TileOf(139.95 + (0.02 * at), 31.0 + (0.013 * (at % 7)), zoom) select (zoom, tile.X, tile.Y)];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_any_edit_every_tile_is_as_it_would_be_cut_and_most_are_not_cut()
    {
        var random = new Random(20261128);
        var scenario = await NewScenarioAsync("でたらめな編集");
        var (zones, version) = (new List<Guid>(), 0);
        var known = new Dictionary<(int, int, int), (string Tag, string Hash)>();
        var (kept, same) = (0, 0);
        for (var edit = 0; edit < Edits; edit++)
        {
            version = await EditAsync(scenario, random, zones, version);
            var cut = await CutAsync(scenario);
            foreach (var tile in Tiles.Distinct())
            {
                var had = known.GetValueOrDefault(tile);
                if (had.Hash == cut[tile]) same++;
                known[tile] = await AskAsync(scenario, tile, had);
                Assert.Equal((edit, tile, cut[tile]), (edit, tile, known[tile].Hash));
                if (had.Tag == known[tile].Tag) kept++;
            }
        }

        // A box that surrounds what an edit touched, and names too small to see, cost some that did not change.
        Assert.InRange(kept, same / 2, same);
        Assert.True(version > Edits / 2, $"Only {version} edits were taken.");
    }

    [Fact]
    public async Task Where_the_version_was_raised_by_hand_every_tile_is_cut_again()
    {
        var scenario = await NewScenarioAsync("手で上げた版");
        Assert.Equal(1, await PostAsync($"/api/scenarios/{scenario}/edits", "draw", Drawn(Guid.NewGuid(), "甲", 139.96, 31.0, 0.01), 0));
        var far = Tiles[^1];
        var before = await AskAsync(scenario, far, default);
        await host.ExecuteAsync($"UPDATE gunmane.scenario SET version = version + 1 WHERE id = '{scenario}'");
        Assert.NotEqual(before.Tag, (await AskAsync(scenario, far, default)).Tag);
    }

    [Fact]
    public async Task Of_a_long_history_the_end_is_known_by_place()
    {
        var scenario = await NewScenarioAsync("長い履歴");
        await host.ExecuteAsync($$"""
            INSERT INTO gunmane.zone_edit (scenario, version, edit_id, client_id, base_version, operation, changes, inverse, actor, touched)
            SELECT '{{scenario}}', n, gen_random_uuid(), 't', n - 1, 'rename', '[]', '[]', 't', ST_MakeEnvelope(139.96, 31.0, 139.97, 31.01, 6668) FROM generate_series(1, 1000) n;
            UPDATE gunmane.scenario SET version = 1000 WHERE id = '{{scenario}}'
            """);
        var far = Tiles[^1];
        var before = await AskAsync(scenario, far, default);
        Assert.Contains($"{scenario}.512/", before.Tag, StringComparison.Ordinal);
        Assert.Equal(1001, await PostAsync($"/api/scenarios/{scenario}/edits", "draw", Drawn(Guid.NewGuid(), "甲", 139.96, 31.0, 0.01), 1000));
        Assert.Equal(before.Tag, (await AskAsync(scenario, far, before)).Tag);
        Assert.NotEqual(before.Tag, (await AskAsync(scenario, (14, TileTests.TileOf(139.965, 31.005, 14).X, TileTests.TileOf(139.965, 31.005, 14).Y), default)).Tag);
    }

    private async Task<int> EditAsync(Guid scenario, Random random, List<Guid> zones, int version)
    {
        var path = $"/api/scenarios/{scenario}";
        JsonObject Somewhere(Guid zone) => Drawn(zone, $"区域{random.Next(1000)}", 139.95 + (0.2 * random.NextDouble()), 31.0 + (0.08 * random.NextDouble()), 0.001 + (0.02 * random.NextDouble()));
        if (zones.Count > 0 && random.Next(4) == 0) return await PostAsync($"{path}/{(random.Next(3) == 0 ? "redo" : "undo")}", null, null, version);
        if (zones.Count > 4 && random.Next(2) == 0)
        {
            var zone = zones[random.Next(zones.Count)];
            return random.Next(3) == 0
                ? await PostAsync($"{path}/edits", "delete", new JsonObject { ["zone"] = zone, ["deleted"] = true }, version)
                : await PostAsync($"{path}/edits", "reshape", Somewhere(zone), version);
        }

        zones.Add(Guid.NewGuid());
        return await PostAsync($"{path}/edits", "draw", Somewhere(zones[^1]), version);
    }

    private static JsonObject Drawn(Guid zone, string name, double west, double south, double side) => new()
    {
        ["zone"] = zone, ["name"] = name,
        ["geometry"] = JsonNode.Parse(FormattableString.Invariant($$"""{"type": "Polygon", "coordinates": [[[{{west}},{{south}}],[{{west + side}},{{south}}],[{{west + side}},{{south + side}}],[{{west}},{{south + side}}],[{{west}},{{south}}]]]}""")),
    };

    private async Task<Guid> NewScenarioAsync(string name)
    {
        using var made = await host.Client.PostAsJsonAsync("/api/areas/coast/scenarios", new { name }, Now);
        return (Guid)(await made.Content.ReadFromJsonAsync<JsonObject>(Now))!["id"]!;
    }

    // The version afterwards; the same where the edit is refused, as one of a zone that is gone.
    private async Task<int> PostAsync(string path, string? operation, JsonObject? change, int version)
    {
        var body = new JsonObject { ["editId"] = Guid.NewGuid(), ["clientId"] = "a", ["baseVersion"] = version };
        if (operation is not null) (body["operation"], body["changes"]) = (operation, new JsonArray(change));
        using var answer = await host.Client.PostAsJsonAsync(path, body, Now);
        return answer.IsSuccessStatusCode ? (int)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["version"]! : version;
    }

    private async Task<(string Tag, string Hash)> AskAsync(Guid scenario, (int Zoom, int X, int Y) tile, (string Tag, string Hash) had)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/tiles/zones/{tile.Zoom}/{tile.X}/{tile.Y}.mvt?area=coast&scenario={scenario}");
        if (had.Tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", had.Tag);
        using var answer = await host.Client.SendAsync(request, Now);
        return answer.StatusCode == HttpStatusCode.NotModified ? had : (answer.Headers.ETag!.ToString(), Convert.ToHexStringLower(SHA256.HashData(await answer.Content.ReadAsByteArrayAsync(Now))));
    }

    // What each tile would be if it were cut now.
    private async Task<Dictionary<(int, int, int), string>> CutAsync(Guid scenario)
    {
        await using var connection = await host.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT z, x, y, encode(sha256(coalesce(gunmane.tile_zones($1, z, x, y), '')), 'hex') FROM unnest($2, $3, $4) AS tile (z, x, y)", connection)
        {
            Parameters = { new() { Value = scenario }, new() { Value = Tiles.Select(tile => tile.Zoom).ToArray() }, new() { Value = Tiles.Select(tile => tile.X).ToArray() }, new() { Value = Tiles.Select(tile => tile.Y).ToArray() } },
        };
        await using var reader = await command.ExecuteReaderAsync(Now);
        var cut = new Dictionary<(int, int, int), string>();
        while (await reader.ReadAsync(Now)) cut[(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2))] = reader.GetString(3);
        return cut;
    }
}
