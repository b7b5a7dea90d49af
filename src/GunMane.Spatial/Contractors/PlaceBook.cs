namespace GunMane.Spatial.Contractors;

/// <summary>
/// How near two places are to firms: how often one name appears at both, against what chance would do (lift), counted over
/// the study area itself, apart for trades that work near their office and for the others. The name asked about is left
/// out, so that it does not testify for itself. Immutable.
/// </summary>
public sealed class PlaceBook
{
    // Half a firm is added to every count: places that were seen once or twice say little.
    private const double Prior = 0.5;

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Table near = new();
    private readonly Table wide = new();

    /// <summary>Counts names by place.</summary>
    /// <param name="names">Each name's local flag and the places where its head office (no branch) is named.</param>
    public PlaceBook(IEnumerable<(bool Local, IEnumerable<string> Places)> names)
    {
        foreach (var (local, places) in names)
        {
            var set = places.Select(Number).Distinct().Order().ToArray();
            if (set.Length > 0) (local ? near : wide).Add(set);
        }
    }

    /// <summary>A place's number; −1 if the book does not have it.</summary>
    public int Find(string place) => numbers.GetValueOrDefault(place, -1);

    /// <summary>Natural logarithm of the lift between two places; 0 where one is not in the book.</summary>
    /// <param name="local">Which trades.</param>
    /// <param name="a">A place.</param>
    /// <param name="b">A place.</param>
    /// <param name="own">Places of the name asked about, as it was counted.</param>
    public double Lift(bool local, int a, int b, IReadOnlySet<int> own)
    {
        if (a < 0 || b < 0) return 0;
        var table = local ? near : wide;
        if (table.Names == 0) return 0;
        var (na, nb) = (table.At(a) - (own.Contains(a) ? 1 : 0), table.At(b) - (own.Contains(b) ? 1 : 0));
        var both = a == b ? na : table.Both(a, b) - (own.Contains(a) && own.Contains(b) ? 1 : 0);
        return Math.Log((Math.Max(both, 0) + Prior) / ((double)na * nb / table.Names + Prior));
    }

    private int Number(string place)
    {
        if (!numbers.TryGetValue(place, out var number)) numbers.Add(place, number = numbers.Count);
        return number;
    }

    private sealed class Table
    {
        private readonly Dictionary<int, int> at = [];
        private readonly Dictionary<long, int> both = [];

        public int Names { get; private set; }

        public int At(int place) => at.GetValueOrDefault(place);

        public int Both(int a, int b) => both.GetValueOrDefault(Key(Math.Min(a, b), Math.Max(a, b)));

        public void Add(int[] set)
        {
            Names++;
            for (var first = 0; first < set.Length; first++)
            {
                at[set[first]] = At(set[first]) + 1;
                for (var second = first + 1; second < set.Length; second++)
                {
                    var key = Key(set[first], set[second]);
                    both[key] = both.GetValueOrDefault(key) + 1;
                }
            }
        }

        private static long Key(int a, int b) => ((long)a << 32) | (uint)b;
    }
}
