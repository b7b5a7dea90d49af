using System.Text.Json.Nodes;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Runs;

namespace GunMane.Benchmarks.Quality;

/// <summary>The engine as a planner gets it: a request that names nothing but the method.</summary>
internal static class EngineMethods
{
    /// <summary>What a planner gets who chooses nothing.</summary>
    public const string Default = "default";

    // Limits of bounded groups have no default: this one is ours, somewhat more than the largest bundle.
    private const int BoundedAssets = 200;

    /// <summary>What is reported.</summary>
    public static IReadOnlyList<string> All { get; } = [Default, "density", "hierarchical", "community", "bounded"];

    /// <summary>Groups of a method at its defaults; groups smaller than the default least size are none, as on the page.</summary>
    public static int[] Label(Snapshot snapshot, string method) => Label(snapshot, Request(method));

    /// <summary>Groups of a request.</summary>
    public static int[] Label(Snapshot snapshot, GroupingRequest request)
    {
        var graph = ProximityPairs.Find(snapshot.Shapes, null, request.RadiusMm, CancellationToken.None);
        var ties = GroupingMethods.Ties(snapshot, graph, request, CancellationToken.None);
        return Proposed(GroupingMethods.Make(snapshot, graph, ties, null, request, 1, CancellationToken.None).Grouping, request.MinAssets);
    }

    /// <summary>The request of a method.</summary>
    public static GroupingRequest Request(string method, JsonObject? more = null)
    {
        var inputs = more ?? [];
        inputs["studyArea"] = "planted";
        if (method != Default) inputs["method"] = method;
        if (method == "bounded") inputs["maxAssets"] = BoundedAssets;
        return GroupingInputs.Parse(inputs);
    }

    private static int[] Proposed(Grouping grouping, int least)
    {
        var size = new int[grouping.Groups];
        foreach (var label in grouping.Label)
        {
            if (label >= 0) size[label]++;
        }

        return Array.ConvertAll(grouping.Label, label => label >= 0 && size[label] >= least ? label : PlantedRegion.None);
    }
}
