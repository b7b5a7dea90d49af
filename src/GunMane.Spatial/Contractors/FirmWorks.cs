using System.Text;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Contractors;

/// <summary>Sums orders up by firm and place. Pure.</summary>
public static partial class FirmWorks
{
    // A firm with thousands of orders at one place is known well enough by some of their words.
    private const int MostWords = 2_000;

    /// <summary>The work of each firm (0 … <paramref name="firms"/> − 1) by place, ordered by place.</summary>
    public static IReadOnlyList<FirmWork>[] Of(int firms, IEnumerable<FirmOrder> orders)
    {
        var sums = new Dictionary<string, Sum>?[firms];
        foreach (var order in orders)
        {
            var places = sums[order.Firm] ??= new Dictionary<string, Sum>(StringComparer.Ordinal);
            if (!places.TryGetValue(order.Place, out var sum)) places.Add(order.Place, sum = new Sum());
            sum.Add(order);
        }

        return Array.ConvertAll(sums, places => places is null ? [] : (IReadOnlyList<FirmWork>)[.. places
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.Done(pair.Key))]);
    }

    /// <summary>Who orders at a place: the offices of a prefecture (and of the state) are places of their own, the departments of a town are not.</summary>
    public static string Place(string orderer, string? department) =>
        department is { Length: > 0 } && (Wide().IsMatch(orderer)) ? $"{orderer} {department}" : orderer;

    private static IEnumerable<string> Words(string title)
    {
        var text = Numbers().Replace(title.Normalize(NormalizationForm.FormKC), " ");
        foreach (Match run in Runs().Matches(text))
        {
            for (var at = 0; at + 3 <= run.Length; at++) yield return run.Value.Substring(at, 3);
        }
    }

    private sealed class Sum
    {
        private readonly List<long> yen = [];
        private readonly HashSet<string> words = new(StringComparer.Ordinal);
        private int rows;
        private int titled;
        private int works;
        private int first;
        private int last;

        public void Add(FirmOrder order)
        {
            rows += order.Count;
            if (order.Yen > 0) yen.Add(order.Yen);
            if (order.Year > 0) (first, last) = (first == 0 ? order.Year : Math.Min(first, order.Year), Math.Max(last, order.Year));
            if (order.Title.Length == 0) return;
            titled++;
            if (!Service().IsMatch(order.Title)) works++;
            if (words.Count < MostWords) words.UnionWith(Words(order.Title));
        }

        public FirmWork Done(string place)
        {
            yen.Sort();
            return new FirmWork(place, rows, yen.Sum(), yen.Count == 0 ? double.NaN : Math.Log10(Math.Max(yen[yen.Count / 2], 100_000)),
                titled == 0 ? double.NaN : (double)works / titled, first, last, words);
        }
    }

    [GeneratedRegex("委託|業務|設計|測量|調査|点検|保守|清掃")]
    private static partial Regex Service();

    // Numbers of the tender and of the fiscal year say nothing about the place.
    [GeneratedRegex("\\((?:入札|見積)番号.*?\\)|\\[.*?\\]|令和(?:\\d+|元)年度")]
    private static partial Regex Numbers();

    [GeneratedRegex("[一-龠々ヶケァ-ヴー]{3,}")]
    private static partial Regex Runs();

    [GeneratedRegex("[都道府県省庁局]$|^国|^[0-9]{2}000")]
    private static partial Regex Wide();
}
