namespace GunMane.Spatial.Clustering;

/// <summary>
/// Searches every connected component by itself, the largest first. None knows of the others: threads change nothing, and with the Constant
/// Potts Model another town in the data does not change the groups here.
/// </summary>
internal sealed class LeidenComponents
{
    private readonly LeidenLevel<int> level;
    private readonly LeidenOptions options;
    private readonly LeidenGain gain;
    private readonly int[] nodes;
    private readonly int[] first;
    private readonly int[] turn;
    private readonly int[] place;
    private readonly Lock tally = new();
    private int next = -1;

    /// <summary>Finds the components.</summary>
    public LeidenComponents(LeidenLevel<int> level, LeidenOptions options)
    {
        long twice = 0;
        foreach (var weight in level.Weight) twice += weight;
        (this.level, this.options, gain) = (level, options, LeidenGain.For(options.Quality, options.Resolution, twice));
        (nodes, first) = LeidenGraph.InBreadth(level);
        (place, Group) = (new int[level.Nodes], new int[level.Nodes]);
        turn = [.. Enumerable.Range(0, first.Length - 1).OrderByDescending(of => first[of + 1] - first[of])];
    }

    /// <summary>Group of each node, named by one of its nodes.</summary>
    public int[] Group { get; }

    /// <summary>Passes made over the component that took most.</summary>
    public int Passes { get; private set; }

    /// <summary>In every component a further pass bettered nothing.</summary>
    public bool Settled { get; private set; } = true;

    /// <summary>Searches all.</summary>
    public void Run(CancellationToken cancellation) =>
        Parallel.For(0, Environment.ProcessorCount, new ParallelOptions { CancellationToken = cancellation }, _ => Work(cancellation));

    private void Work(CancellationToken cancellation)
    {
        LeidenScratch? scratch = null;
        var (passes, settled) = (0, true);
        for (var at = Interlocked.Increment(ref next); at < turn.Length; at = Interlocked.Increment(ref next))
        {
            var component = nodes.AsSpan(first[turn[at]]..first[turn[at] + 1]);
            scratch ??= new LeidenScratch(component.Length); // the first that a thread takes is its largest
            var search = Search(component, scratch, cancellation);
            (passes, settled) = (Math.Max(passes, search.Passes), settled && search.Settled);
        }

        lock (tally) (Passes, Settled) = (Math.Max(Passes, passes), Settled && settled);
    }

    private LeidenSearch Search(ReadOnlySpan<int> component, LeidenScratch scratch, CancellationToken cancellation)
    {
        var search = new LeidenSearch(LeidenGraph.Part(level, component, place), gain, options.Seed, scratch);
        search.Run(options.MostPasses, cancellation);
        for (var node = 0; node < component.Length; node++) Group[component[node]] = component[search.Best[node]];
        return search;
    }
}
