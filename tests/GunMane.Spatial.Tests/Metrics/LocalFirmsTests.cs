using CsCheck;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Metrics;

/// <summary>Who counts as an able local firm, and how concentrated their orders are.</summary>
public sealed class LocalFirmsTests
{
    private static readonly Geometry Outline = GeometryFactory.Default.ToGeometry(new Envelope(0, 1000, 0, 1000));

    [Fact]
    public void The_register_decides_before_the_work_does()
    {
        Assert.Equal(1, Count(Firm(seat: new Coordinate(11_000, 500))));
        Assert.Equal(0, Count(Firm(seat: new Coordinate(11_000.01, 500), works: [new Coordinate(500, 500)], workTowns: ["90001"])));
        Assert.Equal(1, Count(Firm(town: "90001")));
        Assert.Equal(0, Count(Firm(town: "90002", workTowns: ["90001"])));
        Assert.Equal(0, Count(Firm(town: LocalFirm.Elsewhere, workTowns: ["90001"])));
    }

    [Fact]
    public void A_firm_of_which_no_place_is_known_is_local_by_its_work()
    {
        var found = Of([Firm(works: [new Coordinate(50_000, 0), new Coordinate(-9_999, 500)]), Firm(workTowns: ["90001"]), Firm(works: [new Coordinate(-10_001, 500)]), Firm()], Sector.Road);
        Assert.Equal((2, 2), (found.Firms, found.ByWork));
    }

    [Fact]
    public void A_firm_is_able_in_the_sectors_of_its_work_and_the_scarcest_sector_is_told()
    {
        LocalFirm[] firms = [Firm(town: "90001", yen: [(Sector.Road, 3)]), Firm(town: "90001", yen: [(Sector.Road, 1), (Sector.Park, 0)]), Firm(town: "90001", yen: [(Sector.Water, 9)])];
        var found = Of(firms, Sector.Road, Sector.Park, Sector.Tunnel);
        Assert.Equal((2, Sector.Tunnel, 0), (found.Firms, found.Scarcest, found.InScarcest));
        Assert.Equal(0.75 * 0.75 + 0.25 * 0.25, found.Hhi!.Value, 12);
        Assert.Null(Of(firms, Sector.Park).Hhi);
        Assert.Equal(1, Of(firms, Sector.Water).Hhi);
    }

    [Fact]
    public void Concentration_lies_between_that_of_equal_firms_and_of_one() => Gen.Double[0, 1e9].Array[1, 20].Sample(amounts =>
    {
        if (amounts.Sum() == 0) return;
        var hhi = LocalFirms.Concentration(amounts)!.Value;
        Assert.InRange(hhi, 1.0 / amounts.Length - 1e-9, 1 + 1e-9);
        Assert.Equal(hhi, amounts.Select(one => one * one).Sum() / Math.Pow(amounts.Sum(), 2), 9);
    }, iter: 500);

    private static int Count(LocalFirm firm) => Of([firm], Sector.Road).Firms;

    private static LocalFirms Of(LocalFirm[] firms, params Sector[] sectors) => LocalFirms.Of(firms, Outline, new HashSet<string> { "90001" }, sectors);

    private static LocalFirm Firm(Coordinate? seat = null, string? town = null, Coordinate[]? works = null, string[]? workTowns = null, (Sector, double)[]? yen = null) =>
        new(1, seat, town, works ?? [], workTowns ?? [], (yen ?? [(Sector.Road, 1)]).ToDictionary(part => part.Item1, part => part.Item2));
}
