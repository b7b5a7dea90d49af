using GunMane.Spatial.Affinity;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Storage;

/// <summary>
/// Reads a study area into a <see cref="Snapshot"/>. Call it in <see cref="Database.SnapshotAsync{T}"/>: version and facts
/// must come from one unchanging view.
/// </summary>
public static class SnapshotReader
{
    /// <summary>Data version of a study area as this session sees it, and one more than its highest dense id.</summary>
    /// <exception cref="GunManeException">The study area is gone (NotFound).</exception>
    public static async Task<(long DataVersion, int NextDenseId)> VersionAsync(Session session, StudyAreaId area, CancellationToken cancellation)
    {
        var rows = await session.ListAsync("snapshot.version", row => (row.GetInt64(0), row.GetInt32(1)), cancellation, area.Value);
        return rows.Count == 1 ? rows[0]
            : throw new GunManeException(Refusal.NotFound, "対象地域は削除されました。(The study area is gone.)", "studyArea");
    }

    /// <summary>Reads everything that grouping needs.</summary>
    public static async Task<Snapshot> ReadAsync(Session session, StudyAreaId area, CancellationToken cancellation)
    {
        var (version, nextDenseId) = await VersionAsync(session, area, cancellation);
        await session.ScalarAsync<string>("snapshot.enter", cancellation, area.Value);
        var towns = (await session.ListAsync("snapshot.towns", row => new SnapshotTown(row.GetString(0), row.GetString(1), row.GetString(2)), cancellation, area.Value)).ToList();
        var owners = await session.ListAsync("snapshot.owners",
            row => new SnapshotOwner(row.GetInt32(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2), row.GetString(3)) { Kind = row.GetString(4) }, cancellation, area.Value);
        var firms = await session.ListAsync("snapshot.firms",
            row => new SnapshotFirm(row.GetInt64(0), row.GetGuid(1), row.GetString(2), row.GetString(3)), cancellation, area.Value);
        var assets = await AssetsAsync(session, towns, owners, cancellation);
        var firmIndex = firms.Select((firm, at) => (firm.Id, at)).ToDictionary(pair => pair.Id, pair => pair.at);
        var sets = await FirmsAsync(session, area, assets, firmIndex, cancellation);
        var yen = await YenAsync(session, assets.DenseIds, cancellation);
        var kinds = await WorkKindsAsync(session, assets.DenseIds, cancellation);
        var terms = await TermsAsync(session, assets.DenseIds, cancellation);
        return new Snapshot(area, version, nextDenseId, assets.DenseIds, assets.Sectors, assets.Town, assets.Owner, assets.LengthM, assets.AreaM2, assets.InspectionDue, kinds,
            assets.Shapes, sets, FirmWeights.Of(sets), yen, terms, towns, owners, firms);
    }

    private sealed record AssetColumns(
        int[] DenseIds, Sector[] Sectors, int[] Town, int[] Owner, int[] Orderer, double[] LengthM, double[] AreaM2, short[] InspectionDue, Shapes Shapes);

    private static async Task<AssetColumns> AssetsAsync(
        Session session, List<SnapshotTown> towns, IReadOnlyList<SnapshotOwner> owners, CancellationToken cancellation)
    {
        var townIndex = towns.Select((town, at) => (town.Code, at)).ToDictionary(pair => pair.Code, pair => pair.at);
        var ownerIndex = owners.Select((owner, at) => (owner.Id, at)).ToDictionary(pair => pair.Id, pair => pair.at);
        List<int> dense = [], town = [], owner = [], orderer = [];
        List<Sector> sectors = [];
        List<double> lengths = [], areas = [];
        List<short> due = [];
        var shapes = new ShapesBuilder();
        using var rows = await CopyReader.StartAsync(session.Connection, SqlText.Query("snapshot.assets"), cancellation);
        while (rows.Next())
        {
            dense.Add(rows.ReadInt32());
            sectors.Add(Sectors.TryParse(rows.ReadText(), out var sector) ? sector : Sector.Other);
            town.Add(TownOf(rows.ReadText(), towns, townIndex, owners));
            owner.Add(ownerIndex.GetValueOrDefault(rows.ReadInt32(), -1));
            orderer.Add(rows.ReadInt32());
            lengths.Add(rows.ReadDouble());
            areas.Add(rows.ReadDouble());
            due.Add((short)rows.ReadInt32());
            shapes.Add(rows.ReadField());
        }

        return new AssetColumns([.. dense], [.. sectors], [.. town], [.. owner], [.. orderer], [.. lengths], [.. areas], [.. due], shapes.Build());
    }

    /// <summary>An asset may name a municipality whose boundary is not imported yet: its name is then that of the organisation.</summary>
    private static int TownOf(string? code, List<SnapshotTown> towns, Dictionary<string, int> index, IReadOnlyList<SnapshotOwner> organisations)
    {
        if (code is null) return -1;
        if (index.TryGetValue(code, out var at)) return at;
        var known = organisations.FirstOrDefault(organisation => organisation.Code == code);
        towns.Add(new SnapshotTown(code, known?.Name ?? code, known?.NameEn ?? code));
        return index[code] = towns.Count - 1;
    }

    private static async Task<FirmSets> FirmsAsync(
        Session session, StudyAreaId area, AssetColumns assets, Dictionary<long, int> firms, CancellationToken cancellation)
    {
        var sets = new FirmSetsBuilder(assets.DenseIds.Length, firms.Count);
        var winners = await session.ListAsync("snapshot.order_firms",
            row => (Orderer: row.GetInt32(0), Sector: row.GetString(1), Firm: firms[row.GetInt64(2)], Weighs: (byte)row.GetInt32(3)), cancellation, area.Value);
        using (var rows = await CopyReader.StartAsync(session.Connection, SqlText.Query("snapshot.links"), cancellation))
        {
            for (var asset = 0; rows.Next();)
            {
                var dense = rows.ReadInt32();
                while (assets.DenseIds[asset] < dense) asset++;
                sets.Link(asset, firms[rows.ReadInt64()], Rung(rows.ReadInt32()), (byte)rows.ReadInt32(), (byte)rows.ReadInt32());
            }
        }

        foreach (var won in winners.GroupBy(row => (row.Orderer, row.Sector)))
        {
            if (Sectors.TryParse(won.Key.Sector, out var sector)) sets.Orders(won.Key.Orderer, sector, won.Select(row => (row.Firm, row.Weighs)).OrderBy(row => row.Firm));
        }

        return sets.Build(assets.Orderer, assets.Sectors);
    }

    private static Evidence Rung(int percent) =>
        Enum.GetValues<Evidence>().Single(rung => rung.StrengthPercent() == percent);

    private static async Task<FirmYen> YenAsync(Session session, int[] denseIds, CancellationToken cancellation)
    {
        List<long> contractor = [];
        List<double> yen = [];
        var start = await ByAssetAsync(session, "snapshot.yen", denseIds, rows =>
        {
            contractor.Add(rows.ReadInt64());
            yen.Add(rows.ReadDouble());
        }, cancellation);
        return new FirmYen(start, [.. contractor], [.. yen]);
    }

    private static async Task<short[]> WorkKindsAsync(Session session, int[] denseIds, CancellationToken cancellation)
    {
        var kinds = new short[denseIds.Length];
        using var rows = await CopyReader.StartAsync(session.Connection, SqlText.Query("snapshot.work_kinds"), cancellation);
        for (var asset = 0; rows.Next();)
        {
            var dense = rows.ReadInt32();
            while (denseIds[asset] < dense) asset++;
            kinds[asset] = (short)rows.ReadInt32();
        }

        return kinds;
    }

    private static async Task<Terms> TermsAsync(Session session, int[] denseIds, CancellationToken cancellation)
    {
        List<long> contract = [];
        List<int> endDay = [];
        var start = await ByAssetAsync(session, "snapshot.terms", denseIds, rows =>
        {
            contract.Add(rows.ReadInt64());
            endDay.Add(rows.ReadInt32());
        }, cancellation);
        return new Terms(start, [.. contract], [.. endDay]);
    }

    /// <summary>Reads rows that begin with a dense id, in its order; returns the offsets per asset.</summary>
    private static async Task<int[]> ByAssetAsync(Session session, string query, int[] denseIds, Action<CopyReader> read, CancellationToken cancellation)
    {
        var start = new int[denseIds.Length + 1];
        using var rows = await CopyReader.StartAsync(session.Connection, SqlText.Query(query), cancellation);
        for (var asset = 0; rows.Next();)
        {
            var dense = rows.ReadInt32();
            while (denseIds[asset] < dense) asset++;
            start[asset + 1]++;
            read(rows);
        }

        for (var asset = 0; asset < denseIds.Length; asset++) start[asset + 1] += start[asset];
        return start;
    }
}
