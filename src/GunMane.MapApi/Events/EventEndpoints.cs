using System.Text.Json;
using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Events;

/// <summary>Server-sent events: progress of jobs, other people's edits, new data of one study area.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder app) => app.MapGet("/api/events", StreamAsync).Takes("area");

    private static async Task<IResult> StreamAsync(
        HttpRequest request, Database database, Notifications notifications, HostSettings settings, IHostApplicationLifetime lifetime, CancellationToken cancellation)
    {
        var code = Query.Required(request, "area");
        var heard = notifications.Subscribe();
        request.HttpContext.Response.RegisterForDispose(heard);
        await database.ReadAsync(AccessScope.Local, session => AreaStore.FindAsync(session, code, cancellation), cancellation);
        return new EventStream(code, heard, settings.EventHeartbeat, lifetime.ApplicationStopping);
    }

    /// <summary>Writes the stream until the client goes, the service stops, or events may have been missed.</summary>
    private sealed class EventStream(string area, Notifications.Subscription heard, TimeSpan heartbeat, CancellationToken stopping) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-cache, no-store";
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            try
            {
                await WriteAsync(context.Response, ": 接続しました\n\n", end.Token);
                while (await NextAsync(end.Token) is { } text) await WriteAsync(context.Response, text, end.Token);
            }
            catch (OperationCanceledException)
            {
                // The client or the service goes: nothing is owed.
            }
        }

        /// <summary>The next piece of the stream; null ends it: the page opens it again and reads its state afresh.</summary>
        private async Task<string?> NextAsync(CancellationToken cancellation)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(heartbeat);
            try
            {
                while (true)
                {
                    var notice = await heard.Reader.ReadAsync(patience.Token);
                    if (notice.Channel.Length == 0) return null;
                    if (notice.Channel == Listener.Events && Format(notice.Payload) is { } text) return text;
                }
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return ": \n\n";
            }
        }

        private string? Format(string payload)
        {
            using var document = JsonDocument.Parse(payload);
            var root = document.RootElement;
            return root.GetProperty("area").GetString() == area
                ? $"event: {root.GetProperty("event").GetString()}\ndata: {root.GetProperty("data").GetRawText()}\n\n"
                : null;
        }

        private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellation)
        {
            await response.WriteAsync(text, cancellation);
            await response.Body.FlushAsync(cancellation);
        }
    }
}
