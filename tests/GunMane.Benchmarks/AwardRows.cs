using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using GunMane.Spatial.Contractors;

namespace GunMane.Benchmarks;

/// <summary>One award: who ordered, who won, and the winner's 法人番号 where it is valid.</summary>
internal sealed record AwardRow(string Place, string Orderer, FirmName Name, string? Number, string Title, long Yen, int Year, string Date)
{
    /// <summary>What the matcher can tell apart at all: the spelling at a place.</summary>
    public string Mention => $"{Name.Written}/{Name.Form}+{Name.Branch}@{Place}";
}

/// <summary>Reads award rows (org, dept, name, winner_name, corporate_no, amount, fiscal_year, open_date), gzip or not.</summary>
internal static class AwardFile
{
    /// <summary>The rows that name a firm which is no joint venture, in the order of the file.</summary>
    public static IReadOnlyList<AwardRow> Read(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var csv = new CsvReader(new StreamReader(stream, Encoding.UTF8), new CsvConfiguration(CultureInfo.InvariantCulture));
        csv.Read();
        csv.ReadHeader();
        var rows = new List<AwardRow>();
        while (csv.Read())
        {
            if (FirmName.Normalise(csv["winner_name"]) is not { Kind: not FirmKind.JointVenture } name) continue;
            var (orderer, dept) = (csv["org"]!, csv["dept"]!);
            var place = FirmWorks.Place(orderer, dept.StartsWith(orderer, StringComparison.Ordinal) ? dept[orderer.Length..].Trim() : dept);
            rows.Add(new AwardRow(place, orderer, name, CorporateNumber.Parse(csv["corporate_no"]), csv["name"]!,
                long.TryParse(csv["amount"], CultureInfo.InvariantCulture, out var yen) ? yen : 0,
                int.TryParse(csv["fiscal_year"], CultureInfo.InvariantCulture, out var year) ? year : 0, csv["open_date"]!));
        }

        return rows;
    }
}
