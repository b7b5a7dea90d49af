namespace GunMane.Spatial.Contractors;

/// <summary>
/// Names that lost letters (<c>?</c>, 〓, □): each such sign stands for one letter. A name that fits is asked about where
/// both firms work for one orderer and no other name fits; it is never joined by name. Pure.
/// </summary>
internal static class LostLetters
{
    // Even odds: nobody knows the lost letter.
    private const double EvenWeight = 1;

    public static IEnumerable<FirmQuestion> Questions(IReadOnlyList<FirmProfile> firms, int[] kept, FirmRules rules)
    {
        var whole = Enumerable.Range(0, firms.Count).Where(at => firms[at].Name is { Lossy: false, Kind: not FirmKind.JointVenture })
            .ToLookup(at => firms[at].Name.Core.Length);
        foreach (var lost in Enumerable.Range(0, firms.Count).Where(at => firms[at].Name.Lossy && kept[at] == at).OrderBy(at => firms[at].Key, StringComparer.Ordinal))
        {
            var places = firms[lost].Works.Select(work => work.Place).ToHashSet(StringComparer.Ordinal);
            var fitting = whole[firms[lost].Name.Core.Length]
                .Where(at => Fits(firms[lost].Name, firms[at].Name) && firms[at].Works.Any(work => places.Contains(work.Place)))
                .Select(at => kept[at]).Distinct().ToArray();
            if (fitting is [var only] && !rules.Different(lost, only) && only != lost) yield return Question(firms, lost, only);
        }
    }

    /// <summary>Whether a name with lost letters may be another name.</summary>
    public static bool Fits(FirmName lost, FirmName whole) =>
        lost.Core.Length == whole.Core.Length && (lost.Form.Length == 0 || whole.Form.Length == 0 || lost.Form == whole.Form)
        && lost.Core.Any(letter => !IsLost(letter))
        && lost.Core.Zip(whole.Core).All(pair => IsLost(pair.First) || pair.First == pair.Second);

    private static bool IsLost(char letter) => letter is '?' or '〓' or '□' or '\uFFFD' or '*';

    private static FirmQuestion Question(IReadOnlyList<FirmProfile> firms, int lost, int only) => new(
        lost, only, 0, Math.Min(firms[lost].Yen, firms[only].Yen) * EvenWeight,
        [
            new FirmEvidence("lost", false, 0, $"文字が失われています（{firms[lost].Name.Core}）。当てはまる名前は一つだけです（{firms[only].Name.Core}）。",
                $"A letter was lost ({firms[lost].Name.Core}); one name only fits ({firms[only].Name.Core})."),
            new FirmEvidence("place", true, 0, "同じ発注者の仕事があります。", "Both work for one orderer."),
        ]);
}
