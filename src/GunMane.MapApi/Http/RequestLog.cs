using System.Diagnostics;

namespace GunMane.MapApi.Http;

/// <summary>One line per request: method, path, status, time. Never the query: it can hold what a planner looks for.</summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    /// <summary>One-line log on the console; framework chatter only from warnings on.</summary>
    public static void ToConsole(ILoggingBuilder logging, bool requests) => logging
        .AddSimpleConsole(console => { console.SingleLine = true; console.TimestampFormat = "HH:mm:ss "; })
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter(typeof(RequestLog).FullName, requests ? LogLevel.Information : LogLevel.Warning);

    public async Task InvokeAsync(HttpContext context)
    {
        var from = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            Line(log, context.Request.Method, context.Request.Path, context.Response.StatusCode,
                Stopwatch.GetElapsedTime(from).TotalMilliseconds, context.TraceIdentifier);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Path} {Status} {Milliseconds:F1} ms {Trace}")]
    private static partial void Line(ILogger log, string method, PathString path, int status, double milliseconds, string trace);
}
