using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Network;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Ledger;

/// <summary>A stretch of road inside one municipality, before it is cut into sections.</summary>
public sealed record Stretch(LineString Line, RoadClass Class, string Route, string Owner, string Town, Place? Place)
{
    /// <summary>県道, 市道, 町道 or 村道.</summary>
    public string Kind => Owner == Skeleton.PrefectureOrganisation ? "県道" : Skeleton.Seat(Owner).Name[^1] + "道";
}

/// <summary>Cuts roads at borders and into sections of 100–800 m, and names municipal routes.</summary>
public sealed class RoadLedger(Country country, Book book, Rng rng)
{
    private readonly Dictionary<string, int> routeNumbers = [];

    /// <summary>Every stretch, for what is built on and beside roads.</summary>
    public List<Stretch> Stretches { get; } = [];

    /// <summary>Every road from end to end with its stretches: a bridge may stand on a border.</summary>
    public List<(LineString Line, List<Stretch> Stretches)> Wholes { get; } = [];

    /// <summary>Enters prefectural and municipal roads, then streets.</summary>
    public void Enter(IEnumerable<Road> roads, IReadOnlyList<Place> places)
    {
        foreach (var road in roads)
        {
            var pieces = country.Split(road.Line, 12).Select(p => Stretched(road, p.Town, p.Piece, places)).ToList();
            Wholes.Add((road.Line, pieces));
            Stretches.AddRange(pieces);
        }
        foreach (var place in places.Where(p => p.Streets is not null))
        {
            var streets = place.Streets!.Streets().Select(s => Street(place, s)).ToList();
            Wholes.AddRange(streets.Select(s => (s.Line, new List<Stretch> { s })));
            Stretches.AddRange(streets);
        }
        var counts = new Dictionary<string, int>();
        foreach (var stretch in Stretches)
            EnterSections(stretch, counts);
    }

    private Stretch Stretched(Road road, Municipality town, LineString piece, IReadOnlyList<Place> places)
    {
        var middle = Lines.PointAt(piece, piece.Length / 2);
        var place = places.Where(p => p.Code == town.Seat.Code).MinBy(p => p.Centre.Distance(middle));
        var prefectural = road.Kind == RoadClass.Prefectural;
        var route = prefectural ? road.Route : RouteName(town.Seat, place?.Name ?? town.Seat.Stem);
        return new Stretch(piece, road.Kind, route, prefectural ? Skeleton.PrefectureOrganisation : town.Seat.Code, town.Seat.Code, null);
    }

    private Stretch Street(Place place, LineString line) =>
        new(line, RoadClass.Street, RouteName(Skeleton.Seat(place.Code), place.Name), place.Code, place.Code, place);

    private string RouteName(Seat seat, string quarter)
    {
        var number = routeNumbers[seat.Code] = routeNumbers.GetValueOrDefault(seat.Code) + 1;
        return $"{seat.Name[^1]}道{number}号{quarter}線";
    }

    private void EnterSections(Stretch stretch, Dictionary<string, int> counts)
    {
        var length = stretch.Class == RoadClass.Street ? rng.Between(160, 290) : rng.Between(320, 520);
        var parts = Math.Max(1, (int)Math.Round(stretch.Line.Length / length - 0.1));
        for (var k = 0; k < parts; k++)
        {
            var line = Lines.Slice(stretch.Line, stretch.Line.Length * k / parts, stretch.Line.Length * (k + 1) / parts);
            var count = counts[stretch.Route] = counts.GetValueOrDefault(stretch.Route) + 1;
            book.Enter("road", stretch.Kind, $"{stretch.Route} 第{count}区間", stretch.Route, stretch.Owner, stretch.Town, line);
        }
    }
}
