using CsCheck;
using GunMane.Spatial.Model;
using GunMane.Spatial.Zoning;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Zoning;

public sealed class ZoneEditTests
{
    private static readonly Guid[] Ids = [.. Enumerable.Range(1, 6).Select(at => new Guid(at, 0, 0, new byte[8]))];

    [Fact]
    public void An_edit_and_its_inverse_are_the_identity() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Shapes.Stars).Array[1, 12].Sample(steps =>
        {
            var states = new List<ScenarioState> { ScenarioState.Empty };
            var outcomes = new List<EditOutcome>();
            foreach (var (zone, kind, star) in steps)
            {
                if (Asked(states[^1], new ZoneId(Ids[zone]), kind, star) is not { } edit) continue;
                outcomes.Add(ZoneEdit.Apply(states[^1], edit.Operation, [edit.Change]));
                states.Add(states[^1].With(outcomes[^1].Changes));
            }

            var state = states[^1];
            for (var at = outcomes.Count - 1; at >= 0; at--)
            {
                var undone = ZoneEdit.TakeBack(state, outcomes[at].Changes, outcomes[at].Inverse, out _);
                state = state.With(undone!.Changes);
                Assert.True(Same(states[at], state));
                Assert.True(Same(states[at + 1], state.With(ZoneEdit.TakeBack(state, undone.Changes, undone.Inverse, out _)!.Changes)));
            }
        }, iter: 100);

    [Fact]
    public void A_neighbour_that_received_a_node_is_part_of_the_edit()
    {
        var state = Drawn(ScenarioState.Empty, 0, Shapes.Ring((139, 35), (139.01, 35), (139.01, 35.01), (139, 35.01)));
        var outcome = ZoneEdit.Apply(state, "draw", [new(new ZoneId(Ids[1]), "東", Shapes.Ring((139.01, 35.002), (139.02, 35.002), (139.02, 35.008), (139.01, 35.008)))]);
        Assert.Equal([Ids[1], Ids[0]], outcome.Changes.Select(change => change.Zone.Value));
        Assert.Equal(7, outcome.Changes[1].Geometry!.NumPoints);
        Assert.True(outcome.Inverse[0].Deleted);
        Assert.Equal(5, outcome.Inverse[1].Geometry!.NumPoints);
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public void An_overlap_is_told_with_its_area()
    {
        var state = Drawn(ScenarioState.Empty, 0, Shapes.Ring((139, 35), (139.01, 35), (139.01, 35.01), (139, 35.01)));
        var outcome = ZoneEdit.Apply(state, "draw", [new(new ZoneId(Ids[1]), "東", Shapes.Ring((139.009, 35.002), (139.02, 35.002), (139.02, 35.008), (139.009, 35.008)))]);
        Assert.Matches(@"「東」は「区域0」と 6\.0\d* ha 重なっています", Assert.Single(outcome.Warnings).Ja);
    }

    [Fact]
    public void An_edit_that_was_changed_since_is_not_taken_back()
    {
        var empty = ScenarioState.Empty;
        var outcome = ZoneEdit.Apply(empty, "draw", [new(new ZoneId(Ids[0]), "西", Shapes.Ring((139, 35), (139.01, 35), (139.01, 35.01)))]);
        var renamed = empty.With(outcome.Changes).With([outcome.Changes[0] with { Name = "北" }]);
        Assert.Null(ZoneEdit.TakeBack(renamed, outcome.Changes, outcome.Inverse, out var moved));
        Assert.Equal(Ids[0], moved?.Value);
    }

    [Theory]
    [InlineData("draw", 0, "x", true, Refusal.Conflict)]
    [InlineData("accept_group", 0, "x", true, Refusal.Conflict)]
    [InlineData("reshape", 1, "x", true, Refusal.NotFound)]
    [InlineData("rename", 1, "x", false, Refusal.NotFound)]
    [InlineData("draw", 1, "x", false, Refusal.BadInput)]
    [InlineData("draw", 1, null, true, Refusal.BadInput)]
    [InlineData("draw", 1, " 　", true, Refusal.BadInput)]
    [InlineData("rename", 0, "a\nb", false, Refusal.BadInput)]
    public void What_makes_no_sense_is_refused(string operation, int zone, string? name, bool geometry, Refusal refusal)
    {
        var triangle = Shapes.Ring((139, 35), (139.01, 35), (139.01, 35.01));
        var state = Drawn(ScenarioState.Empty, 0, triangle);
        var error = Assert.Throws<GunManeException>(() => ZoneEdit.Apply(state, operation, [new(new ZoneId(Ids[zone]), name, geometry ? triangle : null)]));
        Assert.Equal(refusal, error.Refusal);
        Assert.StartsWith("changes[0]", error.Parameter, StringComparison.Ordinal);
    }

    [Fact]
    public void Undo_and_redo_walk_the_history()
    {
        Assert.Null(EditStack.Of([]).NextUndo);
        var steps = new List<EditStep> { new(1, "draw", null), new(2, "reshape", null) };
        Assert.Equal((2, (int?)null), (EditStack.Of(steps).NextUndo, EditStack.Of(steps).NextRedo));
        steps.Add(new(3, "undo", 2));
        Assert.Equal((1, (int?)3), (EditStack.Of(steps).NextUndo, EditStack.Of(steps).NextRedo));
        steps.Add(new(4, "redo", 3));
        Assert.Equal((4, (int?)null), (EditStack.Of(steps).NextUndo, EditStack.Of(steps).NextRedo));
        steps.Add(new(5, "undo", 4));
        steps.Add(new(6, "rename", null));
        Assert.Equal((6, (int?)null), (EditStack.Of(steps).NextUndo, EditStack.Of(steps).NextRedo));
        steps.Add(new(7, "undo", 6));
        steps.Add(new(8, "undo", 1));
        Assert.Equal(((int?)null, (int?)8), (EditStack.Of(steps).NextUndo, EditStack.Of(steps).NextRedo));
    }

    private static (string Operation, ZoneChange Change)? Asked(ScenarioState state, ZoneId zone, int kind, Geometry star) => (kind, state.Find(zone)) switch
    {
        (_, null) => ("draw", new ZoneChange(zone, $"区域{zone.Value}", star)),
        (0, _) => ("delete", ZoneChange.Delete(zone)),
        (1, _) => ("rename", new ZoneChange(zone, $"新{state.Version}", null)),
        _ => ("reshape", new ZoneChange(zone, null, star)),
    };

    private static ScenarioState Drawn(ScenarioState state, int zone, Geometry geometry) =>
        state.With(ZoneEdit.Apply(state, "draw", [new(new ZoneId(Ids[zone]), $"区域{zone}", geometry)]).Changes);

    private static bool Same(ScenarioState one, ScenarioState other) =>
        one.Zones.Count == other.Zones.Count && one.Zones.All(zone => ZoneChange.To(zone.Value.Id, zone.Value).Describes(other.Find(zone.Value.Id)));
}
