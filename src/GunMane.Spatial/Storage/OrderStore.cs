using System.Text.Json;
using GunMane.Spatial.Model;
using Npgsql;
using NpgsqlTypes;

namespace GunMane.Spatial.Storage;

/// <summary>Which orders are asked for. Null leaves a filter out.</summary>
/// <param name="From">First fiscal year.</param>
/// <param name="To">Last fiscal year.</param>
/// <param name="Orderer">Code of the orderer, or its name where it has none.</param>
/// <param name="Sector">Sector; <c>none</c> for orders whose sector is not known.</param>
/// <param name="Managing">Whether departments are those that own the work (所管課); else those that tender (契約担当課).</param>
public sealed record OrderFilter(int? From, int? To, string? Orderer, string? Sector, bool Managing);

/// <summary>A cell of the order table. An empty text asks for orders without department or work kind.</summary>
public sealed record OrderCell(string? Department, string? WorkKind);

/// <summary>A firm with its part of some orders.</summary>
public sealed record OrderFirm(Guid Contractor, string Name, long Contracts, long Yen);

/// <summary>A firm with its share of the yen (0…1; null where no yen are known).</summary>
public sealed record OrderFirmShare(Guid Contractor, string Name, string Kind, long Contracts, long Yen, double? Share);

/// <summary>Orders of one orderer, department, sector and work kind.</summary>
/// <param name="Orderer">Code, or name where there is none.</param>
/// <param name="OrdererName">Its name.</param>
/// <param name="OrdererNameEn">Its English name; empty if none.</param>
/// <param name="Department">Department as <see cref="OrderFilter.Managing"/> says; null where not stated.</param>
/// <param name="Sector">Sector or null.</param>
/// <param name="WorkKind">Work kind or null.</param>
/// <param name="Contracts">Placed orders.</param>
/// <param name="Yen">Their yen.</param>
/// <param name="YenPerYear">Yen over the fiscal years of the table.</param>
/// <param name="Known">Tenders whose outcome is known: stated, in a source that tells of failed ones.</param>
/// <param name="Failed">Of these failed (不調・不落).</param>
/// <param name="FailedShare">Failed over known; null where none is known.</param>
/// <param name="Bidders">Mean number of bidders; null where none is stated.</param>
/// <param name="Firms">Firms that won orders.</param>
/// <param name="Best">The three with the most yen.</param>
public sealed record OrderRow(
    string Orderer, string OrdererName, string OrdererNameEn, string? Department, string? Sector, string? WorkKind, long Contracts, long Yen, long YenPerYear,
    long Known, long Failed, double? FailedShare, double? Bidders, long Firms, IReadOnlyList<OrderFirm> Best);

/// <summary>Sums of a table: of all its rows; a firm in several rows counts once.</summary>
public sealed record OrderTotal(long Contracts, long Yen, long YenPerYear, long Known, long Failed, double? FailedShare, double? Bidders, long Firms);

/// <summary>Who works where, for how much, and how often tenders failed.</summary>
/// <param name="FiscalYears">First and last fiscal year of the orders shown; null if none has one.</param>
/// <param name="Rows">By orderer and department, the most yen first.</param>
/// <param name="Total">All rows.</param>
/// <param name="DataVersion">Data version of the study area.</param>
public sealed record OrderTable(int[]? FiscalYears, IReadOnlyList<OrderRow> Rows, OrderTotal Total, long DataVersion);

/// <summary>An order in a list.</summary>
public sealed record OrderLine(
    Guid Id, string Title, string Orderer, string? ManagingDepartment, string? ContractingDepartment, string? Sector, string? WorkKind, int? FiscalYear,
    DateOnly? TenderDate, long Yen, string Outcome, int? Bidders, string? Contractor, long Assets, string? Basis);

/// <summary>The orders behind a cell.</summary>
/// <param name="Total">All orders, failed tenders among them.</param>
/// <param name="Contracts">Placed ones.</param>
/// <param name="Yen">Their yen.</param>
/// <param name="Orders">A page of all, the most yen first.</param>
/// <param name="Firms">Who won, the most yen first.</param>
public sealed record OrderList(long Total, long Contracts, long Yen, IReadOnlyList<OrderLine> Orders, IReadOnlyList<OrderFirmShare> Firms);

/// <summary>An orderer to choose.</summary>
public sealed record OrdererChoice(string Key, string Name, string NameEn, long Contracts);

/// <summary>What can be chosen in a study area's order table.</summary>
public sealed record OrderChoices(IReadOnlyList<OrdererChoice> Orderers, IReadOnlyList<int> FiscalYears);

/// <summary>Orders (発注): tool 2 of the guidebook, 発注状況把握. Every method runs in the caller's session.</summary>
public static class OrderStore
{
    /// <summary>The table of orders by orderer × department × sector × work kind.</summary>
    public static async Task<OrderTable> TableAsync(Session session, StudyAreaId area, OrderFilter filter, CancellationToken cancellation)
    {
        var span = (await session.ListAsync("orders.span", row => (
            Years: row.IsDBNull(0) ? null : new[] { row.GetInt32(0), row.GetInt32(1) }, Firms: row.GetInt64(2)), cancellation, Values(area, filter))).Single();
        var years = span.Years is [var first, var last] ? last - first + 1 : 0;
        var found = await session.ListAsync("orders.table", row => (Row: Row(row, years), Bidders: (Known: row.GetInt64(10), Sum: row.GetInt64(11))), cancellation, Values(area, filter));
        var rows = found.Select(pair => pair.Row).ToList();
        var (known, failed, yen) = (rows.Sum(row => row.Known), rows.Sum(row => row.Failed), rows.Sum(row => row.Yen));
        var total = new OrderTotal(rows.Sum(row => row.Contracts), yen, PerYear(yen, years), known, failed, Share(failed, known),
            Share(found.Sum(pair => pair.Bidders.Sum), found.Sum(pair => pair.Bidders.Known)), span.Firms);
        return new OrderTable(span.Years, rows, total, await session.ScalarAsync<long>("areas.version", cancellation, area.Value));
    }

    /// <summary>The orders behind some cells, and who won them.</summary>
    public static async Task<OrderList> ListAsync(
        Session session, StudyAreaId area, OrderFilter filter, OrderCell cell, int limit, int offset, CancellationToken cancellation)
    {
        var totals = (await session.ListAsync("orders.totals", row => (All: row.GetInt64(0), Placed: row.GetInt64(1), Yen: row.GetInt64(2)), cancellation,
            [.. Values(area, filter), Text(cell.Department), Text(cell.WorkKind)])).Single();
        var firms = await session.ListAsync("orders.firms", row => new OrderFirmShare(
            row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), Share(row.GetInt64(4), totals.Yen)), cancellation,
            [.. Values(area, filter), Text(cell.Department), Text(cell.WorkKind)]);
        var orders = await session.ListAsync("orders.list", Line, cancellation,
            [.. Values(area, filter), Text(cell.Department), Text(cell.WorkKind), limit, offset]);
        return new OrderList(totals.All, totals.Placed, totals.Yen, orders, firms);
    }

    /// <summary>Orderers and fiscal years to choose from.</summary>
    public static async Task<OrderChoices> ChoicesAsync(Session session, StudyAreaId area, CancellationToken cancellation) => new(
        await session.ListAsync("orders.choices", row => new OrdererChoice(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3)), cancellation, area.Value),
        await session.ListAsync("orders.years", row => row.GetInt32(0), cancellation, area.Value));

    private static object?[] Values(StudyAreaId area, OrderFilter filter) =>
        [area.Value, Number(filter.From), Number(filter.To), Text(filter.Orderer), Text(filter.Sector), filter.Managing];

    private static OrderRow Row(NpgsqlDataReader row, int years) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), Maybe(row, 3), Maybe(row, 4), Maybe(row, 5), row.GetInt64(6), row.GetInt64(7),
        PerYear(row.GetInt64(7), years), row.GetInt64(8), row.GetInt64(9), Share(row.GetInt64(9), row.GetInt64(8)), Share(row.GetInt64(11), row.GetInt64(10)),
        row.GetInt64(12), JsonSerializer.Deserialize<OrderFirm[]>(row.GetString(13), JsonSerializerOptions.Web)!);

    private static OrderLine Line(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), Maybe(row, 3), Maybe(row, 4), Maybe(row, 5), Maybe(row, 6), row.IsDBNull(7) ? null : row.GetInt32(7),
        row.IsDBNull(8) ? null : row.GetFieldValue<DateOnly>(8), row.GetInt64(9), row.GetString(10), row.IsDBNull(11) ? null : row.GetInt32(11), Maybe(row, 12),
        row.GetInt64(13), Maybe(row, 14));

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;

    private static long PerYear(long yen, int years) => years == 0 ? 0 : (long)Math.Round((decimal)yen / years, MidpointRounding.AwayFromZero);

    private static string? Maybe(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Number(int? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer };
}
