using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Network;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Ledger;

/// <summary>Sewers under the streets of town centres, water mains beside them, with manholes, hydrants and valves at the crossings.</summary>
public sealed class Utilities(Country country, Book book, Rng rng)
{
    private const double SewerReach = 0.8;

    /// <summary>Enters the pipes of a place.</summary>
    public void Enter(Place place)
    {
        if (place.Streets is null)
            return;
        if (place.IsTown)
            Sewers(place, place.Streets);
        Water(place, place.Streets);
    }

    private void Sewers(Place place, StreetNet net)
    {
        var nodes = new SortedSet<int>();
        var number = 0;
        foreach (var edge in net.Edges.Where(e => Inner(place, net, e)))
        {
            var kind = rng.Chance(0.84) ? "汚水管" : "雨水管";
            book.Enter("sewer", kind, $"{place.Name}{kind} {++number:0000}", null, place.Code, place.Code, edge.Line);
            nodes.Add(edge.From);
            nodes.Add(edge.To);
            if (edge.Line.Length > 95)
                Manhole(place, Lines.PointAt(edge.Line, edge.Line.Length / 2), 10000 + number);
        }
        foreach (var node in nodes)
            Manhole(place, net.Nodes[node], node);
    }

    private static bool Inner(Place place, StreetNet net, StreetEdge edge) =>
        Lines.Between(net.Nodes[edge.From], net.Nodes[edge.To], 0.5).Distance(place.Centre) < place.Reach * SewerReach;

    private void Manhole(Place place, Coordinate at, int number) =>
        book.Enter("sewer", "マンホール", $"{place.Name}人孔 {number:00000}", null, place.Code, place.Code, Lines.Factory.CreatePoint(at));

    private void Water(Place place, StreetNet net)
    {
        var nodes = new SortedSet<int>();
        var number = 0;
        foreach (var edge in net.Edges.Where(_ => rng.Chance(place.IsTown ? 0.72 : 0.6)))
        {
            var line = Lines.Of(edge.Line.Coordinates.Select(Shift));
            if (Owned(place, line))
                book.Enter("water", "配水管", $"{place.Name}配水管 {++number:0000}", null, place.Code, place.Code, line);
            nodes.Add(edge.From);
        }
        foreach (var node in nodes.Where(_ => rng.Chance(0.3)))
        {
            var kind = rng.Chance(0.6) ? "消火栓" : "仕切弁";
            var point = Lines.Factory.CreatePoint(Shift(net.Nodes[node]));
            if (Owned(place, point))
                book.Enter("water", kind, $"{place.Name}{kind} {node:0000}", null, place.Code, place.Code, point);
        }
    }

    private bool Owned(Place place, Geometry shape) => country.Towns.First(t => t.Seat.Code == place.Code).Fast.Contains(shape);

    /// <summary>Mains lie a little beside the sewer.</summary>
    private static Coordinate Shift(Coordinate p) => new(p.X + 1.9, p.Y + 1.4);
}
