using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Metrics;

/// <summary>A firm that may take part, with what the records say of where it is and what it has done.</summary>
/// <param name="Contractor">Its number. Joint ventures and cooperatives whose members are known are not firms here: their members are.</param>
/// <param name="Seat">Registered place, local metres; null where the register has none.</param>
/// <param name="SeatTown">Border code of the municipality that its registered address names, or <see cref="Elsewhere"/>; null where it names no place.</param>
/// <param name="Works">Places of work: middles, local metres, of the square kilometres with an asset that an order, a ledger or the area of an order links to it.</param>
/// <param name="WorkTowns">Border codes of the municipalities that gave it orders.</param>
/// <param name="Yen">Its sectors: those of its orders and of the assets linked to it, with the yen of its placed orders there (0 where none is known); its share of the orders of joint ventures included.</param>
public sealed record LocalFirm(
    long Contractor, Coordinate? Seat, string? SeatTown, IReadOnlyList<Coordinate> Works, IReadOnlyCollection<string> WorkTowns, IReadOnlyDictionary<Sector, double> Yen)
{
    /// <summary>Stands for the municipality of an address outside of the study area.</summary>
    public const string Elsewhere = "elsewhere";
}

/// <summary>
/// The able local firms within reach of a group, and how concentrated their market is (guidebook question 6: do local firms lose out).
/// <list type="bullet">
/// <item><b>able</b>: it had an order, or is linked to an asset, in one of the group's sectors;</item>
/// <item><b>local and within reach</b>, by the first of these that is known: its registered place lies within <see cref="ReachM"/> of the group's outline;
/// its registered address names one of the group's municipalities; a place where it worked lies within <see cref="ReachM"/> of the outline, or one of
/// the group's municipalities gave it an order.</item>
/// </list>
/// </summary>
/// <param name="Firms">Their number.</param>
/// <param name="ByWork">Of them local by their work only: no register says where they are.</param>
/// <param name="Scarcest">The group's sector in which the fewest of them are able (the first of several, as in <see cref="Sector"/>).</param>
/// <param name="InScarcest">How many are able there.</param>
/// <param name="Hhi">
/// Herfindahl–Hirschman index Σ s², 0…1 (1 is one firm; 0.25 is what four equal firms have): s is the firm's share of the yen of all placed orders that
/// these firms have in the group's sectors in the study area. Null where no yen is known.
/// </param>
public sealed record LocalFirms(int Firms, int ByWork, Sector Scarcest, int InScarcest, double? Hhi)
{
    /// <summary>Half an hour's drive: 15 km of road at 30 km/h, 10 km as the crow flies (roads being half again as long); metres.</summary>
    public const double ReachM = 10_000;

    /// <summary>Finds them.</summary>
    /// <param name="known">Firms of the study area.</param>
    /// <param name="outline">Outline of the group, local metres.</param>
    /// <param name="towns">Its municipalities.</param>
    /// <param name="sectors">Its sectors, at least one.</param>
    /// <param name="trades">Those among which the scarcest is looked for, at least one; null for all.</param>
    public static LocalFirms Of(
        IReadOnlyList<LocalFirm> known, Geometry outline, IReadOnlySet<string> towns, IReadOnlyCollection<Sector> sectors, IReadOnlyCollection<Sector>? trades = null)
    {
        var local = Able(known, outline, towns, sectors);
        var scarcest = (trades ?? sectors).Order().MinBy(sector => local.Count(found => found.Firm.Yen.ContainsKey(sector)));
        return new LocalFirms(local.Count, local.Count(found => found.How == How.ByWork), scarcest, local.Count(found => found.Firm.Yen.ContainsKey(scarcest)),
            Concentration([.. local.Select(found => sectors.Sum(sector => found.Firm.Yen.GetValueOrDefault(sector)))]));
    }

    /// <summary>Which they are; parameters as of <see cref="Of"/>.</summary>
    public static IReadOnlySet<long> Contractors(IReadOnlyList<LocalFirm> known, Geometry outline, IReadOnlySet<string> towns, IReadOnlyCollection<Sector> sectors) =>
        Able(known, outline, towns, sectors).Select(found => found.Firm.Contractor).ToHashSet();

    private static List<(LocalFirm Firm, How How)> Able(IReadOnlyList<LocalFirm> known, Geometry outline, IReadOnlySet<string> towns, IReadOnlyCollection<Sector> sectors)
    {
        var ground = new Ground(outline, towns);
        return [.. known.Where(firm => sectors.Any(firm.Yen.ContainsKey)).Select(firm => (Firm: firm, How: ground.Locality(firm))).Where(found => found.How != How.Away)];
    }

    /// <summary>Σ s² of shares s of a sum, 0…1; null where the sum is 0.</summary>
    public static double? Concentration(IReadOnlyCollection<double> amounts) =>
        amounts.Sum() is > 0 and var sum ? amounts.Sum(amount => amount / sum * (amount / sum)) : null;

    private enum How
    {
        Away,
        BySeat,
        ByWork,
    }

    private sealed class Ground(Geometry outline, IReadOnlySet<string> towns)
    {
        private readonly Envelope wide = Wide(outline);

        public How Locality(LocalFirm firm)
        {
            if (firm.Seat is { } seat) return Reaches(seat) ? How.BySeat : How.Away;
            if (firm.SeatTown is { } town) return towns.Contains(town) ? How.BySeat : How.Away;
            return firm.WorkTowns.Any(towns.Contains) || firm.Works.Any(Reaches) ? How.ByWork : How.Away;
        }

        private bool Reaches(Coordinate place) => wide.Contains(place) && outline.IsWithinDistance(outline.Factory.CreatePoint(place), ReachM);

        private static Envelope Wide(Geometry outline)
        {
            var wide = outline.EnvelopeInternal.Copy();
            wide.ExpandBy(ReachM);
            return wide;
        }
    }
}

/// <summary>What scores ask of a study area beside its assets.</summary>
/// <param name="Condition">Condition of each asset, in the order of the snapshot.</param>
/// <param name="Firms">Its firms.</param>
/// <param name="Years">Fiscal years that its orders span, first to last; 0 if none has a year.</param>
public sealed record ScoreFacts(ConditionState[] Condition, IReadOnlyList<LocalFirm> Firms, int Years)
{
    /// <summary>Placed orders that name assets, by work kind: asset a has the rows WorkStart[a] … WorkStart[a + 1] − 1 of <see cref="Work"/>. Empty where they were not read.</summary>
    public int[] WorkStart { get; init; } = [];

    /// <summary>See <see cref="WorkStart"/>.</summary>
    public WorkDone[] Work { get; init; } = [];

    /// <summary>Members of joint ventures and cooperatives, where they are known.</summary>
    public ILookup<long, long> Members { get; init; } = Array.Empty<long>().ToLookup(member => member);

    /// <summary>What was ordered for an asset.</summary>
    public IReadOnlyList<WorkDone> WorkOf(int asset) => asset + 1 < WorkStart.Length ? Work[WorkStart[asset]..WorkStart[asset + 1]] : [];

    /// <summary>The members of a joint venture or cooperative; any other firm itself.</summary>
    public IEnumerable<long> MembersOf(long contractor) => Members.Contains(contractor) ? Members[contractor] : [contractor];
}
