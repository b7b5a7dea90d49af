using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;

namespace GunMane.MapApi.Commands;

/// <summary><c>./gunmane serve</c>: the database, the model region at the first start, and the map service on loopback.</summary>
public static class ServeCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "待ち受けるポート (port to listen on)", DefaultValueFactory = _ => 5080 };
    private static readonly Option<bool> Verbose = new("--verbose") { Description = "要求ごとに1行を表示します (a line per request)" };
    private static readonly Option<bool> JsonLog = new("--json-log") { Description = "記録を JSON で出します (log lines as JSON, for machines)" };
    private static readonly Option<string?> LimitsFile = new("--limits") { Description = "制限を書いた JSON ファイル (JSON file with other limits; docs/reference/limits.md)" };
    private static readonly Option<string?> TrustedProxies = new("--trusted-proxies") { Description = "信頼する中継サーバーのアドレス (addresses of trusted reverse proxies; docs/howto/reverse-proxy.md)" };
    private static readonly Option<string?> PublicHosts = new("--public-hosts") { Description = "中継サーバーが見せるホスト名 (names under which the proxies show the service)" };
    private static readonly Option<string> Host = new("--host") { Description = "待ち受けるアドレス (loopback address)", DefaultValueFactory = _ => "127.0.0.1" };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var command = new Command("serve", "サービスを起動します (starts the service)") { Port, Host, Verbose, JsonLog, LimitsFile, TrustedProxies, PublicHosts, CommandLine.HomeOption };
        command.SetAction((parsed, cancellation) => CommandLine.GuardAsync(() =>
            RunAsync(Home.At(parsed.GetValue(CommandLine.HomeOption)), Listen(parsed.GetValue(Host)!, parsed.GetValue(Port)), AskedIn(parsed), cancellation)));
        return command;
    }

    /// <summary>The end point to listen on.</summary>
    /// <exception cref="GunManeException">The port is out of range, or the address is not loopback.</exception>
    internal static IPEndPoint Listen(string host, int port)
    {
        if (port is < 0 or > IPEndPoint.MaxPort)
            throw new GunManeException(Refusal.BadInput, $"--port {port}: 0 から 65535 で指定してください。(Use 0 to 65535.)", "port");
        var address = string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback : Address(host);
        if (!IPAddress.IsLoopback(address))
            throw new GunManeException(Refusal.BadInput, $"--host {host}: 利用者の認証がまだないため、この機械の外からは使えません。127.0.0.1 を指定してください。"
                + "(There is no access control yet, so only loopback addresses are served. Use 127.0.0.1.)", "host");
        return new IPEndPoint(address, port);
    }

    private static IPAddress Address(string host) => IPAddress.TryParse(host, out var address)
        ? address
        : throw new GunManeException(Refusal.BadInput, $"--host {host}: IP アドレスではありません。(Not an IP address.)", "host");

    private static async Task<int> RunAsync(Home home, IPEndPoint listen, Asked asked, CancellationToken cancellation)
    {
        OpenedDatabase.RefuseIfInUse(home);
        CheckFree(listen);
        await using var opened = await OpenedDatabase.ForServiceAsync(home, CommandLine.Say, cancellation);
        await LoadModelRegionOnceAsync(home, opened, cancellation);
        await using var app = GunManeHost.Build(new HostSettings(
            opened.Database, home.Folder, Path.Combine(home.Root, "web"), Path.Combine(home.Root, "data"), listen)
        {
            LogRequests = asked.Verbose, JsonLog = asked.Json, Limits = asked.Limits, Proxy = asked.Proxy, Telemetry = TelemetrySettings.From(Environment.GetEnvironmentVariables()),
        });
        await app.StartAsync(cancellation);
        CommandLine.Say($"GunMane: {GunManeHost.Address(app).GetLeftPart(UriPartial.Authority)}  （終了は Ctrl-C / Ctrl-C to stop）");
        await app.WaitForShutdownAsync(cancellation);
        CommandLine.Say("終了しています (stopping)");
        return 0;
    }

    /// <summary>How much is logged and how, what is allowed, and who stands before the service.</summary>
    private sealed record Asked(bool Verbose, bool Json, Limits Limits, ProxySettings Proxy);

    private static Asked AskedIn(ParseResult parsed)
    {
        var proxy = ProxySettings.Parse(parsed.GetValue(TrustedProxies), parsed.GetValue(PublicHosts));
        proxy.Check();
        return new Asked(parsed.GetValue(Verbose), parsed.GetValue(JsonLog), LimitsIn(parsed.GetValue(LimitsFile)), proxy);
    }

    private static Limits LimitsIn(string? file)
    {
        if (file is null) return new Limits();
        try
        {
            var limits = JsonSerializer.Deserialize<Limits>(File.ReadAllText(file), Json.Options) ?? new Limits();
            limits.Check();
            return limits;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new GunManeException(Refusal.BadInput, $"--limits {file}: 読めません。{e.Message} (Cannot be read; see docs/reference/limits.md.)", "limits");
        }
    }

    private static async Task LoadModelRegionOnceAsync(Home home, OpenedDatabase opened, CancellationToken cancellation)
    {
        if (!opened.IsOwnCluster || File.Exists(home.ModelRegionMarker)) return;
        await ModelRegion.LoadAsync(opened.Database, AccessScope.Local, Path.Combine(home.Root, "data", "sample"), CommandLine.ProgressAsync, cancellation);
        await File.WriteAllTextAsync(home.ModelRegionMarker, "", cancellation);
    }

    // Asked before the database starts, so that the reason comes first.
    private static void CheckFree(IPEndPoint listen)
    {
        using var probe = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        probe.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        try
        {
            probe.Bind(listen);
        }
        catch (SocketException)
        {
            throw new GunManeException(Refusal.Environment, $"ポート {listen.Port} は使用中です。--port で別の番号を指定してください。(Port {listen.Port} is in use; choose another with --port.)", "port");
        }
    }
}
