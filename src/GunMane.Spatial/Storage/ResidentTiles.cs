using System.Collections.Concurrent;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Tiles;

namespace GunMane.Spatial.Storage;

/// <summary>
/// The assets of study areas in memory, for tiles: one data version each, by access scope, as long as all together stay within a number of
/// bytes. What it has is given out only to who asks for that very data version, so that nothing stale is drawn. Safe for concurrent use.
/// </summary>
/// <param name="database">Where they are read from.</param>
/// <param name="mostBytes">How much may be resident; 0 for nothing.</param>
/// <param name="stopping">Ends readings under way.</param>
public sealed class ResidentTiles(Database database, long mostBytes, CancellationToken stopping)
{
    // A point with name and kind takes some 110 bytes, and as much again while it is read.
    private const int BytesPerAsset = 220;
    private readonly ConcurrentDictionary<(int Area, string Scope), Place> places = new();
    private long clock;

    /// <summary>The assets at a data version, if they are there; if not they are read in the background.</summary>
    public TileAssets? Find(int area, long version, AccessScope scope)
    {
        var reading = At(area, version, scope);
        return reading.IsCompletedSuccessfully ? Of(reading.Result, version) : null;
    }

    /// <summary>The assets at a data version; null if there is no room for them or the version is no longer the present one.</summary>
    public async Task<TileAssets?> GetAsync(int area, long version, AccessScope scope, CancellationToken cancellation)
    {
        try
        {
            return Of(await At(area, version, scope).WaitAsync(cancellation), version);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or EndOfStreamException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null; // who asked goes to the database, and learns there what is wrong
        }
    }

    private static TileAssets? Of(Reading reading, long version) => reading.Version == version ? reading.Assets : null;

    private Task<Reading> At(int area, long version, AccessScope scope)
    {
        var place = places.GetOrAdd((area, scope.Key), _ => new Place());
        lock (place)
        {
            place.Used = Interlocked.Increment(ref clock);
            // Versions rise: one that is older than what is there is not read again.
            if (place.Reading is { } known && (!known.IsCompleted || (known.IsCompletedSuccessfully && known.Result.Version >= version))) return known;
            return place.Reading = Task.Run(() => ReadAsync(area, scope, place), CancellationToken.None);
        }
    }

    private Task<Reading> ReadAsync(int area, AccessScope scope, Place place) => database.SnapshotAsync(scope, async session =>
    {
        var (version, next) = await SnapshotReader.VersionAsync(session, new StudyAreaId(area), stopping);
        if (!MakeRoom((long)next * BytesPerAsset, place)) return new Reading(version, null);
        var assets = await ReadAsync(session, area, stopping);
        return new Reading(version, assets);
    }, stopping);

    /// <summary>Reads the assets of a study area. Call it in <see cref="Database.SnapshotAsync{T}"/>.</summary>
    public static async Task<TileAssets> ReadAsync(Session session, int area, CancellationToken cancellation)
    {
        await session.ScalarAsync<string>("snapshot.enter", cancellation, area);
        var assets = new TileAssetsBuilder();
        using var rows = await CopyReader.StartAsync(session.Connection, SqlText.Query("tiles.resident"), cancellation);
        while (rows.Next())
        {
            var id = rows.ReadInt32();
            var sector = Sectors.TryParse(rows.ReadText(), out var known) ? known : Sector.Other;
            var words = (rows.ReadText(), rows.ReadText(), rows.ReadText());
            var totals = (rows.ReadDouble(), rows.ReadDouble());
            var span = rows.ReadDouble();
            var centre = (rows.ReadDouble(), rows.ReadDouble());
            assets.Add(id, sector, words, totals, span, centre, rows.ReadField());
        }

        return assets.Build();
    }

    // Who was asked for longest ago goes first.
    private bool MakeRoom(long wanted, Place reader)
    {
        if (wanted > mostBytes) return false;
        foreach (var place in places.Values.Where(place => place != reader).OrderByDescending(place => place.Used))
        {
            lock (place)
            {
                if (place.Reading is not { IsCompletedSuccessfully: true, Result.Assets: { } assets }) continue;
                wanted += assets.Bytes;
                if (wanted > mostBytes) place.Reading = null;
            }
        }

        return true;
    }

    private sealed record Reading(long Version, TileAssets? Assets);

    private sealed class Place
    {
        public Task<Reading>? Reading { get; set; }

        public long Used { get; set; }
    }
}
