namespace GunMane.Spatial.Zoning;

/// <summary>A line of a scenario's history: its version, and which version it took back (undo, redo).</summary>
public readonly record struct EditStep(int Version, string Operation, int? Undoes);

/// <summary>
/// What can be undone and redone in a scenario, by its history. One stack per scenario: undo takes back the last edit
/// that stands, redo the last undo since the last fresh edit. An undo or redo is itself an append-only edit.
/// </summary>
public sealed record EditStack(IReadOnlyList<int> Undo, IReadOnlyList<int> Redo)
{
    /// <summary>The version that undo would take back, or null.</summary>
    public int? NextUndo => Undo.Count > 0 ? Undo[^1] : null;

    /// <summary>The version (an undo) that redo would take back, or null.</summary>
    public int? NextRedo => Redo.Count > 0 ? Redo[^1] : null;

    /// <summary>Replays a history in order of version.</summary>
    public static EditStack Of(IEnumerable<EditStep> history)
    {
        var undo = new List<int>();
        var redo = new List<int>();
        foreach (var step in history)
        {
            var fresh = step.Undoes is null;
            if (fresh) redo.Clear();
            else (step.Operation == ZoneOperations.Undo ? undo : redo).Remove(step.Undoes!.Value);
            (step.Operation == ZoneOperations.Undo ? redo : undo).Add(step.Version);
        }

        return new EditStack(undo, redo);
    }
}
