using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using GunMane.Spatial.Contracts;
using GunMane.Spatial.Model;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Contracts;

/// <summary>
/// The vocabulary against titles labelled by hand (docs/reference/title-labels.md). The repository has only a hash of each
/// title beside its labels; the titles come from GUNMANE_REAL_DATA.
/// </summary>
public sealed class TitleLabelTests(ITestOutputHelper output)
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("GUNMANE_REAL_DATA");

    private sealed record Labelled(string Set, string Title, string Category, string Sector, string Kind);

    [Fact]
    public void The_labels_are_300_titles_in_two_halves_and_100_drawn_later()
    {
        var sets = Labels().CountBy(label => label.Set).ToDictionary();
        Assert.Equal(150, sets["tuned"]);
        Assert.Equal(150, sets["held"]);
        Assert.Equal(100, sets["later"]);
        Assert.Equal(400, Labels().Select(label => label.Hash).Distinct().Count());
    }

    [Fact]
    public void The_vocabulary_agrees_with_the_labels_as_the_documents_say()
    {
        Assert.SkipUnless(Folder is not null, "GUNMANE_REAL_DATA is not set.");
        var all = Titles();
        Assert.Equal(400, all.Count);
        Table("sector", all, label => label.Sector, label => TitleVocabulary.Shipped.SectorOf(label.Title)?.Key() ?? "");
        Table("work kind", all, label => label.Kind, label => TitleVocabulary.Shipped.WorkKindOf(label.Title, label.Category)?.Key() ?? "");
        foreach (var (set, sectors, kinds) in new[] { ("tuned", 0.95, 0.95), ("held", 0.93, 0.95), ("later", 0.88, 0.9) })
        {
            var some = all.Where(label => label.Set == set).ToList();
            Assert.True(some.Average(label => Same(label.Sector, TitleVocabulary.Shipped.SectorOf(label.Title)?.Key())) >= sectors, $"sectors of {set}");
            Assert.True(some.Average(label => Same(label.Kind, TitleVocabulary.Shipped.WorkKindOf(label.Title, label.Category)?.Key())) >= kinds, $"work kinds of {set}");
        }
    }

    private static double Same(string label, string? found) => label == (found ?? "") ? 1 : 0;

    private void Table(string what, List<Labelled> all, Func<Labelled, string> label, Func<Labelled, string> found)
    {
        foreach (var set in all.GroupBy(one => one.Set).OrderBy(group => group.Key))
        {
            output.WriteLine($"{what}, {set.Key}: {set.Count(one => label(one) == found(one))} of {set.Count()}");
            foreach (var cell in set.CountBy(one => (Label: label(one), Found: found(one))).OrderBy(cell => cell.Key.Label).ThenBy(cell => cell.Key.Found))
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Shown(cell.Key.Label)} -> {Shown(cell.Key.Found)}: {cell.Value}"));
        }
    }

    private static string Shown(string key) => key.Length == 0 ? "none" : key;

    private static List<(string Hash, string Set, string Sector, string Kind)> Labels() =>
        [.. File.ReadLines(Checkout.At("tests", "GunMane.Spatial.Tests", "Contracts", "title-labels.csv")).Skip(1)
            .Select(line => line.Split(',')).Select(cells => (cells[0], cells[1], cells[2], cells[3]))];

    private static List<Labelled> Titles()
    {
        var labels = Labels().ToDictionary(label => label.Hash);
        var found = new Dictionary<string, Labelled>();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Folder!, "awards-shizuoka", "awards.csv.gz")), CompressionMode.Decompress));
        using var csv = new CsvReader(reader, CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            var title = csv.GetField("name")!;
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title.Normalize(NormalizationForm.FormKC).Trim())))[..16];
            if (labels.TryGetValue(hash, out var label)) found.TryAdd(hash, new Labelled(label.Set, title, csv.GetField("category")!, label.Sector, label.Kind));
        }

        return [.. found.Values];
    }
}
