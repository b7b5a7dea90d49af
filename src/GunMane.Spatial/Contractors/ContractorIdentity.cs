namespace GunMane.Spatial.Contractors;

/// <summary>A firm that is stored, as far as its identity goes.</summary>
/// <param name="Id">Its number; negative for one that this run makes.</param>
/// <param name="Key">Identity key: <c>number:…</c>, <c>source:…</c> or <c>name:…</c>.</param>
/// <param name="Core">Normalised name.</param>
/// <param name="Form">Legal form; empty if unknown.</param>
/// <param name="Number">法人番号; null if unknown.</param>
/// <param name="SourceNumber">Its number in the register that it came from; null if unknown.</param>
/// <param name="Lossy">Its name lost letters: no other name joins it.</param>
public sealed record KnownFirm(long Id, string Key, string Core, string Form, string? Number, string? SourceNumber, bool Lossy);

/// <summary>A firm as a row names it.</summary>
/// <param name="Name">Its name, taken apart.</param>
/// <param name="Number">A valid 法人番号, or null.</param>
/// <param name="SourceNumber">Its number in the register that the file is or points to, or null.</param>
public sealed record FirmMention(FirmName Name, string? Number, string? SourceNumber);

/// <summary>What a run of <see cref="ContractorIdentity.Resolve"/> decided.</summary>
/// <param name="Of">For each mention the firm's number; negative numbers are those of <paramref name="Made"/>.</param>
/// <param name="Made">Firms to make, with the mention that first names each.</param>
/// <param name="Upgraded">Stored firms known by name alone that now have a number or a form.</param>
public sealed record IdentityResult(
    IReadOnlyList<long> Of, IReadOnlyList<(KnownFirm Firm, FirmMention Mention)> Made, IReadOnlyList<KnownFirm> Upgraded);

/// <summary>
/// Who is who (名寄せ). A valid 法人番号 decides; else the register's number; else the name, which joins a firm only
/// where exactly one may be meant. Several firms of one name are never merged by name, nor are names that lost letters.
/// The result does not depend on the order of the mentions. Pure.
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
            Assign(of, group, book.ByNumber(group.Key, [.. group.Select(at => mentions[at])], NumbersOfName(mentions)));
        foreach (var group in order.Where(at => mentions[at] is { Number: null, SourceNumber: not null }).GroupBy(at => mentions[at].SourceNumber!))
            Assign(of, group, book.BySource(group.Key, mentions[group.First()]));
        // Names with a legal form first: they say more, and a bare name then joins only where one is left.
        foreach (var group in order.Where(at => mentions[at] is { Number: null, SourceNumber: null })
            .GroupBy(at => Book.NameKey(mentions[at].Name)).OrderBy(group => mentions[group.First()].Name.Form.Length == 0).ThenBy(group => group.Key, StringComparer.Ordinal))
            Assign(of, group, book.ByName(mentions[group.First()], FormsOfCore(mentions)));
        return new IdentityResult(of, book.Made, book.Upgraded);
    }

    private static void Assign(long[] of, IEnumerable<int> mentions, long firm)
    {
        foreach (var at in mentions) of[at] = firm;
    }

    private static ILookup<string, string> NumbersOfName(IReadOnlyList<FirmMention> mentions) => mentions
        .Where(mention => mention.Number is not null).Select(mention => (mention.Name.Core, mention.Number)).Distinct()
        .ToLookup(pair => pair.Core, pair => pair.Number!);

    private static ILookup<string, string> FormsOfCore(IReadOnlyList<FirmMention> mentions) => mentions
        .Where(mention => mention.Name.Form.Length > 0).Select(mention => (mention.Name.Core, mention.Name.Form)).Distinct()
        .ToLookup(pair => pair.Core, pair => pair.Form);

    private sealed class Book
    {
        private readonly Dictionary<string, KnownFirm> byKey;
        private readonly Dictionary<string, List<string>> keysByCore;
        private readonly Dictionary<string, long> bySourceNumber;
        private readonly Dictionary<long, KnownFirm> upgraded = [];
        private readonly List<(KnownFirm Firm, FirmMention Mention)> made = [];

        public Book(IReadOnlyCollection<KnownFirm> known)
        {
            byKey = known.ToDictionary(firm => firm.Key, StringComparer.Ordinal);
            bySourceNumber = known.Where(firm => firm.SourceNumber is not null).GroupBy(firm => firm.SourceNumber!, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Min(firm => firm.Id), StringComparer.Ordinal);
            keysByCore = known.GroupBy(firm => firm.Core, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Select(firm => firm.Key).ToList(), StringComparer.Ordinal);
        }

        public IReadOnlyList<(KnownFirm Firm, FirmMention Mention)> Made => made;

        public IReadOnlyList<KnownFirm> Upgraded => [.. upgraded.Values];

        public static string NameKey(FirmName name) => name.Form.Length == 0 ? $"name:{name.Core}" : $"name:{name.Core}/{name.Form}";

        public long ByNumber(string number, IReadOnlyList<FirmMention> mentions, ILookup<string, string> numbersOfName)
        {
            var key = $"number:{number}";
            if (byKey.TryGetValue(key, out var known)) return known.Id;
            var mention = mentions.FirstOrDefault(candidate => !candidate.Name.Lossy) ?? mentions[0];
            var source = mentions.Select(candidate => candidate.SourceNumber).FirstOrDefault(text => text is not null);
            if (source is not null && byKey.TryGetValue($"source:{source}", out var registered)) return Upgrade(registered, key, number, mention.Name.Form);
            // A firm known by name alone takes the number if it is the only one that its name has.
            var sameName = Candidates(mention.Name);
            return sameName is [{ Number: null } only] && only.Key.StartsWith("name:", StringComparison.Ordinal) && numbersOfName[mention.Name.Core].Count() == 1
                ? Upgrade(only, key, number, mention.Name.Form)
                : Make(key, mention, number);
        }

        public long BySource(string source, FirmMention mention) =>
            bySourceNumber.TryGetValue(source, out var id) ? id : Make($"source:{source}", mention, null);

        public long ByName(FirmMention mention, ILookup<string, string> formsOfCore)
        {
            var key = NameKey(mention.Name);
            if (byKey.TryGetValue(key, out var own)) return own.Id;
            var candidates = Candidates(mention.Name);
            if (candidates is not [var only]) return Make(key, mention, null);
            // A bare stored name is claimed by a form only if no other form claims it too.
            if (mention.Name.Form.Length > 0 && only.Form.Length == 0)
                return formsOfCore[mention.Name.Core].Count() > 1 ? Make(key, mention, null) : Upgrade(only, only.Key, only.Number, mention.Name.Form);
            return only.Id;
        }

        private List<KnownFirm> Candidates(FirmName name) => name.Lossy || !keysByCore.TryGetValue(name.Core, out var keys)
            ? []
            : keys.ConvertAll(key => byKey[key]).FindAll(firm => !firm.Lossy && name.MayBe(firm.Core, firm.Form));

        private long Make(string key, FirmMention mention, string? number)
        {
            var firm = new KnownFirm(-1 - made.Count, key, mention.Name.Core, mention.Name.Form, number, mention.SourceNumber, mention.Name.Lossy);
            made.Add((firm, mention));
            byKey.Add(key, firm);
            if (!keysByCore.TryGetValue(firm.Core, out var keys)) keysByCore.Add(firm.Core, keys = []);
            keys.Add(key);
            if (mention.SourceNumber is not null) bySourceNumber.TryAdd(mention.SourceNumber, firm.Id);
            return firm.Id;
        }

        private long Upgrade(KnownFirm firm, string key, string? number, string form)
        {
            var better = firm with { Key = key, Number = number, Form = firm.Form.Length == 0 ? form : firm.Form };
            byKey.Remove(firm.Key);
            byKey.Add(key, better);
            keysByCore[firm.Core].Remove(firm.Key);
            keysByCore[firm.Core].Add(key);
            if (firm.Id >= 0) upgraded[firm.Id] = better;
            else made[(int)(-1 - firm.Id)] = (better, made[(int)(-1 - firm.Id)].Mention);
            return firm.Id;
        }
    }
}
