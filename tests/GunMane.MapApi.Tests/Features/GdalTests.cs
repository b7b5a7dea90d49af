using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GunMane.MapApi.Tests.Features;

/// <summary>What a real client makes of it: GDAL's OAPIF driver.</summary>
public sealed partial class GdalTests(CoastHost host) : IClassFixture<CoastHost>
{
    [Fact]
    public async Task Ogrinfo_lists_and_reads_every_collection_completely()
    {
        var text = await OgrinfoAsync("-ro", "-al");
        var counts = Layer().Matches(text).ToDictionary(match => match.Groups["name"].Value, match => int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture));
        Assert.Equal(
            new Dictionary<string, int> { ["municipalities"] = 2, ["assets"] = 55, ["contractors"] = 12, ["contracts"] = 23, ["groups"] = 2, ["zones"] = 3 },
            counts);
        foreach (var (name, count) in counts) Assert.Equal(count, Regex.Count(text, $"^OGRFeature\\({name}\\):", RegexOptions.Multiline));
    }

    [Fact]
    public async Task Ogrinfo_sees_extent_and_types_and_pushes_filters_down()
    {
        var text = await OgrinfoAsync("-ro", "assets", "-where", "sector = 'park'");
        Assert.Contains("Feature Count: 5", text, StringComparison.Ordinal);
        Assert.Contains("Extent: (140.0", text, StringComparison.Ordinal);
        Assert.Contains("built_year: Integer", text, StringComparison.Ordinal);
        Assert.Contains("length_m: Real", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ogrinfo_reads_yen_beyond_32_bits_and_dates()
    {
        await host.ExecuteAsync("UPDATE gunmane.contract SET yen = 123456789012 WHERE id = 3");
        var text = await OgrinfoAsync("-ro", "contracts", "-where", "title = '道路照明修繕工事 第3号'");
        Assert.Contains("yen (Real) = 123456789012", text, StringComparison.Ordinal);
        Assert.Contains("starts_on (Date) = 2025/05/04", text, StringComparison.Ordinal);
    }

    private async Task<string> OgrinfoAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("ogrinfo", [arguments[0], $"OAPIF:{host.Address}ogc", .. arguments[1..]]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return text;
    }

    [GeneratedRegex(@"^Layer name: (?<name>\w+)$.*?^Feature Count: (?<count>\d+)$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Layer();
}
