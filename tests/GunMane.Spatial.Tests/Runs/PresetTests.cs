using System.Text.Json.Nodes;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>
/// Each precedent's preset on the model region: its groups have the precedent's defining trait (domain.md), and have it no longer once the inputs on which the
/// trait hangs are taken away, nor under the defaults of the process. Figures: docs/reference/presets.md.
/// </summary>
public sealed class PresetTests(PresetRegion region) : IClassFixture<PresetRegion>
{
    private static readonly string[] Process = ["inspection", "design", "repair_works"];

    private static readonly Dictionary<string, Func<IReadOnlyList<GroupDocument>, bool>> Traits = new()
    {
        ["nara"] = groups => groups.All(group => group is { Sectors: [{ Key: "bridge" or "tunnel" }], ExtentM: <= 11_000 } && group.Plan!.Lead is { Owners: >= 2, ForOthers: > 0 })
            && groups.Any(group => group.Towns.Count > 1),
        ["shimoda"] = groups => Share(groups, group => Only(group, "road") && OfPrefecture(group) && OwnersOf(group) > 1 && group.SharedFirms.Any(firm => firm is { Owners: > 1, Named: > 0 })) >= 0.95,
        ["sanjo"] = groups => groups.All(group => group.Holding.YenPerYear <= 50_000_000 && group.Sectors.Count > 1 && !OfPrefecture(group))
            && groups.Select(group => group.Plan!.Phase).Order().SequenceEqual(Enumerable.Range(1, groups.Count).Select(phase => (int?)phase)) && groups[0].Plan!.Phase == 1,
        ["odate"] = groups => groups.All(group => Only(group, "road", "river") && group.Sectors.Count == 2)
            && groups.Any(group => group.SharedFirms.Any(firm => firm.Name.EndsWith("共同企業体", StringComparison.Ordinal) && firm.Named >= 0.9 * group.Assets)),
        ["meiwa"] = groups => BothTasks(groups) is { Count: >= 10 } both && Share(both, group => group.Plan!.InBoth == 0 && group.Plan.Field.Local > 0) >= 0.7,
        ["tochigi"] = groups => Share(groups, group => group.Plan!.SubZones.Count >= 2) >= 0.9,
        ["fukushima"] = groups => groups.Count >= 3 && Share(groups, group => group.Plan!.Supply.Share >= 0.5) >= 0.75,
        ["tama"] = groups => groups.All(group => Only(group, "bridge") && Processes(group) >= 2),
        ["tawaramoto"] = groups => groups.All(group => Only(group, "bridge") && group.Towns.Count == 1 && OwnersOf(group) == 1 && !OfPrefecture(group)) && Share(groups, group => Processes(group) >= 2) >= 0.6,
        ["shirakawa-uchinada"] = groups => groups.All(group => !OfPrefecture(group) && OwnersOf(group) >= 2 && group.Towns.Count >= 2),
    };

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public static TheoryData<string> Keys => [.. Presets.Keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Its_groups_have_the_precedents_trait_and_lose_it_with_the_inputs_on_which_it_hangs(string key)
    {
        var made = await region.RunAsync(new JsonObject { ["preset"] = key }, Now);
        Assert.True(made.Groups.Count >= 3, $"{key}: {made.Groups.Count} groups");
        Assert.Equal(key, made.Summary.Parameters.GetProperty("preset").GetString());
        Assert.True(Traits[key](made.Groups), $"{key}: {Shown(made.Groups)}");

        var without = new JsonObject { ["preset"] = key };
        foreach (var name in Presets.All.Single(preset => preset.Key == key).Decisive) without[name] = null;
        var bare = (await region.RunAsync(without, Now)).Groups;
        Assert.False(bare.Count > 0 && Traits[key](bare), $"{key} without its decisive inputs: {Shown(bare)}");
        Assert.False(Traits[key](await region.UsualAsync(Now)), $"{key} under the defaults");
    }

    [Fact]
    public async Task The_same_preset_gives_the_same_groups_and_phases_again()
    {
        var (one, two) = (await region.RunAsync(new JsonObject { ["preset"] = "sanjo" }, Now), await region.RunAsync(new JsonObject { ["preset"] = "sanjo" }, Now));
        Assert.Equal(one.Groups.Select(group => (group.Number, group.Assets, group.Plan!.Phase)), two.Groups.Select(group => (group.Number, group.Assets, group.Plan!.Phase)));
    }

    private static double Share(IReadOnlyCollection<GroupDocument> groups, Func<GroupDocument, bool> which) => groups.Count == 0 ? 0 : (double)groups.Count(which) / groups.Count;

    private static bool Only(GroupDocument group, params string[] sectors) => group.Sectors.All(sector => sectors.Contains(sector.Key));

    private static int OwnersOf(GroupDocument group) => group.Holding.ByOwner.Count;

    private static bool OfPrefecture(GroupDocument group) => group.Holding.ByOwner.Any(owner => owner.Key == "90000");

    private static int Processes(GroupDocument group) => group.Plan!.Tasks.Count(task => Process.Contains(task.Kind));

    private static List<GroupDocument> BothTasks(IReadOnlyList<GroupDocument> groups) => [.. groups.Where(group => group.Plan is { Field.Firms: > 0, Management.Firms: > 0 })];

    private static string Shown(IReadOnlyList<GroupDocument> groups) => $"{groups.Count}: " + string.Join("; ", groups.Take(8).Select(group => FormattableString.Invariant(
        $"{group.Assets} {string.Join('+', group.Sectors.Select(sector => sector.Key))} of {string.Join('+', group.Holding.ByOwner.Select(owner => owner.Key))}, {group.ExtentM:0} m, {group.Holding.YenPerYear} yen, phase {group.Plan!.Phase}, {Processes(group)} processes, {group.Plan.SubZones.Count} sub-zones, supply {group.Plan.Supply.Share}")));
}
