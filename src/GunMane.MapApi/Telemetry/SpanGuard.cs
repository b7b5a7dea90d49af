using System.Diagnostics;
using OpenTelemetry;

namespace GunMane.MapApi.Telemetry;

/// <summary>Takes out of spans what planners typed or firms are called, before anything is sent.</summary>
internal sealed class SpanGuard : BaseProcessor<Activity>
{
    // Exceptions are written into spans by the libraries, with their messages; the runtime asks here first.
    private readonly ActivityListener exceptions = new()
    {
        ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore" or ServiceMeters.Name,
        ExceptionRecorder = (Activity _, Exception exception, ref TagList tags) =>
        {
            tags.Add("exception.message", ExceptionText.Head(exception));
            tags.Add("exception.stacktrace", ExceptionText.Of(exception));
        },
    };

    public SpanGuard() => ActivitySource.AddActivityListener(exceptions);

    public override void OnEnd(Activity data)
    {
        data.SetTag("url.query", null);
        if (data.GetTagItem("url.path") is string path) data.SetTag("url.path", SafePath.Of(path));
        if (data.StatusDescription is not null) data.SetStatus(data.Status);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) exceptions.Dispose();
        base.Dispose(disposing);
    }
}
