using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace GunMane.MapApi.Tests.Orders;

/// <summary>The order table and the orders behind its cells, over the coast whose orders can be counted by hand.</summary>
public sealed class OrderTests(CoastHost host) : IClassFixture<CoastHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_table_counts_orders_yen_and_failed_tenders_and_its_rows_add_up()
    {
        var table = await GetAsync("/api/areas/coast/orders/table");
        var rows = table["rows"]!.AsArray();
        Assert.Equal(["90101", "90102"], rows.Select(row => (string)row!["orderer"]!));
        var (east, west) = (rows[0]!, rows[1]!);
        Assert.Equal((11, 11_000_132), ((int)east["contracts"]!, (long)east["yen"]!));
        Assert.Equal((11, 11_000_121), ((int)west["contracts"]!, (long)west["yen"]!));
        // Only 西町 tells of failed tenders; of 東町 nobody knows.
        Assert.Null(east["failedShare"]);
        Assert.Equal(1.0 / 12, (double)west["failedShare"]!, 6);
        Assert.Null(east["bidders"]);
        Assert.Equal(6, (int)east["firms"]!);
        Assert.Equal(3, east["best"]!.AsArray().Count);
        Assert.Equal([2025, 2025], table["fiscalYears"]!.AsArray().Select(year => (int)year!));
        var total = table["total"]!;
        Assert.Equal((22, 22_000_253), ((int)total["contracts"]!, (long)total["yen"]!));
        Assert.Equal((12, 1, 12), ((int)total["known"]!, (int)total["failed"]!, (int)total["firms"]!));
    }

    [Fact]
    public async Task A_cell_opens_into_its_orders_and_firms()
    {
        var list = await GetAsync("/api/areas/coast/orders?orderer=90102&sector=lighting&department=&workKind=small_repair&limit=5");
        Assert.Equal((12, 11, 11_000_121), ((int)list["total"]!, (int)list["contracts"]!, (long)list["yen"]!));
        Assert.Equal(5, list["orders"]!.AsArray().Count);
        Assert.Equal(1_000_021, (long)list["orders"]![0]!["yen"]!);
        Assert.Equal(11_000_121, list["firms"]!.AsArray().Sum(firm => (long)firm!["yen"]!));
        Assert.Equal(1, list["firms"]!.AsArray().Sum(firm => (double)firm!["share"]!), 9);
        Assert.Equal(0, (int)(await GetAsync("/api/areas/coast/orders?workKind="))["total"]!);
    }

    [Fact]
    public async Task Filters_narrow_the_table_and_an_empty_one_is_no_error()
    {
        Assert.Single((await GetAsync("/api/areas/coast/orders/table?orderer=90101&from=2025&to=2025&sector=lighting&by=contracting"))["rows"]!.AsArray());
        var none = await GetAsync("/api/areas/coast/orders/table?from=2030");
        Assert.Empty(none["rows"]!.AsArray());
        Assert.Null(none["fiscalYears"]);
        Assert.Equal(0, (long)none["total"]!["yen"]!);
        Assert.Empty((await GetAsync("/api/areas/empty/orders/table"))["rows"]!.AsArray());
        var choices = await GetAsync("/api/areas/coast/orders/choices");
        Assert.Equal([2025], choices["fiscalYears"]!.AsArray().Select(year => (int)year!));
        Assert.Equal(23, choices["orderers"]!.AsArray().Sum(orderer => (int)orderer!["contracts"]!));
    }

    [Fact]
    public async Task The_table_as_CSV_opens_in_a_spreadsheet_and_has_the_same_totals()
    {
        using var answer = await host.Client.GetAsync("/api/areas/coast/orders/table?format=csv", Now);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Now);
        Assert.Equal(new byte[] { 0xEF, 0xBB, 0xBF }, bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).TrimEnd().Split("\r\n");
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("発注者コード,発注者,所管課,分野,業務種別,件数,金額(円)", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("90101,東町,,照明,小修繕,11,11000132,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith(",合計,,,,22,22000253,", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders/table?from=abc", "from")]
    [InlineData("orders/table?from=2026&to=2025", "from")]
    [InlineData("orders/table?sector=shrine", "sector")]
    [InlineData("orders/table?by=mayor", "by")]
    [InlineData("orders/table?format=xml", "format")]
    [InlineData("orders/table?town=1", "town")]
    [InlineData("orders?limit=0", "limit")]
    [InlineData("links?format=pdf", "format")]
    [InlineData("links/open?offset=-1", "offset")]
    public async Task A_wrong_parameter_is_named(string path, string parameter)
    {
        using var answer = await host.Client.GetAsync($"/api/areas/coast/{path}", Now);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Theory]
    [InlineData("orders/table")]
    [InlineData("links")]
    [InlineData("links/open")]
    public async Task An_area_that_is_not_there_is_not_found(string path)
    {
        using var answer = await host.Client.GetAsync($"/api/areas/nowhere/{path}", Now);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<JsonNode> GetAsync(string path) => (await host.Client.GetFromJsonAsync<JsonNode>(path, Now))!;
}
