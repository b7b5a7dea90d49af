using System.Text.Json.Nodes;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>The SQL functions on the whole model region, beside the engine and the stored run.</summary>
public sealed class SqlOnModelRegionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly TownSeed seed = new(database);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Weights_scores_and_municipalities_are_those_of_the_engine()
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        await ModelRegion.LoadAsync(database.Database, AccessScope.Local, Checkout.At("data", "sample"), (_, _) => Task.CompletedTask, Now);
        var area = (await database.Database.ReadAsync(AccessScope.Local, session => AreaStore.FindAsync(session, "model", Now), Now)).Id;
        await WeightsAsync(area);
        var handler = new GroupingJobHandler(database.Database, new SnapshotCache());
        var result = await handler.RunAsync(new JobRequest(new JobId(Guid.NewGuid()), area, new JsonObject { ["studyArea"] = "model" }, AccessScope.Local), (_, _) => Task.CompletedTask, Now);
        var run = await database.Database.ReadAsync(AccessScope.Local, session => RunStore.FindAsync(session, new RunId(Guid.Parse(result["run"]!.GetValue<string>())), Now), Now);
        Assert.True(run.Groups.Count > 100);
        await ScoresAsync(run);
        await MunicipalitiesAsync(run);
        await MarketsAsync(run);
    }

    private async Task MarketsAsync(RunDetail run)
    {
        var firms = await seed.RowsAsync("SELECT * FROM gunmane.group_local_firms($1)", row => row.GetFieldValues(), run.Summary.Id);
        var conditions = await seed.RowsAsync("SELECT * FROM gunmane.group_conditions($1, $2::jsonb)", row => row.GetFieldValues(), run.Summary.Id, await File.ReadAllTextAsync(Checkout.At("data", "reference", "condition-scales.json"), Now));
        Assert.Equal((run.Groups.Count, run.Groups.Count), (firms.Count, conditions.Count));
        Assert.Contains(run.Groups, group => group.LocalFirms?.Hhi > 0);
        Assert.Contains(run.Groups, group => group.Condition?.EarlyAction > 0);
        foreach (var ((group, firm), condition) in run.Groups.Zip(firms).Zip(conditions))
        {
            var (local, state) = (group.LocalFirms!, group.Condition!);
            Assert.Equal((local.Firms, local.ByWork, local.Scarcest, local.InScarcest), ((int)firm["firms"]!, (int)firm["by_work"]!, (string)firm["scarcest"]!, (int)firm["in_scarcest"]!));
            Assert.Equal(local.Hhi ?? -1, (double)(firm["hhi"] ?? -1.0), 0.0000500001);
            Assert.Equal(state.EarlyAction, (double)condition["early_action"]!, 0.0000500001);
            Assert.Equal(state.Known, (double)condition["known"]!, 0.0000500001);
        }
    }

    private async Task WeightsAsync(StudyAreaId area)
    {
        var snapshot = await seed.SnapshotAsync(area);
        var graph = ProximityPairs.Find(snapshot.Shapes, null, 250_000, Now);
        var ties = PairTies.Of(graph, snapshot.Firms, snapshot.Weights, Now);
        var weight = PairAgreement.Of(graph, ties, PairAgreement.TrustOf(snapshot.Firms, snapshot.Weights), null, new AffinityWeights(0.9), 0.1, graph.RadiusMm, null);
        var rows = await seed.RowsAsync("SELECT a, b, distance_mm, weight FROM gunmane.agreement_pairs($1) ORDER BY a, b", row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)), area.Value);
        Assert.Equal(Enumerable.Range(0, graph.Assets).SelectMany(at => Enumerable.Range(graph.Start[at], graph.Start[at + 1] - graph.Start[at]).Select(pair =>
            (snapshot.DenseIds[at], snapshot.DenseIds[graph.Other[pair]], graph.DistanceMm[pair], weight[pair]))), rows);
    }

    private async Task ScoresAsync(RunDetail run)
    {
        var rows = await seed.RowsAsync("SELECT * FROM gunmane.group_scores($1)", row => row.GetFieldValues(), run.Summary.Id);
        Assert.Equal(run.Groups.Select(group => (object?)group.Score), rows.Select(row => row["score"]));
        foreach (var (group, row) in run.Groups.Zip(rows))
        {
            double[] stored = [group.CrossBorder, group.CrossSector, group.SharedFirmAssets, group.Evidence.Coverage, group.TermsTogether, group.Compactness, group.ExtentM];
            string[] names = ["cross_border", "cross_sector", "shared_firm_assets", "coverage", "terms_together", "compactness", "extent_m"];
            // Stored shares have four decimals, extents one.
            Assert.All(names.Zip(stored), pair => Assert.Equal(pair.Second, (double)row[pair.First]!, pair.First == "extent_m" ? 0.0500001 : 0.0000500001));
        }
    }

    private async Task MunicipalitiesAsync(RunDetail run)
    {
        var rows = await seed.RowsAsync("SELECT number, code, name, assets, length_m FROM gunmane.group_municipalities($1)",
            row => (Number: row.GetInt32(0), Code: row.IsDBNull(1) ? null : row.GetString(1), Name: row.GetString(2), Assets: row.GetInt32(3), Length: row.GetDouble(4)), run.Summary.Id);
        Assert.Equal(run.Groups.SelectMany(group => group.Holding.ByMunicipality.Select(line => (group.Number, line.Key, line.Name, line.Assets))).ToHashSet(),
            rows.Where(row => row.Assets > 0).Select(row => (row.Number, row.Code, row.Name, row.Assets)).ToHashSet());
        Assert.All(run.Groups, group => Assert.Equal(group.Holding.LengthM, rows.Where(row => row.Number == group.Number).Sum(row => row.Length), 0.001));
    }
}
