using System.Text.Json;
using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>A municipality or an owner by code and name.</summary>
public sealed record NamedCode(string? Code, string Name);

/// <summary>Condition (健全性) in the scale of its ledger.</summary>
public sealed record AssetCondition(string Scale, string Raw);

/// <summary>A firm behind an asset.</summary>
public sealed record AssetFirm(Guid Contractor, string Name, string Role, string Evidence, double Strength, DateOnly? Since, string Reason);

/// <summary>
/// An order that covers an asset; <paramref name="YenShare"/> is the part of its yen that falls to the asset, <paramref name="Basis"/>
/// on what the link stands (number, planner, name, line, builder, area).
/// </summary>
public sealed record AssetContract(
    Guid Id, string Title, string Orderer, string? WorkKind, long? YenShare, DateOnly? StartsOn, DateOnly? EndsOn, string? Contractor,
    string Basis, double Strength, string Role, string Reason);

/// <summary>
/// One asset as served. Lengths in metres, areas in square metres. <c>PlaceFlag</c>: other_town, near_shore, outside or null;
/// <c>Crosses</c>: the municipalities that it crosses with their shares, none where it lies in one.
/// </summary>
public sealed record AssetDocument(
    Guid Id, int DenseId, string Name, string Sector, string Kind, string Route, string? LedgerNumber, NamedCode? Municipality, NamedCode? Owner,
    string? ManagingDepartment, int? BuiltYear, int? InspectionDue, AssetCondition? Condition, double LengthM, double AreaM2, JsonElement Attributes,
    string Source, DateTime? ImportedAt, string? PlaceFlag, IReadOnlyList<string> Crosses, IReadOnlyList<AssetFirm> Firms, IReadOnlyList<AssetContract> Contracts);

/// <summary>What an asset is called: its name, else its number in the ledger; both may be empty.</summary>
public sealed record AssetName(Guid Id, int DenseId, string Name, string LedgerNumber);

/// <summary>Single assets.</summary>
public static class AssetStore
{
    /// <summary>An asset with its firms and orders.</summary>
    /// <exception cref="GunManeException">There is none (NotFound).</exception>
    public static async Task<AssetDocument> FindAsync(Session session, StudyAreaId area, int denseId, CancellationToken cancellation)
    {
        var firms = await session.ListAsync("assets.firms", Firm, cancellation, area.Value, denseId);
        var contracts = await session.ListAsync("assets.contracts", Contract, cancellation, area.Value, denseId);
        var found = await session.ListAsync("assets.find", row => Asset(row, firms, contracts), cancellation, area.Value, denseId);
        return found.SingleOrDefault() ?? throw new GunManeException(Refusal.NotFound, $"施設 {denseId} はありません。(There is no asset {denseId}.)", "denseId");
    }

    /// <summary>Dense id of an asset of a study area.</summary>
    /// <exception cref="GunManeException">There is none (NotFound).</exception>
    public static async Task<int> DenseIdAsync(Session session, StudyAreaId area, Guid asset, CancellationToken cancellation) =>
        await session.ScalarAsync<int?>("assets.dense_id", cancellation, area.Value, asset)
        ?? throw new GunManeException(Refusal.NotFound, $"施設「{asset}」はこの計算の対象地域にありません。(There is no asset {asset} in the study area of the run.)", "asset");

    /// <summary>Names of assets by dense id.</summary>
    public static async Task<IReadOnlyDictionary<int, AssetName>> NamesAsync(Session session, StudyAreaId area, int[] denseIds, CancellationToken cancellation) =>
        (await session.ListAsync("assets.names", row => new AssetName(row.GetGuid(1), row.GetInt32(0), row.GetString(2), row.GetString(3)), cancellation, area.Value, denseIds)).ToDictionary(name => name.DenseId);

    private static AssetDocument Asset(NpgsqlDataReader row, IReadOnlyList<AssetFirm> firms, IReadOnlyList<AssetContract> contracts) => new(
        row.GetGuid(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), Text(row, 6),
        Text(row, 7) is { } code ? new NamedCode(code, Text(row, 8) ?? code) : null, Text(row, 10) is { } owner ? new NamedCode(Text(row, 9), owner) : null,
        Text(row, 11), Year(row, 12), Year(row, 13), Text(row, 15) is { } raw ? new AssetCondition(Text(row, 14) ?? "", raw) : null,
        row.GetDouble(16), row.GetDouble(17), JsonSerializer.Deserialize<JsonElement>(row.GetString(18)), row.GetString(19),
        row.IsDBNull(20) ? null : row.GetDateTime(20), Text(row, 21), row.IsDBNull(22) ? [] : row.GetFieldValue<string[]>(22), firms, contracts);

    private static AssetFirm Firm(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetDouble(4), Day(row, 5), row.GetString(6));

    private static AssetContract Contract(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), Text(row, 3),
        row.IsDBNull(4) ? null : (long)Math.Round(row.GetDouble(4), MidpointRounding.AwayFromZero), Day(row, 5), Day(row, 6), Text(row, 7),
        row.GetString(8), row.GetDouble(9), row.GetString(10), row.GetString(11));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static int? Year(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt16(column);

    private static DateOnly? Day(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateOnly>(column);
}
