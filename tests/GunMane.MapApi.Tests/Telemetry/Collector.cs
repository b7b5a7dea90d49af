using System.Collections.Concurrent;
using System.Text;
using GunMane.MapApi.Http;
using GunMane.MapApi.Tests.Http;
using Microsoft.AspNetCore.Builder;

namespace GunMane.MapApi.Tests.Telemetry;

/// <summary>Receives what is sent by OTLP over HTTP, as text: the strings of the messages stand in it as they are.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, string Text)> received = new();

    public Collector() => app = LoopbackServer.Of(async context =>
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        received.Enqueue((context.Request.Path, Encoding.UTF8.GetString(body.ToArray())));
    });

    /// <summary>What the service must be told to send here at once.</summary>
    public Dictionary<string, string> Variables => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = GunManeHost.Address(app).ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
    };

    /// <summary>All that came by traces or metrics so far.</summary>
    public string Of(string what) => string.Concat(received.Where(one => one.Path == $"/v1/{what}").Select(one => one.Text));

    /// <summary>The messages by traces or metrics that hold a word.</summary>
    public IEnumerable<string> With(string word, string what) => received.Where(one => one.Path == $"/v1/{what}" && one.Text.Contains(word, StringComparison.Ordinal)).Select(one => one.Text);

    public Task StartAsync(CancellationToken cancellation) => app.StartAsync(cancellation);

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
