using CsCheck;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Import;

/// <summary>What is proposed for files never seen: made-up ledgers with the headers that towns use, and odd ones.</summary>
public sealed class SuggestionTests : IDisposable
{
    private const string Bridges = """
        NO,橋梁番号,橋梁名,フリガナ,路線名,架設年度,橋長(m),全幅員(m),健全性,点検年度,緯度,経度,管理者,所管課
        1,K-001,見本橋,ミホンバシ,市道1号線,S45,12.5,4.0,Ⅱ,R3,34.812345,138.301234,見本市,道路課
        2,K-002,例示橋,レイジバシ,市道2号線,H4,8.2,5.0,Ⅲ,R4,34.822345,138.311234,見本市,道路課
        3,K-003,架空大橋,カクウオオハシ,市道3号線,1988,55.0,6.5,Ⅰ,R4,34.832345,138.321234,見本市,道路課
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gunmane-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_bridge_ledger_is_read_by_its_headers()
    {
        var found = Propose("橋梁台帳.csv", Bridges);
        Assert.Equal(ProfileKind.Assets, found.Profile.Kind);
        Assert.Equal("bridge", found.Sector.Value);
        AssertFields(found, ("name", "橋梁名"), ("ledgerNumber", "橋梁番号"), ("route", "路線名"), ("builtYear", "架設年度"), ("length", "橋長(m)"),
            ("conditionRaw", "健全性"), ("latitude", "緯度"), ("longitude", "経度"), ("owner", "管理者"), ("department", "所管課"));
        Assert.Equal(["橋梁番号"], found.Profile.Key);
        Assert.Null(Column(found, "フリガナ").Field);
        Assert.DoesNotContain(found.Missing, question => question.Required);
        Assert.Contains("見出しが「橋梁名」", Column(found, "橋梁名").Reasons.Select(reason => reason.Ja));
        Assert.Equal("確か", Column(found, "緯度").Word.Ja);
    }

    [Theory]
    [InlineData("防犯灯.csv", "管理番号,灯具種別,W数,設置年,lat,lng\nL1,LED,10,2015,34.81,138.31\nL2,水銀,40,1999,34.82,138.32\n", "lighting")]
    [InlineData("大きな壁.csv", "番号,擁壁高,竣工年月,北緯,東経\nA1,3.5,1990/03,34.8111,138.3111\nA2,4.5,1991/03,34.8222,138.3222\n", "slope")]
    [InlineData("ふた.csv", "人孔番号,蓋種類,土被り,緯度,経度\nM1,丸,1.2,34.8111,138.3111\nM2,丸,1.3,34.8222,138.3222\n", "sewer")]
    [InlineData("file1.csv", "整理No,名称,緯度,経度\n7,北公園,34.8111,138.3111\n9,南公園,34.8222,138.3222\n", "park")]
    [InlineData("防護柵.csv", "管理番号,名称,緯度,経度\n7,北ガードレール,34.8111,138.3111\n9,南ガードレール,34.8222,138.3222\n", "road")]
    public void The_sector_comes_from_file_name_headers_and_values(string name, string text, string sector)
    {
        var found = Propose(name, text);
        Assert.Equal((ProfileKind.Assets, sector), (found.Profile.Kind, found.Sector.Value));
        Assert.Equal(sector, found.Profile.Defaults["sector"]);
        Assert.True(found.Profile.Fields.ContainsKey("latitude") && found.Profile.Fields.ContainsKey("longitude"));
    }

    [Fact]
    public void Rows_of_several_sectors_are_left_to_each_row()
    {
        var found = Propose("list.csv", "名称,緯度,経度\n北公園,34.81,138.31\n南橋梁,34.82,138.32\n東トンネル,34.83,138.33\n西庁舎,34.84,138.34\n");
        Assert.Null(found.Sector.Value);
        Assert.Contains(found.Missing, question => question is { About: "sector", Required: false });
    }

    [Fact]
    public void Orders_are_told_from_ledgers()
    {
        var found = Propose("入札結果.csv", """
            案件番号,工事名,工事場所,入札方式,開札日,予定価格,契約金額,落札業者,所管課,発注機関
            R5-1,市道1号線舗装補修工事,見本町,指名競争入札,令和5年5月10日,"5,500,000","5,000,000",㈱見本組,建設課,見本市
            R5-2,見本橋修繕工事,例示町,一般競争入札,令和5年6月20日,"11,000,000","10,000,000",(有)例示土木,建設課,見本市
            """);
        Assert.Equal(ProfileKind.Contracts, found.Profile.Kind);
        AssertFields(found, ("title", "工事名"), ("contractor", "落札業者"), ("yen", "契約金額"), ("tenderDate", "開札日"), ("method", "入札方式"),
            ("orderer", "発注機関"), ("managingDepartment", "所管課"), ("contractNumber", "案件番号"));
        Assert.Equal(["案件番号"], found.Profile.Key);
        Assert.Null(Column(found, "予定価格").Field);
    }

    [Fact]
    public void A_register_of_firms_has_each_once()
    {
        var found = Propose("名簿.csv", "業者番号,商号又は名称,所在地,法人番号,許可業種\n1001,㈱見本組,見本市北1-2,1234567890123,土木\n1002,例示土木(有),見本市南3-4,,舗装\n1003,架空建設株式会社,例示町5,,造園\n");
        Assert.Equal(ProfileKind.Contractors, found.Profile.Kind);
        AssertFields(found, ("name", "商号又は名称"), ("sourceNumber", "業者番号"), ("address", "所在地"), ("trades", "許可業種"));
        // None of the numbers has a right check digit: told beside the header.
        Assert.Contains(Column(found, "法人番号").Reasons, reason => reason.Ja.Contains("読めない", StringComparison.Ordinal));
    }

    [Fact]
    public void Builders_of_a_ledger_become_firms_with_role_and_year()
    {
        var found = Propose("管路.csv", "管理番号,延長,施工年度,業者名,業者名2,【改築】年,【改築】業,緯度,経度\n"
            + "P1,10,1990,㈱見本組,,2020,(有)例示土木,34.81,138.31\nP2,20,1991,㈱見本組,架空建設㈱,2021,(有)例示土木,34.82,138.32\n");
        Assert.Equal([("業者名", "built", "施工年度"), ("業者名2", "built", null), ("【改築】業", "repaired", "【改築】年")],
            found.Profile.Firms.Select(firm => (firm.Columns[0], firm.Role, firm.Year?[0])));
    }

    [Fact]
    public void Values_alone_find_what_headers_hide()
    {
        var found = Propose("x.csv", "item1,item2,item3,item4\n34.812345,138.301234,見本橋,㈱見本組\n34.822345,138.311234,例示橋,架空建設㈱\n34.832345,138.321234,架空橋,㈱見本組\n");
        AssertFields(found, ("latitude", "item1"), ("longitude", "item2"), ("name", "item3"));
        Assert.Equal("item4", Assert.Single(found.Profile.Firms).Columns[0]);
        Assert.Equal("自信なし", Column(found, "item3").Word.Ja);
    }

    [Fact]
    public void A_file_without_header_is_told_as_such()
    {
        var found = Propose("nohead.csv", "K-1,見本橋,34.812345,138.301234\nK-2,例示橋,34.822345,138.311234\nK-3,架空橋,34.832345,138.321234\n");
        Assert.True(found.Missing[0] is { About: "header", Required: true });
        Assert.DoesNotContain(Propose("橋梁台帳.csv", Bridges).Missing, question => question.About == "header");
    }

    [Fact]
    public void The_owner_comes_from_a_code_or_a_known_town_in_the_file_name()
    {
        const string text = "名称,緯度,経度\n北公園,34.81,138.31\n南公園,34.82,138.32\n";
        Assert.Equal("22212", Propose("222127_park.csv", text).Owner.Value);
        Assert.Null(Propose("222128_park.csv", text).Owner.Value);
        Assert.Equal("22212", Propose("見本市_公園.csv", text, new KnownMunicipality("22212", "見本市"), new KnownMunicipality("22213", "例示町")).Owner.Value);
        Assert.Contains(Propose("公園.csv", text).Missing, question => question is { About: "owner", Required: false });
    }

    [Fact]
    public void A_count_of_rows_is_no_key_but_a_ledger_number_is()
    {
        Assert.Empty(Propose("a.csv", "NO,名称,緯度,経度\n1,北公園,34.81,138.31\n2,南公園,34.82,138.32\n").Profile.Key);
        Assert.Equal(["ID"], Propose("a.csv", "ID,名称,緯度,経度\n14,北公園,34.81,138.31\n2,南公園,34.82,138.32\n").Profile.Key);
        Assert.Empty(Propose("a.csv", "ID,名称,緯度,経度\n14,北公園,34.81,138.31\n14,南公園,34.82,138.32\n").Profile.Key);
        Assert.Empty(Propose("a.csv", "ID,名称,緯度,経度\n14,北公園,34.81,138.31\n,南公園,34.82,138.32\n").Profile.Key);
    }

    [Fact]
    public void Two_columns_that_suit_one_field_are_told()
    {
        var found = Propose("a.csv", "名称,緯度,経度,種別,分類\n北公園,34.81,138.31,街区,普通\n南公園,34.82,138.32,近隣,普通\n");
        Assert.Contains(found.Notes, note => note.Ja.Contains("同じくらい", StringComparison.Ordinal));
    }

    [Fact]
    public void A_place_that_is_not_there_is_asked_for()
    {
        var found = Propose("橋梁.csv", "橋梁番号,橋梁名,路線名,架設年度,橋長\nA1,見本橋,市道1号線,1980,10\nA2,例示橋,市道2号線,1990,12\n");
        Assert.Equal(ProfileKind.Assets, found.Profile.Kind);
        Assert.True(found.Missing[0] is { About: "place", Required: true });
    }

    [Theory]
    [InlineData("橋梁番号,橋梁名,X座標,Y座標\nA1,見本橋,-130001.25,-20002.5\nA2,例示橋,-130101.25,-20102.5\n", "x y")]
    [InlineData("橋梁番号,橋梁名,形\nA1,見本橋,POINT(138.3 34.8)\nA2,例示橋,\"LINESTRING(138.3 34.8,138.4 34.9)\"\n", "wkt")]
    [InlineData("橋梁番号,橋梁名,位置1,位置2\nA1,見本橋,34°48′30.5″,138°18′20.1″\nA2,例示橋,34°49′30.5″,138°19′20.1″\n", "latitude longitude")]
    public void Places_come_in_metres_text_and_minutes_too(string text, string fields)
    {
        var found = Propose("橋.csv", text);
        Assert.Equal(fields, string.Join(' ', found.Profile.Required));
        Assert.DoesNotContain(found.Missing, question => question.Required);
    }

    [Fact]
    public void A_suggestion_is_a_profile_that_passes_its_own_check()
    {
        var found = Propose("橋梁台帳.csv", Bridges);
        var text = ProfileText.Write(found.Profile);
        Assert.Equal(text, ProfileText.Write(ProfileText.Read(text, "x")));
        Assert.Equal(text, ProfileText.Write(Propose("橋梁台帳.csv", Bridges).Profile));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 0", "version")]
    [InlineData("\"kind\": \"assets\"", "\"kind\": \"bridges\"", "kind")]
    [InlineData("\"builtYear\":", "\"yearBuilt\":", "fields.yearBuilt")]
    [InlineData("\"sector\": \"bridge\"", "\"sector\": \"bridges\"", "defaults.sector")]
    [InlineData("\"sector\": \"bridge\"", "\"colour\": \"red\"", "defaults.colour")]
    [InlineData("\"title\":", "\"titel\":", "titel")]
    [InlineData("\"crs\": \"EPSG:6668", "\"crs\": \"EPSG:1", "crs")]
    [InlineData("\"fileNames\": null", "\"fileNames\": \"(\"", "fileNames")]
    [InlineData("\"ownerByWord\": {}", "\"ownerByWord\": {\"路線名\": {\"市道\": \"海辺市\"}}", "ownerByWord.路線名")]
    [InlineData("\"firms\": []", "\"firms\": [{\"columns\": [\"x\"], \"role\": \"eats\"}]", "firms[0].role")]
    [InlineData("{", "", "")]
    public void A_profile_that_means_nothing_is_refused_with_its_place(string from, string to, string place)
    {
        var text = ProfileText.Write(Propose("橋梁台帳.csv", Bridges).Profile);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        var refusal = Assert.Throws<GunManeException>(() => ProfileText.Read(text[..at] + to + text[(at + from.Length)..], "my.json"));
        Assert.Equal("profile", refusal.Parameter);
        Assert.Contains("my.json", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(place, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_of_a_shipped_profile_is_known() => Assert.All(ProfileCatalogue.All.Where(profile => profile.Name != "zones"), profile => ProfileText.Check(profile, profile.Name));

    [Fact]
    public void The_best_assignment_beats_every_other_one() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5]).SelectMany((rows, columns) =>
        Gen.Double[0, 1].Array[rows * columns].Select(values => (rows, columns, values))).Sample(input =>
    {
        var scores = new double[input.rows, input.columns];
        for (var at = 0; at < input.values.Length; at++) scores[at / input.columns, at % input.columns] = input.values[at] < 0.3 ? 0 : input.values[at];
        var best = BestAssignment.Of(scores);
        var used = best.Where(column => column >= 0).ToList();
        return used.Distinct().Count() == used.Count && Math.Abs(Sum(scores, best) - Most(scores, 0, [])) < 1e-9;
    });

    private static double Sum(double[,] scores, int[] columns) => columns.Select((column, row) => column < 0 ? 0 : scores[row, column]).Sum();

    private static double Most(double[,] scores, int row, HashSet<int> used)
    {
        if (row == scores.GetLength(0)) return 0;
        var best = Most(scores, row + 1, used);
        for (var column = 0; column < scores.GetLength(1); column++)
        {
            if (used.Add(column))
            {
                best = Math.Max(best, scores[row, column] + Most(scores, row + 1, used));
                used.Remove(column);
            }
        }

        return best;
    }

    private static void AssertFields(Suggestion found, params (string Field, string Column)[] expected) =>
        Assert.Equal(expected.Select(pair => $"{pair.Field} {pair.Column}"), expected.Select(pair => $"{pair.Field} {found.Profile.Fields.GetValueOrDefault(pair.Field)?[0]}"));

    private static ColumnSuggestion Column(Suggestion found, string name) => found.Columns.Single(column => column.Name == name);

    private Suggestion Propose(string name, string text, params KnownMunicipality[] known)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        var file = Assert.Single(FileSet.DataSets([new OfferedFile(path, name)], folder.FullName));
        return FileSuggestion.Of(FileSuggestion.Read(file, new ImportOptions(), CancellationToken.None), new ImportOptions(), null, known);
    }
}
