using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Tests.Tiles;

namespace GunMane.MapApi.Tests.Groups;

/// <summary>The model region through the API: load, look, group, read.</summary>
public sealed class ModelRegionTests(ModelRegionHost host) : IClassFixture<ModelRegionHost>
{
    private const int MostBytes = 500_000;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_complete_and_fictitious()
    {
        var area = await host.Client.GetFromJsonAsync<JsonObject>($"/api/areas/{host.Code}", Now);
        Assert.True((bool)area!["fictitious"]!);
        Assert.Null(area["next"]);
        Assert.True((int)area["counts"]!["assets"]! >= 20_000);
        Assert.True(area["municipalities"]!.AsArray().Count >= 6);
        Assert.Equal(9, area["sectors"]!.AsArray().Count);
    }

    [Fact]
    public async Task Loading_it_again_changes_nothing()
    {
        var before = await host.Client.GetFromJsonAsync<JsonObject>($"/api/areas/{host.Code}", Now);
        await host.LoadAsync();
        var after = await host.Client.GetFromJsonAsync<JsonObject>($"/api/areas/{host.Code}", Now);
        Assert.True(JsonNode.DeepEquals(before!["counts"], after!["counts"]));
        Assert.Equal((long)before["dataVersion"]!, (long)after["dataVersion"]!);
    }

    [Fact]
    public async Task No_tile_is_larger_than_500_kB()
    {
        var area = await host.Client.GetFromJsonAsync<JsonObject>($"/api/areas/{host.Code}", Now);
        var extent = area!["extent"]!.AsArray().Select(edge => (double)edge!).ToArray();
        foreach (var layer in (string[])["assets", "municipalities"])
        {
            for (var z = 4; z <= 13; z++) await CheckAsync(layer, z, extent);
        }
    }

    [Fact]
    public async Task A_grouping_gives_a_run_whose_labels_members_and_groups_agree()
    {
        using var answer = await host.Client.PostAsJsonAsync("/ogc/processes/grouping/execution", new { inputs = new { studyArea = host.Code }, response = "document" }, Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var run = (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["run"];

        var listed = await host.Client.GetFromJsonAsync<JsonArray>($"/api/areas/{host.Code}/runs", Now);
        Assert.Equal(run, (string?)listed![0]!["id"]);
        Assert.False((bool)listed[0]!["stale"]!);
        var groups = (await host.Client.GetFromJsonAsync<JsonObject>($"/api/runs/{run}", Now))!["groups"]!.AsArray();
        Assert.NotEmpty(groups);
        var labels = Labels(await host.Client.GetByteArrayAsync($"/api/runs/{run}/labels", Now));
        foreach (var group in groups) Assert.Equal((int)group!["assets"]!, labels.Count(label => label == (int)group["number"]!));

        var csv = (await host.Client.GetStringAsync($"/api/runs/{run}/members?format=csv", Now)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var lines = (await host.Client.GetStringAsync($"/api/runs/{run}/members?format=jsonl", Now)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(labels.Count(label => label > 0), lines.Length);
        Assert.Equal(lines.Length + 1, csv.Length);
        Assert.Equal("asset,dense_id,group,score", csv[0]);
        Assert.All(lines.Take(50), line =>
        {
            var member = JsonNode.Parse(line)!;
            Assert.Equal(labels[(int)member["denseId"]!], (int)member["group"]!);
        });

        Assert.Equal(HttpStatusCode.NoContent, (await host.Client.DeleteAsync($"/api/runs/{run}", Now)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync($"/api/runs/{run}", Now)).StatusCode);
    }

    [Theory]
    [InlineData("/api/runs/nonsense", 404, "run")]
    [InlineData("/api/runs/00000000-0000-0000-0000-000000000000", 404, "run")]
    [InlineData("/api/runs/00000000-0000-0000-0000-000000000000/labels", 404, "run")]
    [InlineData("/api/runs/00000000-0000-0000-0000-000000000000/members", 404, "run")]
    [InlineData("/api/runs/00000000-0000-0000-0000-000000000000/members?format=xml", 400, "format")]
    [InlineData("/api/areas/nowhere/runs", 404, "area")]
    public async Task What_is_not_there_is_refused_by_name(string path, int status, string parameter)
    {
        using var answer = await host.Client.GetAsync(path, Now);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    private async Task CheckAsync(string layer, int z, double[] extent)
    {
        var ((west, north), (east, south)) = (TileTests.TileOf(extent[0], extent[3], z), TileTests.TileOf(extent[2], extent[1], z));
        for (var x = west; x <= east; x++)
        {
            for (var y = north; y <= south; y++)
            {
                var bytes = await host.Client.GetByteArrayAsync($"/tiles/{layer}/{z}/{x}/{y}.mvt?area={host.Code}", Now);
                Assert.True(bytes.Length <= MostBytes, $"{layer}/{z}/{x}/{y}: {bytes.Length} bytes");
            }
        }
    }

    private static int[] Labels(byte[] bytes) =>
        [.. Enumerable.Range(0, bytes.Length / sizeof(int)).Select(at => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at * sizeof(int))))];
}
