using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Zoning;

namespace GunMane.Spatial.Export;

/// <summary>What an import of zones did.</summary>
/// <param name="Scenario">The scenario afterwards.</param>
/// <param name="Added">Zones added.</param>
/// <param name="Unchanged">Zones of the file that were there already.</param>
/// <param name="Warnings">What the planner should look at.</param>
/// <param name="Repairs">What was repaired.</param>
public sealed record ImportedZones(Scenario Scenario, int Added, int Unchanged, IReadOnlyList<ZoneNote> Warnings, IReadOnlyList<ZoneNote> Repairs);

/// <summary>Takes the zones of a file into a scenario, as one edit that can be undone.</summary>
public static class ZoneImport
{
    /// <summary>
    /// Imports into the scenario of a name, which is made where there is none. A zone that the scenario holds already
    /// with the same name and geometry is left alone; the others keep their id where it is free and else get a new one.
    /// </summary>
    /// <param name="session">A writing session.</param>
    /// <param name="area">The study area.</param>
    /// <param name="file">What was read.</param>
    /// <param name="scenarioName">Where to; null for the scenario that the file names.</param>
    /// <param name="request">Edit id and client; base version and changes are found here.</param>
    /// <param name="newId">Makes ids.</param>
    /// <param name="cancellation">Reaches PostgreSQL.</param>
    /// <exception cref="GunManeException">BadInput: no name, or a zone that can't be stored; nothing is stored then.</exception>
    public static async Task<ImportedZones> ImportAsync(
        Session session, StudyArea area, ZoneFile file, string? scenarioName, EditRequest request, Func<Guid> newId, CancellationToken cancellation)
    {
        var id = await TargetAsync(session, area, ZoneNames.Accept(scenarioName ?? file.Scenario, "scenario"), cancellation);
        await ScenarioStore.HeadAsync(session, "scenarios.lock", id, cancellation);
        var before = await ScenarioStore.FindAsync(session, id, cancellation);
        var missing = file.Zones.Where(zone => !IsThere(zone, before.State)).ToArray();
        if (missing.Length == 0) return new ImportedZones(before, 0, file.Zones.Count, Elsewhere(area, file), []);
        var changes = await ChangesAsync(session, missing, newId, cancellation);
        var answer = await ZoneEditStore.PostAsync(session, id,
            request with { BaseVersion = before.State.Version, Operation = ZoneOperations.Import, Changes = changes }, cancellation);
        return new ImportedZones(await ScenarioStore.FindAsync(session, id, cancellation),
            missing.Length, file.Zones.Count - missing.Length, [.. Elsewhere(area, file), .. answer.Warnings], answer.Repairs);
    }

    private static async Task<ScenarioId> TargetAsync(Session session, StudyArea area, string name, CancellationToken cancellation) =>
        await ScenarioStore.ByNameAsync(session, area.Id, name, cancellation) ?? (await ScenarioStore.CreateAsync(session, area.Id, name, cancellation)).Id;

    private static bool IsThere(FileZone zone, ScenarioState state)
    {
        var same = state.Zones.Values.Where(present => present.Name == zone.Name).ToArray();
        if (same.Length == 0) return false;
        var geometry = ZoneGeometry.Prepare(zone.Geometry, "file").Geometry;
        return Array.Exists(same, present => present.Geometry.EqualsExact(geometry));
    }

    private static async Task<List<ZoneChange>> ChangesAsync(Session session, FileZone[] zones, Func<Guid> newId, CancellationToken cancellation)
    {
        var named = zones.Select(zone => zone.Id?.Value).OfType<Guid>().ToArray();
        var taken = (await session.ListAsync("scenarios.taken", row => row.GetGuid(0), cancellation, named)).ToHashSet();
        return [.. zones.Select(zone => new ZoneChange(
            new ZoneId(zone.Id is { } id && taken.Add(id.Value) ? id.Value : newId()), zone.Name, zone.Geometry))];
    }

    private static ZoneNote[] Elsewhere(StudyArea area, ZoneFile file) => file.StudyArea is { } code && code != area.Code
        ? [new ZoneNote($"このファイルは別の対象地域（{code}）のものです。", $"This file is of another study area ({code}).")]
        : [];
}
