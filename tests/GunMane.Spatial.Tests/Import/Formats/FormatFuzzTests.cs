using System.Diagnostics;
using System.Globalization;
using System.Text;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import.Formats;

/// <summary>
/// Thousands of damaged files per reader. Whatever comes, the reader ends in time with rows numbered 1…n or with one refusal
/// that names the file; where the damage leaves the framing of rows alone, their number stays. GUNMANE_FUZZ says how many
/// files per reader (see docs/reference/import.md); every file is made from its number, so a failure can be made again.
/// </summary>
public sealed class FormatFuzzTests : IDisposable
{
    private const int HarmlessEvery = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly int Files = int.Parse(Environment.GetEnvironmentVariable("GUNMANE_FUZZ") ?? "300", CultureInfo.InvariantCulture);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gunmane-fuzz-");
    private readonly Stopwatch current = new();
    private volatile int number;
    private int refused;
    private long rows;

    static FormatFuzzTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    [InlineData("geojson")]
    [InlineData("geojson-lines")]
    [InlineData("topojson")]
    [InlineData("shapefile")]
    [InlineData("geopackage")]
    [InlineData("kml")]
    [InlineData("zip")]
    public async Task Damaged_files_are_read_or_refused(string reader)
    {
        var (seeds, all) = (FuzzSeeds.Of(reader), Stopwatch.StartNew());
        foreach (var seed in seeds.Where(seed => seed.Rows >= 0)) Assert.Equal(seed.Rows, Run(seed, seed.Part, "whole"));
        (refused, rows) = (0, 0);
        var work = Task.Run(() => RunAll(seeds), TestContext.Current.CancellationToken);
        while (await Task.WhenAny(work, Task.Delay(1_000, TestContext.Current.CancellationToken)) != work)
            Assert.True(current.Elapsed < Longest, $"{reader}: file {number} has not ended after {current.Elapsed.TotalSeconds:F0} s");
        await work;
        Tell(FormattableString.Invariant($"{DateTime.UtcNow:s}\t{reader}\t{Files} files\t{refused} refused\t{rows} rows\t{all.Elapsed.TotalSeconds:F0} s"));
    }

    private void RunAll(IReadOnlyList<FuzzSeed> seeds)
    {
        for (number = 0; number < Files; number++)
        {
            var random = new Random(number);
            var seed = seeds[number % seeds.Count];
            var harmless = random.Next(HarmlessEvery) == 0 && seed.Rows >= 0 && seed.Part.AsSpan().IndexOf("QQ"u8) >= 0;
            var bytes = harmless ? FuzzMutation.Harmless(random, seed.Part) : FuzzMutation.Damaged(random, seed.Part, seeds[random.Next(seeds.Count)].Part);
            current.Restart();
            var read = Run(seed, bytes, $"file {number} of {seed.Name}");
            if (harmless) Assert.True(read == seed.Rows, $"file {number} of {seed.Name}: {read} rows instead of {seed.Rows}");
            rows += Math.Max(0, read);
        }
    }

    // The rows of all data sets; -1 if any of them, or the file, was refused.
    private int Run(FuzzSeed seed, byte[] bytes, string what)
    {
        var below = Directory.CreateDirectory(Path.Combine(folder.FullName, "files"));
        try
        {
            foreach (var (name, content) in seed.Build(bytes)) File.WriteAllBytes(Path.Combine(below.FullName, name), content);
            var sets = FileSet.DataSets(FileSet.Walk([below.FullName]), Path.Combine(below.FullName, "unzipped"));
            Assert.NotEmpty(sets);
            var counts = sets.Select(set => Count(set, seed.Name)).ToList();
            if (!counts.Contains(-1)) return counts.Sum();
            refused++;
            return -1;
        }
        catch (Exception e) when (e is not GunManeException)
        {
            throw new InvalidOperationException($"{what}: {e.GetType().Name} {e.Message}", e);
        }
        finally
        {
            below.Delete(recursive: true);
        }
    }

    private static int Count(DataFile file, string name)
    {
        try
        {
            file.ExamineAsync(CancellationToken.None).GetAwaiter().GetResult();
            using var source = FileImport.Open(file, new ImportOptions());
            var count = 0;
            foreach (var row in source.Rows())
            {
                Assert.Equal(++count, row.Number);
                Assert.True(row.Place.Length > 0 && row.Raw is not null && row.Values.Length <= source.Columns.Names.Count);
            }

            return count;
        }
        catch (GunManeException e)
        {
            Assert.Equal((Refusal.BadInput, true), (e.Refusal, e.Message.Contains(file.Name, StringComparison.Ordinal) || e.Message.Contains(name, StringComparison.Ordinal)));
            return -1;
        }
    }

    private static void Tell(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable("GUNMANE_FUZZ") is not null) File.AppendAllText(Path.Combine(Directory.CreateDirectory(Checkout.At(".work")).FullName, "fuzz.tsv"), line + "\n");
    }
}
