using System.Text.Json.Nodes;

namespace GunMane.Spatial.Storage;

/// <summary>One fact that a new file of a ledger adds, changes or no longer has.</summary>
/// <param name="Kind">added, changed or removed.</param>
/// <param name="Row">Row of the file; null for removed ones.</param>
/// <param name="Fact">Dense id of the asset or number of the order that is stored; null for added ones.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Fields">Of changed ones: <c>[{field, before, after}]</c>; columns without a field as <c>attribute.NAME</c>.</param>
/// <param name="MovedM">By how many metres its representative point moved; null if its geometry is the same.</param>
/// <param name="Before">GeoJSON point where it was; null if it is not moved or new.</param>
/// <param name="After">GeoJSON point where it will be; null if it goes.</param>
public sealed record LedgerDifference(string Kind, long? Row, long? Fact, string Name, JsonArray Fields, double? MovedM, JsonNode? Before, JsonNode? After);

/// <summary>How a new file differs from the ledger that it replaces.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="DataVersion">Data version of the study area that was compared.</param>
/// <param name="Stored">Facts that the ledger held.</param>
/// <param name="Added">Facts that come.</param>
/// <param name="Changed">Facts that change.</param>
/// <param name="Removed">Facts that the file no longer has; they stay unless removal was asked for.</param>
/// <param name="Unchanged">Rows that are stored as they are.</param>
/// <param name="RemoveMissing">Whether removal was asked for.</param>
/// <param name="Differences">The first of each kind.</param>
public sealed record LedgerComparison(
    string Ledger, long DataVersion, long Stored, long Added, long Changed, long Removed, long Unchanged, bool RemoveMissing, IReadOnlyList<LedgerDifference> Differences);
