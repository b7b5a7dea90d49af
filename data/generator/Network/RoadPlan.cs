using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Network;

/// <summary>Which roads there are: prefectural routes by design, then hamlets and the municipal roads that link them.</summary>
public sealed class RoadPlan(Country country, Rng rng)
{
    private const int Hamlets = 128;
    private readonly NameMaker names = new(rng.Fork("hamlet names"));

    /// <summary>Builder with all roads but the streets.</summary>
    public RoadBuilder Builder { get; } = new(country);

    /// <summary>Towns and hamlets.</summary>
    public List<Place> Places { get; } = [];

    /// <summary>Lays everything out.</summary>
    public void Build()
    {
        Prefectural();
        foreach (var seat in Skeleton.Seats)
            Places.Add(new Place(seat.Stem, new Coordinate(seat.X, seat.Y), seat.Reach, true, seat.Code));
        Roadside();
        Remote();
        SecondWays();
    }

    private void Prefectural()
    {
        Route("県道1号汐波海岸線", (-22600, -8700), At("90301"), (-14300, -6100), At("90201"), (-6900, -5700), At("90302"), (800, -7000), At("90202"), (9300, -5300), At("90303"), At("90304"), (19300, -6300), (22000, -4200));
        Route("県道11号汐見浜川合瀬線", At("90201"), (-10300, 300), At("90321"), (-9300, 8300), (-9500, 12500));
        Route("県道12号桐ノ瀬霧ノ沢線", At("90202"), (3100, 2200), At("90341"), (2900, 12800));
        Route("県道13号磯辺野杉谷原線", At("90303"), At("90322"), (12700, 8300), (14800, 12500));
        Route("県道21号川合瀬霧ノ沢線", At("90321"), (-4700, 4500), At("90341"));
        Route("県道22号霧ノ沢杉谷原線", At("90341"), (7700, 6500), At("90322"));
        Route("県道31号燈崎岬線", At("90302"), (-2600, -9500));
        Route("県道32号潮路奥線", At("90301"), (-17400, -2600), (-16900, 2500));
        Route("県道33号燈沢線", At("90302"), (-2900, -4000), (-1300, -1200), (3200, 1500));
        Route("県道41号風待奥線", At("90304"), (15500, -200), (17900, 2600));
        Route("県道42号桐ノ瀬磯辺野線", At("90202"), (9800, -1500), At("90303"));
        Route("県道43号汐見浜燈沢線", At("90201"), (-6500, -1800), (-2900, -4000));
    }

    private void Route(string name, params (double X, double Y)[] stops) =>
        Builder.Through(RoadClass.Prefectural, name, [.. stops.Select(s => Settle(new Coordinate(s.X, s.Y)))]);

    private static (double X, double Y) At(string code) => (Skeleton.Seat(code).X, Skeleton.Seat(code).Y);

    /// <summary>The lowest gentle ground near a point, off the sea.</summary>
    private Coordinate Settle(Coordinate p)
    {
        if (Skeleton.Seats.Any(s => s.X == p.X && s.Y == p.Y))
            return p;
        var raster = country.Terrain.Raster;
        var cells = raster.Disc(p.X, p.Y, 500).Where(c => OffSea(raster.Centre(c)));
        return raster.Centre(cells.MinBy(c => country.Terrain.Heights[c] + (raster.Centre(c).Distance(p) / 20)));
    }

    private bool OffSea(Coordinate p) =>
        Enumerable.Range(0, 8).All(k => country.Terrain.At(p.X + (190 * Math.Cos(k * Math.PI / 4)), p.Y + (190 * Math.Sin(k * Math.PI / 4))) > 1);

    /// <summary>Hamlets on the prefectural roads, every kilometre or two where there is flat ground.</summary>
    private void Roadside()
    {
        foreach (var road in Builder.Roads.ToList())
        {
            for (var s = rng.Between(300, 1200); s < road.Line.Length; s += rng.Between(750, 1900))
                TryHamlet(Lines.PointAt(road.Line, s), 900, rng.Between(170, 400), 0.11);
        }
    }

    /// <summary>Hamlets off the roads, in side valleys and on the shore, each with its own way out.</summary>
    private void Remote()
    {
        var (minX, maxX, minY, maxY) = (country.Prefecture.EnvelopeInternal.MinX, country.Prefecture.EnvelopeInternal.MaxX, country.Prefecture.EnvelopeInternal.MinY, country.Prefecture.EnvelopeInternal.MaxY);
        for (var attempt = 0; attempt < 12000 && Places.Count < Hamlets; attempt++)
        {
            var p = new Coordinate(rng.Between(minX, maxX), rng.Between(minY, maxY));
            if (country.Terrain.At(p.X, p.Y) < 380 && Builder.Gap(p) is > 350 and < 2600 && TryHamlet(p, 1150, rng.Between(150, 330), 0.11)
                && !Builder.ToNetwork(p, 30000))
                Places.RemoveAt(Places.Count - 1);
        }
    }

    /// <summary>Further municipal roads: other bank, back of the town, between neighbouring hamlets.</summary>
    private void SecondWays()
    {
        var hamlets = Places.ToList();
        foreach (var place in hamlets)
        {
            var others = hamlets.Where(o => o != place && o.Centre.Distance(place.Centre) < 3800).OrderBy(o => o.Centre.Distance(place.Centre)).Take(3).ToList();
            foreach (var other in others.Where(_ => rng.Chance(0.6)))
                Builder.Through(RoadClass.Arterial, "", place.Centre, other.Centre);
        }
    }

    private bool TryHamlet(Coordinate p, double apart, double reach, double steepest)
    {
        var town = country.TownAt(p);
        if (town is null || !OffSea(p) || country.Terrain.SlopeAt(p.X, p.Y) > steepest)
            return false;
        if (Places.Any(q => q.Centre.Distance(p) < apart + (q.IsTown ? q.Reach * 0.75 : 0)))
            return false;
        Places.Add(new Place(names.Hamlet(), p, reach, false, town.Seat.Code));
        return true;
    }
}
