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

    [Fact]
    public async Task The_request_of_ogrinfo_where_carries_the_filter()
    {
        var requests = await OgrinfoAsync(debug: true, "-ro", "assets", "-where", "sector = 'park' AND municipality = '90102'");
        Assert.Contains("Feature Count: 3", requests, StringComparison.Ordinal);
        Assert.Matches(@"/ogc/collections/assets/items\?\S*sector=park\S*municipality=90102", requests);
    }

    [Fact]
    public async Task Ogrinfo_reads_a_zone_by_its_name()
    {
        var text = await OgrinfoAsync("-ro", "zones", "-where", "name = '区域B'");
        Assert.Contains("Feature Count: 1", text, StringComparison.Ordinal);
        Assert.Contains("scenario_name (String) = 第1案", text, StringComparison.Ordinal);
    }

    private Task<string> OgrinfoAsync(params string[] arguments) => OgrinfoAsync(debug: false, arguments);

    // With what it fetches, if debug is on.
    private async Task<string> OgrinfoAsync(bool debug, params string[] arguments)
    {
        var start = new ProcessStartInfo("ogrinfo", [arguments[0], $"OAPIF:{host.Address}ogc", .. arguments[1..]]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (debug) start.Environment["CPL_DEBUG"] = "ON";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return debug ? text + await errors : text;
    }

    [GeneratedRegex(@"^Layer name: (?<name>\w+)$.*?^Feature Count: (?<count>\d+)$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Layer();
}
