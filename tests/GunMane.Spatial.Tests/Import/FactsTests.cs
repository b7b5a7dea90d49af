using GunMane.Spatial.Contracts;
using GunMane.Spatial.Import;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import;

/// <summary>What imports make of boundaries, organisations, firms and orders, and how they find each other.</summary>
public sealed class FactsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string ContractHeader = "契約番号,発注者コード,契約担当課,所管課,件名,分野,業務種別,入札方式,応札者数,結果,契約額,予定価格,税区分,開札日,履行開始日,履行終了日,事業者番号,商号,対象施設番号\n";

    [Fact]
    public async Task Boundaries_make_organisations_wards_roll_up_and_earlier_assets_are_located()
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("公園.csv", "公園名,緯度,経度\n葵公園,34.85,138.05\n駿河公園,34.85,138.15\n海上公園,34.5,138.05\n"));
        Assert.StartsWith("+proj=tmerc +lat_0=34.6", (await town.AreaAsync()).MetresProj, StringComparison.Ordinal);
        var report = await town.ImportAsync(town.Write("N03.geojson", Collection(
            ContainerTests.Boundary("22101", "葵区", 138.0, "静岡市"), ContainerTests.Boundary("22102", "駿河区", 138.1, "静岡市"),
            ContainerTests.Boundary("22424", "吉田町", 138.2, "榛原郡"), ContainerTests.Boundary("22424", "吉田町", 138.4, "榛原郡"))));
        Assert.Equal((4, 4), (report.Read, report.Stored));
        Assert.Equal(["22101|22100|静岡市葵区", "22102|22100|静岡市駿河区", "22424|22424|吉田町"],
            await town.AskAsync("SELECT code, border_code, name FROM gunmane.municipality WHERE study_area = $1 ORDER BY code"));
        Assert.Equal(["22000|静岡県|prefecture", "22100|静岡市|municipality", "22424|吉田町|municipality"],
            await town.AskAsync("SELECT code, name, kind FROM gunmane.organisation WHERE study_area = $1 ORDER BY code"));
        Assert.Equal(["2"], await town.AskAsync("SELECT ST_NumGeometries(geom) FROM gunmane.municipality WHERE study_area = $1 AND code = '22424'"));
        Assert.Equal(["海上公園|00|", "葵公園|22|22100", "駿河公園|22|22100"],
            await town.AskAsync("SELECT name, prefecture, municipality FROM gunmane.asset WHERE study_area = $1 ORDER BY ST_Y(geom), ST_X(geom)"));
    }

    [Fact]
    public async Task The_first_boundaries_set_the_local_metres_once()
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("22424.json", Collection("""{"type":"Feature","properties":{"name":"静岡県榛原郡吉田町"},"geometry":{"type":"Polygon","coordinates":[[[138.2,34.8],[138.3,34.8],[138.3,34.9],[138.2,34.8]]]}}""")));
        Assert.Equal("+proj=tmerc +lat_0=36 +lon_0=138.5 +k=0.9999 +x_0=0 +y_0=0 +ellps=GRS80 +units=m +no_defs", (await town.AreaAsync()).MetresProj);
        Assert.Equal(["22424|吉田町|静岡県"], await town.AskAsync("SELECT code, name, prefecture_name FROM gunmane.municipality WHERE study_area = $1"));
        await town.ImportAsync(town.Write("N03.geojson", Collection(ContainerTests.Boundary("23100", "名古屋市", 136.9))));
        Assert.Contains("lon_0=138.5", (await town.AreaAsync()).MetresProj, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_boundaries_of_a_stored_code_do_not_overwrite_and_a_row_without_code_is_kept()
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("N03.geojson", Collection(ContainerTests.Boundary("22424", "吉田町", 138.2))));
        var report = await town.ImportAsync(town.Write("N03.geojson", Collection(ContainerTests.Boundary("22424", "吉田町", 138.3), ContainerTests.Boundary("", "所属未定地", 138.4))));
        Assert.Equal((2, 0, 2), (report.Read, report.Stored, report.Quarantined));
        Assert.Equal(1, (await town.ImportAsync(town.Write("N03.geojson", Collection(ContainerTests.Boundary("22424", "吉田町", 138.2))))).Duplicate);
    }

    [Fact]
    public async Task An_orderer_known_by_name_and_an_owner_known_by_code_become_one_when_boundaries_come()
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("公園.csv", "公園名,緯度,経度\n海辺公園,34.85,138.25\n"), new ImportOptions(Owner: "224243"));
        await town.ImportAsync(town.Write("awards.csv", "発注者,担当課,件名,開札日,落札者,法人番号,落札金額\n吉田町,吉田町 建設課,海辺公園遊具点検業務,2024-05-01,(株)見本,,100\n静岡県道路公社,,橋梁補修工事,2024-05-01,-,,0\n"));
        await town.ImportAsync(town.Write("N03.geojson", Collection(ContainerTests.Boundary("22424", "吉田町", 138.2))));
        Assert.Equal(["|静岡県道路公社|corporation", "22000|静岡県|prefecture", "22424|吉田町|municipality"],
            await town.AskAsync("SELECT code, name, kind FROM gunmane.organisation WHERE study_area = $1 ORDER BY code NULLS FIRST"));
        Assert.Equal(["True"], await town.AskAsync("""
            SELECT a.owner_org = c.orderer AND d.organisation = c.orderer AND d.name = '建設課' FROM gunmane.asset a, gunmane.contract c JOIN gunmane.department d ON d.id = c.contracting_department
            WHERE a.study_area = $1 AND c.study_area = $1
            """));
    }

    [Fact]
    public async Task Awards_become_contracts_with_sector_work_kind_outcome_and_firm()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("awards.csv.gz", ImportTown.Packed("""
            src,org,dept,pref,name,open_date,category,method,winner_name,corporate_no,amount,slug,fiscal_year,first_seen
            x,海辺市,海辺市 土木課,静岡県,令和6年度 市道1号線舗装補修工事,2024-04-03,工事,一般競争,（株）見本建設,7000012050002,"12,000,000",koji,2024,a
            x,海辺市,海辺市 土木課,静岡県,令和6年度 潮見橋橋梁定期点検業務,2025-02-03,委託,指名競争,見本建設株式会社,,3000000,koji,,b
            x,山手町,,静岡県,不明な業務,2025-02-03,委託,指名競争,-,,0,koji,,c
            x,山手町,,静岡県,除草業務,2025-02-03,委託,指名競争,不調,,,koji,,d
            x,山手町,,静岡県,清掃業務,2025-13-03,委託,指名競争,(有)見本建設,,1,koji,,e
            x,山手町,,静岡県,巡回業務,2025-02-03,委託,指名競争,(有)見本建設,8000012050002,5,koji,,f
            """));
        var report = await town.ImportAsync(path);
        Assert.Equal((6, 3, 2, 1), (report.Read, report.Stored, report.Repaired, report.Quarantined));
        Assert.Equal(
        [
            "road|pavement_repair|awarded|12000000|2024|見本建設/株式会社",
            "bridge|inspection|awarded|3000000|2024|見本建設/株式会社",
            "||unknown|0|2024|",
            "|mowing|no_bidder||2024|",
            "|patrol|awarded|5|2024|見本建設/有限会社",
        ], await town.AskAsync("""
            SELECT c.sector, c.work_kind, c.outcome, c.yen, c.fiscal_year, f.name_normalised || '/' || f.legal_form
            FROM gunmane.contract c LEFT JOIN gunmane.contractor f ON f.id = c.contractor WHERE c.study_area = $1 ORDER BY c.id
            """));
        Assert.Equal((6, 0, 5, 1), await AgainAsync(town, path));
    }

    [Fact]
    public async Task Orders_find_their_assets_and_give_them_firms_by_work_kind()
    {
        await using var town = await ImportTown.CreateAsync(database, fictitious: true);
        await town.ImportAsync(town.Write("assets.geojson", Collection(Asset("A-1", 0), Asset("A-2", 1), Asset("A-3", 2))), new ImportOptions("model-assets"));
        await town.ImportAsync(town.Write("contractors.csv",
            "事業者番号,商号,商号英字,法人番号,区分,構成員,所在地,経度,緯度,許可業種\nK1,(株)見本,Mihon,7000012050002,会社,,海辺町,1.5,2.5,土木\nK2,見本・試験特定建設工事共同企業体,,,共同企業体,K1;K3,,,,\nK3,試験(有),,,会社,,,,,\n"));
        var path = town.Write("contracts.csv", ContractHeader
            + "C1,90101,契約課,土木課,橋梁定期点検,橋梁,点検,指名競争,3,落札,1000,1100,税抜,2024-04-03,2024-05-01,2025-03-31,K1,(株)見本,A-1;A-2;A-1\n"
            + "C2,90000,,,小修繕,橋梁,小修繕,指名競争,3,落札,1000,1100,税込,2024-04-03,2023-05-01,2025-03-31,K2,見本・試験特定建設工事共同企業体,A-2;A-9\n"
            + "C3,90000,,,除草,道路,除草,指名競争,0,不調,,1100,税込,2024-04-03,,,,,A-3\n");
        var report = await town.ImportAsync(path);
        Assert.Equal((3, 2, 1), (report.Read, report.Stored, report.Repaired));
        Assert.Equal("A-9", Assert.Single(await town.RowsAsync(report)).Detail);
        Assert.Contains(report.Notes, note => note.Ja.Contains("予定価格", StringComparison.Ordinal));
        Assert.Equal(["C1|A-1", "C1|A-2", "C2|A-2", "C3|A-3"], await town.AskAsync(
            "SELECT c.contract_number, a.ledger_number FROM gunmane.contract_asset x JOIN gunmane.contract c ON c.id = x.contract JOIN gunmane.asset a ON a.study_area = x.study_area AND a.dense_id = x.dense_id WHERE x.study_area = $1 ORDER BY 1, 2"));
        Assert.Equal(["A-1|built|(株)見本|2000-04-01", "A-1|inspects|(株)見本|2024-05-01", "A-2|built|(株)見本|2000-04-01", "A-2|inspects|(株)見本|2024-05-01",
            "A-2|repaired|見本・試験特定建設工事共同企業体|2023-05-01", "A-3|built|(株)見本|2000-04-01"], await town.AskAsync(
            "SELECT a.ledger_number, x.role, f.name, x.since::text FROM gunmane.asset_contractor x JOIN gunmane.contractor f ON f.id = x.contractor JOIN gunmane.asset a ON a.study_area = x.study_area AND a.dense_id = x.dense_id WHERE x.study_area = $1 ORDER BY 1, 2"));
        Assert.Equal(["K1|number:7000012050002", "K2|source:K2", "K3|source:K3"], await town.AskAsync("SELECT source_number, identity_key FROM gunmane.contractor WHERE study_area = $1 AND merged_into IS NULL ORDER BY 1"));
        Assert.Equal(["2"], await town.AskAsync("SELECT count(*) FROM gunmane.contractor_member m JOIN gunmane.contractor f ON f.id = m.contractor WHERE f.study_area = $1"));
        Assert.Equal((3, 0, 3, 0), await AgainAsync(town, path));
    }

    [Fact]
    public async Task Two_registers_complete_each_other_and_contradictions_are_kept_out()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var header = "事業者番号,商号,法人番号,所在地\n";
        Assert.Equal(1, (await town.ImportAsync(town.Write("a.csv", header + "K1,(株)見本,7000012050002,\n"))).Stored);
        Assert.Equal(1, (await town.ImportAsync(town.Write("b.csv", header + "K1,(株)見本,7000012050002,海辺町\n"))).Stored);
        var report = await town.ImportAsync(town.Write("c.csv", header + "K1,(株)見本,7000012050002,山手町\n,,,\n"));
        Assert.Equal((2, 0, 2), (report.Read, report.Stored, report.Quarantined));
        Assert.Equal(["海辺町"], await town.AskAsync("SELECT address FROM gunmane.contractor WHERE study_area = $1"));
    }

    [Fact]
    public void An_incomplete_area_names_the_next_file()
    {
        Assert.Contains("N03", AreaNext.Of(new AreaSummary(null, 0, 0, 0, 0, 0))!.Ja, StringComparison.Ordinal);
        Assert.Contains("台帳", AreaNext.Of(new AreaSummary(null, 1, 0, 0, 0, 0))!.Ja, StringComparison.Ordinal);
        Assert.Contains("契約", AreaNext.Of(new AreaSummary(null, 1, 1, 0, 0, 0))!.Ja, StringComparison.Ordinal);
        Assert.Null(AreaNext.Of(new AreaSummary(null, 1, 1, 1, 1, 0)));
    }

    [Theory]
    [InlineData("令和6年度 潮見橋橋梁補修設計業務委託", "bridge", "design")]
    [InlineData("（一）浜辺山手線 舗装打換え工事", "road", "pavement_repair")]
    [InlineData("市道12号線ほか道路照明灯LED化更新工事", "lighting", "repair_works")]
    [InlineData("公共下水道管渠点検業務", "sewer", "inspection")]
    [InlineData("海辺公園除草業務委託", "park", "mowing")]
    [InlineData("浜辺川浚渫工事", "river", "cleaning")]
    [InlineData("市道1号線道路新設工事", "road", null)]
    [InlineData("システム保守業務", null, null)]
    public void Titles_name_sector_and_work_kind(string title, string? sector, string? kind)
    {
        var vocabulary = TitleVocabulary.Shipped;
        Assert.Equal(sector, vocabulary.SectorOf(title) is { } found ? Model.Sectors.Key(found) : null);
        Assert.Equal(kind, vocabulary.WorkKindOf(title) is { } work ? Model.WorkKinds.Key(work) : null);
    }

    private static async Task<(long, long, long, long)> AgainAsync(ImportTown town, string path)
    {
        var before = await town.SummaryAsync();
        var again = await town.ImportAsync(path);
        var after = await town.SummaryAsync();
        Assert.Equal((before.Contracts, before.Contractors, before.Links), (after.Contracts, after.Contractors, after.Links));
        return (again.Read, again.Stored + again.Repaired, again.Duplicate, again.Quarantined);
    }

    private static string Collection(params string[] features) => """{"type":"FeatureCollection","features":[""" + string.Join(",\n", features) + "]}";

    private static string Asset(string number, int at) => FormattableString.Invariant(
        $"{{\"type\":\"Feature\",\"properties\":{{\"施設番号\":\"{number}\",\"名称\":\"橋{at}\",\"分野\":\"橋梁\",\"管理者コード\":\"90000\",\"供用年度\":2000,\"施工業者\":\"(株)見本\"}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{1 + at * 0.1},2]}}}}");
}
