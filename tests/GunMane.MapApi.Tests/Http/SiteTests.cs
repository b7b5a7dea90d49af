using GunMane.MapApi.Options;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Http;

/// <summary>The page's files beside the resources.</summary>
public sealed class SiteTests(SiteTests.CoveredHost host) : IClassFixture<SiteTests.CoveredHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_has_a_route_is_not_looked_for_among_the_files()
    {
        Assert.DoesNotContain(CoveredHost.Text, await host.Client.GetStringAsync("/health/live", Now));
        // A folder of that name would have been sent on to with a slash.
        Assert.Equal(new Uri(host.Address, "/ogc"), (await host.Client.GetAsync("/ogc", Now)).RequestMessage!.RequestUri);
    }

    [Fact]
    public async Task Files_come_with_their_type_and_a_policy_and_are_asked_for_again()
    {
        using var page = await host.Client.GetAsync("/", Now);
        Assert.Equal((CoveredHost.Text, "text/html"), (await page.Content.ReadAsStringAsync(Now), page.Content.Headers.ContentType!.MediaType));
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("default-src 'self'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.True(page.Headers.CacheControl!.NoCache);
        using var lines = await host.Client.GetAsync("/lines.geojson", Now);
        Assert.Equal("application/geo+json", lines.Content.Headers.ContentType!.MediaType);
        Assert.Equal(404, (int)(await host.Client.GetAsync("/none.html", Now)).StatusCode);
    }

    /// <summary>A service whose page has files named like its resources.</summary>
    public sealed class CoveredHost : TestHost
    {
        /// <summary>What is in each file.</summary>
        public const string Text = "a file";

        protected override HostSettings Configure(HostSettings settings)
        {
            var web = Directory.CreateDirectory(Path.Combine(settings.Home, "web")).FullName;
            foreach (var file in (string[])["index.html", "lines.geojson", "health/live", "ogc/index.html"])
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(web, file))!);
                File.WriteAllText(Path.Combine(web, file), Text);
            }

            return settings with { WebRoot = web };
        }
    }
}
