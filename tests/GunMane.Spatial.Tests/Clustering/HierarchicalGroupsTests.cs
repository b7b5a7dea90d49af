using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;

namespace GunMane.Spatial.Tests.Clustering;

public sealed class HierarchicalGroupsTests
{
    private const int One = PairAffinity.One;
    private const int Never = HierarchicalGroups.Infinite;
    private static readonly int[] Resolutions = [1, HierarchicalOptions.DefaultResolution, 300_000];
    private static readonly int[] Distances = [0, 1, 5_000, 200_000, 250_000, 400_000, 700_000, One];

    private static readonly Gen<HierarchicalOptions> Options = Gen.Select(Gen.Int[1, 5], Gen.Int[2, 5], Gen.Bool, Gen.Bool, Gen.Int[0, 2].Select(at => Resolutions[at]),
        (minPoints, minGroup, leaves, single, resolution) =>
            new HierarchicalOptions(minPoints, minGroup, leaves ? HierarchicalSelection.Leaves : HierarchicalSelection.ExcessOfMass, single, resolution));

    /// <summary>Sparse graphs of few distances: most joins are ties, many assets have too few neighbours.</summary>
    private static readonly Gen<Dictionary<(int, int), int>> Pairs =
        Gen.Select(Gen.Int[0, 21], Gen.Int[0, 21], Gen.Int[0, 7].Select(at => Distances[at])).Array[0, 90].Select(raw =>
            raw.Where(pair => pair.Item1 < pair.Item2).DistinctBy(pair => (pair.Item1, pair.Item2)).ToDictionary(pair => (pair.Item1, pair.Item2), pair => pair.Item3));

    /// <summary>Points of which each knows each other, distances in millionths of the square's diagonal.</summary>
    private static readonly Gen<Dictionary<(int, int), int>> Complete = Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]).Array[2, 40].Select(points =>
        (from a in Enumerable.Range(0, points.Length)
         from b in Enumerable.Range(a + 1, points.Length - a - 1)
         let squared = Math.Pow(points[a].Item1 - points[b].Item1, 2) + Math.Pow(points[a].Item2 - points[b].Item2, 2)
         select (Key: (a, b), Distance: (int)(Math.Sqrt(squared / 2) * One))).ToDictionary(pair => pair.Key, pair => pair.Distance));

    [Fact]
    public void Groups_are_those_of_the_definition_whatever_the_ties() => Gen.Select(Gen.Int[1, 22], Pairs, Options).Sample((assets, pairs, options) =>
        Same(new Definition(Inside(pairs, assets), assets, options), Kernel(Inside(pairs, assets), assets, options)), iter: 6000);

    [Fact]
    public void On_all_pairs_of_points_too() => Gen.Select(Complete, Options).Sample((pairs, options) =>
    {
        var assets = pairs.Keys.Max(pair => pair.Item2) + 1;
        Same(new Definition(pairs, assets, options), Kernel(pairs, assets, options));
    }, iter: 600);

    [Fact]
    public void Without_ties_they_are_those_of_the_textbook() => Gen.Select(Complete, Options).Where((pairs, _) => pairs.Values.Distinct().Count() == pairs.Count && !pairs.ContainsValue(0)).Sample((pairs, options) =>
    {
        var (assets, plain) = (pairs.Keys.Max(pair => pair.Item2) + 1, options with { MinPoints = 1, Resolution = 1, AllowSingleGroup = false });
        var (label, strength) = Textbook.Of(pairs, assets, plain);
        var kernel = Kernel(pairs, assets, plain);
        Assert.Equal(label, kernel.Grouping.Label);
        Assert.All(strength.Zip(kernel.Strength), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }, iter: 600);

    [Fact]
    public void Order_of_the_assets_changes_nothing_but_the_numbers() => Gen.Select(Gen.Int[1, 22], Pairs, Options, Gen.Int).Sample((assets, pairs, options, seed) =>
    {
        var to = Enumerable.Range(0, assets).ToArray();
        new Random(seed).Shuffle(to);
        var inside = Inside(pairs, assets);
        var (there, moved) = (Kernel(inside, assets, options),
            Kernel(inside.ToDictionary(pair => (Math.Min(to[pair.Key.Item1], to[pair.Key.Item2]), Math.Max(to[pair.Key.Item1], to[pair.Key.Item2])), pair => pair.Value), assets, options));
        Assert.Equal(there.Strength, to.Select(asset => moved.Strength[asset]));
        Assert.Equal(Numbered([.. there.Grouping.Label]), Numbered([.. to.Select(asset => moved.Grouping.Label[asset])]));
        Assert.Equal(there.Groups, Enumerable.Range(0, there.Groups.Length).Select(group => moved.Groups[moved.Grouping.Label[to[Array.IndexOf(there.Grouping.Label, group)]]]));
    }, iter: 3000);

    [Fact]
    public void A_dense_and_a_sparse_town_are_two_groups_and_what_lies_between_is_in_none()
    {
        var pairs = new Dictionary<(int, int), int>();
        void Town(int first, int distance)
        {
            for (var a = first; a < first + 5; a++)
            {
                for (var b = a + 1; b < first + 5; b++) pairs[(a, b)] = distance;
            }
        }

        Town(0, 50_000);
        Town(6, 400_000);
        (pairs[(4, 5)], pairs[(5, 6)]) = (800_000, 800_000);
        var result = Kernel(pairs, 11, new HierarchicalOptions(2, 3));
        Assert.Equal([0, 0, 0, 0, 0, -1, 1, 1, 1, 1, 1], result.Grouping.Label);
        Assert.Equal([1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1], result.Strength);
        // λ 20 − 1.25 and 2.5 − 1.25, five assets each; the tree's greatest λ is 20.
        Assert.Equal([new(5, 800_000, 50_000, 93.75, 0.9375), new(5, 800_000, 400_000, 6.25, 0.0625)], result.Groups);
    }

    [Fact]
    public void Three_parts_at_one_distance_are_three_groups_at_once()
    {
        var pairs = new Dictionary<(int, int), int> { [(0, 1)] = 100_000, [(2, 3)] = 100_000, [(4, 5)] = 100_000, [(1, 2)] = 500_000, [(3, 4)] = 500_000 };
        var result = Kernel(pairs, 6, new HierarchicalOptions(1, 2));
        Assert.Equal([0, 0, 1, 1, 2, 2], result.Grouping.Label);
        Assert.All(result.Groups, group => Assert.Equal((500_000, 100_000, 16.0), (group.BornAt, group.EndsAt, group.Stability)));
    }

    [Fact]
    public void A_cluster_worth_as_much_as_its_children_wins()
    {
        // Four assets from λ 0 to 1, then two and two from λ 1 to 2.
        var pairs = new Dictionary<(int, int), int> { [(0, 1)] = 500_000, [(2, 3)] = 500_000, [(1, 2)] = One, [(4, 5)] = 500_000 };
        Assert.Equal([0, 0, 0, 0, 1, 1], Kernel(pairs, 6, new HierarchicalOptions(1, 2)).Grouping.Label);
        pairs[(0, 1)] = 499_999;
        Assert.Equal([0, 0, 1, 1, 2, 2], Kernel(pairs, 6, new HierarchicalOptions(1, 2)).Grouping.Label);
    }

    [Fact]
    public void A_group_of_exactly_the_least_size_stands_and_one_less_does_not()
    {
        var pairs = new Dictionary<(int, int), int> { [(0, 1)] = 1, [(1, 2)] = 1, [(3, 4)] = 1, [(4, 5)] = 1 };
        Assert.Equal([0, 0, 0, 1, 1, 1], Kernel(pairs, 6, new HierarchicalOptions(1, 3)).Grouping.Label);
        Assert.Equal([-1, -1, -1, -1, -1, -1], Kernel(pairs, 6, new HierarchicalOptions(1, 4)).Grouping.Label);
    }

    [Fact]
    public void A_single_group_only_if_allowed_and_never_with_what_hangs_together_with_nothing()
    {
        var pairs = new Dictionary<(int, int), int> { [(0, 1)] = 200_000, [(1, 2)] = 200_000, [(0, 2)] = 200_000, [(3, 4)] = 200_000 };
        var options = new HierarchicalOptions(2, 3);
        Assert.Equal(0, Kernel(pairs, 6, options).Grouping.Groups);
        var single = Kernel(pairs, 6, options with { AllowSingleGroup = true });
        Assert.Equal([0, 0, 0, -1, -1, -1], single.Grouping.Label);
        Assert.Equal([new HierarchicalGroup(3, Never, 200_000, 15, 1)], single.Groups);
    }

    [Fact]
    public void Assets_in_one_place_do_not_outweigh_a_town()
    {
        // Two assets that touch within a town: with λ up to a million they would be worth more than all of it.
        var pairs = new Dictionary<(int, int), int> { [(0, 1)] = 0, [(2, 3)] = 0, [(8, 9)] = 20_000, [(9, 10)] = 20_000, [(0, 10)] = 900_000 };
        for (var asset = 1; asset < 7; asset++) pairs.TryAdd((asset, asset + 1), 20_000);
        var options = new HierarchicalOptions(1, 2);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1], Kernel(pairs, 11, options with { Resolution = 20_000 }).Grouping.Label);
        Assert.Equal(3, Kernel(pairs, 11, options with { Resolution = 1 }).Grouping.Groups);
    }

    [Fact]
    public void Without_pairs_or_assets_there_are_no_groups()
    {
        Assert.Equal([-1, -1, -1], Kernel([], 3, new HierarchicalOptions(1, 2, AllowSingleGroup: true)).Grouping.Label);
        Assert.Equal(0, Kernel([], 0, new HierarchicalOptions(1, 2, AllowSingleGroup: true)).Grouping.Groups);
    }

    [Fact]
    public void Input_is_not_changed_and_wrong_input_refused()
    {
        var (graph, affinity) = Graph(new() { [(0, 1)] = 5, [(1, 2)] = 7 }, 3);
        var before = (graph.Start.ToArray(), graph.Other.ToArray(), affinity.ToArray());
        HierarchicalGroups.Of(graph, affinity, new HierarchicalOptions(2, 2), TestContext.Current.CancellationToken);
        Assert.Equal(before.Item1, graph.Start);
        Assert.Equal(before.Item2, graph.Other);
        Assert.Equal(before.Item3, affinity);
        void Refused<T>(int[] values, HierarchicalOptions options) where T : Exception =>
            Assert.Throws<T>(() => HierarchicalGroups.Of(graph, values, options, TestContext.Current.CancellationToken));
        Refused<ArgumentException>([1], new HierarchicalOptions(2, 2));
        Refused<ArgumentOutOfRangeException>([1, One + 1], new HierarchicalOptions(2, 2));
        Refused<ArgumentOutOfRangeException>(affinity, new HierarchicalOptions(0, 2));
        Refused<ArgumentOutOfRangeException>(affinity, new HierarchicalOptions(2, 1));
        Refused<ArgumentOutOfRangeException>(affinity, new HierarchicalOptions(2, 2, Resolution: 0));
    }

    private static Dictionary<(int, int), int> Inside(Dictionary<(int, int), int> pairs, int assets) =>
        pairs.Where(pair => pair.Key.Item2 < assets).ToDictionary(pair => pair.Key, pair => pair.Value);

    private static (PairGraph, int[]) Graph(Dictionary<(int A, int B), int> pairs, int assets)
    {
        var ordered = pairs.OrderBy(pair => pair.Key).ToArray();
        var start = new int[assets + 1];
        foreach (var pair in ordered) start[pair.Key.A + 1]++;
        for (var at = 0; at < assets; at++) start[at + 1] += start[at];
        return (new PairGraph(start, [.. ordered.Select(pair => pair.Key.B)], new int[ordered.Length], 10), [.. ordered.Select(pair => One - pair.Value)]);
    }

    private static HierarchicalResult Kernel(Dictionary<(int, int), int> pairs, int assets, HierarchicalOptions options)
    {
        var (graph, affinity) = Graph(pairs, assets);
        return HierarchicalGroups.Of(graph, affinity, options, TestContext.Current.CancellationToken);
    }

    private static int[] Numbered(int[] label)
    {
        var numbers = label.Where(number => number >= 0).Distinct().ToList();
        return Array.ConvertAll(label, number => numbers.IndexOf(number));
    }

    private static void Same(Definition definition, HierarchicalResult kernel)
    {
        Assert.Equal(definition.Label, kernel.Grouping.Label);
        Assert.Equal(definition.Strength, kernel.Strength);
        Assert.Equal(definition.Groups, kernel.Groups);
    }

    /// <summary>The definition, word for word and from the top down: where the weakest links of a part are cut, all at once, it falls apart.</summary>
    private sealed class Definition
    {
        private readonly int[,] reach;
        private readonly HierarchicalOptions options;
        private readonly List<Cluster> all = [];

        public Definition(Dictionary<(int, int), int> pairs, int assets, HierarchicalOptions options)
        {
            this.options = options;
            reach = Reach(pairs, assets, options);
            var root = new Cluster([.. Enumerable.Range(0, assets)], Never, this);
            var groups = Choose(root, true).Chosen.Select(cluster => (Cluster: cluster, Members: cluster.Members.Where(asset => cluster.Left[asset] < Never).ToList()))
                .OrderBy(group => group.Members[0]).ToList();
            (Label, Strength) = ([.. Enumerable.Repeat(-1, assets)], new double[assets]);
            var greatest = all.SelectMany(cluster => cluster.Left.Values).Select(Lambda).DefaultIfEmpty().Max();
            Groups = [.. groups.Select(group => new HierarchicalGroup(group.Members.Count, group.Cluster.Born, group.Cluster.Left.Values.Min(), (double)group.Cluster.Stability / 1e6,
                (double)group.Cluster.Stability / 1e6 / (group.Members.Count * ((double)greatest / 1e6))))];
            foreach (var (group, number) in groups.Select((group, number) => (group, number)))
            {
                foreach (var asset in group.Members)
                {
                    Label[asset] = number;
                    Strength[asset] = (double)Lambda(group.Cluster.Left[asset]) / (double)Lambda(Groups[number].EndsAt);
                }
            }
        }

        public int[] Label { get; }

        public double[] Strength { get; }

        public HierarchicalGroup[] Groups { get; }

        private static decimal Lambda(int weight) => weight == Never ? 0 : Math.Round(1_000_000_000_000m / weight, MidpointRounding.AwayFromZero);

        private static int[,] Reach(Dictionary<(int, int), int> pairs, int assets, HierarchicalOptions options)
        {
            int Distance(int a, int b) => a == b ? 0 : pairs.GetValueOrDefault((Math.Min(a, b), Math.Max(a, b)), Never);
            var core = Enumerable.Range(0, assets).Select(a => Enumerable.Range(0, assets).Select(b => Distance(a, b)).Order().Append(Never).ElementAt(Math.Min(options.MinPoints - 1, assets))).ToArray();
            var reach = new int[assets, assets];
            for (var a = 0; a < assets; a++)
            {
                for (var b = 0; b < assets; b++) reach[a, b] = Math.Max(Math.Max(core[a], core[b]), Math.Max(Distance(a, b), options.Resolution));
            }

            return reach;
        }

        private List<List<int>> Parts(List<int> of, Func<int, bool> joined)
        {
            var (left, parts) = (new SortedSet<int>(of), new List<List<int>>());
            while (left.Count > 0)
            {
                var part = new List<int> { left.Min };
                left.Remove(left.Min);
                for (var at = 0; at < part.Count; at++)
                {
                    foreach (var other in left.Where(other => joined(reach[part[at], other])).ToList())
                    {
                        left.Remove(other);
                        part.Add(other);
                    }
                }

                parts.Add([.. part.Order()]);
            }

            return parts;
        }

        private (decimal Value, List<Cluster> Chosen) Choose(Cluster cluster, bool root)
        {
            var below = cluster.Children.Select(child => Choose(child, false)).ToList();
            var (sum, chosen) = (below.Sum(child => child.Value), below.SelectMany(child => child.Chosen).ToList());
            var may = !root || options.AllowSingleGroup;
            var takes = options.Selection == HierarchicalSelection.Leaves ? cluster.Children.Count == 0 : cluster.Stability >= sum;
            // The root has no members where nothing hangs together.
            return may && takes ? (cluster.Stability, cluster.Left.Values.Any(weight => weight < Never) ? [cluster] : []) : (Math.Max(sum, cluster.Stability), chosen);
        }

        private sealed class Cluster
        {
            public Cluster(List<int> members, int born, Definition of)
            {
                (Members, Born) = (members, born);
                of.all.Add(this);
                // Only everything can be too few for a group: then it is none.
                if (members.Count < of.options.MinGroup) members.ForEach(asset => Left[asset] = Never);
                for (var (part, weight) = (members.FindAll(asset => !Left.ContainsKey(asset)), Never); part.Count > 0;)
                {
                    // The least weight at which the part hangs together.
                    weight = of.Weights(part, weight).First(at => at == Never || of.Parts(part, reach => reach <= at).Count == 1);
                    var pieces = of.Parts(part, reach => reach < weight);
                    var big = pieces.Where(piece => piece.Count >= of.options.MinGroup).ToList();
                    var goesOn = big.Count == 1 ? big[0] : [];
                    foreach (var asset in part.Except(goesOn)) Left[asset] = weight;
                    if (big.Count > 1) Children.AddRange(big.Select(piece => new Cluster(piece, weight, of)));
                    part = goesOn;
                }

                Stability = members.Sum(asset => Lambda(Left[asset]) - Lambda(born));
            }

            public List<int> Members { get; }

            public int Born { get; }

            public List<Cluster> Children { get; } = [];

            public Dictionary<int, int> Left { get; } = [];

            public decimal Stability { get; }
        }

        private IEnumerable<int> Weights(List<int> part, int below) =>
            part.SelectMany(a => part.Where(b => b != a), (a, b) => reach[a, b]).Append(Never).Where(weight => weight <= below).Distinct().Order();
    }

    /// <summary>The textbook: dense Prim, dendrogram two by two, condensed tree and stabilities in double λ (McInnes and Healy 2017).</summary>
    private static class Textbook
    {
        private sealed record Node(List<int> Assets, double Distance, Node? Left, Node? Right);

        private sealed record Cluster(List<int> Assets, double Born)
        {
            public Dictionary<int, double> Fell { get; } = [];

            public List<Cluster> Children { get; } = [];

            public double Stability => Fell.Values.Sum(lambda => lambda - Born);
        }

        public static (int[] Label, double[] Strength) Of(Dictionary<(int, int), int> pairs, int assets, HierarchicalOptions options)
        {
            var root = new Cluster([.. Enumerable.Range(0, assets)], 0);
            Condense(Dendrogram(Prim(pairs, assets), assets), root, options.MinGroup);
            var chosen = root.Children.SelectMany(child => Choose(child, options.Selection).Chosen).OrderBy(cluster => cluster.Assets.Min()).ToList();
            var (label, strength) = (Enumerable.Repeat(-1, assets).ToArray(), new double[assets]);
            foreach (var cluster in chosen)
            {
                foreach (var asset in cluster.Assets) (label[asset], strength[asset]) = (chosen.IndexOf(cluster), cluster.Fell[asset] / cluster.Fell.Values.Max());
            }

            return (label, strength);
        }

        private static List<(int A, int B, int Distance)> Prim(Dictionary<(int, int), int> pairs, int assets)
        {
            int Distance(int a, int b) => pairs[(Math.Min(a, b), Math.Max(a, b))];
            var (inside, tree) = (new List<int> { 0 }, new List<(int, int, int)>());
            while (inside.Count < assets)
            {
                var edge = (from a in inside from b in Enumerable.Range(0, assets).Except(inside) select (a, b, Distance(a, b))).MinBy(edge => edge.Item3);
                inside.Add(edge.b);
                tree.Add(edge);
            }

            return [.. tree.OrderBy(edge => edge.Item3)];
        }

        private static Node Dendrogram(List<(int A, int B, int Distance)> tree, int assets)
        {
            var nodes = Enumerable.Range(0, assets).Select(asset => new Node([asset], 0, null, null)).ToArray();
            foreach (var (a, b, distance) in tree)
            {
                var join = new Node([.. nodes[a].Assets, .. nodes[b].Assets], distance, nodes[a], nodes[b]);
                foreach (var asset in join.Assets) nodes[asset] = join;
            }

            return nodes[0];
        }

        private static void Condense(Node node, Cluster cluster, int least)
        {
            var lambda = One / node.Distance;
            var (left, right) = (node.Left!.Assets.Count >= least, node.Right!.Assets.Count >= least);
            foreach (var child in (Node[])[node.Left, node.Right])
            {
                if (child.Assets.Count < least || left && right) child.Assets.ForEach(asset => cluster.Fell[asset] = lambda);
                if (child.Assets.Count < least) continue;
                var into = left && right ? new Cluster(child.Assets, lambda) : cluster;
                if (into != cluster) cluster.Children.Add(into);
                Condense(child, into, least);
            }
        }

        private static (double Value, List<Cluster> Chosen) Choose(Cluster cluster, HierarchicalSelection selection)
        {
            var below = cluster.Children.Select(child => Choose(child, selection)).ToList();
            var sum = below.Sum(child => child.Value);
            return below.Count == 0 || selection == HierarchicalSelection.ExcessOfMass && cluster.Stability >= sum
                ? (cluster.Stability, [cluster]) : (sum, [.. below.SelectMany(child => child.Chosen)]);
        }
    }
}
