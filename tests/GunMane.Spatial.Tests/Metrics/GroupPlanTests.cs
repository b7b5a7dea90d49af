using CsCheck;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Metrics;

/// <summary>Phases, sub-zones, roles by task and who acts for whom: by hand, and their invariants on random input.</summary>
public sealed class GroupPlanTests
{
    [Fact]
    public void Growth_goes_to_the_nearest_group_and_among_equals_to_the_better_one()
    {
        var boxes = new[] { Box(0), Box(50), Box(20), Box(10.5), Box(-10.5), Box(400) };
        Assert.Equal([1, 5, 3, 2, 4, 6], GrowthOrder.Of(boxes)!);
    }

    [Fact]
    public void Growth_names_every_turn_once_and_never_leaves_a_nearer_group_behind() => Gen.Int[0, 300].Array[1, 12].Sample(places =>
    {
        var boxes = Array.ConvertAll(places, place => Box(place));
        var phase = GrowthOrder.Of(boxes)!;
        Assert.Equal(Enumerable.Range(1, boxes.Length), phase.Order());
        Assert.Equal(1, phase[0]);
        for (var turn = 2; turn <= boxes.Length; turn++)
        {
            double Gap(int at) => Enumerable.Range(0, boxes.Length).Where(before => phase[before] < turn).Min(before => boxes[before].Distance(boxes[at]));
            var taken = Array.IndexOf(phase, turn);
            Assert.All(Enumerable.Range(0, boxes.Length).Where(at => phase[at] > turn), at => Assert.True(Gap(taken) < Gap(at) || (Gap(taken) == Gap(at) && taken < at)));
        }
    });

    [Fact]
    public void A_row_of_two_firms_parts_in_the_middle_and_strays_go_with_what_is_around()
    {
        // The unknown one and the lone 9 and 7 in the middle join what is beside them, one step at a time from both ends.
        var made = SubZones.Divide([7, 7, 7, 0, 9, 7, 9, 9, 9], [.. Enumerable.Range(0, 8).Select(at => (at, at + 1))]);
        Assert.Equal([new SubZone(7, 5, 3), new SubZone(9, 4, 3)], made.Zones);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1], made.Of);
    }

    [Fact]
    public void Too_few_connected_assets_make_no_sub_zone()
    {
        var made = SubZones.Divide([7, 7, 0], [(0, 1), (1, 2)]);
        Assert.Empty(made.Zones);
        Assert.Equal([-1, -1, -1], made.Of);
    }

    [Fact]
    public void Every_sub_zone_is_connected_and_one_of_its_firm() => Gen.Select(Gen.Long[0, 4].Array[1, 30], Gen.Select(Gen.Int[0, 29], Gen.Int[0, 29]).Array[0, 60]).Sample((firm, drawn) =>
    {
        var ties = drawn.Where(tie => tie.Item1 < tie.Item2 && tie.Item2 < firm.Length).Distinct().ToList();
        var made = SubZones.Divide(firm, ties);
        Assert.Equal(made.Zones.Count, made.Zones.Select(zone => zone.Contractor).Distinct().Count());
        for (var zone = 0; zone < made.Zones.Count; zone++)
        {
            var members = Enumerable.Range(0, firm.Length).Where(at => made.Of[at] == zone).ToHashSet();
            Assert.Equal(made.Zones[zone].Assets, members.Count);
            Assert.True(made.Zones[zone].Own >= SubZones.Least);
            Assert.Equal(members.Count, Reached(members, ties).Count);
        }

        // Turning the ties about changes nothing.
        Assert.Equal(made.Of, SubZones.Divide(firm, [.. ties.AsEnumerable().Reverse()]).Of);
    });

    [Fact]
    public void Tasks_tell_field_work_from_management_and_who_does_both()
    {
        var tasks = GroupTasks.Of(
            [[new(WorkKind.Patrol, 1), new(WorkKind.Inspection, 3)], [new(WorkKind.Patrol, 1), new(WorkKind.Patrol, 2), new(WorkKind.Design, 2)], [new(WorkKind.Inspection, 0)], []],
            firm => firm == 1);
        Assert.Equal([new TaskShare(WorkKind.Patrol, 2, 2, 1), new TaskShare(WorkKind.Inspection, 2, 1, 3), new TaskShare(WorkKind.Design, 1, 1, 2)], tasks.Kinds);
        Assert.Equal((new TaskSide(2, 2, 1), new TaskSide(3, 2, 0), 1), (tasks.Field, tasks.Management, tasks.InBoth));
    }

    [Fact]
    public void The_prefecture_leads_where_it_is_an_owner_and_the_largest_owner_elsewhere()
    {
        Assert.Equal(new GroupLead(90, 1, 3, 2), GroupLead.Of([Owned(1), Owned(1), Owned(90), Owned(1)], owner => owner == 90));
        Assert.Equal(new GroupLead(2, 2, 1, 2), GroupLead.Of([Owned(1), Owned(2), Owned(2), Owned(null)], owner => owner == 90));
        Assert.Null(GroupLead.Of([Owned(1), Owned(null)], owner => owner == 90));
    }

    private static HashSet<int> Reached(HashSet<int> members, List<(int One, int Other)> ties)
    {
        var reached = new HashSet<int> { members.First() };
        for (var before = 0; before != reached.Count;)
        {
            before = reached.Count;
            foreach (var (one, other) in ties.Where(tie => members.Contains(tie.One) && members.Contains(tie.Other)))
            {
                if (reached.Contains(one) || reached.Contains(other)) reached.UnionWith([one, other]);
            }
        }

        return reached;
    }

    private static Envelope Box(double west) => new(west, west + 10, 0, 10);

    private static GroupedAsset Owned(int? owner) => new(new HeldAsset(0, true, 1, null, owner, Sector.Road, 0, 0, []), [], null);
}
