namespace GunMane.Spatial.Contractors;

/// <summary>The firms of one name, while the matcher decides about them.</summary>
internal sealed class FirmBlock
{
    // A name at the same place, with a number once and without it once, is one firm unless its name has another number there.
    private const double SamePlaceOdds = 4;

    // Blocks of more firms keep no features.
    private const int MostKept = 300;

    // How far the odds of the best of several numbered firms must lie above the next for a name without number to join it.
    private const double Margin = 1.5;

    // 株式会社 and 有限会社 of one name: among firms with known numbers no such pair was one firm, though firms do change their form.
    private const double FormPenalty = 2;

    private readonly IReadOnlyList<FirmProfile> firms;
    private readonly int[] block;
    private readonly FirmRules rules;
    private readonly IdentityModel model;
    private readonly FirmComparison comparison;
    private readonly double[]?[,] features;
    private readonly int[] group;
    private readonly bool[,] joined;

    public FirmBlock(IReadOnlyList<FirmProfile> firms, int[] block, FirmRules rules, FirmComparison comparison, IdentityModel model)
    {
        (this.firms, this.block, this.rules, this.model) = (firms, block, rules, model);
        this.comparison = comparison;
        var size = block.Length <= MostKept ? block.Length : 0;
        // Names that very many firms share are compared anew each time: their features would fill the memory.
        features = new double[]?[size, size];
        group = [.. Enumerable.Range(0, block.Length)];
        joined = Must();
    }

    /// <summary>Decides which are one.</summary>
    public void Group()
    {
        var first = First();
        var odds = new double[block.Length, block.Length];
        for (var one = 0; one < block.Length; one++)
        {
            for (var other = 0; other < one; other++) odds[one, other] = odds[other, one] = Bound(one, other);
        }

        Rivals(odds);
        AverageLink.Group(odds, model.Merge, first).CopyTo(group, 0);
    }

    /// <summary>The firms that joined another.</summary>
    public IEnumerable<FirmLink> Links()
    {
        foreach (var members in Groups().Where(members => members.Length > 1))
        {
            var kept = Standing(members);
            foreach (var member in members.Where(member => member != kept))
            {
                int[] rest = [.. members.Where(other => other != member)];
                var person = rules.Same.Any(ruling => Names(ruling, block[member]));
                var (odds, mean) = Mean([member], rest);
                yield return new FirmLink(block[member], block[kept], person, odds, FirmEvidence.Of(firms, [block[member]], [.. rest.Select(at => block[at])], mean, model));
            }
        }
    }

    /// <summary>Pairs of groups that may be one.</summary>
    public IEnumerable<FirmQuestion> Questions()
    {
        var groups = Groups().ToArray();
        for (var one = 0; one < groups.Length; one++)
        {
            for (var other = one + 1; other < groups.Length; other++)
            {
                if (Known(groups[one], groups[other])) continue;
                var (odds, mean) = Mean(groups[one], groups[other]);
                if (odds >= model.Ask) yield return Question(groups[one], groups[other], odds, mean);
            }
        }
    }

    private FirmQuestion Question(int[] one, int[] other, double odds, double[] mean)
    {
        var probability = IdentityModel.Probability(odds);
        var yen = Math.Min(one.Sum(at => firms[block[at]].Yen), other.Sum(at => firms[block[at]].Yen));
        return new FirmQuestion(block[Standing(one)], block[Standing(other)], odds, yen * 4 * probability * (1 - probability),
            FirmEvidence.Of(firms, [.. one.Select(at => block[at])], [.. other.Select(at => block[at])], mean, model));
    }

    private IEnumerable<int[]> Groups() => Enumerable.Range(0, block.Length).GroupBy(at => group[at]).Select(members => members.ToArray());

    // A firm with a number stands for the others, then one of a register, one with an address, a head office, then the first key: the block is in the order of keys.
    private int Standing(int[] members) => members.OrderBy(at => firms[block[at]].Number is null).ThenBy(at => firms[block[at]].RegisterNumber is null)
        .ThenBy(at => firms[block[at]].Address.Length == 0).ThenBy(at => firms[block[at]].Name.Branch.Length > 0).ThenBy(at => at).First();

    private bool Known(int[] one, int[] other) => one.Any(a => other.Any(b => rules.Different(block[a], block[b])));

    private static bool Names(FirmRuling ruling, int firm) => ruling.One.Contains(firm) || ruling.Other.Contains(firm);

    private bool[,] Must()
    {
        var must = new bool[block.Length, block.Length];
        for (var one = 0; one < block.Length; one++)
        {
            for (var other = 0; other < one; other++)
            {
                must[one, other] = must[other, one] = rules.SameNumber(block[one], block[other])
                    || rules.Same.Any(ruling => Names(ruling, block[one]) && Names(ruling, block[other]));
            }
        }

        return must;
    }

    private int[] First()
    {
        var first = Enumerable.Range(0, block.Length).ToArray();
        for (var one = 0; one < block.Length; one++)
        {
            for (var other = one + 1; other < block.Length; other++)
            {
                if (!joined[one, other]) continue;
                var (kept, gone) = (Math.Min(first[one], first[other]), Math.Max(first[one], first[other]));
                for (var at = 0; at < first.Length; at++) if (first[at] == gone) first[at] = kept;
            }
        }

        return first;
    }

    // What the engine may do with a pair: never join what is known to be two, what lost letters, or two legal forms.
    private double Bound(int one, int other)
    {
        if (rules.Different(block[one], block[other])) return double.NegativeInfinity;
        if (joined[one, other]) return model.Merge;
        return Askable(one, other) ? double.NegativeInfinity : Odds(one, other);
    }

    private bool Askable(int one, int other)
    {
        var (a, b) = (firms[block[one]].Name, firms[block[other]].Name);
        return a.Lossy || b.Lossy || a.Core != b.Core || TwoForms(a, b) || TwoSurnames(a, b);
    }

    // 齊藤組 and 斉藤組: families keep their letters, so other letters of a surname tell two firms apart as often as not.
    private static bool TwoSurnames(FirmName a, FirmName b) =>
        a.Written != b.Written && NameBook.IsShort(a.Core) && FirmWords.IsSurname(FirmWords.Split(a.Core).Head);

    private static bool TwoForms(FirmName a, FirmName b) => a.Form.Length > 0 && b.Form.Length > 0 && a.Form != b.Form;

    private double Odds(int one, int other)
    {
        var (a, b) = (firms[block[one]], firms[block[other]]);
        var odds = model.LogOdds(Features(one, other)) + Addresses(a.Address, b.Address) - (TwoForms(a.Name, b.Name) ? FormPenalty : 0);
        var alike = a.Name.Written == b.Name.Written && a.Name.Form == b.Name.Form;
        return alike && odds < SamePlaceOdds && ShareAPlace(a.Works, b.Works) ? SamePlaceOdds : odds;
    }

    private static bool ShareAPlace(IReadOnlyList<FirmWork> mine, IReadOnlyList<FirmWork> theirs)
    {
        for (var one = 0; one < mine.Count; one++)
        {
            for (var other = 0; other < theirs.Count; other++) if (mine[one].Place == theirs[other].Place) return true;
        }

        return false;
    }

    private static double Addresses(string a, string b) => a.Length == 0 || b.Length == 0 ? 0 : a == b ? 4 : -1;

    // A name without number that could be any of several numbered firms is asked, unless one fits clearly better.
    private void Rivals(double[,] odds)
    {
        foreach (var one in Enumerable.Range(0, block.Length).Where(at => firms[block[at]].Number is null))
        {
            var rivals = Enumerable.Range(0, block.Length).Where(at => firms[block[at]].Number is not null && odds[one, at] >= model.Merge)
                .OrderByDescending(at => odds[one, at]).ToArray();
            if (rivals.Length < 2 || firms[block[rivals[0]]].Number == firms[block[rivals[1]]].Number) continue;
            var close = odds[one, rivals[0]] - odds[one, rivals[1]] < Margin && !joined[one, rivals[0]];
            foreach (var rival in close ? rivals : rivals[1..])
            {
                if (!joined[one, rival]) odds[one, rival] = odds[rival, one] = double.NegativeInfinity;
            }
        }
    }

    private (double Odds, double[] Mean) Mean(int[] one, int[] other)
    {
        var mean = new double[IdentityModel.Features.Count];
        var odds = 0.0;
        foreach (var a in one)
        {
            foreach (var b in other)
            {
                odds += Odds(a, b);
                var row = Features(a, b);
                for (var at = 0; at < mean.Length; at++) mean[at] += row[at];
            }
        }

        for (var at = 0; at < mean.Length; at++) mean[at] /= one.Length * other.Length;
        return (odds / (one.Length * other.Length), mean);
    }

    private double[] Features(int one, int other)
    {
        var (low, high) = one < other ? (one, other) : (other, one);
        return features.Length == 0 ? MeanFeatures(block[low], block[high]) : features[low, high] ??= MeanFeatures(block[low], block[high]);
    }

    // Of firms that work at several places the mean over the pairs of places: the features enter the odds linearly.
    private double[] MeanFeatures(int one, int other)
    {
        var (mine, theirs) = (Works(firms[one]), Works(firms[other]));
        var mean = new double[IdentityModel.Features.Count];
        foreach (var x in mine)
        {
            foreach (var y in theirs)
            {
                var pair = comparison.Features(one, x, other, y);
                for (var at = 0; at < mean.Length; at++) mean[at] += pair[at] / (mine.Length * theirs.Length);
            }
        }

        return mean;
    }

    private static readonly FirmWork?[] Unknown = [null];

    private static FirmWork?[] Works(FirmProfile firm) => firm.Works.Count == 0 ? Unknown : [.. firm.Works];
}
