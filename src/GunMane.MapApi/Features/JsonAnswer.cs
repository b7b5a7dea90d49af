using System.Buffers;
using System.Text.Json;
using GunMane.MapApi.Http;
using GunMane.Spatial.Geo;

namespace GunMane.MapApi.Features;

/// <summary>
/// An answer that is written piece by piece. Nothing reaches the client before <see cref="SendAsync"/>, so that what fails
/// before the first piece can still become a ProblemDetails.
/// </summary>
internal sealed class JsonAnswer : IAsyncDisposable
{
    private readonly HttpResponse response;
    private readonly string type;
    private readonly string crs;
    private readonly ArrayBufferWriter<byte> buffer = new(64 * 1024);

    public JsonAnswer(HttpResponse response, string type, ServedCrs crs)
    {
        (this.response, this.type, this.crs) = (response, type, crs.Uri);
        Writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Json.Options.Encoder, SkipValidation = true });
    }

    /// <summary>Writes into the next piece.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>Sends what was written since the last time.</summary>
    public async Task SendAsync(CancellationToken cancellation)
    {
        await Writer.FlushAsync(cancellation);
        if (!response.HasStarted)
        {
            response.ContentType = type;
            response.Headers["Content-Crs"] = $"<{crs}>";
        }

        await response.Body.WriteAsync(buffer.WrittenMemory, cancellation);
        buffer.ResetWrittenCount();
    }

    public ValueTask DisposeAsync() => Writer.DisposeAsync();
}
