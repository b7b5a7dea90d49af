using System.Text.RegularExpressions;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Contracts;

/// <summary>Under which names titles may mention an asset, or the road or river that it belongs to.</summary>
public static partial class NameVariants
{
    private const int ShortestKey = 2;
    private const int ShortestLine = 3;
    private static readonly char[] Separators = [',', '、', '・', ':', '/'];

    /// <summary>Keys (see <see cref="TitleText.NameKey"/>) of an asset's own name; empty where it names no single thing.</summary>
    /// <param name="name">Its name.</param>
    public static IReadOnlyList<string> OfName(string name)
    {
        if (name.Length == 0) return [];
        var bare = Bracketed().Replace(name.Normalize(System.Text.NormalizationForm.FormKC), " ").Trim();
        return Distinct([TitleText.NameKey(name), TitleText.NameKey(bare), WithoutOwner(TitleText.NameKey(bare))], ShortestKey);
    }

    /// <summary>Keys of a road or river as its assets name it: 県道1号海辺山手線 is also 海辺山手線 and 県道1号.</summary>
    /// <param name="route">The route; for rivers the river.</param>
    public static IReadOnlyList<string> OfLine(string route)
    {
        if (route.Length == 0) return [];
        var key = TitleText.NameKey(route);
        var without = WithoutClass(key);
        var keys = new List<string> { key, without };
        if (NumberedRoute().Match(key) is { Success: true } match)
        {
            var (kind, number, rest) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
            if (rest.Length > 1) keys.Add(rest);
            if (kind.Length > 0) keys.AddRange([$"{kind}{number}号", $"{kind}{number}号線"]);
            else if (rest.Length <= 1) keys.Add($"{number}号線");
        }

        return Distinct(keys, ShortestLine);
    }

    /// <summary>
    /// The roads or rivers that an asset belongs to: its route, and for sections what their own names name
    /// (路波川 第2区間 → 路波川; 市道浜線,市道山線 → both).
    /// </summary>
    public static IReadOnlyList<string> LinesOf(string name, string route, Sector sector)
    {
        var lines = new List<string>();
        if (route.Length > 0) lines.Add(route);
        if (sector is not (Sector.Road or Sector.River) || name.Length == 0) return lines;
        foreach (var part in name.Normalize(System.Text.NormalizationForm.FormKC).Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (LineName().Match(part) is { Success: true } match) lines.Add(match.Groups[1].Value);
        }

        return [.. lines.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Districts that an address names: 海辺市浜町二丁目7 → 浜町2丁目, 浜町.</summary>
    /// <param name="address">Addresses, separated by anything.</param>
    /// <param name="towns">Names of municipalities, which are no districts.</param>
    public static IReadOnlyList<string> OfAddress(string address, IReadOnlyList<string> towns)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in TitleText.Key(address).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var local = Prefecture().Replace(part, "");
            foreach (var town in towns)
            {
                if (local.StartsWith(town, StringComparison.Ordinal)) local = local[town.Length..];
            }

            if (Street().Match(local) is not { Success: true } match) continue;
            found.Add(match.Groups[1].Value);
            if (match.Groups[2].Success) found.Add(match.Groups[1].Value + match.Groups[2].Value);
        }

        found.RemoveWhere(place => place.Length < ShortestKey);
        return [.. found];
    }

    /// <summary>A name without the class of road, river or park before it.</summary>
    public static string WithoutClass(string key) => Class().Replace(key, "");

    private static string WithoutOwner(string key) => WithoutClass(Owner().Replace(key, ""));

    private static List<string> Distinct(IEnumerable<string> keys, int shortest) =>
        [.. keys.Where(key => key.Length >= shortest && !OnlyFigures().IsMatch(key)).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Bracketed();

    [GeneratedRegex("^.{1,5}[市町村区県]立")]
    private static partial Regex Owner();

    [GeneratedRegex("^(?:国道|県道|府道|都道|市道|町道|村道|区道|農道|林道|[1-4]級(?:市道|町道|村道)?|都市計画道路|[1-3一二]級河川|準用河川|普通河川|都市公園)+")]
    private static partial Regex Class();

    [GeneratedRegex("^(国道|県道|府道|都道|市道|町道|村道|区道|農道|林道)?([0-9]+(?:-[0-9]+)*)号(.*)$")]
    private static partial Regex NumberedRoute();

    [GeneratedRegex(@"^(\S{2,}?(?:線|号|川|用水|水路))(?:\s|$|第|\()")]
    private static partial Regex LineName();

    [GeneratedRegex("^(?:北海道|東京都|京都府|大阪府|.{2,3}県)")]
    private static partial Regex Prefecture();

    [GeneratedRegex("^(?:.{1,4}郡)?(?:字|大字)?([^0-9]{2,10}?)(?:([0-9]+丁目)|(?=[0-9])|地内|地区|$)")]
    private static partial Regex Street();

    [GeneratedRegex("^[0-9-]?号?線?$|^[0-9-]*号?$")]
    private static partial Regex OnlyFigures();
}
