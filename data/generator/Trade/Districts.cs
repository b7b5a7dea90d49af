using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Ledger;
using GunMane.ModelRegion.Network;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Trade;

/// <summary>Small areas round hamlets and quarters in which one firm per trade is at home: the ordinary territories.</summary>
public sealed class Districts
{
    private readonly List<Coordinate> middles = [];
    private readonly List<string> names = [];
    private readonly Dictionary<(int, string), Firm> homes = [];

    /// <summary>Assigns every asset to a district.</summary>
    public Districts(IReadOnlyList<Place> places, Book book, Rng rng)
    {
        foreach (var place in places)
            Add(place, rng);
        foreach (var asset in book.Assets)
            asset.District = Nearest(asset.Middle);
    }

    /// <summary>Name of a district.</summary>
    public string Name(int district) => names[district];

    /// <summary>The firm that usually works there.</summary>
    public Firm Home(int district, string trade, Firms firms, Rng rng)
    {
        if (!homes.TryGetValue((district, trade), out var firm))
            homes[(district, trade)] = firm = Choose(firms.Near(middles[district], trade), rng);
        return firm;
    }

    private static Firm Choose(List<Firm> near, Rng rng) =>
        rng.Weighted([.. near.Take(6).Select((f, i) => (f, f.Reach > 50_000 ? 0.25 : 1.0 / (1 + i)))]);

    private void Add(Place place, Rng rng)
    {
        var parts = !place.IsTown ? 1 : Skeleton.Seat(place.Code).IsCity ? 8 : 4;
        var turn = rng.Between(0, 6);
        for (var k = 0; k < parts; k++)
        {
            var radius = parts == 1 ? 0 : place.Reach * 0.5;
            middles.Add(new Coordinate(place.Centre.X + (radius * Math.Cos(turn + (k * 2 * Math.PI / parts))), place.Centre.Y + (radius * Math.Sin(turn + (k * 2 * Math.PI / parts)))));
            names.Add(parts == 1 ? place.Name : $"{place.Name}第{k + 1}");
        }
    }

    private int Nearest(Coordinate p) => Enumerable.Range(0, middles.Count).MinBy(i => middles[i].Distance(p));
}
