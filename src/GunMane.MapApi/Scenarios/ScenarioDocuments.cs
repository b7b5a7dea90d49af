using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Zoning;

namespace GunMane.MapApi.Scenarios;

/// <summary>Scenarios and answers to edits as JSON.</summary>
internal static class ScenarioDocuments
{
    /// <summary><c>{id, area, name, version, zones, canUndo, canRedo}</c>.</summary>
    public static JsonObject Scenario(Scenario scenario) => new()
    {
        ["id"] = scenario.Id.Value,
        ["area"] = scenario.Area,
        ["name"] = scenario.Name,
        ["version"] = scenario.State.Version,
        ["zones"] = new JsonArray([.. scenario.State.Zones.Values.Select(ZoneJson.Zone)]),
        ["canUndo"] = scenario.CanUndo,
        ["canRedo"] = scenario.CanRedo,
    };

    /// <summary><c>{id, area, name, version, zones}</c>: a scenario at a version that it had.</summary>
    public static JsonObject Version(ScenarioId id, string area, string name, ScenarioState state) => new()
    {
        ["id"] = id.Value, ["area"] = area, ["name"] = name, ["version"] = state.Version, ["zones"] = new JsonArray([.. state.Zones.Values.Select(ZoneJson.Zone)]),
    };

    /// <summary><c>{version, changes, warnings, repairs}</c>.</summary>
    public static JsonObject Answer(EditAnswer answer) => new()
    {
        ["version"] = answer.Version,
        ["changes"] = new JsonArray([.. answer.Changes.Select(change => ZoneJson.Change(change, change.Deleted ? null : answer.Version))]),
        ["warnings"] = ZoneJson.Notes(answer.Warnings),
        ["repairs"] = ZoneJson.Notes(answer.Repairs),
    };

    /// <summary>ETag of a scenario: its version, and its name, which changes without one.</summary>
    public static string Tag(Scenario scenario) =>
        $"\"{scenario.State.Version}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(scenario.Name)))[..8]}\"";
}
