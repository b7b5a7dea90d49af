using CsCheck;
using GunMane.Spatial.Import;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import;

/// <summary>Quarantined rows corrected by hand: in by the same load as their file, and the four states still add up.</summary>
public sealed class CorrectionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Header = "ID,公園名,緯度,経度,面積\n";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_corrected_row_is_taken_in_and_the_sums_move_and_an_undo_makes_it_wait_again()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var report = await town.ImportAsync(town.Write("parks.csv", Header + "1,海辺公園,34.85,138.32,100\n2,山手公園,北緯,138.33,200\n3,川公園,,,5\n"));
        var before = await town.ContentAsync();
        var row = (await town.RowsAsync(report, "quarantined"))[0];
        Assert.Equal("北緯", (string?)row.Fields!["緯度"]);
        var outcome = await CorrectAsync(report, new CorrectedRow(2, Values(("緯度", "34.86"))), new CorrectedRow(3, Values(), [138.34, 34.87]));
        Assert.Equal((2, 0, 0), (outcome.Taken, outcome.Duplicate, outcome.Waiting));
        Assert.Equal((3, 1, 2, 0, 0), States(outcome.Report));
        Assert.Contains("列「緯度」「北緯」→「34.86」", outcome.Rows[0].Reason, StringComparison.Ordinal);
        Assert.Equal(["海辺公園|138.32|34.85", "山手公園|138.33|34.86", "川公園|138.34|34.87"],
            await town.AskAsync("SELECT name, ST_X(geom), ST_Y(geom) FROM gunmane.asset WHERE study_area = $1 ORDER BY source_key <> '1', ST_X(geom)"));
        var history = await database.Database.ReadAsync(AccessScope.Local, session => CorrectionStore.ListAsync(session, report.Id, Now), Now);
        Assert.Equal([("correct", "local", "repaired"), ("correct", "local", "repaired")], history.Select(one => (one.Action, one.Actor, one.State)));

        await UndoAsync(history[0].CarriedOutBy!.Value);
        await UndoAsync(history[1].CarriedOutBy!.Value);
        Assert.Equal(before, await town.ContentAsync());
        Assert.Equal((3, 1, 0, 0, 2), States(await town.ReportAsync(report.Id)));
        Assert.Equal(row, (await town.RowsAsync(report, "quarantined"))[0] with { Fields = row.Fields });
    }

    [Fact]
    public async Task A_row_that_is_still_wrong_waits_with_its_new_reason_and_what_was_typed()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var report = await town.ImportAsync(town.Write("parks.csv", Header + "2,山手公園,北緯,138.33,200\n"));
        var outcome = await CorrectAsync(report, new CorrectedRow(1, Values(("緯度", "50"), ("経度", "10"))));
        Assert.Equal((0, 1), (outcome.Taken, outcome.Waiting));
        Assert.Contains("日本の外", outcome.Rows[0].Reason, StringComparison.Ordinal);
        Assert.Equal("50", (string?)outcome.Rows[0].Corrected!["緯度"]);
        Assert.Equal(1, (await CorrectAsync(report, new CorrectedRow(1, Values(("緯度", "34.86"), ("経度", "138.33"))))).Taken);
        Assert.Equal(["山手公園"], await town.AskAsync("SELECT name FROM gunmane.asset WHERE study_area = $1"));
    }

    [Fact]
    public async Task One_wrong_value_is_replaced_in_all_rows_and_a_row_that_is_there_already_becomes_a_duplicate()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("awards.csv", "発注者,担当課,件名,開札日,落札者,法人番号,落札金額\n"
            + "吉田町,建設課,除草業務,2024-13-01,(株)見本,,100\n吉田町,建設課,清掃業務,2024-13-01,(株)見本,,100\n吉田町,建設課,点検業務,2024-02-30,(株)見本,,100\n吉田町,建設課,点検業務,2024-02-29,(株)見本,,100\n");
        var report = await town.ImportAsync(path);
        Assert.Equal((4, 1, 0, 0, 3), States(report));
        var replaced = await RowCorrection.ReplaceAsync(database.Database, AccessScope.Local, report.Id, "開札日", "2024-13-01", "2024-12-01", Now);
        Assert.Equal((2, 0), (replaced.Taken, replaced.Waiting));
        var twice = await CorrectAsync(report, new CorrectedRow(3, Values(("開札日", "2024-02-29"))));
        Assert.Equal((4, 1, 2, 1, 0), States(twice.Report));
        Assert.Equal(["3|1"], await town.AskAsync("SELECT count(*), count(DISTINCT contractor) FROM gunmane.contract WHERE study_area = $1"));
        Assert.Equal("column", (await Assert.ThrowsAsync<GunManeException>(() =>
            RowCorrection.ReplaceAsync(database.Database, AccessScope.Local, report.Id, "開札日", "2024-13-01", "", Now))).Parameter);
    }

    [Fact]
    public async Task Rows_that_need_not_come_in_leave_the_work_list_but_are_not_lost()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var report = await town.ImportAsync(town.Write("parks.csv", Header + "1,海辺公園,34.85,138.32,100\n,,,,合計\n,,,,\"平均\"\n"));
        var fault = (await town.RowsAsync(report, "quarantined"))[0].Reason;
        var aside = await RowCorrection.SetAsideAsync(database.Database, AccessScope.Local, report.Id, [], fault, "合計の行", Now);
        Assert.Equal((3, 1, 0, 0, 2), States(aside));
        Assert.Equal(2, aside.SetAside);
        Assert.Equal("合計の行", (await town.RowsAsync(report, "quarantined"))[0].SetAside);
        Assert.Equal(1, (await RowCorrection.SetAsideAsync(database.Database, AccessScope.Local, report.Id, [2], null, null, Now)).SetAside);
        Assert.Equal(["set_aside", "set_aside", "reopen"], await town.AskAsync("SELECT action FROM gunmane.import_correction c WHERE c.study_area = $1 ORDER BY id"));
    }

    [Fact]
    public async Task Rows_wait_until_boundaries_come_and_are_judged_again_as_they_are()
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("N03.geojson", ImportTown.Collection(ContainerTests.Boundary("22424", "吉田町", 138.2))));
        var report = await town.ImportAsync(town.Write("parks.csv", Header + "1,遠い公園,34.85,137.2,100\n"));
        Assert.Equal(1, report.Quarantined);
        await town.ImportAsync(town.Write("N03b.geojson", ImportTown.Collection(ContainerTests.Boundary("23100", "名古屋市", 137.2))));
        Assert.Equal(1, (await RowCorrection.AgainAsync(database.Database, AccessScope.Local, report.Id, Now)).Taken);
        Assert.Equal(["23100"], await town.AskAsync("SELECT municipality FROM gunmane.asset WHERE study_area = $1"));
    }

    [Fact]
    public async Task What_cannot_be_corrected_is_refused_by_name()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("parks.csv", Header + "1,海辺公園,34.85,138.32,100\n2,山手公園,北緯,138.33,200\n");
        var report = await town.ImportAsync(path);
        Assert.Equal(Refusal.Conflict, (await Assert.ThrowsAsync<GunManeException>(() => CorrectAsync(report, new CorrectedRow(1, Values())))).Refusal);
        Assert.Contains("列「高さ」", (await Assert.ThrowsAsync<GunManeException>(() => CorrectAsync(report, new CorrectedRow(2, Values(("高さ", "1")))))).Message, StringComparison.Ordinal);
        Assert.Equal("place", (await Assert.ThrowsAsync<GunManeException>(() => CorrectAsync(report, new CorrectedRow(2, Values(), [34.8, 138.3])))).Parameter);
        var again = await town.ImportAsync(path);
        Assert.Equal(report.Id, again.SameAs);
        Assert.Contains($"取り込み {report.Id}", (await Assert.ThrowsAsync<GunManeException>(() => CorrectAsync(again, new CorrectedRow(2, Values())))).Message, StringComparison.Ordinal);
        await town.UndoAsync(report);
        Assert.Contains("取り消し済み", (await Assert.ThrowsAsync<GunManeException>(() => CorrectAsync(report, new CorrectedRow(2, Values())))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_typed_the_four_states_add_up_and_the_undo_of_the_import_takes_all_of_it_back()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var number = 0;
        var value = Gen.OneOf(Gen.Const("34.85"), Gen.Const("138.3"), Gen.Const(""), Gen.Const("\0"), Gen.Const("３４．８"), Gen.String[Gen.Char.AlphaNumeric, 0, 5]);
        var empty = await town.ContentAsync();
        await Gen.Select(value.Array[4], value.Array[4].Array[1, 5], Gen.Bool).SampleAsync(async (typed, rows, placed) =>
        {
            var name = $"fuzz{Interlocked.Increment(ref number)}.csv";
            var report = await town.ImportAsync(town.Write(name, "公園名,緯度,経度,面積\n" + string.Concat(rows.Select(row => string.Join(',', row) + "\n"))));
            foreach (var row in await town.RowsAsync(report, "quarantined"))
            {
                var outcome = await CorrectAsync(report, new CorrectedRow(row.RowNumber, Values(("公園名", typed[0]), ("緯度", typed[1]), ("経度", typed[2])), placed ? [138.3, 34.8] : null));
                var (read, stored, repaired, duplicate, quarantined) = States(outcome.Report);
                Assert.Equal(read, stored + repaired + duplicate + quarantined);
                Assert.Equal(report.Stored, stored);
            }

            await town.UndoAsync(report);
            Assert.Equal(empty, await town.ContentAsync());
        }, iter: 15, threads: 1);
    }

    private Task<CorrectionOutcome> CorrectAsync(ImportReport report, params CorrectedRow[] rows) =>
        RowCorrection.RunAsync(database.Database, AccessScope.Local, report.Id, rows, Now);

    private Task<ImportReport> UndoAsync(long import) => database.Database.WriteAsync(AccessScope.Local, session => ImportUndo.RunAsync(session, import, Now), Now);

    private static Dictionary<string, string?> Values(params (string Column, string? Value)[] values) => values.ToDictionary(pair => pair.Column, pair => pair.Value);

    private static (long, long, long, long, long) States(ImportReport report) => (report.Read, report.Stored, report.Repaired, report.Duplicate, report.Quarantined);
}
