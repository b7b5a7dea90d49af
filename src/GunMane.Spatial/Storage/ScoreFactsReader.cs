using System.Numerics;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Storage;

/// <summary>Reads what scores ask beside the snapshot. Call it in <see cref="Database.SnapshotAsync{T}"/>, like <see cref="SnapshotReader"/>.</summary>
public static class ScoreFactsReader
{
    private const double Cell = 1000;

    /// <summary>Reads the facts to a snapshot; null if the study area has moved on to another data version.</summary>
    /// <exception cref="GunManeException">The study area is gone (NotFound).</exception>
    public static async Task<ScoreFacts?> ReadAsync(Session session, Snapshot snapshot, CancellationToken cancellation)
    {
        if ((await SnapshotReader.VersionAsync(session, snapshot.Area, cancellation)).DataVersion != snapshot.DataVersion) return null;
        await session.ScalarAsync<string>("snapshot.enter", cancellation, snapshot.Area.Value);
        var (years, _) = await HoldingStore.YearsAsync(session, snapshot.Area, cancellation);
        var (start, work) = await WorkAsync(session, snapshot.DenseIds, cancellation);
        var members = await session.ListAsync("scores.members", row => (Venture: row.GetInt64(0), Member: row.GetInt64(1)), cancellation, snapshot.Area.Value);
        return new ScoreFacts(
            await ConditionsAsync(session, snapshot.DenseIds, cancellation), await FirmsAsync(session, snapshot, cancellation),
            years is var (first, last) ? last - first + 1 : 0)
        {
            WorkStart = start, Work = work, Members = members.ToLookup(row => row.Venture, row => row.Member),
        };
    }

    private static async Task<(int[] Start, WorkDone[] Work)> WorkAsync(Session session, int[] denseIds, CancellationToken cancellation)
    {
        var (start, work) = (new int[denseIds.Length + 1], new List<WorkDone>());
        using var rows = await CopyReader.StartAsync(session.Connection, SqlText.Query("scores.tasks"), cancellation);
        for (var asset = 0; rows.Next();)
        {
            var dense = rows.ReadInt32();
            while (denseIds[asset] < dense) asset++;
            work.Add(new WorkDone((WorkKind)BitOperations.TrailingZeroCount(rows.ReadInt32()), rows.ReadInt64()));
            start[asset + 1] = work.Count;
        }

        for (var asset = 0; asset < denseIds.Length; asset++) start[asset + 1] = Math.Max(start[asset], start[asset + 1]);
        return (start, [.. work]);
    }

    private static async Task<ConditionState[]> ConditionsAsync(Session session, int[] denseIds, CancellationToken cancellation)
    {
        var (states, known) = (new ConditionState[denseIds.Length], new Dictionary<(string?, string?), ConditionState>());
        using var rows = await CopyReader.StartAsync(session.Connection, SqlText.Query("scores.conditions"), cancellation);
        for (var asset = 0; rows.Next();)
        {
            var dense = rows.ReadInt32();
            while (denseIds[asset] < dense) asset++;
            var grade = (rows.ReadText(), rows.ReadText());
            if (!known.TryGetValue(grade, out var state)) known[grade] = state = StateOf(grade.Item1, grade.Item2);
            states[asset] = state;
        }

        return states;
    }

    private static ConditionState StateOf(string? scale, string? raw) =>
        ConditionScale.Find(scale)?.Of(raw) is not { } grade ? ConditionState.Unknown : grade.EarlyAction ? ConditionState.EarlyAction : ConditionState.Sound;

    private static async Task<IReadOnlyList<LocalFirm>> FirmsAsync(Session session, Snapshot snapshot, CancellationToken cancellation)
    {
        var area = snapshot.Area.Value;
        var firms = await session.ListAsync("scores.firms", row => (Id: row.GetInt64(0),
            Seat: row.IsDBNull(1) ? null : new Coordinate(row.GetDouble(1), row.GetDouble(2)), Address: row.GetString(3)), cancellation, area);
        var work = (await session.ListAsync("scores.work", row => (Firm: row.GetInt64(0), Sector: row.GetString(1), Yen: row.GetDouble(2)), cancellation, area)).ToLookup(row => row.Firm);
        var towns = (await session.ListAsync("scores.work_towns", row => (Firm: row.GetInt64(0), Town: row.GetString(1)), cancellation, area)).ToLookup(row => row.Firm, row => row.Town);
        var seats = firms.Select(firm => firm.Seat is null ? SeatTown(firm.Address, snapshot.Towns) : null).ToArray();
        var placeless = firms.Where((firm, at) => firm.Seat is null && seats[at] is null).Select(firm => firm.Id).ToArray();
        var places = (placeless.Length == 0 ? [] : await session.ListAsync("scores.work_places",
            row => (Firm: row.GetInt64(0), Place: new Coordinate((row.GetDouble(1) + 0.5) * Cell, (row.GetDouble(2) + 0.5) * Cell)), cancellation, area, placeless)).ToLookup(row => row.Firm, row => row.Place);
        return [.. firms.Select((firm, at) => new LocalFirm(firm.Id, firm.Seat, seats[at], [.. places[firm.Id]], [.. towns[firm.Id]], YenOf(work[firm.Id])))];
    }

    private static Dictionary<Sector, double> YenOf(IEnumerable<(long Firm, string Sector, double Yen)> rows)
    {
        var yen = new Dictionary<Sector, double>();
        foreach (var row in rows)
        {
            if (Sectors.TryParse(row.Sector, out var sector)) yen[sector] = row.Yen;
        }

        return yen;
    }

    // The municipality that an address names; one that only names a prefecture lies elsewhere.
    private static string? SeatTown(string address, IReadOnlyList<SnapshotTown> towns)
    {
        if (address.Length == 0) return null;
        var named = towns.Where(town => town.Name.Length > 1 && address.Contains(town.Name, StringComparison.Ordinal)).OrderByDescending(town => town.Name.Length).FirstOrDefault();
        return named?.Code ?? (Prefectures.CodeAtStartOf(address) is null ? null : LocalFirm.Elsewhere);
    }
}
