using GunMane.Spatial.Affinity.Roads;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Which stops a part may still take (<see cref="TravelStops"/>): the stops that every member's stop may share a group with. Worked out for
/// parts of more than a few members when first asked for, narrowed when one comes in, and thrown away when one leaves.
/// </summary>
internal sealed class BoundedReach(BoundedNet net, BoundedParts parts)
{
    private readonly ulong[]?[] reach = net.Stop is null ? [] : new ulong[]?[net.Count];

    /// <summary>Whether an asset is within the travel time of every member.</summary>
    public bool Takes(int part, int asset)
    {
        if (net.Stop is null) return true;
        if (parts.Assets(part) > BoundedParts.Few) return TravelStops.Has(Of(part), net.Stop[asset]);
        for (var member = parts.First(part); member >= 0; member = parts.Next(member))
        {
            if (!net.Travels(member, asset)) return false;
        }

        return true;
    }

    /// <summary>Whether every member of the one is within the travel time of every member of the other.</summary>
    public bool TakesAll(int one, int two)
    {
        if (net.Stop is null) return true;
        var (more, fewer) = parts.Assets(one) >= parts.Assets(two) ? (one, two) : (two, one);
        for (var member = parts.First(fewer); member >= 0; member = parts.Next(member))
        {
            if (!Takes(more, member)) return false;
        }

        return true;
    }

    /// <summary>An asset has come in.</summary>
    public void Add(int asset, int part)
    {
        if (net.Stop is not null && reach[part] is { } own) Narrow(own, net.Near[net.Stop[asset]]);
    }

    /// <summary>One has left, or all.</summary>
    public void Forget(int part)
    {
        if (net.Stop is not null) reach[part] = null;
    }

    /// <summary>One part has come into another.</summary>
    public void Unite(int into, int from)
    {
        if (net.Stop is null) return;
        if (reach[into] is { } own && reach[from] is { } other) Narrow(own, other);
        else reach[into] = null;
    }

    private ulong[] Of(int part)
    {
        if (reach[part] is { } known) return known;
        var own = (ulong[])net.Near[net.Stop![parts.First(part)]].Clone();
        for (var member = parts.Next(parts.First(part)); member >= 0; member = parts.Next(member)) Narrow(own, net.Near[net.Stop[member]]);
        return reach[part] = own;
    }

    private static void Narrow(ulong[] own, ulong[] other)
    {
        for (var at = 0; at < own.Length; at++) own[at] &= other[at];
    }
}
