using System.Globalization;
using System.Text;

namespace GunMane.Benchmarks;

/// <summary>
/// A made-up ledger as GeoJSON and as CSV: features with eight attributes, points mostly, every 25th a line of five points,
/// every 50th a polygon. Seeded: the same size gives the same bytes.
/// </summary>
internal static class FeatureFile
{
    private const double West = 138;
    private const double South = 34.5;
    private const double DegreesPerMetre = 1 / 111_000.0;
    private static readonly string[] Sectors = ["bridge", "road", "lighting", "park", "sewer", "slope"];
    private static readonly string[] Kinds = ["コンクリート橋", "街路樹", "道路照明", "街区公園", "マンホール", "擁壁", "標識", "集水桝"];
    private static readonly string[] Departments = ["土木課", "道路管理課", "公園緑地課", "下水道課", "建設部 維持管理課"];
    private static readonly string[] Places = ["見本", "海辺", "山手", "川上", "中町", "大橋", "浜通り", "栄", "緑ヶ丘", "港"];

    /// <summary>Writes the features.</summary>
    public static void WriteGeoJson(string path, int size)
    {
        using var file = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 20);
        file.Write("{\"type\":\"FeatureCollection\",\"features\":[\n");
        foreach (var (at, x, y, random) in Located(size))
        {
            if (at > 0) file.Write(",\n");
            var (number, name, sector, kind, department, year, length, inspected) = Attributes(at, random);
            file.Write(string.Create(CultureInfo.InvariantCulture,
                $"{{\"type\":\"Feature\",\"properties\":{{\"施設番号\":\"{number}\",\"名称\":\"{name}\",\"分野\":\"{sector}\",\"種別\":\"{kind}\",\"所管課\":\"{department}\",\"供用年度\":{year},\"延長\":{length},\"点検結果\":\"{inspected}\"}},\"geometry\":{Geometry(at, x, y)}}}"));
        }

        file.Write("\n]}\n");
    }

    /// <summary>Writes the points of the features as CSV with columns of latitude and longitude.</summary>
    public static void WriteCsv(string path, int size)
    {
        using var file = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 20);
        file.Write("施設番号,名称,分野,種別,所管課,供用年度,延長,点検結果,緯度,経度\n");
        foreach (var (at, x, y, random) in Located(size))
        {
            var (number, name, sector, kind, department, year, length, inspected) = Attributes(at, random);
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{number},{name},{sector},{kind},{department},{year},{length},{inspected},{y:0.0000000},{x:0.0000000}\n"));
        }
    }

    private static (string Number, string Name, string Sector, string Kind, string Department, int Year, double Length, string Inspected) Attributes(int at, Random random) => (
        string.Create(CultureInfo.InvariantCulture, $"B-{at + 1:0000000}"),
        string.Create(CultureInfo.InvariantCulture, $"{Places[random.Next(Places.Length)]}{random.Next(400)}号"),
        Sectors[random.Next(Sectors.Length)], Kinds[random.Next(Kinds.Length)], Departments[random.Next(Departments.Length)],
        1950 + random.Next(75), Math.Round(1 + 50 * random.NextDouble(), 1), random.Next(10) == 0 ? "要観察 (ひびわれ)" : "異常なし");

    private static string Geometry(int at, double x, double y)
    {
        if (at % 50 == 7) return Invariant($"{{\"type\":\"Polygon\",\"coordinates\":[[{P(x, y)},{P(x + 2e-4, y)},{P(x + 2e-4, y + 1e-4)},{P(x, y + 1e-4)},{P(x, y)}]]}}");
        return at % 25 == 3
            ? $"{{\"type\":\"LineString\",\"coordinates\":[{string.Join(',', Enumerable.Range(0, 5).Select(step => P(x + step * 1e-4, y + step % 2 * 5e-5)))}]}}"
            : $"{{\"type\":\"Point\",\"coordinates\":{P(x, y)}}}";
    }

    private static string P(double x, double y) => Invariant($"[{x:0.0000000},{y:0.0000000}]");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static IEnumerable<(int At, double X, double Y, Random Random)> Located(int size)
    {
        var (towns, random) = (PointTowns.Make(size), new Random(7));
        for (var at = 0; at < size; at++) yield return (at, West + towns.X[at] * DegreesPerMetre, South + towns.Y[at] * DegreesPerMetre, random);
    }
}
