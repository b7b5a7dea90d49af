using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Network;
using GunMane.ModelRegion.Support;

namespace GunMane.ModelRegion.Ledger;

/// <summary>The country with everything that is built on it.</summary>
public sealed class Region
{
    /// <summary>Builds the region from a seed.</summary>
    public Region(Rng rng)
    {
        Country = new Country(rng.Fork("country"), rng.Fork("terrain").Below(1_000_000));
        var plan = new RoadPlan(Country, rng.Fork("roads"));
        plan.Build();
        Places = plan.Places;
        var planner = new StreetPlanner(Country, plan.Builder, rng.Fork("streets"));
        foreach (var place in Places)
            place.Streets = planner.Plan(place);
        Book = new Book(rng.Fork("book"));
        Stretches = EnterRoads(plan, rng);
        new RiverLedger(Country, Book, rng.Fork("river sections")).Enter();
        EnterPlaces(rng);
    }

    /// <summary>Land, rivers, municipalities.</summary>
    public Country Country { get; }

    /// <summary>Towns and hamlets with their streets.</summary>
    public List<Place> Places { get; }

    /// <summary>Roads by municipality.</summary>
    public List<Stretch> Stretches { get; }

    /// <summary>The ledger.</summary>
    public Book Book { get; }

    private List<Stretch> EnterRoads(RoadPlan plan, Rng rng)
    {
        var roads = new RoadLedger(Country, Book, rng.Fork("sections"));
        roads.Enter(plan.Builder.Roads, Places);
        new Structures(Country, Book, rng.Fork("structures")).Enter(roads, Places);
        return roads.Stretches;
    }

    private void EnterPlaces(Rng rng)
    {
        var utilities = new Utilities(Country, Book, rng.Fork("utilities"));
        var parks = new Parks(Country, Book, rng.Fork("parks"));
        foreach (var place in Places)
        {
            utilities.Enter(place);
            parks.Enter(place, Stretches);
        }
    }
}
