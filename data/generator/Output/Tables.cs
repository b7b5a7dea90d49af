using System.Globalization;
using GunMane.ModelRegion.Ledger;
using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Support;
using GunMane.ModelRegion.Trade;

namespace GunMane.ModelRegion.Output;

/// <summary>The CSV and GeoJSON texts of the model region.</summary>
public static class Tables
{
    /// <summary>municipalities.geojson.</summary>
    public static string Municipalities(IEnumerable<Municipality> towns)
    {
        var json = new GeoJson();
        foreach (var town in towns)
        {
            json.Add(town.Area, ("code", town.Seat.Code), ("name", town.Seat.Name), ("name_en", town.Seat.NameEn),
                ("prefecture_code", Skeleton.PrefectureCode), ("prefecture_name", Skeleton.Prefecture), ("prefecture_name_en", Skeleton.PrefectureEn));
        }
        return json.Finish();
    }

    /// <summary>assets-(sector).geojson.</summary>
    public static string Assets(IEnumerable<Asset> assets)
    {
        var json = new GeoJson();
        foreach (var a in assets)
        {
            json.Add(a.Shape, ("施設番号", a.Number), ("名称", a.Name), ("分野", a.Sector), ("種別", a.Kind), ("路線名", a.Route), ("管理者コード", a.Owner), ("所管課", a.Department),
                ("供用年度", a.Year), ("健全性尺度", a.Scale), ("健全性", a.Grade), ("次回点検年度", a.NextInspection), ("施工業者", a.Builder));
        }
        return json.Finish();
    }

    /// <summary>contractors.csv; 法人番号 stays empty because a valid-looking one could belong to a real firm.</summary>
    public static string Contractors(IEnumerable<Firm> firms) =>
        Csv("事業者番号,商号,商号英字,法人番号,区分,構成員,所在地,経度,緯度,許可業種", firms.Select(ContractorRow));

    /// <summary>contracts.csv.</summary>
    public static string Contracts(IEnumerable<Contract> contracts) =>
        Csv("契約番号,発注者コード,契約担当課,所管課,件名,分野,業務種別,入札方式,応札者数,結果,契約額,予定価格,税区分,開札日,履行開始日,履行終了日,事業者番号,商号,対象施設番号", contracts.Select(ContractRow));

    private static string[] ContractorRow(Firm f)
    {
        var (lon, lat) = Projection.ToDegrees(f.Office.X, f.Office.Y);
        return [f.Id, f.Name, f.English, "", f.Class, string.Join(';', f.Members), f.Address, Number(lon), Number(lat), f.Licences];
    }

    private static string[] ContractRow(Contract c) =>
    [
        c.Number, c.Orderer, Departments.Tendering(c.Orderer), c.Department, c.Title, c.Sector, c.Kind, c.Method, c.Bidders.ToString(CultureInfo.InvariantCulture), c.Outcome,
        c.Price?.ToString(CultureInfo.InvariantCulture) ?? "", c.Ceiling.ToString(CultureInfo.InvariantCulture), "税込", Day(c.Opened), Day(c.Starts), Day(c.Ends),
        c.FirmNumbered ? c.Firm!.Id : "", c.FirmName ?? "", string.Join(';', c.Assets.Select(a => a.Number)),
    ];

    private static string Csv(string header, IEnumerable<string[]> rows) =>
        header + "\n" + string.Concat(rows.Select(r => string.Join(',', r.Select(Field)) + "\n"));

    private static string Field(string value) =>
        value.AsSpan().IndexOfAny(",\"\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Number(double value) => value.ToString("F7", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
