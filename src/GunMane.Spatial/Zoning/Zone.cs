using System.Collections.Immutable;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Zoning;

/// <summary>A zone (区域) as it stands.</summary>
/// <param name="Id">Public id.</param>
/// <param name="Name">Name, 1–200 characters.</param>
/// <param name="Version">Scenario version that last changed it.</param>
/// <param name="Geometry">Polygon or MultiPolygon in lon/lat, on the grid, right-handed rings.</param>
public sealed record Zone(ZoneId Id, string Name, int Version, Geometry Geometry);

/// <summary>What an edit asks of one zone, or did to it.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Name">New name; null leaves it (only in requests).</param>
/// <param name="Geometry">New geometry; null leaves it (only in requests).</param>
/// <param name="Deleted">The zone goes; name and geometry are null.</param>
public sealed record ZoneChange(ZoneId Zone, string? Name, Geometry? Geometry, bool Deleted = false)
{
    /// <summary>The change that removes a zone.</summary>
    public static ZoneChange Delete(ZoneId zone) => new(zone, null, null, Deleted: true);

    /// <summary>The change that gives a zone the state it has now, or removes it where it isn't there.</summary>
    public static ZoneChange To(ZoneId id, Zone? state) => state is null ? Delete(id) : new ZoneChange(id, state.Name, state.Geometry);

    /// <summary>Whether a zone stands as this (complete) change left it.</summary>
    public bool Describes(Zone? state) =>
        Deleted ? state is null : state is not null && state.Name == Name && state.Geometry.EqualsExact(Geometry);
}

/// <summary>Something the planner should know, in both languages.</summary>
/// <param name="Ja">Japanese sentence.</param>
/// <param name="En">English sentence.</param>
/// <param name="Zone">The zone concerned, if one is.</param>
public sealed record ZoneNote(string Ja, string En, ZoneId? Zone = null);

/// <summary>The zones of a scenario at one version. Immutable.</summary>
public sealed record ScenarioState(int Version, ImmutableSortedDictionary<Guid, Zone> Zones)
{
    /// <summary>A scenario without zones.</summary>
    public static ScenarioState Empty { get; } = new(0, ImmutableSortedDictionary<Guid, Zone>.Empty);

    /// <summary>The zone of an id, or null.</summary>
    public Zone? Find(ZoneId id) => Zones.GetValueOrDefault(id.Value);

    /// <summary>The state after complete changes, at the next version.</summary>
    public ScenarioState With(IEnumerable<ZoneChange> changes)
    {
        var zones = Zones.ToBuilder();
        foreach (var change in changes)
        {
            if (change.Deleted) zones.Remove(change.Zone.Value);
            else zones[change.Zone.Value] = new Zone(change.Zone, change.Name!, Version + 1, change.Geometry!);
        }

        return new ScenarioState(Version + 1, zones.ToImmutable());
    }
}
