using System.Net;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Options;

/// <summary>What the host is given by the command line or a test; it reads no environment of its own.</summary>
/// <param name="Database">The migrated database.</param>
/// <param name="Home">Home folder of the service: uploads.</param>
/// <param name="WebRoot">Folder of the page (web/).</param>
/// <param name="DataRoot">Folder of profiles and samples (data/).</param>
/// <param name="Listen">Where to listen: loopback only; port 0 takes a free one.</param>
public sealed record HostSettings(Database Database, string Home, string WebRoot, string DataRoot, IPEndPoint Listen)
{
    /// <summary>Work that the service can do beside its own (tests bring theirs).</summary>
    public IReadOnlyList<OfferedProcess> Processes { get; init; } = [];

    /// <summary>Folder of the model region.</summary>
    public string ModelRegion => Path.Combine(DataRoot, "sample");

    /// <summary>How many jobs run at once.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Sign of life of a running job.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A job silent for so long has lost its worker.</summary>
    public TimeSpan HeartbeatLost { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long /health/ready waits for the database.</summary>
    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes of tiles kept in memory.</summary>
    public long TileCacheBytes { get; init; } = 64L << 20;

    /// <summary>Bytes that assets may take in memory for their tiles (some 110 each); 0: every tile is cut by the database.</summary>
    public long ResidentTileBytes { get; init; } = Math.Min(3L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 5);

    /// <summary>Comment line that keeps an event stream open through proxies.</summary>
    public TimeSpan EventHeartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How much one request, one client and all together may ask.</summary>
    public Limits Limits { get; init; } = new();

    /// <summary>Reverse proxies in front of the service.</summary>
    public ProxySettings Proxy { get; init; } = new();

    /// <summary>Whether every request gets a line; refusals and errors do anyway.</summary>
    public bool LogRequests { get; init; } = true;

    /// <summary>Whether the console gets JSON lines for machines instead of lines for people.</summary>
    public bool JsonLog { get; init; }

    /// <summary>Where traces and metrics go.</summary>
    public TelemetrySettings Telemetry { get; init; } = new();

    /// <summary>The clock. Only for what people read and for waiting: who works on a job is decided by the database's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where log lines go; the console if not set.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>Refuses settings with which the service must not start.</summary>
    /// <exception cref="GunManeException">An address others can reach, a missing folder, a number out of range.</exception>
    public void Check()
    {
        Limits.Check();
        Proxy.Check();
        if (!IPAddress.IsLoopback(Listen.Address))
            throw new GunManeException(Refusal.BadInput, $"{Listen.Address} では公開できません。利用者の確認ができるまでは 127.0.0.1 だけで動きます。"
                + "(Only loopback addresses until access control exists.)", "listen");
        if (!Directory.Exists(WebRoot))
            throw new GunManeException(Refusal.Environment, $"画面のフォルダーがありません: {WebRoot} (The folder of the page is missing.)", "webRoot");
        if (Workers is < 1 or > 64 || TileCacheBytes < 0 || ResidentTileBytes < 0 || Heartbeat <= TimeSpan.Zero || HeartbeatLost <= Heartbeat || ReadyWithin <= TimeSpan.Zero || EventHeartbeat <= TimeSpan.Zero)
            throw new GunManeException(Refusal.BadInput, "設定の値が範囲の外です。(A setting is out of range: workers 1–64, cache ≥ 0, heartbeats > 0.)");
    }
}
