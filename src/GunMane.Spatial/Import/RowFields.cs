using System.Text.Json.Nodes;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import;

/// <summary>The values of a quarantined row as a planner sees and corrects them. Pure.</summary>
public static class RowFields
{
    // What reasons call a value → the fields that it may stand in.
    private static readonly (string Word, string[] Fields)[] Words =
    [
        ("緯度", ["latitude"]), ("経度", ["longitude"]), ("件名", ["title"]), ("発注者", ["orderer", "ordererCode"]), ("金額", ["yen"]), ("開札日", ["tenderDate"]),
        ("履行開始日", ["startsOn"]), ("履行終了日", ["endsOn"]), ("市区町村コード", ["code"]), ("団体コード", ["ownerCode", "ordererCode"]), ("商号", ["name"]),
        ("位置", ["latitude", "longitude"]), ("座標", ["latitude", "longitude"]),
    ];

    /// <summary>Values by column, in the order of the columns, with what was corrected so far; null where they were not kept.</summary>
    public static JsonObject? Standing(ImportRow row, IReadOnlyList<string> columns)
    {
        if (row.Fields is null) return null;
        var standing = new JsonObject();
        foreach (var column in columns) standing[column] = (row.Corrected?[column] ?? row.Fields[column])?.DeepClone();
        return standing;
    }

    /// <summary>The columns that the reason of a row is about; empty where it is about none or the whole row.</summary>
    public static IReadOnlyList<string> Faulty(ImportRow row, ImportReport report)
    {
        var columns = new ColumnSet();
        foreach (var name in report.Columns) columns.Add(name);
        var options = ImportOptions.Of(report.Options);
        if ((options.Document ?? ProfileCatalogue.All.FirstOrDefault(profile => profile.Name == report.Profile)) is not { } profile) return [];
        var map = new FieldMap(profile, columns);
        List<string> named = [.. Words.Where(word => row.Reason.Contains(word.Word, StringComparison.Ordinal)).SelectMany(word => word.Fields)
            .SelectMany(map.Indices).Distinct().Select(at => report.Columns[at])];
        // Where one of latitude and longitude is a number, it is the other that is wrong.
        var wrong = named.FindAll(column => !IsNumber(Standing(row, report.Columns)?[column]));
        return wrong.Count > 0 ? wrong : named;
    }

    private static bool IsNumber(JsonNode? value) =>
        double.TryParse((string?)value, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
}
