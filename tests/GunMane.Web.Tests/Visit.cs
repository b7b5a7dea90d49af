using System.Globalization;
using System.Text.Json.Nodes;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace GunMane.Web.Tests;

/// <summary>One visit to the page: the page, what it complained of, and what a planner does on it.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];

    /// <summary>Listens to a page.</summary>
    public Visit(IPage page, IBrowserContext context)
    {
        Page = page;
        this.context = context;
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            // A refused or failed request is shown by the browser by itself; how the page takes it is what is tested.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) complaints.Add(message.Text);
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(context.CloseAsync());

    /// <summary>The page threw nothing and violated no policy.</summary>
    public void AssertNoComplaints() => Assert.Empty(complaints);

    /// <summary>The address bar's word for a map centred on the first position of a geometry.</summary>
    public static string Place(double zoom, JsonNode geometry)
    {
        var position = geometry["coordinates"]!.AsArray();
        while (position[0] is JsonArray inner) position = inner;
        return string.Create(CultureInfo.InvariantCulture, $"map={zoom:F2}/{position[1]!.GetValue<double>():F5}/{position[0]!.GetValue<double>():F5}");
    }

    /// <summary>Chooses a tab of the panel.</summary>
    public Task TabAsync(string name) => Page.GetByRole(AriaRole.Tab, new() { Name = name, Exact = true }).ClickAsync();

    /// <summary>Presses a button by its name.</summary>
    public Task PressAsync(string name) => Button(name).ClickAsync();

    /// <summary>A button by its name.</summary>
    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>A figure by its key, as the exact value that the page gives to machines.</summary>
    public async Task<double> FigureAsync(string key, string within = "[data-testid=holding]") => double.Parse(
        (await Page.Locator($"{within} [data-figure={key}]").First.GetAttributeAsync("value"))!, CultureInfo.InvariantCulture);

    /// <summary>Waits until what the zone holds is counted.</summary>
    public async Task CountedAsync() => await Assertions.Expect(Page.Locator("[data-testid=holding][aria-busy=false]")).ToBeVisibleAsync();

    /// <summary>Clicks corners into the map; the last one twice, which ends the drawing.</summary>
    public async Task DrawAsync(params (float X, float Y)[] corners)
    {
        foreach (var (x, y) in corners)
        {
            await Page.Mouse.MoveAsync(x, y, new() { Steps = 4 });
            await Page.Mouse.ClickAsync(x, y);
            // Two quick clicks are a double click: it would end the drawing.
            await Page.WaitForTimeoutAsync(300);
        }

        await Page.Mouse.DblClickAsync(corners[^1].X, corners[^1].Y);
    }

    /// <summary>Waits until an area is open and the map has drawn what it fetched.</summary>
    public async Task SettledAsync()
    {
        await Page.WaitForFunctionAsync("() => document.querySelector('#area-select')?.value");
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        await Assertions.Expect(Page.Locator("#map[aria-busy=false]")).ToBeVisibleAsync(new() { Timeout = 20000 });
    }

    /// <summary>How many pixels of the map have a colour, on any of its canvases.</summary>
    public Task<int> PixelsAsync(int red, int green, int blue) => Page.EvaluateAsync<int>("""
        ([r, g, b]) => [...document.querySelectorAll('#map canvas')].filter(canvas => canvas.width).reduce((sum, canvas) => {
          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          for (let at = 0; at < data.length; at += 4) if (data[at] === r && data[at + 1] === g && data[at + 2] === b && data[at + 3] === 255) sum += 1;
          return sum;
        }, 0)
        """, new[] { red, green, blue });

    /// <summary>No serious or critical violation of accessibility rules.</summary>
    public async Task AssertAccessibleAsync()
    {
        var result = await Page.RunAxe();
        Assert.Empty(result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}"));
    }

    /// <summary>Saves a picture for the documents where GUNMANE_SCREENSHOTS names a folder.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("GUNMANE_SCREENSHOTS") is not { Length: > 0 } folder) return;
        await Page.Mouse.MoveAsync(1270, 300);
        await SettledAsync();
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name) });
    }
}
