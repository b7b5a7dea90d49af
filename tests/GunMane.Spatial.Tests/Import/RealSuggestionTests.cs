using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;

namespace GunMane.Spatial.Tests.Import;

/// <summary>What is proposed for real public files, which are no part of this project: GUNMANE_REAL_DATA names their folder.</summary>
public sealed class RealSuggestionTests
{
    private const string Current = "yaizu/current/";
    private const string Withdrawn = "yaizu/withdrawn-from-history/";
    private static readonly string? Folder = Environment.GetEnvironmentVariable("GUNMANE_REAL_DATA");

    // File, kind, sector (null: asked for), and fields with the columns that they are.
    private static readonly (string Path, ProfileKind Kind, string? Sector, string Fields)[] Files =
    [
        (Current + "アンダーパス/アンダーパス.csv", ProfileKind.Assets, "road", "name=名称 latitude=緯度 longitude=経度"),
        (Current + "公園一覧/222127_park_info.csv", ProfileKind.Assets, "park", "name=公園名 latitude=緯度 longitude=経度 area=面積（㎡） builtYear=供用開始年"),
        (Current + "公衆トイレ一覧/222127_public_toilet.csv", ProfileKind.Assets, "building", "name=名称 latitude=緯度 longitude=経度 ownerCode=全国地方公共団体コード"),
        (Current + "同報無線子局一覧/222127_douhoumusenkokyoku.csv", ProfileKind.Assets, null, "name=名称 latitude=緯度 longitude=経度"),
        (Current + "市営駐車場・駐輪場/222127_municipal_parking_lot.csv", ProfileKind.Assets, null, "name=名称 latitude=緯度 longitude=経度 owner=市区町村名"),
        (Current + "水防倉庫一覧/222127_suibousouko.csv", ProfileKind.Assets, "building", "name=水防倉庫名 latitude=緯度 longitude=経度"),
        (Current + "消防水利施設一覧/222127_fire_hydrant.csv", ProfileKind.Assets, null, "kind=種別 latitude=緯度 longitude=経度"),
        (Current + "避難所一覧/222127_hinannjo.csv", ProfileKind.Assets, "building", "name=名称 latitude=緯度 longitude=経度 ownerCode=市区町村コード"),
        (Current + "農業用施設図/農業用施設図.geojson", ProfileKind.Assets, "river", "kind=種別"),
        (Current + "河川・海岸_監視カメラ/CameraInfo.geojson", ProfileKind.Assets, "river", "name=Name"),
        (Current + "都市計画道路/都市計画道路.shp", ProfileKind.Assets, "road", ""),
        (Withdrawn + "汚水管路_管渠/管渠マンホール.shp", ProfileKind.Assets, "sewer", "ledgerNumber=施設番号 length=延長 kind=幹枝区分名 builtYear=施工年度A"),
        (Withdrawn + "汚水管路_マンホール/R5汚水マンホール(シェープ形式).shp", ProfileKind.Assets, "sewer", "ledgerNumber=施設番号"),
        (Withdrawn + "用水受益区域_用水線_排水路(黒)/排水路(黒).shp", ProfileKind.Assets, "river", ""),
        (Withdrawn + "公共施設一覧/222127_public_facility-59773.csv", ProfileKind.Assets, "building", "name=名称 latitude=緯度 longitude=経度"),
        ("parks-sanennanshin/park_sena_506.csv", ProfileKind.Assets, "park", "name=名称 latitude=緯度 longitude=経度 owner=自治体名"),
        ("parks-sanennanshin/park_nakanoku.csv", ProfileKind.Assets, "park", "name=公園名 latitude=緯度 longitude=経度 area=公園面積_m2 ledgerNumber=公園番号"),
        ("shimoda-facilities/evacuation_shelters.csv", ProfileKind.Assets, "building", "name=name latitude=lat longitude=lng"),
        ("awards-shizuoka/awards.csv.gz", ProfileKind.Contracts, null, "title=name orderer=org contractor=winner_name number=corporate_no yen=amount tenderDate=open_date contractingDepartment=dept fiscalYear=fiscal_year"),
        ("admin-shizuoka/n03-simplified/N03-21_22_210101.json", ProfileKind.Municipalities, null, "code=N03_007 name=N03_004 upper=N03_003 prefectureName=N03_001"),
    ];

    [Fact]
    public void Every_real_table_is_told_by_kind_sector_and_columns()
    {
        Assert.SkipUnless(Folder is not null, "GUNMANE_REAL_DATA is not set.");
        foreach (var (path, kind, sector, fields) in Files)
        {
            var found = Suggest(path);
            Assert.Equal((path, kind, sector), (path, found.Profile.Kind, found.Sector.Value));
            foreach (var pair in fields.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')))
                Assert.Equal($"{path} {pair[0]} {pair[1]}", $"{path} {pair[0]} {found.Profile.Fields.GetValueOrDefault(pair[0])?[0]}");
            Assert.DoesNotContain(found.Missing, question => question.Required);
            ProfileText.Check(found.Profile, path);
        }
    }

    [Fact]
    public void The_builders_of_the_sewers_are_found_with_role_and_year()
    {
        Assert.SkipUnless(Folder is not null, "GUNMANE_REAL_DATA is not set.");
        Assert.Equal([("業者名", "built", "施工年度A"), ("業者名2", "built", null), ("【改築】業", "repaired", "【改築】施")],
            Suggest(Withdrawn + "汚水管路_管渠/管渠マンホール.shp").Profile.Firms.Select(firm => (firm.Columns[0], firm.Role, firm.Year?[0])));
    }

    private static Suggestion Suggest(string path)
    {
        var full = Path.Combine(Folder!, path);
        var file = Assert.Single(FileSet.DataSets([new OfferedFile(full, Path.GetFileName(full))], ""));
        return FileSuggestion.Of(FileSuggestion.Read(file, new ImportOptions(), TestContext.Current.CancellationToken), new ImportOptions(), null, []);
    }
}
