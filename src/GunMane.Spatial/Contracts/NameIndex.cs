using GunMane.Spatial.Model;

namespace GunMane.Spatial.Contracts;

/// <summary>How a name in a title is to be understood.</summary>
public enum NameKind : byte
{
    /// <summary>The name of one asset.</summary>
    Thing,

    /// <summary>The name of a road or river with all its sections and what stands along it.</summary>
    Line,

    /// <summary>The name of a district.</summary>
    Place,
}

/// <summary>A name found in a title.</summary>
/// <param name="Kind">What it names.</param>
/// <param name="Key">The name as compared.</param>
/// <param name="At">Where in the title's key it starts.</param>
/// <param name="Assets">Assets that carry it.</param>
public sealed record FoundName(NameKind Kind, string Key, int At, IReadOnlyList<LinkAsset> Assets);

/// <summary>
/// The names of one owner's assets. A title is searched for them from every place where a name may begin, the longest
/// first; a name that goes on in the title (浜橋 in 浜橋側道橋, 海辺公園 in 海辺公園線) is another name.
/// </summary>
public sealed class NameIndex
{
    private static readonly string[] Before =
    [
        "国道", "県道", "府道", "都道", "市道", "町道", "村道", "区道", "農道", "林道", "級", "都市計画道路", "河川", "都市公園", "線", "号", "号線", "地区", "地内", "工区",
        "年度", "事業", "工事", "業務", "ほか", "外", "他", "及ビ", "及び", "ト", "と", "支川", "立",
    ];

    private static readonly string[] GoesOn =
    [
        "線", "通り", "町", "前", "側道橋", "歩道橋", "自転車道橋", "人道橋", "本", "詰", "爪", "団地", "小", "中学", "保育", "幼稚", "公園", "水門", "樋", "排水機場", "配水", "浄水", "取水", "ポンプ", "原", "端", "崎",
        "口", "地区", "地内", "丁目", "堤", "流域", "沿",
    ];

    private static readonly string[] PlaceGoesOn =
    [
        "地区", "地内", "丁目", "ほか", "外", "他", "第", "一円", "ノ", "工区", "処理", "汚水", "配水", "下水", "舗装", "道路", "側溝", "水路", "排水",
    ];

    private readonly Dictionary<string, FoundName> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FoundName>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly string[] towns;
    private int longest;

    /// <summary>The index of some assets.</summary>
    /// <param name="assets">The assets.</param>
    /// <param name="towns">Municipalities of the study area: their names may stand before others.</param>
    /// <param name="townsArePlaces">Whether a municipality's name says where: for owners above the towns. A town's own name says nothing.</param>
    public NameIndex(IReadOnlyList<LinkAsset> assets, IReadOnlyList<LinkTown> towns, bool townsArePlaces)
    {
        this.towns = [.. towns.Select(town => TitleText.NameKey(town.Name))];
        var townOf = towns.ToDictionary(town => town.Code, town => TitleText.NameKey(town.Name), StringComparer.Ordinal);
        lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var asset in assets)
        {
            // Sections of a road are often called like the road: that is the road's name, not one section's.
            HashSet<string> lines = [.. NameVariants.LinesOf(asset.Name, asset.Route, asset.Sector).SelectMany(NameVariants.OfLine)];
            foreach (var key in lines) Add(NameKind.Line, key, asset);
            foreach (var key in NameVariants.OfName(asset.Name).Where(key => !lines.Contains(key))) Add(NameKind.Thing, key, asset);
        }

        foreach (var asset in assets)
        {
            foreach (var key in NameVariants.OfAddress(asset.Address, this.towns)) Add(NameKind.Place, key, asset);
            if (townsArePlaces && asset.Town is { } code && townOf.TryGetValue(code, out var town)) Add(NameKind.Place, town, asset);
        }
    }

    /// <summary>The names that a title has, in their order.</summary>
    /// <param name="title">The title's key (<see cref="TitleText.Key"/>).</param>
    public IReadOnlyList<FoundName> In(string title)
    {
        List<FoundName>? found = null;
        for (var at = 0; at < title.Length; at++)
        {
            if (title[at] == ' ' || !MayBegin(title, at)) continue;
            if (Longest(title, at) is not { } name) continue;
            (found ??= []).Add(name with { At = at });
            at += name.Key.Length - 1;
        }

        return found ?? [];
    }

    // A thing's own name goes before a line's, a line's before a district's: the stronger reading of the same letters.
    private void Add(NameKind kind, string key, LinkAsset asset)
    {
        if (!names.TryGetValue(key, out var name) || kind < name.Kind) names[key] = new FoundName(kind, key, 0, new List<LinkAsset> { asset });
        else if (name.Kind == kind) ((List<LinkAsset>)name.Assets).Add(asset);
        longest = Math.Max(longest, key.Length);
    }

    private FoundName? Longest(string title, int at)
    {
        for (var length = Math.Min(longest, title.Length - at); length >= 2; length--)
        {
            if (lookup.TryGetValue(title.AsSpan(at, length), out var name) && MayEnd(title.AsSpan(at + length), name) && Fits(title.AsSpan(0, at), name.Key)) return name;
        }

        return null;
    }

    private bool MayBegin(string title, int at)
    {
        var before = title.AsSpan(0, at);
        if (at == 0 || title[at - 1] == ' ') return true;
        if (char.IsAsciiDigit(title[at - 1]) || title[at - 1] == '-') return false;
        foreach (var word in Before)
        {
            if (before.EndsWith(word, StringComparison.Ordinal)) return true;
        }

        foreach (var town in towns)
        {
            if (before.EndsWith(town, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    // 国道150号 is not the town's own 150号線.
    private static bool Fits(ReadOnlySpan<char> before, string key) =>
        !char.IsAsciiDigit(key[0]) || !(before.EndsWith("国道", StringComparison.Ordinal) || before.EndsWith("県道", StringComparison.Ordinal));

    private static bool MayEnd(ReadOnlySpan<char> after, FoundName name)
    {
        if (after.Length == 0 || after[0] == ' ') return true;
        if (char.IsAsciiDigit(name.Key[^1]) && (char.IsAsciiDigit(after[0]) || after[0] == '-')) return false;
        if (name.Kind == NameKind.Place) return char.IsAsciiDigit(after[0]) || StartsWith(after, PlaceGoesOn);
        return !StartsWith(after, GoesOn);
    }

    private static bool StartsWith(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.StartsWith(word, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
