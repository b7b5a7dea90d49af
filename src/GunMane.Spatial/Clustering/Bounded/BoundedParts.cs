namespace GunMane.Spatial.Clustering;

/// <summary>
/// Sets of assets that grow, shrink and merge, with their totals and, where extent is limited, their outline: points among
/// which the farthest from anything are. Every part keeps the maxima at all times if it is only changed where <c>Fits</c>.
/// </summary>
internal sealed class BoundedParts
{
    /// <summary>Up to this many members the outline is the members themselves.</summary>
    public const int Few = 8;

    private readonly BoundedNet net;
    private readonly BoundedCaps caps;
    private readonly int[] next;
    private readonly int[] previous;
    private readonly Part[] parts;
    private readonly Stack<int> spare = new();
    private readonly BoundedReach reach;
    private int used;

    public BoundedParts(BoundedNet net, BoundedCaps caps)
    {
        (this.net, this.caps) = (net, caps);
        (Of, next, previous, parts) = (new int[net.Count], new int[net.Count], new int[net.Count], new Part[net.Count]);
        Array.Fill(Of, -1);
        reach = new BoundedReach(net, this);
    }

    /// <summary>Part of each asset, −1 for none.</summary>
    public int[] Of { get; }

    private struct Part
    {
        public long Yen, Minutes, SumX, SumY;
        public int Assets, First, West, East, South, North, Outlined;
        public bool Whole;
        public int[]? Outline;
    }

    public int Assets(int part) => parts[part].Assets;

    public int First(int part) => parts[part].First;

    /// <summary>The member after one, −1 after the last.</summary>
    public int Next(int asset) => next[asset];

    public (long Yen, long Minutes, int Assets) Totals(int part) => (parts[part].Yen, parts[part].Minutes, parts[part].Assets);

    public bool Meets(int part) => !caps.Below(parts[part].Yen, parts[part].Minutes, parts[part].Assets);

    public bool MeetsWithout(int part, int asset) =>
        parts[part].Assets > 1 && !caps.Below(parts[part].Yen - net.Yen[asset], parts[part].Minutes - net.Minutes[asset], parts[part].Assets - 1);

    /// <summary>An empty part; it lasts while it has members.</summary>
    public int Open()
    {
        var part = spare.Count > 0 ? spare.Pop() : used++;
        parts[part] = new Part { First = -1, Whole = true };
        return part;
    }

    /// <summary>Gives back a part that stayed empty.</summary>
    public void Shut(int part) => Close(part);

    /// <summary>Whether a part keeps the maxima with one asset more.</summary>
    public bool Fits(int asset, int part)
    {
        ref var to = ref parts[part];
        if (caps.Above(to.Yen + net.Yen[asset], to.Minutes + net.Minutes[asset], to.Assets + 1)) return false;
        return to.Assets == 0 || Spans(asset, part) && reach.Takes(part, asset);
    }

    private bool Spans(int asset, int part)
    {
        if (!caps.HasExtent) return true;
        ref var to = ref parts[part];
        var (x, y) = (net.X[asset], net.Y[asset]);
        if (Box(Math.Min(to.West, x), Math.Max(to.East, x), Math.Min(to.South, y), Math.Max(to.North, y)) is { } told) return told;
        Span<int> few = stackalloc int[Few];
        foreach (var corner in Outline(part, few))
        {
            if (net.Squared(corner, asset) > caps.Squared) return false;
        }

        return true;
    }

    /// <summary>Whether two parts keep the maxima together.</summary>
    public bool FitTogether(int one, int two)
    {
        ref var a = ref parts[one];
        ref var b = ref parts[two];
        if (caps.Above(a.Yen + b.Yen, a.Minutes + b.Minutes, (long)a.Assets + b.Assets)) return false;
        return SpanTogether(one, two) && reach.TakesAll(one, two);
    }

    private bool SpanTogether(int one, int two)
    {
        if (!caps.HasExtent) return true;
        ref var a = ref parts[one];
        ref var b = ref parts[two];
        if (Box(Math.Min(a.West, b.West), Math.Max(a.East, b.East), Math.Min(a.South, b.South), Math.Max(a.North, b.North)) is { } told) return told;
        Span<int> fewA = stackalloc int[Few], fewB = stackalloc int[Few];
        var others = Outline(two, fewB);
        foreach (var corner in Outline(one, fewA))
        {
            foreach (var other in others)
            {
                if (net.Squared(corner, other) > caps.Squared) return false;
            }
        }

        return true;
    }

    /// <summary>Puts an asset that is in no part into one it fits.</summary>
    // To the part of its strongest partner that it fits; partners outside do not count (null: all do).
    public bool Join(int asset, bool[]? inside = null)
    {
        var (best, most) = (-1, -1);
        var partners = net.Partners(asset);
        var affinities = net.Affinities(asset);
        for (var at = 0; at < partners.Length; at++)
        {
            var part = Of[partners[at]];
            if (part >= 0 && (inside is null || inside[partners[at]]) && affinities[at] > most && Fits(asset, part)) (best, most) = (part, affinities[at]);
        }

        if (best >= 0) Add(asset, best);
        return best >= 0;
    }

    public void Add(int asset, int part)
    {
        ref var to = ref parts[part];
        Link(asset, part, ref to);
        to.Yen += net.Yen[asset];
        to.Minutes += net.Minutes[asset];
        to.SumX += net.X[asset];
        to.SumY += net.Y[asset];
        reach.Add(asset, part);
        if (!caps.HasExtent) return;
        Stretch(ref to, asset, to.Assets == 1);
        if (to.Outline is null && to.Assets <= Few) return;
        if (to.Outline is null) FromMembers(ref to);
        else Append(ref to, asset);
    }

    /// <summary>Takes an asset out of its part; the last one ends the part.</summary>
    public void Remove(int asset)
    {
        var part = Of[asset];
        ref var from = ref parts[part];
        Unlink(asset, ref from);
        from.Yen -= net.Yen[asset];
        from.Minutes -= net.Minutes[asset];
        from.SumX -= net.X[asset];
        from.SumY -= net.Y[asset];
        reach.Forget(part);
        if (from.Assets == 0) Close(part);
        else if (caps.HasExtent) Shrink(ref from, asset);
    }

    /// <summary>Joins two parts that fit together; returns the one that lasts.</summary>
    public int Merge(int one, int two)
    {
        var (into, from) = parts[one].Assets >= parts[two].Assets ? (one, two) : (two, one);
        ref var to = ref parts[into];
        ref var gone = ref parts[from];
        for (int asset = gone.First, after; asset >= 0; asset = after)
        {
            after = next[asset];
            Link(asset, into, ref to);
        }

        to.Yen += gone.Yen;
        to.Minutes += gone.Minutes;
        to.SumX += gone.SumX;
        to.SumY += gone.SumY;
        reach.Unite(into, from);
        if (caps.HasExtent) Unite(ref to, ref gone);
        Close(from);
        return into;
    }

    /// <summary>Takes all members out.</summary>
    public void Dissolve(int part)
    {
        for (int asset = parts[part].First, after; asset >= 0; asset = after)
        {
            after = next[asset];
            Of[asset] = -1;
        }

        Close(part);
    }

    /// <summary>How much a move lowers the sum of squared distances to the centres, mm² (Ward 1963).</summary>
    public double Tightening(int asset, int to)
    {
        ref var old = ref parts[Of[asset]];
        ref var now = ref parts[to];
        double leaves = old.Assets < 2 ? 0 : Off(asset, ref old) * old.Assets / (old.Assets - 1.0);
        return leaves - Off(asset, ref now) * now.Assets / (now.Assets + 1.0);
    }

    private double Off(int asset, ref Part part)
    {
        double dx = net.X[asset] - (double)part.SumX / part.Assets, dy = net.Y[asset] - (double)part.SumY / part.Assets;
        return dx * dx + dy * dy;
    }

    private void Close(int part)
    {
        reach.Forget(part);
        parts[part] = default;
        parts[part].First = -1;
        spare.Push(part);
    }

    private void Link(int asset, int part, ref Part to)
    {
        Of[asset] = part;
        (previous[asset], next[asset]) = (-1, to.First);
        if (to.First >= 0) previous[to.First] = asset;
        to.First = asset;
        to.Assets++;
    }

    private void Unlink(int asset, ref Part from)
    {
        Of[asset] = -1;
        if (previous[asset] >= 0) next[previous[asset]] = next[asset];
        else from.First = next[asset];
        if (next[asset] >= 0) previous[next[asset]] = previous[asset];
        from.Assets--;
    }

    // What the box round the points tells about their extent: inside, outside, or nothing.
    private bool? Box(int west, int east, int south, int north)
    {
        long width = east - (long)west, height = north - (long)south;
        if (width > caps.ExtentMm || height > caps.ExtentMm) return false;
        return width * width + height * height <= caps.Squared ? true : null;
    }

    private ReadOnlySpan<int> Outline(int part, Span<int> few)
    {
        if (parts[part].Outline is { } outline) return outline.AsSpan(0, parts[part].Outlined);
        var count = 0;
        for (var asset = parts[part].First; asset >= 0; asset = next[asset]) few[count++] = asset;
        return few[..count];
    }

    private void Stretch(ref Part part, int asset, bool first)
    {
        var (x, y) = (net.X[asset], net.Y[asset]);
        (part.West, part.East) = first ? (x, x) : (Math.Min(part.West, x), Math.Max(part.East, x));
        (part.South, part.North) = first ? (y, y) : (Math.Min(part.South, y), Math.Max(part.North, y));
    }

    private void FromMembers(ref Part part)
    {
        part.Outline = new int[Math.Max(2 * part.Assets, 4 * Few)];
        (part.Outlined, part.Whole) = (0, true);
        for (var asset = part.First; asset >= 0; asset = next[asset]) part.Outline[part.Outlined++] = asset;
        if (part.Outlined > 4 * Few) Reduce(ref part);
    }

    private void Append(ref Part part, int asset)
    {
        if (part.Outlined == part.Outline!.Length) Reduce(ref part);
        part.Outline![part.Outlined++] = asset;
    }

    private void Reduce(ref Part part)
    {
        part.Outlined = BoundedHull.Reduce(net, part.Outline.AsSpan(0, part.Outlined));
        part.Whole = false;
        // Room for as many again: reducing costs little per point in the long run.
        var room = Math.Max(2 * part.Outlined, 4 * Few);
        if (part.Outline!.Length != room) Array.Resize(ref part.Outline, room);
    }

    private void Shrink(ref Part part, int asset)
    {
        if (part.Outline is null) Frame(ref part);
        else if (Array.IndexOf(part.Outline, asset, 0, part.Outlined) is var at && at >= 0)
        {
            if (part.Whole) part.Outline[at] = part.Outline[--part.Outlined];
            else FromMembers(ref part);
            Frame(ref part);
        }
    }

    private void Frame(ref Part part)
    {
        Span<int> few = stackalloc int[Few];
        var first = true;
        foreach (var corner in Outline(Of[part.First], few))
        {
            Stretch(ref part, corner, first);
            first = false;
        }
    }

    private void Unite(ref Part to, ref Part gone)
    {
        (to.West, to.East) = (Math.Min(to.West, gone.West), Math.Max(to.East, gone.East));
        (to.South, to.North) = (Math.Min(to.South, gone.South), Math.Max(to.North, gone.North));
        if (to.Assets <= Few) return;
        if (to.Outline is null || gone.Outline is null)
        {
            if (to.Outline is null || to.Whole) FromMembers(ref to);
            else AppendNew(ref to, ref gone);
            return;
        }

        foreach (var corner in gone.Outline.AsSpan(0, gone.Outlined)) Append(ref to, corner);
        to.Whole &= gone.Whole;
    }

    // The members of the part that is gone were linked in front, one by one.
    private void AppendNew(ref Part to, ref Part gone)
    {
        var asset = to.First;
        for (var count = 0; count < gone.Assets; count++, asset = next[asset]) Append(ref to, asset);
    }
}
