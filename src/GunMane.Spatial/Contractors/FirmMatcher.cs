namespace GunMane.Spatial.Contractors;

/// <summary>What a person decided about two groups of firms; it always wins over the engine.</summary>
/// <param name="One">Indexes of profiles.</param>
/// <param name="Other">Indexes of profiles.</param>
/// <param name="Same">Whether all of them are one firm, or none of the one side is any of the other.</param>
public sealed record FirmRuling(IReadOnlyList<int> One, IReadOnlyList<int> Other, bool Same);

/// <summary>A firm as imported that is the same as another.</summary>
/// <param name="Firm">Index of the profile that joins.</param>
/// <param name="Kept">Index of the profile that stands for all.</param>
/// <param name="ByPerson">Whether a person's ruling joined them.</param>
/// <param name="Odds">Log odds that they are one firm.</param>
/// <param name="Evidence">What speaks for it and against it.</param>
public sealed record FirmLink(int Firm, int Kept, bool ByPerson, double Odds, IReadOnlyList<FirmEvidence> Evidence);

/// <summary>Two firms of which nobody can say by the data whether they are one.</summary>
/// <param name="One">Index of the profile that stands for one.</param>
/// <param name="Other">Index of the profile that stands for the other.</param>
/// <param name="Odds">Log odds that they are one firm.</param>
/// <param name="Weight">Yen at stake × uncertainty: the smaller side's yen × 4p(1 − p).</param>
/// <param name="Evidence">What speaks for it and against it.</param>
public sealed record FirmQuestion(int One, int Other, double Odds, double Weight, IReadOnlyList<FirmEvidence> Evidence);

/// <summary>What the matcher decided.</summary>
/// <param name="Kept">For each profile the profile that stands for its firm (itself if alone).</param>
/// <param name="Links">Every profile that joined another.</param>
/// <param name="Questions">Doubtful pairs, the most consequential first.</param>
public sealed record MatchResult(IReadOnlyList<int> Kept, IReadOnlyList<FirmLink> Links, IReadOnlyList<FirmQuestion> Questions);

/// <summary>
/// 名寄せ: which firms as imported are one. Equal 法人番号 are one, different ones never; names that agree are weighed with
/// place, size, trade and titles (<see cref="IdentityModel"/>) and joined by average linkage, doubtful ones are asked.
/// Only names with one skeleton are compared, so the work grows with the firms of one name, not with all pairs.
/// The result does not depend on the order of the profiles. Pure.
/// </summary>
public static class FirmMatcher
{
    /// <summary>Decides about all firms of a study area.</summary>
    public static MatchResult Match(IReadOnlyList<FirmProfile> firms, IReadOnlyList<FirmRuling> rulings, IdentityModel model) =>
        Match(firms, rulings, model, new FirmComparison(firms));

    /// <summary>Decides about all firms of a study area, with the counts of a comparison made before from the same firms.</summary>
    public static MatchResult Match(IReadOnlyList<FirmProfile> firms, IReadOnlyList<FirmRuling> rulings, IdentityModel model, FirmComparison comparison)
    {
        var rules = new FirmRules(firms, rulings);
        var kept = Enumerable.Range(0, firms.Count).ToArray();
        var (links, questions) = (new List<FirmLink>(), new List<FirmQuestion>());
        foreach (var block in FirmBlocks.Of(firms, rulings))
        {
            var work = new FirmBlock(firms, block, rules, comparison, model);
            work.Group();
            foreach (var link in work.Links())
            {
                kept[link.Firm] = link.Kept;
                links.Add(link);
            }

            questions.AddRange(work.Questions());
        }

        questions.AddRange(LostLetters.Questions(firms, kept, rules));
        return new MatchResult(kept, links, [.. questions.OrderByDescending(question => question.Weight)
            .ThenBy(question => firms[question.One].Key, StringComparer.Ordinal).ThenBy(question => firms[question.Other].Key, StringComparer.Ordinal)]);
    }
}
