using GunMane.Spatial.Import;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Storage;

public sealed class FirmReviewTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Number = "7000012050002";
    private const string Header = "発注者,担当課,件名,落札者,法人番号,落札金額,年度\n";

    [Fact]
    public async Task Spellings_at_several_orderers_become_one_firm_for_every_reader_and_undo_is_exact()
    {
        var area = await AreaAsync("firms-merge");
        await ImportAsync(area, "a.csv", $"浜辺市,契約課,市道舗装工事,株式会社グンマネ髙環境,{Number},5000000,2025\n磯辺市,契約課,市道舗装修繕工事,(株)グンマネ高環境 浜辺営業所,,6000000,2025\n磯辺市,契約課,公園清掃,グンマネ高環境㈱,,300000,2024\n");
        Assert.Equal(1, await CountAsync(area, "SELECT count(*) FROM gunmane.contractor WHERE study_area = $1 AND merged_into IS NULL"));
        Assert.Equal(3, await CountAsync(area, "SELECT count(*) FROM gunmane.contractor WHERE study_area = $1"));
        Assert.Equal(1, await CountAsync(area, "SELECT count(DISTINCT contractor) FROM gunmane.placed_order WHERE study_area = $1"));
        Assert.Equal(1, await CountAsync(area, "SELECT count(DISTINCT contractor) FROM gunmane.order_firms($1)"));

        var before = await FactsAsync(area);
        var merges = await ReadAsync(session => FirmStore.MergesAsync(session, area, null, "", 50, 0, Stop));
        Assert.Equal(2, merges.Total);
        Assert.All(merges.Items, merge => Assert.NotEmpty(merge.Evidence));
        var version = await VersionAsync(area);
        var decision = await WriteAsync(session => FirmStore.UndoAsync(session, area, merges.Items.Single(merge => merge.Name.Contains("営業所", StringComparison.Ordinal)).Id, Stop));
        Assert.Equal(2, await CountAsync(area, "SELECT count(*) FROM gunmane.contractor WHERE study_area = $1 AND merged_into IS NULL"));
        Assert.True(await VersionAsync(area) > version);

        // What a person said stands against the engine, again and again, until it is withdrawn.
        var again = await WriteAsync(session => FirmReview.RunAsync(session, area, Stop));
        Assert.Equal((0, 0), (again.New, again.Ended));
        Assert.Equal(2, await CountAsync(area, "SELECT count(*) FROM gunmane.contractor WHERE study_area = $1 AND merged_into IS NULL"));
        await WriteAsync(async session => { await FirmStore.WithdrawAsync(session, area, decision, Stop); return 0; });
        Assert.Equal(before, await FactsAsync(area));
    }

    [Fact]
    public async Task A_doubtful_pair_is_asked_a_decision_holds_through_another_import_and_can_be_withdrawn()
    {
        var area = await AreaAsync("firms-ask");
        await ImportAsync(area, "a.csv", "浜辺市,契約課,市道舗装工事,(株)グンマネ環境,,5000000,2025\n浜辺市,契約課,橋りょう点検,(有)グンマネ環境,,3000000,2010\n");
        var asked = Assert.Single((await ReadAsync(session => FirmStore.QuestionsAsync(session, area, 50, 0, Stop))).Items);
        Assert.Equal(3_000_000, asked.YenAtStake);
        Assert.Contains(asked.Evidence, sentence => sentence.Key == "form");
        Assert.Equal("浜辺市", Assert.Single(asked.One.Orderers).Name);
        var before = await FactsAsync(area);

        var same = await WriteAsync(session => FirmStore.DecideAsync(session, area, asked.One.Number, asked.Other.Number, "same", Stop));
        Assert.Equal(1, await CountAsync(area, "SELECT count(*) FROM gunmane.contractor WHERE study_area = $1 AND merged_into IS NULL"));
        Assert.Equal("person", Assert.Single((await ReadAsync(session => FirmStore.MergesAsync(session, area, null, "", 50, 0, Stop))).Items).DecidedBy);
        Assert.Empty((await ReadAsync(session => FirmStore.QuestionsAsync(session, area, 50, 0, Stop))).Items);
        await Assert.ThrowsAsync<GunManeException>(() => WriteAsync(session => FirmStore.DecideAsync(session, area, asked.One.Number, asked.Other.Number, "same", Stop)));

        await ImportAsync(area, "b.csv", "浜辺市,契約課,河川草刈,(有)グンマネ環境,,200000,2011\n");
        Assert.Equal(1, await CountAsync(area, "SELECT count(DISTINCT contractor) FROM gunmane.placed_order WHERE study_area = $1"));
        await WriteAsync(async session => { await FirmStore.WithdrawAsync(session, area, same, Stop); return 0; });
        Assert.Equal(before, await FactsAsync(area));
        Assert.Single((await ReadAsync(session => FirmStore.QuestionsAsync(session, area, 50, 0, Stop))).Items);
    }

    [Fact]
    public async Task What_was_put_off_comes_last_and_different_is_not_asked_again()
    {
        var area = await AreaAsync("firms-later");
        await ImportAsync(area, "a.csv", "浜辺市,契約課,市道舗装工事,(株)グンマネ環境,,9000000,2025\n浜辺市,契約課,市道舗装工事,(有)グンマネ環境,,9000000,2025\n浜辺市,契約課,市道舗装工事,(株)テストナ道路サービス,,100000,2025\n浜辺市,契約課,市道舗装工事,(有)テストナ道路サービス,,100000,2025\n");
        var asked = (await ReadAsync(session => FirmStore.QuestionsAsync(session, area, 50, 0, Stop))).Items;
        Assert.Equal([9_000_000L, 100_000L], asked.Select(pair => pair.YenAtStake));
        await WriteAsync(session => FirmStore.DecideAsync(session, area, asked[0].One.Number, asked[0].Other.Number, "later", Stop));
        Assert.Equal([100_000L, 9_000_000L], (await ReadAsync(session => FirmStore.QuestionsAsync(session, area, 50, 0, Stop))).Items.Select(pair => pair.YenAtStake));
        await WriteAsync(session => FirmStore.DecideAsync(session, area, asked[1].One.Number, asked[1].Other.Number, "different", Stop));
        Assert.Equal([9_000_000L], (await ReadAsync(session => FirmStore.QuestionsAsync(session, area, 50, 0, Stop))).Items.Select(pair => pair.YenAtStake));
    }

    [Fact]
    public async Task Members_of_a_joint_venture_are_linked_with_leader_and_share_and_a_review_repeats_nothing()
    {
        var area = await AreaAsync("firms-venture");
        await ImportAsync(area, "a.csv", "浜辺市,契約課,橋りょう工事,見本・試験特定建設工事共同企業体 60:40,,90000000,2025\n浜辺市,契約課,市道舗装工事,(株)見本建設,,5000000,2025\n浜辺市,契約課,市道舗装工事,(株)試験土木,,5000000,2025\n");
        Assert.Equal(1, await CountAsync(area, "SELECT count(*) FROM gunmane.contractor_member m JOIN gunmane.contractor c ON c.id = m.member WHERE c.study_area = $1 AND m.leader AND m.share = 0.6 AND c.name = '(株)見本建設'"));
        var version = await VersionAsync(area);
        var again = await WriteAsync(session => FirmReview.RunAsync(session, area, Stop));
        Assert.Equal((3, 0, 0, 2), (again.Firms, again.New, again.Ended, again.Members));
        Assert.Equal(version, await VersionAsync(area));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<StudyAreaId> AreaAsync(string code) =>
        (await WriteAsync(session => AreaStore.CreateAsync(session, code, code, code, fictitious: true, null, "", Stop))).Id;

    private async Task ImportAsync(StudyAreaId area, string name, string rows)
    {
        var folder = Directory.CreateTempSubdirectory("gunmane-firms-");
        try
        {
            var path = Path.Combine(folder.FullName, name);
            await File.WriteAllTextAsync(path, Header + rows, Stop);
            var code = (await ReadAsync(session => AreaStore.ListAsync(session, Stop))).Single(found => found.Id == area).Code;
            var outcome = await ImportRun.ImportAsync(database.Database, AccessScope.Local, code, [path], new ImportOptions("awards", null, null, null, null), (_, _) => Task.CompletedTask, Stop);
            Assert.Empty(outcome.Refused);
            Assert.Equal(0, Assert.Single(outcome.Imports).Quarantined);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Everything stored about firms but when and by whom it was decided.
    private Task<string?> FactsAsync(StudyAreaId area) => ReadAsync(async session =>
    {
        await using var command = new Npgsql.NpgsqlCommand("""
            SELECT string_agg(concat_ws('|', c.id, c.identity_key, c.name, c.corporate_number, c.merged_into), E'\n' ORDER BY c.id)
            FROM gunmane.contractor c WHERE c.study_area = $1
            """, session.Connection) { Parameters = { new() { Value = area.Value } } };
        return (string?)await command.ExecuteScalarAsync(Stop);
    });

    private Task<long> CountAsync(StudyAreaId area, string sql) => ReadAsync(async session =>
    {
        await using var command = new Npgsql.NpgsqlCommand(sql, session.Connection) { Parameters = { new() { Value = area.Value } } };
        return (long)(await command.ExecuteScalarAsync(Stop))!;
    });

    private Task<long> VersionAsync(StudyAreaId area) => CountAsync(area, "SELECT data_version FROM gunmane.study_area WHERE id = $1");

    private Task<T> ReadAsync<T>(Func<Session, Task<T>> work) => database.Database.ReadAsync(AccessScope.Local, work, Stop);

    private Task<T> WriteAsync<T>(Func<Session, Task<T>> work) => database.Database.WriteAsync(AccessScope.Local, work, Stop);
}
