using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GunMane.MapApi.Tests.Commands;

namespace GunMane.MapApi.Tests.Acceptance;

/// <summary>A service with the real towns of GUNMANE_REAL_DATA imported by the commands of the README. Those files are no part of this project.</summary>
public sealed partial class RealTowns : IAsyncLifetime
{
    public const string Area = "shida-chuen";
    private readonly string home = Path.Combine("/var/tmp", $"gunmane-towns-{Guid.NewGuid():N}");
    private ServiceProcess? service;

    public static string? Folder => Environment.GetEnvironmentVariable("GUNMANE_REAL_DATA") is { Length: > 0 } folder ? folder : null;

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>What each import command printed, by the name of its source.</summary>
    public Dictionary<string, string> Reports { get; } = [];

    public string Home => home;

    public async ValueTask InitializeAsync()
    {
        if (Folder is null) return;
        Directory.CreateDirectory(home);
        await File.WriteAllTextAsync(Path.Combine(home, "model-region.loaded"), "");
        service = ServiceProcess.Start(["serve", "--home", home, "--port", "0"]);
        Client.BaseAddress = await service.ListeningAsync(CancellationToken.None);
        foreach (var source in RealSource.All) Reports[source.Path] = await ImportAsync(source);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (service is not null) await service.DisposeAsync();
        if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
    }

    /// <summary>The counts that an import printed: read, stored, repaired, duplicate, quarantined; summed over its files.</summary>
    public static long[] Counts(string report)
    {
        var lines = Line().Matches(report);
        return [.. Enumerable.Range(1, 5).Select(part => lines.Sum(line =>
            long.Parse(line.Groups[part].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)))];
    }

    public async Task<string> ImportAsync(RealSource source)
    {
        string[] owner = source.Owner is null ? [] : ["--owner", source.Owner];
        string[] sector = source.Sector is null ? [] : ["--sector", source.Sector];
        return await CommandAsync(["import", Path.Combine(Folder!, source.Path), "--area", Area, "--profile", source.Profile, .. owner, .. sector]);
    }

    /// <summary>Runs a command beside the service and returns what it printed.</summary>
    public async Task<string> CommandAsync(IEnumerable<string> arguments)
    {
        await using var command = ServiceProcess.Start([.. arguments, "--home", home]);
        await command.EndedAsync(CancellationToken.None);
        Assert.True(command.ExitCode == 0, command.Output);
        return command.Output;
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Client.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    public async Task<JsonNode> PostAsync(string path, JsonNode body)
    {
        using var content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var answer = await Client.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Runs a grouping and returns it with its groups.</summary>
    public async Task<JsonNode> GroupAsync(JsonObject inputs)
    {
        inputs["studyArea"] = Area;
        var result = await PostAsync("/ogc/processes/grouping/execution", new JsonObject { ["inputs"] = inputs, ["response"] = "document" });
        return await GetAsync($"/api/runs/{(string?)result["run"]}");
    }

    /// <summary>Number of features that GDAL counts, all layers together.</summary>
    public static long GdalCount(string source, params string[] where)
    {
        using var process = Process.Start(new ProcessStartInfo("ogrinfo", ["-ro", "-so", "-al", .. where, source]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return FeatureCount().Matches(text).Sum(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("読んだ行 ([0-9,]+) = 保存 ([0-9,]+) \\+ 修復 ([0-9,]+) \\+ 重複 ([0-9,]+) \\+ 保留 ([0-9,]+)")]
    private static partial Regex Line();

    [GeneratedRegex("Feature Count: ([0-9]+)")]
    private static partial Regex FeatureCount();
}
