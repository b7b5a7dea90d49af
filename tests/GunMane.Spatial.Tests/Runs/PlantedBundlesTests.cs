using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>The fictitious model region has planted bundles (data/sample/truth.json): the default grouping must find them, and so must density groups, which both engines make.</summary>
public sealed class PlantedBundlesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly TownSeed seed = new(database);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_planted_bundles_come_out_and_both_engines_agree_on_the_whole_region()
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        await ModelRegion.LoadAsync(database.Database, AccessScope.Local, Sample(), (_, _) => Task.CompletedTask, Now);
        var area = await database.Database.ReadAsync(AccessScope.Local, session => AreaStore.FindAsync(session, "model", Now), Now);
        var bundles = await BundlesAsync(area.Id);
        var density = await LabelsAsync(area.Id, new JsonObject { ["method"] = "density" });
        Assert.Equal(density, await LabelsAsync(area.Id, new JsonObject { ["engine"] = "postgis" }));
        // Role and recent yen, sectors and work kinds, terms and borders: what else is weighed, is weighed alike.
        Assert.Equal(await LabelsAsync(area.Id, Weighed("kernel")), await LabelsAsync(area.Id, Weighed("postgis")));
        foreach (var labels in new[] { density, await LabelsAsync(area.Id, []) })
        {
            var overlaps = bundles.ToDictionary(bundle => bundle.Id, bundle => Jaccard(bundle.Assets, labels));
            Assert.True(overlaps.Values.Average() > 0.85, Shown(overlaps));
            Assert.True(overlaps.Values.Min() > 0.6, Shown(overlaps));
        }
    }

    private static JsonObject Weighed(string engine) => new()
    {
        ["method"] = "density", ["engine"] = engine, ["contractorWeight"] = 0.5, ["sectorWeight"] = 0.1, ["workKindWeight"] = 0.1, ["termsWeight"] = 0.05, ["inspectionWeight"] = 0.05, ["borderWeight"] = 0.1, ["yenWeight"] = 0.5, ["threshold"] = 0.6,
    };

    private async Task<int[]> LabelsAsync(StudyAreaId area, JsonObject inputs)
    {
        var handler = new GroupingJobHandler(database.Database, new SnapshotCache());
        inputs["studyArea"] = "model";
        var result = await handler.RunAsync(new JobRequest(new JobId(Guid.NewGuid()), area, inputs, AccessScope.Local), (_, _) => Task.CompletedTask, Now);
        var run = new RunId(Guid.Parse(result["run"]!.GetValue<string>()));
        return MemoryMarshal.Cast<byte, int>(await database.Database.ReadAsync(AccessScope.Local, session => RunStore.LabelsAsync(session, run, Now), Now)).ToArray();
    }

    private async Task<List<(string Id, HashSet<int> Assets)>> BundlesAsync(StudyAreaId area)
    {
        var numbers = (await seed.RowsAsync("SELECT ledger_number, dense_id FROM gunmane.asset WHERE study_area = $1 AND ledger_number IS NOT NULL",
            row => (row.GetString(0), row.GetInt32(1)), area.Value)).ToDictionary();
        var truth = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Sample(), "truth.json"), Now))!;
        return [.. truth["bundles"]!.AsArray().Select(bundle =>
            (bundle!["id"]!.GetValue<string>(), bundle["assets"]!.AsArray().Select(asset => numbers[asset!.GetValue<string>()]).ToHashSet()))];
    }

    /// <summary>Overlap of a bundle with the group that holds it best.</summary>
    private static double Jaccard(HashSet<int> bundle, int[] labels)
    {
        var sizes = labels.CountBy(label => label).ToDictionary();
        return bundle.Select(asset => labels[asset]).Where(label => label > 0).CountBy(label => label)
            .Select(hit => (double)hit.Value / (bundle.Count + sizes[hit.Key] - hit.Value)).DefaultIfEmpty(0).Max();
    }

    private static string Shown(Dictionary<string, double> overlaps) =>
        string.Join(", ", overlaps.Select(bundle => FormattableString.Invariant($"{bundle.Key} {bundle.Value:0.00}")));

    private static string Sample() => Checkout.At("data", "sample");
}
