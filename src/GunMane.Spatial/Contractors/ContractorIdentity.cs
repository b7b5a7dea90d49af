namespace GunMane.Spatial.Contractors;

/// <summary>A firm that is stored, as far as its identity goes.</summary>
/// <param name="Id">Its number; negative for one that this run makes.</param>
/// <param name="Key">Identity key: <c>number:…</c>, <c>source:…</c> or <c>name:…</c>.</param>
/// <param name="Core">Normalised name.</param>
/// <param name="Form">Legal form; empty if unknown.</param>
/// <param name="Number">法人番号; null if unknown.</param>
/// <param name="SourceNumber">Its number in the register that it came from; null if unknown.</param>
/// <param name="Lossy">Its name lost letters.</param>
public sealed record KnownFirm(long Id, string Key, string Core, string Form, string? Number, string? SourceNumber, bool Lossy);

/// <summary>A firm as a row names it.</summary>
/// <param name="Name">Its name, taken apart.</param>
/// <param name="Number">A valid 法人番号, or null.</param>
/// <param name="SourceNumber">Its number in the register that the file is or points to, or null.</param>
/// <param name="Place">Who orders (<see cref="FirmWorks.Place"/>); empty if unknown.</param>
public sealed record FirmMention(FirmName Name, string? Number, string? SourceNumber, string Place = "");

/// <summary>What a run of <see cref="ContractorIdentity.Resolve"/> found.</summary>
/// <param name="Of">For each mention the firm's number; negative numbers are those of <paramref name="Made"/>.</param>
/// <param name="Made">Firms to make, with the mention that first names each.</param>
/// <param name="Upgraded">Stored firms known by a register's number that now have a 法人番号.</param>
public sealed record IdentityResult(
    IReadOnlyList<long> Of, IReadOnlyList<(KnownFirm Firm, FirmMention Mention)> Made, IReadOnlyList<KnownFirm> Upgraded);

/// <summary>
/// The firm as imported that a row means, by what the row says and by nothing else: its 法人番号, else the register's
/// number, else its spelling at one orderer. Who of them is one firm is decided beside (<see cref="FirmMatcher"/>), so
/// that every such decision has its evidence and can be undone. The result does not depend on the order of the mentions. Pure.
/// </summary>
public static class ContractorIdentity
{
    /// <summary>Finds or makes the firm of each mention.</summary>
    public static IdentityResult Resolve(IReadOnlyCollection<KnownFirm> known, IReadOnlyList<FirmMention> mentions)
    {
        var book = new Book(known);
        var of = new long[mentions.Count];
        var order = Enumerable.Range(0, mentions.Count).ToArray();
        foreach (var group in order.Where(at => mentions[at].Number is not null).GroupBy(at => mentions[at].Number!).OrderBy(group => group.Key, StringComparer.Ordinal))
            Assign(of, group, book.ByNumber(group.Key, [.. group.Select(at => mentions[at])]));
        foreach (var group in order.Where(at => mentions[at] is { Number: null, SourceNumber: not null }).GroupBy(at => mentions[at].SourceNumber!))
            Assign(of, group, book.BySource(group.Key, mentions[group.First()]));
        foreach (var group in order.Where(at => mentions[at] is { Number: null, SourceNumber: null })
            .GroupBy(at => NameKey(mentions[at])).OrderBy(group => group.Key, StringComparer.Ordinal))
            Assign(of, group, book.ByName(group.Key, mentions[group.First()]));
        return new IdentityResult(of, book.Made, book.Upgraded);
    }

    /// <summary>Key of a firm known by name alone: the spelling (widths and blanks aside), legal form and branch, at one orderer.</summary>
    public static string NameKey(FirmMention mention) =>
        $"name:{mention.Name.Written}{Part('/', mention.Name.Form)}{Part('+', mention.Name.Branch)}{Part('@', mention.Place)}";

    private static string Part(char mark, string text) => text.Length == 0 ? "" : $"{mark}{text}";

    private static void Assign(long[] of, IEnumerable<int> mentions, long firm)
    {
        foreach (var at in mentions) of[at] = firm;
    }

    private sealed class Book
    {
        private readonly Dictionary<string, KnownFirm> byKey;
        private readonly Dictionary<string, long> bySourceNumber;
        private readonly Dictionary<long, KnownFirm> upgraded = [];
        private readonly List<(KnownFirm Firm, FirmMention Mention)> made = [];

        public Book(IReadOnlyCollection<KnownFirm> known)
        {
            byKey = known.ToDictionary(firm => firm.Key, StringComparer.Ordinal);
            bySourceNumber = known.Where(firm => firm.SourceNumber is not null).GroupBy(firm => firm.SourceNumber!, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Min(firm => firm.Id), StringComparer.Ordinal);
        }

        public IReadOnlyList<(KnownFirm Firm, FirmMention Mention)> Made => made;

        public IReadOnlyList<KnownFirm> Upgraded => [.. upgraded.Values];

        public long ByNumber(string number, IReadOnlyList<FirmMention> mentions)
        {
            var key = $"number:{number}";
            if (byKey.TryGetValue(key, out var known)) return known.Id;
            var mention = mentions.FirstOrDefault(candidate => !candidate.Name.Lossy) ?? mentions[0];
            var source = mentions.Select(candidate => candidate.SourceNumber).FirstOrDefault(text => text is not null);
            return source is not null && byKey.TryGetValue($"source:{source}", out var registered)
                ? Upgrade(registered, key, number, mention.Name.Form)
                : Make(key, mention, number);
        }

        public long BySource(string source, FirmMention mention) =>
            bySourceNumber.TryGetValue(source, out var id) ? id : Make($"source:{source}", mention, null);

        public long ByName(string key, FirmMention mention) => byKey.TryGetValue(key, out var own) ? own.Id : Make(key, mention, null);

        private long Make(string key, FirmMention mention, string? number)
        {
            var firm = new KnownFirm(-1 - made.Count, key, mention.Name.Core, mention.Name.Form, number, mention.SourceNumber, mention.Name.Lossy);
            made.Add((firm, mention));
            byKey.Add(key, firm);
            if (mention.SourceNumber is not null) bySourceNumber.TryAdd(mention.SourceNumber, firm.Id);
            return firm.Id;
        }

        private long Upgrade(KnownFirm firm, string key, string number, string form)
        {
            var better = firm with { Key = key, Number = number, Form = firm.Form.Length == 0 ? form : firm.Form };
            byKey.Remove(firm.Key);
            byKey.Add(key, better);
            if (firm.Id >= 0) upgraded[firm.Id] = better;
            else made[(int)(-1 - firm.Id)] = (better, made[(int)(-1 - firm.Id)].Mention);
            return firm.Id;
        }
    }
}
