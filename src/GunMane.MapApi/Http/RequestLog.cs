using System.Diagnostics;
using GunMane.MapApi.Telemetry;
using Microsoft.Extensions.Logging.Console;

namespace GunMane.MapApi.Http;

/// <summary>
/// One line per request: method, path, status, time, id. Never the query: it can hold what a planner looks for; of the path only what is a code.
/// The id goes into the answer's header and into every ProblemDetails.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    /// <summary>Header of an answer with the id under which the log has it.</summary>
    public const string IdHeader = "X-Request-Id";

    /// <summary>One-line log on the console; framework chatter only from warnings on.</summary>
    public static void ToConsole(ILoggingBuilder logging, bool requests, bool asJson) => logging
        .AddConsole(console => console.FormatterName = asJson ? JsonLines.Key : PlainLines.Key)
        .AddConsoleFormatter<PlainLines, ConsoleFormatterOptions>()
        .AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>()
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter(typeof(RequestLog).FullName, requests ? LogLevel.Information : LogLevel.Warning);

    public async Task InvokeAsync(HttpContext context)
    {
        var from = Stopwatch.GetTimestamp();
        context.Response.Headers[IdHeader] = context.TraceIdentifier;
        try
        {
            await next(context);
        }
        finally
        {
            if (log.IsEnabled(LogLevel.Information))
                Line(log, context.Request.Method, SafePath.Of(context.Request.Path), context.Response.StatusCode, Stopwatch.GetElapsedTime(from).TotalMilliseconds, context.TraceIdentifier);
        }
    }

    /// <summary>Writes the id into a ProblemDetails, and again into the header: what turned an exception into an answer has cleared the headers.</summary>
    public static void Name(ProblemDetailsContext problem)
    {
        problem.ProblemDetails.Extensions["traceId"] = problem.HttpContext.TraceIdentifier;
        problem.HttpContext.Response.Headers[IdHeader] = problem.HttpContext.TraceIdentifier;
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Path} {Status} {Milliseconds:F1} ms {Trace}")]
    private static partial void Line(ILogger log, string method, string path, int status, double milliseconds, string trace);
}
