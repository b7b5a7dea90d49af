using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GunMane.Spatial.Storage.Cluster;
using Microsoft.Playwright;

namespace GunMane.Benchmarks;

/// <summary>
/// click: from the move of a slider on the page to the map drawn in the new colours: the service as it is started by hand, a study area in its database, Chromium at 1280 × 720. Three sights of a busy place:
/// near (every asset is drawn), town (as far away as every asset still is), far (cells, and groups as outlines); each the median of all its clicks (radius, weight of firms and threshold in turn). Equal: the map looked otherwise afterwards.
/// </summary>
internal sealed class ClickBench(PrivateCluster cluster, string home, Action<string> say)
{
    private const int Clicks = 9;
    private static readonly string[] Flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    private static readonly (string Name, double Zoom)[] Sights = [("click", 14.5), ("click-town", 13.1), ("click-far", 9)];

    /// <summary>Measures one size.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var area = await BenchArea.FillAsync(cluster.Administrator, size, cancellation);
        say(FormattableString.Invariant($"{size:N0} assets with their firms in the database: {clock.Elapsed.TotalSeconds:0} s"));
        var port = FreePort();
        using var service = Serve(port);
        try
        {
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = Flags });
            await ReadyAsync(port, cancellation);
            List<Measurement> measured = [];
            foreach (var (name, zoom) in Sights) measured.Add(await SightAsync(browser, port, area, name, zoom, size));
            return measured;
        }
        finally
        {
            service.Kill(entireProcessTree: true);
            await service.WaitForExitAsync(CancellationToken.None);
        }
    }

    private async Task<Measurement> SightAsync(IBrowser browser, int port, BenchArea area, string name, double zoom, int size)
    {
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 720 }, Locale = "ja-JP" });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(120_000);
        await page.RouteAsync("https://cyberjapandata.gsi.go.jp/**", route => route.AbortAsync());
        await page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/#area={area.Code}&tab=groups&map={zoom:F2}/{area.Latitude:F5}/{area.Longitude:F5}"));
        // Groups can be asked for once the area and the settings of the process are there.
        await page.WaitForFunctionAsync("() => document.querySelector('[data-key=find]')?.getAttribute('aria-disabled') !== 'true' && document.querySelector('[data-testid=groups], .empty')");
        await page.WaitForTimeoutAsync(1000);
        var clock = Stopwatch.StartNew();
        await page.Locator("[data-key=method]").SelectOptionAsync("density");
        await page.Locator("input[name=radius]").FillAsync(area.Radius.ToString(CultureInfo.InvariantCulture));
        await page.WaitForFunctionAsync("() => document.querySelector('[data-testid=live]')?.textContent && document.querySelector('#map')?.getAttribute('aria-busy') === 'false'");
        say(FormattableString.Invariant($"  {name}: first colours after {clock.Elapsed.TotalSeconds:0.0} s"));
        await page.EvaluateAsync(Script);
        List<Click> clicks = [];
        for (var at = -2; at < Clicks; at++)
        {
            var (setting, value) = Move(area, at + 2);
            await page.WaitForTimeoutAsync(400);
            var click = await page.EvaluateAsync<Click>("([setting, value]) => globalThis.click(setting, value)", new object[] { setting, value });
            say(string.Create(CultureInfo.InvariantCulture, $"  {name} zoom {zoom}: {setting} {value}: {click.Total:0} ms = asked after {click.Asked:0}, answer {click.Answer:0} (groups {click.Groups:0}, {click.Bytes / 1000:N0} kB), read {click.Read:0}, drawn {click.Drawn:0}; {(click.Changed ? "changed" : "NOT CHANGED")}"));
            // The first two warm up.
            if (at >= 0) clicks.Add(click);
        }

        return new Measurement("engine", name, "s", size, Measurement.Median([.. clicks.Select(click => click.Total / 1000)]), null, null, clicks.TrueForAll(click => click.Changed));
    }

    private static (string Setting, double Value) Move(BenchArea area, int at) => (at % 3) switch
    {
        0 => ("radius", Math.Floor(area.Radius / 10.0) * 10 - 10 * (1 + at % 2)),
        1 => ("contractorWeight", at % 2 == 0 ? 0.45 : 0.75),
        _ => ("threshold", at % 2 == 0 ? 0.45 : 0.6),
    };

    private Process Serve(int port)
    {
        var root = Environment.GetEnvironmentVariable("GUNMANE_ROOT") ?? throw new InvalidOperationException("GUNMANE_ROOT is not set: start this by ./gunmane bench.");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(root, "src/GunMane.MapApi/bin/Release/net10.0/GunMane.MapApi.dll"), "serve", "--home", Path.Combine(home, "service"), "--port", port.ToString(CultureInfo.InvariantCulture)]) start.ArgumentList.Add(argument);
        start.Environment["GUNMANE_DB"] = cluster.Migrator;
        var service = Process.Start(start)!;
        service.OutputDataReceived += (_, _) => { };
        service.ErrorDataReceived += (_, line) => { if (line.Data is { Length: > 0 } text) say("  " + text); };
        service.BeginOutputReadLine();
        service.BeginErrorReadLine();
        return service;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task ReadyAsync(int port, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                if ((await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"), cancellation)).IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (tries < 300)
            {
            }

            if (tries >= 300) throw new TimeoutException("The service did not become ready.");
            await Task.Delay(200, cancellation);
        }
    }

    // Milliseconds; read by Playwright.
    private sealed class Click
    {
        public double Total { get; set; }

        public double Asked { get; set; }

        public double Answer { get; set; }

        public double Groups { get; set; }

        public double Bytes { get; set; }

        public double Read { get; set; }

        public double Drawn { get; set; }

        public bool Changed { get; set; }
    }

    // The page marks when an answer's labels are handed to the map; the map tells by aria-busy when it is drawn.
    private const string Script = """
        () => {
          const map = document.querySelector('#map');
          const look = () => [...map.querySelectorAll('canvas')].filter(canvas => canvas.width).map(canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
            .reduce((sum, part) => (Math.imul(sum, 31) + part) | 0, 7)).join();
          globalThis.click = (setting, value) => new Promise(done => {
            const before = look();
            const slider = document.querySelector(`[data-key=slider-${setting}]`);
            performance.clearMarks();
            performance.clearResourceTimings();
            const began = performance.now();
            const drawn = new MutationObserver(() => {
              const [coloured] = performance.getEntriesByName('gunmane:coloured');
              if (!coloured || map.getAttribute('aria-busy') !== 'false') return;
              const ended = performance.now();
              drawn.disconnect();
              setTimeout(() => {
                const asked = performance.getEntriesByType('resource').findLast(entry => entry.name.includes('/regroup'));
                done({ total: ended - began, asked: asked.startTime - began, answer: asked.responseEnd - asked.startTime, groups: asked.serverTiming.find(part => part.name === 'groups')?.duration ?? 0,
                  bytes: asked.encodedBodySize, read: coloured.startTime - asked.responseEnd, drawn: ended - coloured.startTime, changed: look() !== before });
              }, 50);
            });
            drawn.observe(map, { attributes: true, attributeFilter: ['aria-busy'] });
            slider.value = String(value);
            slider.dispatchEvent(new Event('input', { bubbles: true }));
          });
        }
        """;
}
