using System.Runtime.CompilerServices;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Disjoint sets on an array, each represented by its lowest member, whatever the order of the unions (Tarjan 1975, path
/// halving). <see cref="Union"/> may be called from several threads (Anderson and Woll 1991: links are set by compare-and-swap
/// and always point to a lower member).
/// </summary>
public sealed class UnionFind
{
    private readonly int[] parent;

    /// <summary>Sets of one member each.</summary>
    public UnionFind(int members)
    {
        parent = new int[members];
        Reset();
    }

    /// <summary>Takes all unions back.</summary>
    public void Reset()
    {
        for (var at = 0; at < parent.Length; at++) parent[at] = at;
    }

    /// <summary>Whether two members point to the same one: then they are in one set. They may be so without it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HaveOneParent(int one, int other) => Volatile.Read(ref parent[one]) == Volatile.Read(ref parent[other]);

    /// <summary>The lowest member of the set, as known now.</summary>
    public int Find(int member)
    {
        while (true)
        {
            var up = Volatile.Read(ref parent[member]);
            if (up == member) return member;
            var higher = Volatile.Read(ref parent[up]);
            // A lost race writes an older ancestor: still an ancestor, and a member that has a parent keeps one.
            if (higher != up) Volatile.Write(ref parent[member], higher);
            member = higher;
        }
    }

    /// <summary>Joins two sets.</summary>
    public void Union(int one, int two)
    {
        while (true)
        {
            (one, two) = (Find(one), Find(two));
            if (one == two) return;
            var (low, high) = one < two ? (one, two) : (two, one);
            if (Interlocked.CompareExchange(ref parent[high], low, high) == high) return;
        }
    }
}
