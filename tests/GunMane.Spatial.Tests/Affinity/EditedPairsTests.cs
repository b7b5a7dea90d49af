using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Affinity.Edits;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Affinity;

/// <summary>After any edit the graph, and what is said of its pairs, are bit by bit those that are made anew.</summary>
public sealed class EditedPairsTests
{
    private const int Most = 40;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private static readonly Gen<(Asset[] Before, Asset[] Now, int RadiusMm, bool Borders)> Edits =
        from shapes in RandomShapes.Some(Most, 500)
        from others in RandomShapes.Some(Most, 500)
        from facts in Gen.Int[0, 1 << 20].Array[2 * Most]
        from fates in Gen.Int[0, 9].Array[Most]
        from added in Gen.Int[0, 6]
        from radius in Gen.Int[10, 120]
        from borders in Gen.Bool
        select Case(shapes, others, facts, fates, added, radius, borders);

    [Fact]
    public void Any_edit_gives_the_arrays_of_a_graph_found_anew() => Edits.Sample(made =>
    {
        var (before, now) = (new Town(made.Before, made.RadiusMm, made.Borders), new Town(made.Now, made.RadiusMm, made.Borders));
        var (edit, kept) = Edit(before, now, made.Borders);
        Assert.Equal(now.Graph.Start, edit.Graph.Start);
        Assert.Equal(now.Graph.Other, edit.Graph.Other);
        Assert.Equal(now.Graph.DistanceMm, edit.Graph.DistanceMm);
        Assert.Equal(now.Graph.RadiusMm, edit.Graph.RadiusMm);

        var ties = EditedTies.Of(edit, kept, (before.Ties, before.Sets, before.Weights), (now.Sets, now.Weights), sameFirms: true, Now);
        Assert.Equal(now.Ties.Trust, ties.Trust);
        Assert.Equal(now.Ties.Common, ties.Common);
        var traits = EditedTies.Of(edit, kept, (PairTraits.Of(before.Graph, before.Traits, Now), before.Traits), now.Traits, Now);
        var anew = PairTraits.Of(now.Graph, now.Traits, Now);
        Assert.Equal(anew.Code, traits.Code);
        Assert.Equal(anew.Days, traits.Days);
    }, iter: 3000);

    [Fact]
    public void Groups_after_an_edit_are_those_of_a_graph_found_anew() => Edits.Sample(made =>
    {
        var (before, now) = (new Town(made.Before, made.RadiusMm, made.Borders), new Town(made.Now, made.RadiusMm, made.Borders));
        var (edit, kept) = Edit(before, now, made.Borders);
        var resident = new LiveGroups(before.Graph, before.Ties, before.Traits);
        LiveParameters[] asked =
        [
            new(made.RadiusMm, new AffinityWeights(0.4, Sector: 0.1, Terms: 0.1, Inspection: 0.1, Border: 0.1, WorkKind: 0.1), 400_000, 3),
            new(made.RadiusMm * 2 / 3, new AffinityWeights(0.6), 300_000, 2),
        ];
        foreach (var parameters in asked) resident.Density(parameters, Now);
        var after = resident.After(edit, kept, EditedTies.Of(edit, kept, (before.Ties, before.Sets, before.Weights), (now.Sets, now.Weights), true, Now), now.Traits, true, Now);
        var anew = new LiveGroups(now.Graph, now.Ties, now.Traits);
        foreach (var parameters in asked) Assert.Equal(anew.Density(parameters, Now).Label, after.Density(parameters, Now).Label);
    }, iter: 500);

    [Fact]
    public void Only_what_lies_near_a_touched_asset_is_looked_at()
    {
        var shapes = RandomShapes.Arrays([.. Enumerable.Range(0, 1000).Select(at => (Geometry)new Point(at * 10, at % 7))]);
        var touched = new bool[1000];
        touched[500] = true;
        var near = TouchedPairs.Find(shapes, touched, 25_000, Now);
        Assert.InRange(near.Assets.Length, 5, 12);
        Assert.Equal([(498, 500), (499, 500), (500, 501), (500, 502)], Enumerable.Range(0, near.Assets.Length).SelectMany(low =>
            near.Pairs.Other[near.Pairs.Start[low]..near.Pairs.Start[low + 1]].Select(high => (near.Assets[low], near.Assets[high]))));
    }

    private static (EditedPairs Edit, KeptAssets Kept) Edit(Town before, Town now, bool borders)
    {
        var kept = KeptAssets.Between(before.Ids, before.Shapes, now.Ids, now.Shapes, borders ? (was, at) => before.Assets[was].Side == now.Assets[at].Side : null);
        var touched = TouchedPairs.Find(now.Shapes, Array.ConvertAll(kept.Before, was => was < 0), now.Graph.RadiusMm, Now);
        return (EditedPairs.Of(before.Graph, kept, borders ? touched.Inside(now.Side, now.Side) : touched, Now)!, kept);
    }

    private static (Asset[] Before, Asset[] Now, int RadiusMm, bool Borders) Case(Geometry[] shapes, Geometry[] others, int[] facts, int[] fates, int added, int radius, bool borders)
    {
        Asset[] before = [.. shapes.Select((shape, at) => new Asset(3 * at + 1, shape, facts[at]))];
        var now = before.SelectMany((asset, at) => fates[at] switch
        {
            0 => [],
            1 => [asset with { Shape = others[at % others.Length] }],
            2 => [asset with { Facts = facts[Most + at] }],
            3 => [asset with { Facts = asset.Facts ^ 1 << 19 }],
            _ => new[] { asset },
        }).ToList();
        for (var at = 0; at < added; at++) now.Add(new Asset(at % 2 == 0 ? 3 * Most + at : 3 * fates[at], others[(at + 7) % others.Length], facts[Most + at]));
        return (before, [.. now.DistinctBy(asset => asset.Id).OrderBy(asset => asset.Id)], radius * 1000, borders);
    }

    // Facts are bits: four for firms, two each for side, sector, year and kinds.
    private sealed record Asset(int Id, Geometry Shape, int Facts)
    {
        public int Side => (Facts >> 4 & 3) - 1;
    }

    private sealed class Town
    {
        public Town(Asset[] assets, int radiusMm, bool borders)
        {
            (Assets, Ids, Shapes) = (assets, [.. assets.Select(asset => asset.Id)], RandomShapes.Arrays(assets.Select(asset => asset.Shape)));
            var graph = ProximityPairs.Find(Shapes, null, radiusMm, Now);
            Graph = borders ? BorderPairs.Inside(graph, Side, Side) : graph;
            var builder = new FirmSetsBuilder(assets.Length, 4);
            for (var at = 0; at < assets.Length; at++)
            {
                for (var firm = 0; firm < 4; firm++)
                {
                    if ((assets[at].Facts >> firm & 1) != 0) builder.Link(at, firm, Evidence.Asset, Evidence.Asset.StrengthPercent());
                }
            }

            Sets = builder.Build(new int[assets.Length], new Sector[assets.Length]);
            Weights = FirmWeights.Of(Sets);
            Ties = PairTies.Of(Graph, Sets, Weights, Now);
            Traits = new AssetTraits([.. assets.Select(asset => (Sector)(asset.Facts >> 6 & 3))], Side, Side, [.. assets.Select(asset => (asset.Facts >> 8 & 255) * 10)],
                [.. assets.Select(asset => (short)(asset.Facts >> 16 & 3))], [.. assets.Select(asset => (short)(asset.Facts >> 18 & 3))]);
        }

        public Asset[] Assets { get; }

        public int[] Ids { get; }

        public int[] Side => [.. Assets.Select(asset => asset.Side)];

        public Shapes Shapes { get; }

        public PairGraph Graph { get; }

        public FirmSets Sets { get; }

        public FirmWeights Weights { get; }

        public PairTies Ties { get; }

        public AssetTraits Traits { get; }
    }
}
