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
            row => new SnapshotOwner(row.GetInt32(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2), row.GetString(3)), cancellation, area.Value);
        var firms = await session.ListAsync("snapshot.firms",
            row => new SnapshotFirm(row.GetInt64(0), row.GetGuid(1), row.GetString(2), row.GetString(3)), cancellation, area.Value);
        var assets = await AssetsAsync(session, towns, owners, cancellation);
        var firmIndex = firms.Select((firm, at) => (firm.Id, at)).ToDictionary(pair => pair.Id, pair => pair.at);
        var sets = await FirmsAsync(session, area, assets, firmIndex, cancellation);
        var orders = await OrdersAsync(session, assets.DenseIds, firmIndex, cancellation);
        return new Snapshot(area, version, nextDenseId, assets.DenseIds, assets.Sectors, assets.Town, assets.Owner, assets.LengthM, assets.AreaM2,
            assets.Shapes, sets, FirmWeights.Of(sets), orders, towns, owners, firms);
    }

    private sealed record AssetColumns(
        int[] DenseIds, Sector[] Sectors, int[] Town, int[] Owner, int[] Orderer, double[] LengthM, double[] AreaM2, Shapes Shapes);

    private static async Task<AssetColumns> AssetsAsync(
        Session session, List<SnapshotTown> towns, IReadOnlyList<SnapshotOwner> owners, CancellationToken cancellation)
    {
        var townIndex = towns.Select((town, at) => (town.Code, at)).ToDictionary(pair => pair.Code, pair => pair.at);
        var ownerIndex = owners.Select((owner, at) => (owner.Id, at)).ToDictionary(pair => pair.Id, pair => pair.at);
        List<int> dense = [], town = [], owner = [], orderer = [];
        List<Sector> sectors = [];
        List<double> lengths = [], areas = [];
        var shapes = new ShapesBuilder();
        using var rows = await CopyReader.StartAsync(session.Connection, SqlText.Query("snapshot.assets"), cancellation);
        while (rows.Next())
        {
            dense.Add(rows.Int());
            sectors.Add(Sectors.TryParse(rows.Text(), out var sector) ? sector : Sector.Other);
            town.Add(TownOf(rows.Text(), towns, townIndex));
            owner.Add(ownerIndex.GetValueOrDefault(rows.Int(), -1));
            orderer.Add(rows.Int());
            lengths.Add(rows.Double());
            areas.Add(rows.Double());
            shapes.Add(rows.Field());
        }

        return new AssetColumns([.. dense], [.. sectors], [.. town], [.. owner], [.. orderer], [.. lengths], [.. areas], shapes.Build());
    }

    /// <summary>An asset may name a municipality whose boundary is not imported yet: it then stands under its code.</summary>
    private static int TownOf(string? code, List<SnapshotTown> towns, Dictionary<string, int> index)
    {
        if (code is null) return -1;
        if (index.TryGetValue(code, out var at)) return at;
        towns.Add(new SnapshotTown(code, code, code));
        return index[code] = towns.Count - 1;
    }

    private static async Task<FirmSets> FirmsAsync(
        Session session, StudyAreaId area, AssetColumns assets, Dictionary<long, int> firms, CancellationToken cancellation)
    {
        var sets = new FirmSetsBuilder(assets.DenseIds.Length, firms.Count);
        var winners = await session.ListAsync("snapshot.order_firms",
            row => (Orderer: row.GetInt32(0), Sector: row.GetString(1), Firm: firms[row.GetInt64(2)]), cancellation, area.Value);
        using (var rows = await CopyReader.StartAsync(session.Connection, SqlText.Query("snapshot.links"), cancellation))
        {
            for (var asset = 0; rows.Next();)
            {
                var dense = rows.Int();
                while (assets.DenseIds[asset] < dense) asset++;
                sets.Link(asset, firms[rows.Long()], Rung(rows.Int()), (byte)rows.Int());
            }
        }

        foreach (var won in winners.GroupBy(row => (row.Orderer, row.Sector)))
        {
            if (Sectors.TryParse(won.Key.Sector, out var sector)) sets.Orders(won.Key.Orderer, sector, [.. won.Select(row => row.Firm).Order()]);
        }

        return sets.Build(assets.Orderer, assets.Sectors);
    }

    private static Evidence Rung(int percent) =>
        Enum.GetValues<Evidence>().Single(rung => rung.StrengthPercent() == percent);

    private static async Task<OrderLinks> OrdersAsync(Session session, int[] denseIds, Dictionary<long, int> firms, CancellationToken cancellation)
    {
        var start = new int[denseIds.Length + 1];
        List<long> contract = [];
        List<int> firm = [], endDay = [];
        List<double> yen = [];
        List<short> year = [];
        using var rows = await CopyReader.StartAsync(session.Connection, SqlText.Query("snapshot.orders"), cancellation);
        for (var asset = 0; rows.Next();)
        {
            var dense = rows.Int();
            while (denseIds[asset] < dense) asset++;
            start[asset + 1]++;
            contract.Add(rows.Long());
            firm.Add(firms.GetValueOrDefault(rows.Long(), -1));
            yen.Add(rows.Double());
            endDay.Add(rows.Int());
            year.Add((short)rows.Int());
        }

        for (var asset = 0; asset < denseIds.Length; asset++) start[asset + 1] += start[asset];
        return new OrderLinks(start, [.. contract], [.. firm], [.. yen], [.. endDay], [.. year]);
    }
}
