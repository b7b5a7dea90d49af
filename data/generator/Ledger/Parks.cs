using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Network;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Polygonize;
using NetTopologySuite.Operation.Union;

namespace GunMane.ModelRegion.Ledger;

/// <summary>Parks fill whole blocks between streets, away from rivers; none lies across a road.</summary>
public sealed class Parks(Country country, Book book, Rng rng)
{
    private static readonly string[] Words = ["あおぞら", "どんぐり", "ひだまり", "かもめ", "なかよし", "ささぶね", "つばめ", "さざんか", "みどり", "ことり", "さくら貝", "けやき", "ほたる", "やまびこ", "すずかぜ", "いしころ", "わかば", "もみじ", "ほしのこ", "なぎさ"];

    /// <summary>Enters the parks of a town centre or, fewer, of a hamlet.</summary>
    public void Enter(Place place, IReadOnlyList<Stretch> stretches)
    {
        var chosen = new List<Geometry>();
        var most = place.IsTown ? (int)(place.Reach / 34) : 1;
        foreach (var block in rng.Shuffled(Blocks(place, stretches)))
        {
            if (chosen.Count >= most || chosen.Any(c => c.IsWithinDistance(block, 130)))
                continue;
            if (!place.IsTown && !rng.Chance(0.15))
                continue;
            chosen.Add(block);
            EnterPark(place, block, chosen.Count);
        }
    }

    private List<Geometry> Blocks(Place place, IReadOnlyList<Stretch> stretches)
    {
        var box = new Envelope(place.Centre);
        box.ExpandBy(place.Reach);
        var lines = stretches.Where(s => s.Line.EnvelopeInternal.Intersects(box)).Select(s => (Geometry)s.Line).ToList();
        var polygonizer = new Polygonizer();
        polygonizer.Add(lines.Count == 0 ? Lines.Factory.CreateGeometryCollection() : UnaryUnionOp.Union(lines));
        var rivers = country.Rivers.Select(r => r.Line).Where(l => l.EnvelopeInternal.Intersects(box)).ToList();
        var town = country.Towns.First(t => t.Seat.Code == place.Code);
        return [.. polygonizer.GetPolygons().OfType<Polygon>().Where(p => p.Area is > 2200 and < 26000 && p.NumInteriorRings == 0)
            .Select(p => p.Buffer(-6.5)).Where(b => b is Polygon && b.Area > 900 && b.Area / Math.Pow(b.Length, 2) > 0.03)
            .Where(b => town.Fast.Contains(b) && !rivers.Any(r => r.IsWithinDistance(b, 12)) && !lines.Any(l => l.IsWithinDistance(b, 4)))
            .OrderBy(b => b.Centroid.X).ThenBy(b => b.Centroid.Y)];
    }

    private void EnterPark(Place place, Geometry block, int number)
    {
        var kind = block.Area > 11000 ? "地区公園" : block.Area > 6500 ? "近隣公園" : rng.Chance(0.85) ? "街区公園" : "緑地";
        var name = number == 1 ? $"{place.Name}中央公園" : $"{place.Name}{Words[(number - 2) % Words.Length]}{(number > Words.Length + 1 ? "第二" : "")}公園";
        book.Enter("park", kind, name, null, place.Code, place.Code, block);
    }
}
