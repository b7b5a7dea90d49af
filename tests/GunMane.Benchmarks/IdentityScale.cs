using System.Diagnostics;
using System.Globalization;
using GunMane.Spatial.Contractors;

namespace GunMane.Benchmarks;

/// <summary>How long the matcher takes over very many made-up mentions: one name in three is a surname and a trade, the others are rare.</summary>
internal static class IdentityScale
{
    private const int Places = 1_700;
    private static readonly string[] Surnames = ["佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田", "佐々木", "山口", "松本", "井上", "木村", "林", "斎藤", "清水"];
    private static readonly string[] Trades = ["組", "建設", "土木", "工業", "造園", "設備", "電気", "興業", "測量設計", "工務店"];

    /// <summary>Matches so many mentions and prints the seconds.</summary>
    public static void Run(TextWriter console, int mentions)
    {
        var random = new Random(4);
        var firms = new FirmProfile[mentions];
        for (var at = 0; at < mentions; at++)
        {
            var (place, common) = (random.Next(Places), random.Next(3) == 0);
            var name = FirmName.Normalise($"(株){(common ? Surnames[random.Next(Surnames.Length)] + (char)('あ' + random.Next(40)) : Rare(random))}{Trades[random.Next(Trades.Length)]}")!;
            firms[at] = new FirmProfile(string.Create(CultureInfo.InvariantCulture, $"name:{name.Core}@{place}#{at}"), name, null,
                [new FirmWork(string.Create(CultureInfo.InvariantCulture, $"町{place}"), 3, 9_000_000, 6.5, 1, 2024, 2025, new HashSet<string>())]);
        }

        var clock = Stopwatch.StartNew();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var result = FirmMatcher.Match(firms, [], IdentityModel.Shipped);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"firm-match: {mentions} mentions in {clock.Elapsed.TotalSeconds:0.0} s ({(Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds:0.0} s of processor); {result.Kept.Distinct().Count()} firms, {result.Questions.Count} questions, {Environment.WorkingSet >> 20} MiB"));
    }

    private static string Rare(Random random) => string.Concat(Enumerable.Range(0, 3).Select(_ => (char)('ア' + random.Next(70))));
}
