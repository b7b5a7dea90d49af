using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http.Limiting;
using GunMane.MapApi.Options;
using GunMane.MapApi.Tests.Commands;
using GunMane.MapApi.Tests.Http.Limiting;
using GunMane.Spatial.Model;

namespace GunMane.MapApi.Tests.Http;

/// <summary>The made-up coast behind a proxy at 127.0.0.1; few requests from each client.</summary>
public sealed class ProxiedHost : CoastHost
{
    public const string Name = "gis.town.example";

    protected override HostSettings Configure(HostSettings settings) => settings with
    {
        Proxy = ProxySettings.Parse("127.0.0.1", Name), Limits = new Limits { LightPerSecond = 1, BurstSeconds = 5 },
    };
}

/// <summary>Behind a reverse proxy each user is a client and links are those that he can follow; what anyone else says of himself is not believed.</summary>
public sealed class ProxyTests(ProxiedHost host) : IClassFixture<ProxiedHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_user_of_a_proxy_has_a_measure_of_his_own_whatever_he_claims()
    {
        await using var proxy = await ForwardingProxy.StartAsync(host.Address, ProxiedHost.Name);
        using var busy = ForwardingProxy.ClientFrom("127.0.0.21", proxy.Address);
        using var other = ForwardingProxy.ClientFrom("127.0.0.22", proxy.Address);
        // Another address with each request does not help: the proxy adds the true one, behind which nobody is believed.
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => SendAsync(busy, "/ogc/jobs", ("X-Forwarded-For", $"203.0.113.{n}"))));
        await LimitTests.RefusedAsync(answers.First(answer => answer.StatusCode != HttpStatusCode.OK), 429, "lightPerSecond", 1);
        using var unhindered = await other.GetAsync("/ogc/jobs", Now);
        Assert.Equal(HttpStatusCode.OK, unhindered.StatusCode);
    }

    [Fact]
    public async Task Who_is_no_proxy_is_one_client_whatever_he_claims()
    {
        using var client = ForwardingProxy.ClientFrom("127.0.0.31", host.Address);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => SendAsync(client, "/ogc/jobs", ("X-Forwarded-For", $"203.0.113.{n}"))));
        await LimitTests.RefusedAsync(answers.First(answer => answer.StatusCode != HttpStatusCode.OK), 429, "lightPerSecond", 1);
    }

    [Fact]
    public async Task Links_in_documents_are_those_of_the_proxy()
    {
        await using var proxy = await ForwardingProxy.StartAsync(host.Address, ProxiedHost.Name);
        using var client = ForwardingProxy.ClientFrom("127.0.0.23", proxy.Address);
        const string Root = $"https://{ProxiedHost.Name}";
        var landing = (await client.GetFromJsonAsync<JsonObject>("/ogc", Now))!;
        Assert.All(landing["links"]!.AsArray(), link => Assert.StartsWith(Root + "/", (string?)link!["href"], StringComparison.Ordinal));
        Assert.Equal($"{Root}/ogc", (string?)(await client.GetFromJsonAsync<JsonObject>("/ogc/api", Now))!["servers"]![0]!["url"]);
        Assert.StartsWith($"{Root}/tiles/assets/", (string?)(await client.GetFromJsonAsync<JsonObject>("/tiles/assets.json?area=coast", Now))!["tiles"]![0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.32", false)]
    [InlineData("127.0.0.1", true)]
    public async Task Only_a_trusted_address_says_under_which_name_it_is_seen(string from, bool believed)
    {
        using var client = ForwardingProxy.ClientFrom(from, host.Address);
        using var answer = await SendAsync(client, "/ogc", ("X-Forwarded-For", $"198.51.100.{(believed ? 1 : 2)}"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", ProxiedHost.Name));
        var self = (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["links"]![0]!["href"];
        Assert.StartsWith(believed ? $"https://{ProxiedHost.Name}/" : host.Address.ToString(), self, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_behind_a_proxy_may_change_things_and_other_sites_may_not()
    {
        await using var proxy = await ForwardingProxy.StartAsync(host.Address, ProxiedHost.Name);
        using var client = ForwardingProxy.ClientFrom("127.0.0.24", proxy.Address);
        foreach (var (origin, status) in new[] { ($"https://{ProxiedHost.Name}", HttpStatusCode.Created), ($"http://{ProxiedHost.Name}", HttpStatusCode.Forbidden), ("https://elsewhere.example", HttpStatusCode.Forbidden) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/areas/coast/scenarios") { Content = JsonContent.Create(new { name = $"中継 {origin}" }), Headers = { { "Origin", origin } } };
            request.Content.Headers.ContentLength = (await request.Content.ReadAsByteArrayAsync(Now)).Length;
            using var answer = await client.SendAsync(request, Now);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_name_that_is_not_among_those_of_the_service_is_refused()
    {
        await using var proxy = await ForwardingProxy.StartAsync(host.Address, "elsewhere.example");
        using var client = ForwardingProxy.ClientFrom("127.0.0.25", proxy.Address);
        using var answer = await client.GetAsync("/ogc", Now);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.Contains("--public-hosts", await answer.Content.ReadAsStringAsync(Now), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_believed_unless_it_is_asked_for()
    {
        await using var usual = new CoastHost();
        await usual.InitializeAsync();
        using var answer = await SendAsync(usual.Client, "/ogc", ("X-Forwarded-For", "198.51.100.3"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "localhost"));
        var self = (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["links"]![0]!["href"];
        Assert.StartsWith(usual.Address.ToString(), self, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.300", null, "trusted-proxies")]
    [InlineData("127.1", null, "trusted-proxies")]
    [InlineData("10.1.2.3/8", null, "trusted-proxies")]
    [InlineData("0.0.0.0/0", null, "trusted-proxies")]
    [InlineData("::/0", null, "trusted-proxies")]
    [InlineData("", null, "trusted-proxies")]
    [InlineData("127.0.0.1,", null, "trusted-proxies")]
    [InlineData("proxy.town.example", null, "trusted-proxies")]
    [InlineData("127.0.0.1", "https://gis.town.example", "public-hosts")]
    [InlineData("127.0.0.1", "gis.town.example:443", "public-hosts")]
    [InlineData("127.0.0.1", "*", "public-hosts")]
    [InlineData(null, "gis.town.example", "public-hosts")]
    public void What_cannot_be_read_or_trusts_everyone_is_refused_by_name(string? trusted, string? hosts, string parameter)
    {
        var refused = Assert.Throws<GunManeException>(() => ProxySettings.Parse(trusted, hosts).Check());
        Assert.Equal((Refusal.BadInput, parameter), (refused.Refusal, refused.Parameter));
        Assert.Contains($"--{parameter}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_networks_and_names_are_read()
    {
        var proxy = ProxySettings.Parse("127.0.0.1, ::1,10.1.0.0/16", "gis.town.example, 地図.町.jp,192.168.0.5");
        Assert.Equal(["127.0.0.1/32", "::1/128", "10.1.0.0/16"], proxy.Trusted.Select(network => network.ToString()));
        Assert.Equal(["gis.town.example", "xn--lcs7e.xn--1ny.jp", "192.168.0.5"], proxy.PublicHosts);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("::1", "::1")]
    public void A_client_is_an_address_or_the_net_of_one_machine(string address, string measured) => Assert.Equal(IPAddress.Parse(measured), ClientRates.Measured(IPAddress.Parse(address)));

    [Fact]
    public async Task An_unreadable_proxy_stops_the_start_and_says_what_to_write()
    {
        var home = Directory.CreateTempSubdirectory("gunmane-proxy-").FullName;
        await using var service = ServiceProcess.Start(["serve", "--home", home, "--port", "0", "--trusted-proxies", "127.0.0.0/33"]);
        await service.EndedAsync(Now);
        Assert.Equal(1, service.ExitCode);
        Assert.Contains("--trusted-proxies", service.Output, StringComparison.Ordinal);
        Assert.Contains("10.1.0.0/16", service.Output, StringComparison.Ordinal);
        Directory.Delete(home, recursive: true);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await client.SendAsync(request, Now);
    }
}
