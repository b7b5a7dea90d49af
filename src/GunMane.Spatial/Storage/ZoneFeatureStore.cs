using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Zoning;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>A zone as a feature: it is found by its own id, whichever scenario it belongs to.</summary>
/// <param name="Scenario">Its scenario.</param>
/// <param name="ScenarioName">Name of the scenario.</param>
/// <param name="Area">Code of the study area.</param>
/// <param name="Zone">The zone.</param>
public sealed record ZoneFeature(ScenarioId Scenario, string ScenarioName, string Area, Zone Zone);

/// <summary>What a client knew of a zone when it asked for a change.</summary>
/// <param name="Any">It does not mind what stands there (<c>If-Match: *</c>).</param>
/// <param name="Versions">Versions of the zone, any of which will do.</param>
public sealed record ZoneKnown(bool Any, IReadOnlyList<int> Versions)
{
    /// <summary>Whether a zone stands as the client knew it.</summary>
    public bool Holds(Zone zone) => Any || Versions.Contains(zone.Version);
}

/// <summary>
/// Zones one by one, for clients of OGC API – Features Part 4. Every change is an edit of the zone's scenario as
/// <see cref="ZoneEditStore"/> makes it: with checks, shared nodes, an inverse and an event, so that it is undone on the page.
/// </summary>
public static class ZoneFeatureStore
{
    /// <summary>A zone, or null.</summary>
    public static async Task<ZoneFeature?> FindAsync(Session session, ZoneId id, CancellationToken cancellation) =>
        (await session.ListAsync("features.zone_state", row => new ZoneFeature(new ScenarioId(row.GetGuid(0)), row.GetString(1), row.GetString(2),
            new Zone(id, row.GetString(3), row.GetInt32(4), row.GetFieldValue<Geometry>(5))), cancellation, id.Value)).SingleOrDefault();

    /// <summary>Adds a zone to a scenario.</summary>
    /// <exception cref="GunManeException">As <see cref="ZoneEditStore.PostAsync"/>.</exception>
    public static async Task<EditAnswer> AddAsync(
        Session session, ScenarioId scenario, ZoneChange drawn, Guid editId, string clientId, CancellationToken cancellation)
    {
        var head = await ScenarioStore.HeadAsync(session, "scenarios.lock", scenario, cancellation);
        return await ZoneEditStore.PostAsync(session, scenario, new EditRequest(editId, clientId, head.Version, ZoneOperations.Draw, [drawn]), cancellation);
    }

    /// <summary>Changes or removes a zone that stands as the client knew it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="known">What the client knew.</param>
    /// <param name="asked">The change; a name or geometry that is null stays.</param>
    /// <param name="check">Refuses what does not go with the zone as it stands.</param>
    /// <param name="editId">Id of the edit.</param>
    /// <param name="clientId">Which client.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What became of it; null where it would change nothing.</returns>
    /// <exception cref="GunManeException">NotFound; Stale with <c>base</c>, <c>current</c> and <c>yours</c>; and as <see cref="ZoneEditStore.PostAsync"/>.</exception>
    public static async Task<EditAnswer?> ChangeAsync(
        Session session, ZoneKnown known, ZoneChange asked, Action<ZoneFeature> check, Guid editId, string clientId, CancellationToken cancellation)
    {
        var found = await FindAsync(session, asked.Zone, cancellation) ?? throw Missing(asked.Zone);
        var head = await ScenarioStore.HeadAsync(session, "scenarios.lock", found.Scenario, cancellation);
        var stands = await FindAsync(session, asked.Zone, cancellation) ?? throw Missing(asked.Zone);
        if (!known.Holds(stands.Zone)) throw await StaleAsync(session, stands, known, asked, cancellation);
        check(stands);
        if (!asked.Deleted && IsSame(asked.Name, asked.Geometry, stands.Zone)) return null;
        var change = asked.Deleted || !IsSame(null, asked.Geometry, stands.Zone) ? asked : asked with { Geometry = null };
        var operation = asked.Deleted ? ZoneOperations.Delete : change.Geometry is null ? ZoneOperations.Rename : ZoneOperations.Reshape;
        return await ZoneEditStore.PostAsync(session, found.Scenario, new EditRequest(editId, clientId, head.Version, operation, [change]), cancellation);
    }

    /// <summary>A polygon in a served system (its axes in its own order) in longitude, latitude as it is stored.</summary>
    /// <exception cref="GunManeException">BadInput: a coordinate lies outside of the system.</exception>
    public static async Task<Geometry> ToStorageAsync(Session session, Geometry geometry, ServedCrs crs, string parameter, CancellationToken cancellation)
    {
        var turned = FeatureFilter.EastFirst(geometry, crs);
        if (crs.IsStorage) return turned;
        if (turned.Coordinates.Any(at => !FeatureFilter.IsWithin(at, crs))) throw Outside(crs, parameter);
        try
        {
            return (await session.ScalarAsync<Geometry>("features.to_storage", cancellation, new WKBWriter().Write(turned), crs.Srid))!;
        }
        catch (PostgresException e) when (FeatureStore.IsOfValues(e))
        {
            throw Outside(crs, parameter);
        }
    }

    /// <summary>The refusal for a zone that is not there.</summary>
    public static GunManeException Missing(ZoneId zone) => new(Refusal.NotFound, $"区域 {zone.Value} はありません。(There is no zone {zone.Value}.)", "featureId");

    private static async Task<GunManeException> StaleAsync(Session session, ZoneFeature stands, ZoneKnown known, ZoneChange asked, CancellationToken cancellation)
    {
        var zone = stands.Zone;
        var yours = asked.Deleted ? asked : asked with { Name = asked.Name ?? zone.Name, Geometry = asked.Geometry ?? zone.Geometry };
        var version = known.Versions.Count > 0 ? known.Versions.Max() : 0;
        var before = (await session.ListAsync("scenarios.last_of_zone", row => (Version: row.GetInt32(0), Change: ZoneJson.ReadChanges($"[{row.GetString(3)}]")[0]),
            cancellation, stands.Scenario.Value, zone.Id.Value, version)).Select(row => ZoneJson.Change(row.Change, row.Version)).SingleOrDefault();
        return new GunManeException(Refusal.Stale,
            $"区域「{zone.Name}」は版 {zone.Version} になっています。今の形 (current) と送られた形 (yours) を見比べて、もう一度送ってください。"
            + $"(Zone {zone.Name} stands at version {zone.Version}: compare current with yours and send it again.)", "If-Match")
        {
            Details = new Dictionary<string, object?>
            {
                ["zone"] = zone.Id.Value,
                ["base"] = before,
                ["current"] = ZoneJson.Change(ZoneChange.To(zone.Id, zone), zone.Version),
                ["yours"] = ZoneJson.Change(yours),
            },
        };
    }

    // A zone that was read and sent back has the very coordinates, or in metres ones that fall on the same grid points.
    private static bool IsSame(string? name, Geometry? geometry, Zone zone) => (name is null || name.Trim() == zone.Name)
        && (geometry is null || (geometry.NumGeometries == zone.Geometry.NumGeometries && geometry.NumPoints == zone.Geometry.NumPoints
            && ZoneGrid.Rings(geometry).SelectMany(ring => ring.Select(ZoneGrid.Snap)).SequenceEqual(ZoneGrid.Rings(zone.Geometry).SelectMany(ring => ring))));

    private static GunManeException Outside(ServedCrs crs, string parameter) => new(Refusal.BadInput,
        $"座標が {crs.Uri} の範囲の外です。軸の順と Content-Crs を確かめてください。(Outside of the system; check the order of the axes and Content-Crs.)", parameter);
}
