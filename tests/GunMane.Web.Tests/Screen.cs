using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;
using Microsoft.Playwright;

namespace GunMane.Web.Tests;

/// <summary>The service with the model region.</summary>
public sealed class ModelHost : TestHost
{
    /// <inheritdoc/>
    protected override async Task ArrangeAsync(Database empty) => await ModelRegion.LoadAsync(
        empty, AccessScope.Local, Checkout.At("data", "sample"), (_, _) => Task.CompletedTask, CancellationToken.None);
}

/// <summary>The service with the model region, and a Chromium that looks at it. Shared by all tests: each makes its own scenario or study area.</summary>
public sealed class Screen : IAsyncLifetime
{
    /// <summary>Name of the collection of tests that share one screen.</summary>
    public const string Collection = "screen";

    /// <summary>Where the background map would come from.</summary>
    public const string Background = "https://cyberjapandata.gsi.go.jp/**";

    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly ModelHost host = new();
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    /// <summary>The service.</summary>
    public ModelHost Host => host;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = Flags });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await host.DisposeAsync();
    }

    /// <summary>Opens the page in a fresh profile. The internet is away unless <paramref name="arrange"/> says otherwise.</summary>
    public async Task<Visit> OpenAsync(string hash = "#area=model", Func<IPage, Task>? arrange = null, int width = 1280, int height = 720)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = host.Address.ToString(), ViewportSize = new ViewportSize { Width = width, Height = height }, Locale = "ja-JP",
        });
        var page = await context.NewPageAsync();
        var visit = new Visit(page, context);
        await page.RouteAsync(Background, route => route.AbortAsync());
        if (arrange is not null) await arrange(page);
        await page.GotoAsync($"/{hash}");
        return visit;
    }

    /// <summary>A document of the service.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await host.Client.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>Sends a document to the service; returns its answer.</summary>
    public async Task<JsonNode> PostAsync(string path, JsonNode body)
    {
        using var content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var answer = await host.Client.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>A scenario of its own for a test; returns its id.</summary>
    public async Task<string> NewScenarioAsync(string name) =>
        (await PostAsync("/api/areas/model/scenarios", new JsonObject { ["name"] = name }))["id"]!.GetValue<string>();
}

/// <summary>All tests that look at the screen.</summary>
[CollectionDefinition(Screen.Collection)]
public sealed class ScreenTests : ICollectionFixture<Screen>;
