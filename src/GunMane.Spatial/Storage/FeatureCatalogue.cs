namespace GunMane.Spatial.Storage;

/// <summary>Type of a field, as JSON and as PostgreSQL compare it. Large: whole, and possibly beyond 32 bits. List: of texts, only in filters.</summary>
public enum FieldType
{
    Text, Whole, Large, Number, Boolean, Date, Id, Json, List,
}

/// <summary>A field of a collection.</summary>
/// <param name="Name">Name: property in GeoJSON, column in queries/features.sql, query parameter.</param>
/// <param name="Type">Its type.</param>
/// <param name="Title">Japanese title.</param>
public sealed record FeatureField(string Name, FieldType Type, string Title)
{
    /// <summary>Whether it can be asked for by equality, and sorted by.</summary>
    public bool Filterable => Type != FieldType.Json;

    /// <summary>Whether a field of JSON is an array; else an object.</summary>
    public bool IsArray { get; init; }

    /// <summary>Unit of a number in UCUM; null: it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>What a value means, by a URI of a public vocabulary; null: none says it.</summary>
    public string? Meaning { get; init; }

    /// <summary>The collection whose features its values are the ids of; null: they are no such ids.</summary>
    public string? Refers { get; init; }

    /// <summary>Where a value is looked up while features are written; null: the row brings it.</summary>
    public NamedBy? Named { get; init; }

    /// <summary>Path of the resource that a value is the id of, with <c>{resourceId}</c> in its place, where that is no collection; else null.</summary>
    public string? RefersTo { get; init; }
}

/// <summary>A collection of OGC API – Features.</summary>
/// <param name="Id">Its id: also the block of queries/features.sql.</param>
/// <param name="Title">Japanese title.</param>
/// <param name="Description">What it holds.</param>
/// <param name="IdType">Type of the feature ids.</param>
/// <param name="Key">Columns of a unique order that does not change under writes: pages go along it.</param>
/// <param name="Fields">Its fields, study_area first.</param>
/// <param name="Period">Columns where a feature's time begins and ends; null: it has none.</param>
/// <param name="HasGeometry">Whether its features lie anywhere.</param>
public sealed record FeatureCollection(
    string Id, string Title, string Description, FieldType IdType, IReadOnlyList<(string Column, FieldType Type)> Key,
    IReadOnlyList<FeatureField> Fields, (string From, string To)? Period = null, bool HasGeometry = true)
{
    /// <summary>Kind of its geometries, as 23-058 names formats.</summary>
    public string GeometryFormat { get; init; } = "geometry-any";

    /// <summary>Fields that a client may write; empty: the collection is only read. Others are read-only.</summary>
    public IReadOnlyList<string> Receivable { get; init; } = [];

    /// <summary>Whether features can be added, changed and removed.</summary>
    public bool IsWritable => Receivable.Count > 0;

    /// <summary>Lists of texts that filters may ask about and features do not show: blocks of queries/filters.sql.</summary>
    public IReadOnlyList<FeatureField> Lists { get; init; } = [];
}

/// <summary>All collections. Identifiers in composed SQL come from here and from nowhere else.</summary>
public static class FeatureCatalogue
{
    private const string Areal = "geometry-polygon-or-multipolygon";

    private const string Length = "https://qudt.org/vocab/quantitykind/Length";
    private const string Area = "https://qudt.org/vocab/quantitykind/Area";

    private static readonly FeatureField StudyArea = new("study_area", FieldType.Text, "対象地域") { RefersTo = "/api/areas/{resourceId}" };

    /// <summary>The collections in the order in which they are listed.</summary>
    public static IReadOnlyList<FeatureCollection> All { get; } =
    [
        new("municipalities", "市区町村", "市区町村の境界 (boundaries of municipalities)", FieldType.Text,
            [("area_id", FieldType.Whole), ("code", FieldType.Text)],
            [
                StudyArea, Text("code", "団体コード"), Text("border_code", "境界として数える団体コード"), Text("name", "名称"), Text("name_en", "英語名"),
                Text("prefecture", "都道府県コード"), Text("prefecture_name", "都道府県名"), Date("valid_from", "有効期間の始め"), Date("valid_to", "有効期間の終わり"),
            ], ("valid_from", "valid_to"))
        {
            GeometryFormat = Areal,
        },
        new("assets", "施設", "維持管理する施設 (assets that are maintained)", FieldType.Id,
            [("area_id", FieldType.Whole), ("dense_id", FieldType.Whole)],
            [
                StudyArea with { Named = new("area_id", NameList.StudyArea) }, Whole("dense_id", "対象地域内の番号"), Text("sector", "分野"), Text("kind", "種別"), Text("name", "名称"), Text("route", "路線・河川"),
                Text("ledger_number", "台帳番号"), Text("municipality", "所在市区町村の団体コード"), Text("place_flag", "所在の注意"),
                Text("owner", "管理者の団体コード") with { Named = new("owner_id", NameList.OrganisationCode) },
                Text("owner_name", "管理者") with { Named = new("owner_id", NameList.Organisation) },
                Text("managing_department", "所管課") with { Named = new("managing_department_id", NameList.Department) }, Whole("built_year", "建設年"), Whole("inspection_due", "次回点検年"), Text("condition_scale", "健全性の尺度"),
                Text("condition_raw", "健全性（原本の値）"), Number("length_m", "延長 (m)") with { Unit = "m", Meaning = Length }, Number("area_m2", "面積 (m²)") with { Unit = "m2", Meaning = Area }, Text("prefecture", "都道府県コード"),
                Text("data_class", "公開区分"), Text("source", "出典の台帳"), new("attributes", FieldType.Json, "その他の属性"),
            ])
        {
            Lists = [new("contractors", FieldType.List, "台帳か契約が名指す事業者の名称"), new("contractor_ids", FieldType.List, "台帳か契約が名指す事業者の識別子")],
        },
        new("contractors", "事業者", "事業者の所在地 (contractors at their offices)", FieldType.Id, [("row_id", FieldType.Whole)],
            [
                StudyArea, Text("name", "名称"), Text("name_en", "英語名"), Text("corporate_number", "法人番号"), Text("kind", "区分"), Text("address", "所在地"),
                Text("trades", "業種"),
            ])
        {
            GeometryFormat = "geometry-point",
        },
        new("contracts", "契約・発注", "契約・発注。図形はない (orders; without geometry)", FieldType.Id, [("row_id", FieldType.Whole)],
            [
                StudyArea, Text("contract_number", "契約番号"), Text("title", "件名"), Text("orderer", "発注者の団体コード"), Text("orderer_name", "発注者"),
                Text("contracting_department", "契約担当課"), Text("managing_department", "所管課"), Text("sector", "分野"), Text("work_kind", "業務種別"),
                Text("method", "入札・契約方式"), Whole("bidders", "応札者数"), Text("outcome", "結果"), new("yen", FieldType.Large, "金額 (円)"), Text("price_kind", "金額の種類"),
                new("tax_included", FieldType.Boolean, "税込"), Date("tender_date", "開札日"), Date("starts_on", "履行期間の始め"), Date("ends_on", "履行期間の終わり"),
                Whole("fiscal_year", "年度"), new("contractor", FieldType.Id, "事業者の識別子") { Refers = "contractors" }, Text("contractor_name", "事業者"), Text("prefecture", "都道府県コード"),
                Text("data_class", "公開区分"), Text("source", "出典"),
            ], ("starts_on", "ends_on"), HasGeometry: false),
        new("groups", "群候補", "各対象地域の最新の計算による群候補 (candidate groups of the latest run of each study area)", FieldType.Id, [("id", FieldType.Id)],
            [
                StudyArea, new("run", FieldType.Id, "計算の識別子") { RefersTo = "/api/runs/{resourceId}" }, Whole("number", "番号"), Number("score", "評価"), Whole("assets", "施設数"), Text("engine", "計算方法"),
                new("data_version", FieldType.Large, "データの版"), Text("created_at", "計算日時"), new("reasons", FieldType.Json, "理由") { IsArray = true }, new("metrics", FieldType.Json, "指標"),
            ]),
        new("zones", "区域（契約区域）", "すべての検討案の区域 (zones of all scenarios)", FieldType.Id, [("id", FieldType.Id)],
            [StudyArea, new("scenario", FieldType.Id, "検討案の識別子") { RefersTo = "/api/scenarios/{resourceId}" }, Text("scenario_name", "検討案"), Text("name", "名称"), Whole("version", "版")])
        {
            Receivable = ["scenario", "name"],
            GeometryFormat = Areal,
        },
    ];

    /// <summary>A collection, or null if there is none of that id.</summary>
    public static FeatureCollection? Find(string id) => All.FirstOrDefault(collection => collection.Id == id);

    private static FeatureField Text(string name, string title) => new(name, FieldType.Text, title);

    private static FeatureField Whole(string name, string title) => new(name, FieldType.Whole, title);

    private static FeatureField Number(string name, string title) => new(name, FieldType.Number, title);

    private static FeatureField Date(string name, string title) => new(name, FieldType.Date, title);
}
