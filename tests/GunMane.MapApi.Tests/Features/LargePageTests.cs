using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace GunMane.MapApi.Tests.Features;

/// <summary>Pages of several pieces: nothing is lost between them.</summary>
public sealed class LargePageTests(CoastHost host) : IClassFixture<CoastHost>
{
    private const int Many = 3000;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task A_page_of_many_pieces_arrives_whole(string encoding)
    {
        await host.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO gunmane.contractor (study_area, identity_key, name, name_normalised, address)
            SELECT 2, 'name:x' || n, '会社' || n, '会社' || n, repeat('架空市架空町', 10) FROM generate_series(1, {Many}) n ON CONFLICT DO NOTHING
            """));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ogc/collections/contractors/items?study_area=empty&limit=10000");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All }) { BaseAddress = host.Address };
        using var answer = await client.SendAsync(request, Now);
        using var page = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(Now), cancellationToken: Now);
        Assert.Equal("application/geo+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Many, page.RootElement.GetProperty("numberReturned").GetInt32());
        Assert.Equal(Many, page.RootElement.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("id").GetString()).Distinct().Count());
    }
}
