using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Tests.Groups;

/// <summary>Why an asset is in its group, on the model region; what would move it out is run by the service itself.</summary>
public sealed class AssetReasonsTests(ModelRegionHost host) : IClassFixture<ModelRegionHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_would_move_an_asset_out_does_when_it_is_run()
    {
        var inputs = new JsonObject { ["studyArea"] = host.Code, ["method"] = "density", ["contractorWeight"] = 0.6, ["sectorWeight"] = 0.1, ["threshold"] = 0.8, ["radius"] = 200 };
        var run = await GroupAsync(inputs);
        var labels = await LabelsAsync(run);
        foreach (var dense in Members(labels, 1).Take(1).Concat(Members(labels, 5).Take(1)))
        {
            var reasons = await ReasonsAsync(run, dense);
            Assert.Equal(labels[dense], (int)reasons["group"]!);
            Assert.InRange(reasons["ties"]!.AsArray().Count, 1, 3);
            Assert.All(reasons["ties"]!.AsArray(), tie => Assert.Equal(labels[dense], labels[(int)tie!["denseId"]!]));
            Assert.NotEmpty(reasons["exits"]!.AsArray());
            foreach (var exit in reasons["exits"]!.AsArray().Where(exit => (string)exit!["input"]! != "link"))
            {
                foreach (var (value, inside) in new[] { ("value", false), ("before", true) })
                {
                    var changed = inputs.DeepClone().AsObject();
                    changed[(string)exit!["input"]!] = exit[value]!.DeepClone();
                    Assert.Equal(inside, (await LabelsAsync(await GroupAsync(changed)))[dense] > 0);
                }
            }
        }
    }

    [Fact]
    public async Task By_correlation_it_is_told_with_all_others_as_they_are()
    {
        var run = await GroupAsync(new JsonObject { ["studyArea"] = host.Code });
        var labels = await LabelsAsync(run);
        var reasons = await ReasonsAsync(run, Members(labels, 1).First());
        Assert.Equal("correlation", (string)reasons["standing"]!["key"]!);
        Assert.Contains("ほかの施設の群がいまのまま", (string)reasons["standing"]!["ja"]!, StringComparison.Ordinal);
        Assert.InRange(reasons["ties"]!.AsArray().Count, 1, 3);
        Assert.All(reasons["ties"]!.AsArray(), tie => Assert.Equal(1, labels[(int)tie!["denseId"]!]));
        Assert.All(reasons["exits"]!.AsArray(), exit => Assert.Contains((string)exit!["input"]!, new[] { "agreement", "link" }));
        Assert.True(reasons["exits"]!.AsArray().Count + reasons["notes"]!.AsArray().Count > 0);
    }

    [Theory]
    [InlineData("community", "community")]
    [InlineData("hierarchical", "hierarchical")]
    [InlineData("bounded", "bounded")]
    [InlineData("shared-firm", "shared_firm")]
    public async Task Other_methods_say_what_they_can_and_that_no_value_is_given(string method, string note)
    {
        var inputs = new JsonObject { ["studyArea"] = host.Code, ["method"] = method };
        if (method == "bounded") inputs["maxAssets"] = 80;
        var run = await GroupAsync(inputs);
        var reasons = await ReasonsAsync(run, Members(await LabelsAsync(run), 1).First());
        Assert.Empty(reasons["exits"]!.AsArray());
        Assert.NotEmpty(reasons["ties"]!.AsArray());
        Assert.Equal(note, (string)reasons["notes"]!.AsArray().Single()!["key"]!);
    }

    [Fact]
    public async Task An_asset_in_no_group_and_one_that_was_not_looked_at_are_told_so()
    {
        var run = await GroupAsync(new JsonObject { ["studyArea"] = host.Code, ["sectors"] = new JsonArray("road") });
        var labels = await LabelsAsync(run);
        Assert.Equal("outside", (string)(await ReasonsAsync(run, Members(labels, 0).First()))["standing"]!["key"]!);
        Assert.Equal("not_looked_at", (string)(await ReasonsAsync(run, Members(labels, -1).First()))["standing"]!["key"]!);
    }

    [Fact]
    public async Task After_the_facts_changed_it_is_refused_with_the_remedy()
    {
        var run = await GroupAsync(new JsonObject { ["studyArea"] = host.Code });
        var asset = await IdAsync(Members(await LabelsAsync(run), 1).First());
        await host.Database.WriteAsync(AccessScope.Local, async session => await AreaStore.RaiseVersionAsync(session, (await AreaStore.FindAsync(session, host.Code, Now)).Id, Now), Now);
        using var answer = await host.Client.GetAsync($"/api/runs/{run}/assets/{asset}/reasons", Now);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!;
        Assert.Contains("もう一度", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal((long)problem["runDataVersion"]! + 1, (long)problem["dataVersion"]!);
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", 404)]
    [InlineData("nonsense", 400)]
    public async Task An_asset_that_is_not_there_is_refused_by_name(string asset, int status)
    {
        var run = await GroupAsync(new JsonObject { ["studyArea"] = host.Code });
        using var answer = await host.Client.GetAsync($"/api/runs/{run}/assets/{asset}/reasons", Now);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("asset", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Fact]
    public async Task A_group_tells_yen_a_year_condition_firms_and_travel()
    {
        var run = await GroupAsync(new JsonObject { ["studyArea"] = host.Code });
        var groups = (await host.Client.GetFromJsonAsync<JsonObject>($"/api/runs/{run}", Now))!["groups"]!.AsArray();
        Assert.All(groups, group =>
        {
            Assert.InRange((double)group!["condition"]!["earlyAction"]!, 0, 1);
            Assert.InRange((double)group["travel"]!["togetherM"]!, 0, 1e7);
            Assert.InRange((int)group["localFirms"]!["firms"]!, 0, 200);
        });
        Assert.Contains(groups, group => (double)group!["travel"]!["savedBySide"]! > 0.05);
        Assert.Contains(groups, group => (double)group!["condition"]!["known"]! > 0);
        Assert.Contains(groups, group => group!["localFirms"]!["hhi"] is not null && (int)group["localFirms"]!["firms"]! > 2);
    }

    private static IEnumerable<int> Members(int[] labels, int group) => labels.Index().Where(label => label.Item == group).Select(label => label.Index);

    private async Task<string> GroupAsync(JsonObject inputs)
    {
        using var answer = await host.Client.PostAsJsonAsync("/ogc/processes/grouping/execution", new { inputs, response = "document" }, Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["run"]!;
    }

    private async Task<int[]> LabelsAsync(string run)
    {
        var bytes = await host.Client.GetByteArrayAsync($"/api/runs/{run}/labels", Now);
        return [.. Enumerable.Range(0, bytes.Length / sizeof(int)).Select(at => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at * sizeof(int))))];
    }

    private async Task<string> IdAsync(int dense) => (string)(await host.Client.GetFromJsonAsync<JsonObject>($"/api/areas/{host.Code}/assets/{dense}", Now))!["id"]!;

    private async Task<JsonObject> ReasonsAsync(string run, int dense) =>
        (await host.Client.GetFromJsonAsync<JsonObject>($"/api/runs/{run}/assets/{await IdAsync(dense)}/reasons", Now))!;
}
