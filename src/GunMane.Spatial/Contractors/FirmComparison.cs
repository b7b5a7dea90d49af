namespace GunMane.Spatial.Contractors;

/// <summary>Compares the work of two firms of one name: the features of <see cref="IdentityModel"/>. Pure.</summary>
public sealed class FirmComparison
{
    // A word that more places of work use than this is no place name.
    private const int CommonWord = 30;

    private readonly IReadOnlyList<FirmProfile> firms;
    private readonly NameBook names;
    private readonly PlaceBook places;
    private readonly Dictionary<string, int> words = new(StringComparer.Ordinal);
    private readonly NameFacts[] facts;

    /// <summary>Counts names, places and words over all firms of the study area.</summary>
    public FirmComparison(IReadOnlyList<FirmProfile> firms)
    {
        this.firms = firms;
        names = new NameBook(firms.Select(firm => firm.Name.Core));
        var byName = firms.GroupBy(firm => firm.Name.Core, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, Places: group.Where(firm => firm.Name.Branch.Length == 0).SelectMany(firm => firm.Works).Select(work => work.Place).Distinct().ToArray())).ToArray();
        places = new PlaceBook(byName.Select(name => (IsLocal(name.Key), (IEnumerable<string>)name.Places)));
        var byCore = byName.ToDictionary(name => name.Key, name => Facts(name.Key, name.Places), StringComparer.Ordinal);
        facts = [.. firms.Select(firm => byCore[firm.Name.Core])];
        foreach (var word in firms.SelectMany(firm => firm.Works).SelectMany(work => work.Words)) words[word] = words.GetValueOrDefault(word) + 1;
    }

    /// <summary>The features of a pair; <paramref name="x"/> and <paramref name="y"/> are the work compared, null where none is known.</summary>
    public double[] Features(int one, FirmWork? x, int other, FirmWork? y)
    {
        var (a, b, name) = (firms[one].Name, firms[other].Name, facts[one]);
        return
        [
            1,
            x is null || y is null ? 0 : places.Lift(name.Local, places.Find(x.Place), places.Find(y.Place), name.Places),
            name.LogSharing,
            name.Short ? 1 : 0,
            Difference(x?.LogYen, y?.LogYen),
            Known(x?.LogYen) && Known(y?.LogYen) ? Math.Max(x!.LogYen, y!.LogYen) - 6 : 0.8,
            a.Branch.Length > 0 || b.Branch.Length > 0 ? 1 : 0,
            a.Form != b.Form ? 1 : 0,
            x is not null && y is not null && x.Place == y.Place ? 1 : 0,
            Difference(x?.Works, y?.Works),
            name.Local ? 1 : 0,
            name.Surname ? 1 : 0,
            x is null || y is null ? 0 : Overlap(x, y),
            a.Written != b.Written ? 1 : 0,
        ];
    }

    private NameFacts Facts(string core, string[] at)
    {
        var (head, trade) = FirmWords.Split(core);
        return new NameFacts(FirmWords.IsLocal(trade), NameBook.IsShort(core), FirmWords.IsSurname(head), Math.Log(names.Sharing(core)), at.Select(places.Find).ToHashSet());
    }

    private static bool IsLocal(string core) => FirmWords.IsLocal(FirmWords.Split(core).Trade);

    private static bool Known(double? value) => value is { } number && !double.IsNaN(number);

    private static double Difference(double? a, double? b) => Known(a) && Known(b) ? Math.Abs(a!.Value - b!.Value) : 0;

    // Shared rare words of the titles (river, road and place names), against how many words there are to share.
    private double Overlap(FirmWork x, FirmWork y)
    {
        var (less, more) = x.Words.Count <= y.Words.Count ? (x.Words, y.Words) : (y.Words, x.Words);
        var sum = 0.0;
        foreach (var word in less)
        {
            if (words[word] <= CommonWord && more.Contains(word)) sum += Math.Log((double)CommonWord / words[word]) + 0.1;
        }

        return Math.Min(sum, 10) / (1 + Math.Log(1 + less.Count));
    }

    private sealed record NameFacts(bool Local, bool Short, bool Surname, double LogSharing, HashSet<int> Places);
}
