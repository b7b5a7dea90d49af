using System.Text.Json.Nodes;
using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>What SQL says of the stored groups of a run is what the engine's metrics say.</summary>
public sealed class SqlGroupTablesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly TownSeed seed = new(database);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scores_and_what_they_are_made_of_are_the_engines() =>
        await Gen.Select(RandomTown.Some(40), Gen.Int[1, 28].Array[6]).SampleAsync(async (town, days) =>
        {
            var area = await CrossingTownAsync(town);
            await seed.RunAsync("UPDATE gunmane.contract SET ends_on = date '2026-03-31' + ($2::int[])[1 + id % 6] * 9 WHERE study_area = $1", area.Value, days);
            await seed.RunAsync("INSERT INTO gunmane.contract_asset (study_area, contract, dense_id, evidence, strength) SELECT $1, c.id, a.dense_id, 'area', 0.6 FROM gunmane.contract c JOIN gunmane.asset a ON a.study_area = $1 AND (a.dense_id + c.id) % 3 = 0 WHERE c.study_area = $1 ON CONFLICT DO NOTHING", area.Value);
            var run = await RunAsync(area);
            var engine = await MeasuredAsync(area, run);
            var rows = await seed.RowsAsync("SELECT * FROM gunmane.group_scores($1)", row => row.GetFieldValues(), run.Value);
            Assert.Equal(engine.Count, rows.Count);
            foreach (var ((row, group), at) in rows.Zip(engine).Select((pair, at) => (pair, at)))
            {
                var metrics = group.Metrics;
                Assert.Equal((at + 1, group.Members.Length, metrics.CommonEnd), ((int)row["number"]!, (int)row["assets"]!, row["common_end"] is DateTime end ? DateOnly.FromDateTime(end) : (DateOnly?)row["common_end"]));
                double[] wanted = [metrics.CrossBorder, metrics.CrossSector, metrics.SharedFirmAssets, metrics.Evidence.Coverage, metrics.Belief, metrics.TermsTogether, metrics.TermsKnown, metrics.Compactness];
                string[] names = ["cross_border", "cross_sector", "shared_firm_assets", "coverage", "belief", "terms_together", "terms_known", "compactness"];
                Assert.All(names.Zip(wanted), pair => Assert.Equal(pair.Second, (double)row[pair.First]!, 1e-9));
                Assert.Equal(metrics.ExtentM, (double)row["extent_m"]!, 1e-6);
                Assert.Equal(metrics.Travel.SavedBySide, (double)row["saved_by_side"]!, 1e-4);
                Assert.Equal(metrics.Travel.SavedBySector, (double)row["saved_by_sector"]!, 1e-4);
                Assert.Equal((group.Score.Score, group.Score.Score, false), ((double)row["score"]!, (double)row["stored_score"]!, (bool)row["stale"]!));
            }
        }, iter: 40, threads: 1);

    [Fact]
    public async Task Local_firms_and_conditions_are_the_engines()
    {
        var (seats, scales) = (new HashSet<(int, int, bool)>(), await File.ReadAllTextAsync(Checkout.At("data", "reference", "condition-scales.json"), Now));
        await Gen.Select(RandomTown.Some(40), Gen.Int[0, 1000]).SampleAsync(async (town, turn) =>
        {
            var area = await CrossingTownAsync(town);
            // Registered places near and far, addresses here, elsewhere and nowhere, one firm a member of another, grades of several scales and spellings.
            await seed.RunAsync("UPDATE gunmane.contractor SET geom = ST_SetSRID(ST_Point(138.2 + id * 7 % 5 * 0.06, 34.8), 6668) WHERE study_area = $1 AND (id + $2) % 4 = 0", area.Value, turn);
            await seed.RunAsync("UPDATE gunmane.contractor SET address = (ARRAY['架空県西町2-1', '東町', '大阪府大阪市北区1', '山の上'])[1 + (id + $2) / 4 % 4] WHERE study_area = $1 AND (id + $2) % 4 IN (0, 1)", area.Value, turn);
            await seed.RunAsync("INSERT INTO gunmane.contractor_member (contractor, member, share) SELECT v.id, f.id, CASE WHEN $2 % 2 = 0 THEN (1 + f.id % 3) / 10.0 END FROM gunmane.contractor f JOIN (SELECT min(id) AS id FROM gunmane.contractor WHERE study_area = $1) v ON f.id > v.id WHERE f.study_area = $1 AND f.id % 2 = 0", area.Value, turn);
            await seed.RunAsync("UPDATE gunmane.asset SET condition_scale = (ARRAY['道路橋', '橋 梁', NULL, '何か', '横断歩道橋、道路トンネル'])[1 + dense_id % 5], condition_raw = (ARRAY['Ⅲ', '健全性 Ⅱ', '判定区分３', '早期措置段階', '?', NULL, 'iv'])[1 + (dense_id + $2) % 7] WHERE study_area = $1", area.Value, turn);
            var run = await RunAsync(area);
            var engine = await MeasuredAsync(area, run);
            var rows = await seed.RowsAsync("SELECT * FROM gunmane.group_local_firms($1)", row => row.GetFieldValues(), run.Value);
            var grades = await seed.RowsAsync("SELECT * FROM gunmane.group_conditions($1, $2::jsonb)", row => row.GetFieldValues(), run.Value, scales);
            Assert.Equal((engine.Count, engine.Count), (rows.Count, grades.Count));
            foreach (var ((row, grade), group) in rows.Zip(grades).Zip(engine))
            {
                var local = group.Metrics.Local!;
                Assert.Equal((local.Firms, local.ByWork, local.Scarcest.Key(), local.InScarcest), ((int)row["firms"]!, (int)row["by_work"]!, (string)row["scarcest"]!, (int)row["in_scarcest"]!));
                Assert.Equal(local.Hhi ?? -1, (double)(row["hhi"] ?? -1.0), 1e-9);
                Assert.Equal(group.Metrics.Condition.Known, (double)grade["known"]!, 1e-9);
                Assert.Equal(group.Metrics.Condition.EarlyAction, (double)grade["early_action"]!, 1e-9);
                seats.Add((Math.Min(local.Firms - local.ByWork, 1), Math.Min(local.ByWork, 1), group.Metrics.Condition.EarlyAction > 0));
            }
        }, iter: 25, threads: 1);
        // Each way of being local, and grades that ask for early action, were among them.
        Assert.Contains(seats, seen => seen.Item1 > 0);
        Assert.Contains(seats, seen => seen.Item2 > 0);
        Assert.Contains(seats, seen => seen.Item3);
    }

    [Fact]
    public async Task Municipalities_add_up_to_the_group_and_share_what_crosses_their_borders() =>
        await RandomTown.Some(40).SampleAsync(async town =>
        {
            var area = await CrossingTownAsync(town);
            var shares = await seed.RowsAsync("SELECT dense_id, code::text, share FROM gunmane.asset_municipality WHERE study_area = $1", row => (Asset: row.GetInt32(0), Code: row.GetString(1), Share: row.GetDouble(2)), area.Value);
            var crossing = shares.ToLookup(share => share.Asset);
            var run = await RunAsync(area);
            var rows = (await seed.RowsAsync("SELECT number, code, name, assets, parts, length_m, area_m2, share FROM gunmane.group_municipalities($1)", row => (Number: row.GetInt32(0), Code: row.IsDBNull(1) ? null : row.GetString(1),
                Name: row.GetString(2), Assets: row.GetInt32(3), Parts: row.GetDouble(4), Length: row.GetDouble(5), Area: row.GetDouble(6), Share: row.GetDouble(7)), run.Value)).ToLookup(row => row.Number);
            foreach (var (group, number) in (await MeasuredAsync(area, run)).Select((group, at) => (group, at + 1)))
            {
                // Assets of random towns have the dense ids 0, 1, 2 …: places and dense ids are the same.
                var holding = group.Metrics.Holding;
                var (lengths, areas, towns) = await FactsAsync(area);
                var parts = group.Members.SelectMany(at => crossing.Contains(at) ? crossing[at].Select(share => (Code: (string?)share.Code, share.Share, At: at)) : [(towns[at], 1.0, at)]).ToLookup(part => part.Code);
                Assert.Equal(parts.Select(part => part.Key).ToHashSet(), rows[number].Select(row => row.Code).ToHashSet());
                Assert.Equal(holding.ByMunicipality.Select(line => (line.Key, line.Assets)).ToHashSet(), rows[number].Where(row => row.Assets > 0).Select(row => (row.Code, row.Assets)).ToHashSet());
                Assert.All(rows[number], row =>
                {
                    Assert.Equal(parts[row.Code].Sum(part => part.Share), row.Parts, 1e-9);
                    Assert.Equal(parts[row.Code].Sum(part => part.Share * lengths[part.At]), row.Length, 1e-6);
                    Assert.Equal(parts[row.Code].Sum(part => part.Share * areas[part.At]), row.Area, 1e-6);
                    Assert.Equal(parts[row.Code].Sum(part => part.Share) / group.Members.Length, row.Share, 1e-9);
                    // Where nothing crosses the border the engine's holding says the same of length and area.
                    if (parts[row.Code].All(part => part.Share == 1) && !group.Members.Any(at => crossing.Contains(at) && towns[at] == row.Code))
                        Assert.Equal(holding.ByMunicipality.Single(line => line.Key == row.Code).LengthM, row.Length, 1e-6);
                    Assert.Equal(row.Code switch { null => "市区町村の外・不明", "90001" => "東町", "90002" => "西町", _ => "架空県" }, row.Name);
                });
                Assert.Equal((1.0, group.Members.Length), (rows[number].Sum(row => row.Share), rows[number].Sum(row => row.Assets)), Within9);
                Assert.Equal(holding.LengthM, rows[number].Sum(row => row.Length), 1e-6);
                Assert.Equal(holding.AreaM2, rows[number].Sum(row => row.Area), 1e-6);
            }
        }, iter: 30, threads: 1);

    [Fact]
    public async Task A_layer_shows_outlines_with_reasons_in_Japanese_and_says_when_it_is_stale()
    {
        var area = await seed.AreaAsync();
        await seed.AssetsAsync(area, [new("POINT (0 0)"), new("POINT (20 0)", "park", "90002", "90002"), new("POINT (30 0)"), new("POINT (5000 0)"), new("POINT (5020 0)"), new("POINT (5030 0)")]);
        var (first, run) = (await RunAsync(area), await RunAsync(area));
        var groups = await seed.RowsAsync("SELECT number, score, assets, towns, sectors, reason_1, objection, latest, stale, GeometryType(geom), ST_SRID(geom), method, area FROM gunmane.group_layer($1)", row => row.GetFieldValues(), run.Value);
        var stored = await database.Database.ReadAsync(AccessScope.Local, session => RunStore.FindAsync(session, run, Now), Now);
        Assert.Equal(2, groups.Count);
        Assert.Equal(stored.Groups.Select(group => ((object)group.Number, (object)group.Score, (object)group.Reasons[0].Ja, (object)group.Objection.Ja)), groups.Select(row => (row["number"]!, row["score"]!, row["reason_1"]!, row["objection"]!)));
        // Towns whose boundary is not imported are stored by their codes.
        Assert.Equal(("90001・90002", "道路・公園", true, false, "POLYGON", 6668, "density"), (groups[0]["towns"], groups[0]["sectors"], groups[0]["latest"], groups[0]["stale"], groups[0]["geometrytype"], groups[0]["st_srid"], groups[0]["method"]));
        await database.Database.WriteAsync(AccessScope.Local, session => AreaStore.RaiseVersionAsync(session, area, Now), Now);
        Assert.Equal([(false, true, 2L), (true, true, 2L)], await seed.RowsAsync("SELECT latest, stale, count(*) FROM gunmane.group_map WHERE run = ANY ($1) GROUP BY 1, 2 ORDER BY 1", row => (row.GetBoolean(0), row.GetBoolean(1), row.GetInt64(2)), (object)new[] { first.Value, run.Value }));
        Assert.All(await seed.RowsAsync("SELECT stale FROM gunmane.group_scores($1)", row => row.GetBoolean(0), run.Value), Assert.True);
    }

    // A random town of which some assets cross the border; the larger part is where the asset counts.
    private async Task<StudyAreaId> CrossingTownAsync(RandomTown town)
    {
        var area = await town.StoreAsync(seed);
        await seed.RunAsync("UPDATE gunmane.asset SET area_m2 = ST_Area(geom_m) WHERE study_area = $1", area.Value);
        await seed.RunAsync("""
            INSERT INTO gunmane.asset_municipality (study_area, dense_id, code, share)
            SELECT $1, a.dense_id, p.code, p.share FROM gunmane.asset a CROSS JOIN LATERAL (VALUES
              (a.municipality, 0.55 + a.dense_id % 40 / 100.0), (CASE a.municipality WHEN '90001' THEN '90002' ELSE '90001' END, 0.45 - a.dense_id % 40 / 100.0)) AS p(code, share)
            WHERE a.study_area = $1 AND a.municipality IS NOT NULL AND ST_Dimension(a.geom) > 0 AND a.dense_id % 2 = 0
            """, area.Value);
        return area;
    }

    private async Task<(double[] Lengths, double[] Areas, string?[] Towns)> FactsAsync(StudyAreaId area)
    {
        var rows = await seed.RowsAsync("SELECT length_m, area_m2, municipality::text FROM gunmane.asset WHERE study_area = $1 ORDER BY dense_id", row => (row.GetDouble(0), row.GetDouble(1), row.IsDBNull(2) ? null : row.GetString(2)), area.Value);
        return ([.. rows.Select(row => row.Item1)], [.. rows.Select(row => row.Item2)], [.. rows.Select(row => row.Item3)]);
    }

    // The stored groups as the engine measures them, in the order of their numbers.
    private async Task<List<MeasuredGroup>> MeasuredAsync(StudyAreaId area, RunId run)
    {
        var snapshot = await seed.SnapshotAsync(area);
        var facts = await new SnapshotCache().FactsAsync(database.Database, snapshot, AccessScope.Local, Now);
        var numbers = (await seed.RowsAsync("SELECT dense_id, number FROM gunmane.group_member WHERE run = $1", row => (row.GetInt32(0), row.GetInt32(1)), run.Value)).ToDictionary();
        var root = snapshot.DenseIds.Select(dense => numbers.GetValueOrDefault(dense)).ToArray();
        var grouping = Grouping.ByLowestMember([.. root.Select(number => number == 0 ? -1 : Array.IndexOf(root, number))]);
        var request = GroupingInputs.Parse(Inputs(await CodeAsync(area)));
        return GroupAssembly.Measure(snapshot, facts!, grouping, ProximityPairs.Find(snapshot.Shapes, null, request.RadiusMm, Now), request, GroupAssembly.Names(snapshot), Now);
    }

    private async Task<RunId> RunAsync(StudyAreaId area)
    {
        var handler = new GroupingJobHandler(database.Database, new SnapshotCache());
        var result = await handler.RunAsync(new JobRequest(new JobId(Guid.NewGuid()), area, Inputs(await CodeAsync(area)), AccessScope.Local), (_, _) => Task.CompletedTask, Now);
        return new RunId(Guid.Parse(result["run"]!.GetValue<string>()));
    }

    private static JsonObject Inputs(string code) => new() { ["studyArea"] = code, ["method"] = "density", ["radius"] = 60, ["contractorWeight"] = 0.3, ["threshold"] = 0.2, ["minPoints"] = 2, ["minAssets"] = 2 };

    private async Task<string> CodeAsync(StudyAreaId area) => (await seed.RowsAsync("SELECT code FROM gunmane.study_area WHERE id = $1", row => row.GetString(0), area.Value)).Single();

    private static bool Within9((double Share, int Assets) one, (double Share, int Assets) other) => Math.Abs(one.Share - other.Share) < 1e-9 && one.Assets == other.Assets;
}
