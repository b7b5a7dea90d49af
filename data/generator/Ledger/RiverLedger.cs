using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Ledger;

/// <summary>Cuts rivers into sections: the prefecture's run on over borders, the towns' end there.</summary>
public sealed class RiverLedger(Country country, Book book, Rng rng)
{
    /// <summary>Enters all rivers.</summary>
    public void Enter()
    {
        foreach (var river in country.Rivers)
        {
            if (river.Prefectural)
                Sections(river, river.Line, Skeleton.PrefectureOrganisation, null);
            else
                foreach (var (town, piece) in country.Split(river.Line, 60))
                    Sections(river, piece, town.Seat.Code, town.Seat.Code);
        }
    }

    private void Sections(River river, LineString line, string owner, string? town)
    {
        var parts = Math.Max(1, (int)Math.Round(line.Length / rng.Between(380, 620)));
        var kind = river.Prefectural ? "二級河川" : river.Area > 2.5 ? "準用河川" : "普通河川";
        for (var k = 0; k < parts; k++)
        {
            var section = Lines.Slice(line, line.Length * k / parts, line.Length * (k + 1) / parts);
            var place = town ?? Nearest(Lines.PointAt(section, section.Length / 2));
            book.Enter("river", kind, $"{river.Name} 第{k + 1}区間", river.Name, owner, place, section);
        }
    }

    private string Nearest(Coordinate p)
    {
        var point = Lines.Factory.CreatePoint(p);
        return (country.TownAt(p) ?? country.Towns.MinBy(t => t.Area.Distance(point))!).Seat.Code;
    }
}
