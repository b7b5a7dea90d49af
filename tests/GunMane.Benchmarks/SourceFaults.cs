using System.Globalization;
using GunMane.Spatial.Contractors;

namespace GunMane.Benchmarks;

/// <summary>What in the numbers themselves may be wrong or hides that a firm changed: counted, never corrected.</summary>
internal static class SourceFaults
{
    /// <summary>Prints the counts.</summary>
    public static void Print(TextWriter console, IReadOnlyList<AwardRow> rows)
    {
        var numbered = rows.Where(row => row.Number is not null).ToArray();
        var names = numbered.GroupBy(row => row.Number!).Select(firm => firm.GroupBy(row => FirmWords.Skeleton(row.Name.Core)).ToArray()).Where(cores => cores.Length > 1).ToArray();
        var successive = names.Count(Successive);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"source: {names.Length} numbers with two or more names; in {successive} one name ends before the other begins (renamed), in {names.Length - successive} both are used at a time"));
        var typos = 0;
        var reformed = 0;
        foreach (var mention in numbered.GroupBy(row => row.Mention))
        {
            var numbers = mention.GroupBy(row => row.Number!).ToArray();
            for (var one = 0; one < numbers.Length; one++)
            {
                for (var other = one + 1; other < numbers.Length; other++)
                {
                    if (numbers[one].Key.Zip(numbers[other].Key).Count(pair => pair.First != pair.Second) <= 3) typos++;
                    if (Successive([numbers[one], numbers[other]])) reformed++;
                }
            }
        }

        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"source: {numbered.GroupBy(row => row.Mention).Count(mention => mention.Select(row => row.Number).Distinct().Skip(1).Any())} mentions (spelling and office) with two or more numbers: {typos} pairs of numbers at most three digits apart (typing), {reformed} pairs one after the other in time (reorganised firm)"));
    }

    private static bool Successive(IEnumerable<IEnumerable<AwardRow>> sets)
    {
        var spans = sets.Select(set => (First: set.Min(row => row.Date)!, Last: set.Max(row => row.Date)!)).OrderBy(span => span.First, StringComparer.Ordinal).ToArray();
        return spans.Zip(spans.Skip(1)).All(pair => string.CompareOrdinal(pair.First.Last, pair.Second.First) <= 0);
    }
}
