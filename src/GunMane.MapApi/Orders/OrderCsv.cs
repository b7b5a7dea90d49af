using System.Globalization;
using System.Text;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Orders;

/// <summary>The tables as CSV for spreadsheets: UTF-8 with a byte order mark, CRLF, headed in words that a planner uses.</summary>
internal static class OrderCsv
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>The order table; its last line is the total.</summary>
    public static byte[] Of(OrderTable table, bool managing)
    {
        var text = new StringBuilder();
        Line(text, "発注者コード", "発注者", managing ? "所管課" : "契約担当課", "分野", "業務種別", "件数", "金額(円)", "年平均(円)", "結果が分かる入札", "不調・不落", "不調・不落の割合", "平均応札者数", "事業者数",
            "主な事業者1", "金額1(円)", "主な事業者2", "金額2(円)", "主な事業者3", "金額3(円)");
        foreach (var row in table.Rows) Line(text, Cells(row));
        var all = table.Total;
        Line(text, "", "合計", "", "", "", all.Contracts, all.Yen, all.YenPerYear, all.Known, all.Failed, all.FailedShare, all.Bidders, all.Firms);
        return Bytes(text);
    }

    /// <summary>How far orders are linked; its last line is the total.</summary>
    public static byte[] Of(LinkShares shares)
    {
        var text = new StringBuilder();
        string[] bases = [.. Spatial.Contracts.LinkBases.Keys];
        Line(text, ["発注者コード", "発注者", "管理する施設", "契約", "金額(円)", "結び付いた契約", "結び付いた金額(円)", "確認待ちの契約",
            .. bases.SelectMany(basis => new object?[] { $"契約({BasisName(basis)})", $"金額({BasisName(basis)})" })]);
        foreach (var share in shares.Orderers.Append(shares.Total))
        {
            Line(text, [share.Key, share.Name, share.Assets, share.Contracts, share.Yen, share.LinkedContracts, share.LinkedYen, share.Open,
                .. bases.SelectMany(basis => Part(share, basis))]);
        }

        return Bytes(text);
    }

    private static object?[] Part(LinkShare share, string basis) =>
        share.ByBasis.FirstOrDefault(part => part.Basis == basis) is { } part ? [part.Contracts, part.Yen] : [0, 0];

    private static string BasisName(string basis) => basis switch
    {
        "number" => "施設番号",
        "planner" => "担当者の確認",
        "name" => "施設名",
        "line" => "路線・河川名",
        "builder" => "施工業者と年度",
        _ => "地区",
    };

    private static object?[] Cells(OrderRow row) =>
    [
        row.Orderer, row.OrdererName, row.Department, Sectors.TryParse(row.Sector, out var sector) ? sector.JapaneseName() : null,
        WorkKinds.TryParse(row.WorkKind, out var kind) ? kind.JapaneseName() : null, row.Contracts, row.Yen, row.YenPerYear, row.Known, row.Failed, row.FailedShare,
        row.Bidders, row.Firms, .. row.Best.SelectMany(firm => new object?[] { firm.Name, firm.Yen }),
    ];

    private static void Line(StringBuilder text, params object?[] cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Cell(object? value)
    {
        var text = value is double share ? share.ToString("0.####", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        // A spreadsheet would take it for a formula.
        if (value is string && text.Length > 0 && "=+-@".Contains(text[0], StringComparison.Ordinal)) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static byte[] Bytes(StringBuilder text) => [.. Mark, .. Encoding.UTF8.GetBytes(text.ToString())];
}
