using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Geo;

namespace GunMane.MapApi.Tests.Features;

/// <summary>Filters (19-079r2, 21-065r2) and coordinate systems (18-058r1) over HTTP.</summary>
public sealed class FilterTests(CoastHost host) : IClassFixture<CoastHost>
{
    private const string Epsg = "http://www.opengis.net/def/crs/EPSG/0/";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("assets", "sector = 'road'", 10)]
    [InlineData("assets", "sector = 'road' AND NOT municipality = '90101'", 4)]
    [InlineData("assets", "municipality IS NULL", 1)]
    [InlineData("assets", "sector IN ('road', 'park')", 15)]
    [InlineData("assets", "built_year BETWEEN 1970 AND 1976", 3)]
    [InlineData("assets", "name LIKE '町道4%'", 10)]
    [InlineData("assets", "CASEI(ledger_number) = CASEI('l7')", 1)]
    [InlineData("assets", "length_m * 3 > built_year", 3)]
    [InlineData("assets", "S_INTERSECTS(geometry, BBOX(140.02, 31.01, 140.06, 31.03))", 5)]
    [InlineData("assets", "S_CROSSES(geometry, LINESTRING(140.05 31, 140.05 32))", 10)]
    [InlineData("assets", "A_CONTAINS(contractors, ('架空建設2', '架空建設3'))", 1)]
    [InlineData("assets", "A_OVERLAPS(contractor_ids, ('00000000-0000-4000-9000-000000000003'))", 1)]
    [InlineData("contracts", "T_AFTER(ends_on, DATE('2026-03-30'))", 22)]
    [InlineData("contracts", "T_DURING(INTERVAL(starts_on, ends_on), INTERVAL('2025-05-20', '..'))", 3)]
    [InlineData("contracts", "contractor = '00000000-0000-4000-9000-000000000002'", 2)]
    [InlineData("assets", "name = '''; DROP TABLE gunmane.asset; --'", 0)]
    [InlineData("assets", "name LIKE '%'' OR 1=1 --%'", 0)]
    [InlineData("assets", "A_CONTAINS(contractors, ('}'', ''{'))", 0)]
    public async Task A_filter_finds(string collection, string filter, int expected)
    {
        var page = await GetAsync($"/ogc/collections/{collection}/items?filter={Uri.EscapeDataString(filter)}");
        Assert.Equal(expected, (int)page["numberMatched"]!);
        Assert.Equal(expected, page["features"]!.AsArray().Count);
    }

    [Fact]
    public async Task Json_and_pages_and_other_parameters_go_with_a_filter()
    {
        const string json = """{"op":"=","args":[{"property":"sector"},"lighting"]}""";
        var page = await GetAsync($"/ogc/collections/assets/items?filter-lang=cql2-json&municipality=90101&limit=15&filter={Uri.EscapeDataString(json)}");
        Assert.Equal((20, 15), ((int)page["numberMatched"]!, (int)page["numberReturned"]!));
        var next = (string)page["links"]!.AsArray().First(link => (string?)link!["rel"] == "next")!["href"]!;
        Assert.Equal(5, (int)(await GetAsync(next))["numberReturned"]!);
    }

    [Theory]
    [InlineData("filter=colour%20%3D%201", "filter")]
    [InlineData("filter=name%20%3D%201", "filter")]
    [InlineData("filter=item.geom%20IS%20NULL", "filter")]
    [InlineData("filter=%22name%22%22%3B%20DROP%22%20IS%20NULL", "filter")]
    [InlineData("filter=attributes%20%3D%20%27x%27", "filter")]
    [InlineData("filter=name%20%3D%20%27%00%27", "filter")]
    [InlineData("filter=built_year%20%5E%20999999%20%3E%201", "filter")]
    [InlineData("filter=S_WITHIN(geometry,POINT(31%20140))", "filter")]
    [InlineData("filter=true&filter-lang=cql-text", "filter-lang")]
    [InlineData("filter=true&filter-crs=EPSG:4326", "filter-crs")]
    [InlineData("crs=nonsense", "crs")]
    [InlineData("bbox=0,0,1,1&bbox-crs=nonsense", "bbox-crs")]
    public async Task A_bad_filter_is_named(string query, string parameter)
    {
        using var answer = await host.Client.GetAsync($"/ogc/collections/assets/items?{query}", Now);
        Assert.Equal((HttpStatusCode.BadRequest, parameter), (answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]));
    }

    [Fact]
    public async Task Every_queryable_of_every_collection_can_be_asked_about()
    {
        foreach (var collection in (await GetAsync("/ogc/collections"))["collections"]!.AsArray())
        {
            var link = collection!["links"]!.AsArray().Single(link => (string?)link!["rel"] == "http://www.opengis.net/def/rel/ogc/1.0/queryables");
            foreach (var (name, _) in (await GetAsync((string)link!["href"]!))["properties"]!.AsObject())
                await GetAsync($"/ogc/collections/{collection["id"]}/items?limit=1&filter={name}%20IS%20NULL");
        }
    }

    public static TheoryData<string> Systems => [.. Crs.Served.Select(crs => crs.Uri)];

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Coordinates_are_those_of_GDAL_in_the_order_of_the_system(string uri)
    {
        var served = Crs.FindServed(uri)!;
        using var answer = await host.Client.GetAsync($"/ogc/collections/assets/items?sector=road&limit=1&crs={uri}", Now);
        Assert.Equal($"<{uri}>", answer.Headers.GetValues("Content-Crs").Single());
        var features = (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["features"]!.AsArray();
        var plain = (await GetAsync("/ogc/collections/assets/items?sector=road&limit=1"))["features"]![0]!["geometry"]!["coordinates"]![0]!;
        var wanted = await GdalAsync((double)plain[0]!, (double)plain[1]!, served.Srid);
        var first = features[0]!["geometry"]!["coordinates"]![0]!;
        double[] got = served.IsNorthFirst ? [(double)first[1]!, (double)first[0]!] : [(double)first[0]!, (double)first[1]!];
        var tolerance = served.IsDegrees ? 2e-7 : 0.01;
        Assert.True(Math.Abs(got[0] - wanted[0]) < tolerance && Math.Abs(got[1] - wanted[1]) < tolerance, $"{uri}: {got[0]}, {got[1]}, GDAL {wanted[0]}, {wanted[1]}");

        using var one = await host.Client.GetAsync($"/ogc/collections/assets/items/{features[0]!["id"]}?crs={uri}", Now);
        Assert.Equal($"<{uri}>", one.Headers.GetValues("Content-Crs").Single());
        Assert.Equal(features[0]!["geometry"]!.ToJsonString(), (await one.Content.ReadFromJsonAsync<JsonObject>(Now))!["geometry"]!.ToJsonString());
    }

    [Fact]
    public async Task Every_collection_says_in_what_it_is_stored_and_served()
    {
        foreach (var collection in (await GetAsync("/ogc/collections"))["collections"]!.AsArray())
        {
            Assert.Equal($"{Epsg}6668", (string?)collection!["storageCrs"]);
            Assert.Equal(Systems.Select(row => row.Data), (await GetAsync($"/ogc/collections/{collection["id"]}"))["crs"]!.AsArray().Select(one => (string)one!));
        }
    }

    [Fact]
    public async Task A_box_and_a_filter_in_another_system_find_what_they_find_in_degrees()
    {
        var zone = $"{Epsg}6677";
        var (low, high) = (await GdalAsync(140.02, 31.01, 6677), await GdalAsync(140.06, 31.03, 6677));
        var box = FormattableString.Invariant($"{low[1]},{low[0]},{high[1]},{high[0]}");
        Assert.Equal(5, (int)(await GetAsync($"/ogc/collections/assets/items?bbox={box}&bbox-crs={zone}"))["numberMatched"]!);
        Assert.Equal(5, (int)(await GetAsync($"/ogc/collections/assets/items?filter=S_INTERSECTS(geometry,BBOX({box}))&filter-crs={zone}"))["numberMatched"]!);
        Assert.Equal(5, (int)(await GetAsync($"/ogc/collections/assets/items?bbox=31.01,140.02,31.03,140.06&bbox-crs={Epsg}6668"))["numberMatched"]!);
        Assert.Equal(5, (int)(await GetAsync($"/ogc/collections/assets/items?filter=S_INTERSECTS(geometry,BBOX(31.01,140.02,31.03,140.06))&filter-crs={Epsg}4326"))["numberMatched"]!);
    }

    private static async Task<double[]> GdalAsync(double longitude, double latitude, int srid)
    {
        var start = new ProcessStartInfo("gdaltransform", ["-s_srs", "EPSG:6668", "-t_srs", $"EPSG:{srid}", "-output_xy"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(FormattableString.Invariant($"{longitude} {latitude}"));
        process.StandardInput.Close();
        var line = (await process.StandardOutput.ReadToEndAsync(Now)).Trim();
        return [.. line.Split(' ').Take(2).Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
    }

    private async Task<JsonObject> GetAsync(string path)
    {
        using var answer = await host.Client.GetAsync(path, Now);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Now)}");
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!;
    }
}
