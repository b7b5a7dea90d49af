using System.Globalization;
using System.Text.Json;
using GunMane.MapApi.Http.Limiting;
using GunMane.MapApi.Telemetry;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace GunMane.MapApi.Http;

/// <summary>The one place where exceptions become answers (RFC 9457).</summary>
internal sealed partial class ProblemHandler(IProblemDetailsService problems, ServiceMeters meters, ILogger<ProblemHandler> log) : IExceptionHandler
{
    private const int ClientClosedRequest = 499;
    private const string RetrySeconds = "2";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellation)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = ClientClosedRequest;
            return true;
        }

        var reason = Reason(exception, context);
        var problem = Describe(reason);
        // A limit that works is no fault of the service: it is counted, not reported.
        if (reason is OverLimitException over) meters.Refused(over.Limit.Name);
        else if (problem.Status >= 500) Failed(log, exception, context.Request.Method, SafePath.Of(context.Request.Path), context.TraceIdentifier);
        if (problem.Status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = RetrySeconds;
        if (reason is OverLimitException { Again: { } again }) context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(again.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        context.Response.StatusCode = problem.Status!.Value;
        await problems.WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
        return true;
    }

    /// <summary>A statement that took too long took longer than requests of this kind may.</summary>
    private static Exception Reason(Exception exception, HttpContext context) =>
        DatabaseFault.IsTimeout(exception) && context.Features.Get<AppliedLimits>() is { } applied ? OverLimitException.Statement(applied.Statement, applied.Seconds) : exception;

    private static ProblemDetails Describe(Exception exception) => exception switch
    {
        GunManeException refusal => Refused(refusal),
        OverLimitException over => new ProblemDetails { Status = over.Status, Detail = over.Message, Extensions = { [LimitFact.Member] = over.Limit } },
        BadHttpRequestException { InnerException: JsonException json } bad => Malformed(bad.StatusCode, json),
        BadHttpRequestException bad => new ProblemDetails { Status = bad.StatusCode, Detail = bad.Message },
        JsonException json => Malformed(StatusCodes.Status400BadRequest, json),
        _ when DatabaseFault.IsPrimaryAway(exception) => new ProblemDetails
        {
            Status = StatusCodes.Status503ServiceUnavailable,
            Detail = "書き込み用のデータベース（主系）に接続できません。見ることはできますが、保存や計算はできません。しばらくしてからもう一度お試しください。"
                + "(The primary database is away: reading works, saving and computing do not; try again soon.)",
        },
        _ when DatabaseFault.IsAway(exception) => new ProblemDetails
        {
            Status = StatusCodes.Status503ServiceUnavailable,
            Detail = "データベースに接続できません。しばらくしてからもう一度お試しください。(The database is away; try again soon.)",
        },
        _ when DatabaseFault.IsDiskFull(exception) => new ProblemDetails
        {
            Status = StatusCodes.Status507InsufficientStorage,
            Detail = "ディスクに空きがありません。何も保存していません。管理者に空きを作ってもらい、もう一度お試しください。(The disk is full: nothing was stored. Make room and try again.)",
        },
        _ when DatabaseFault.IsTimeout(exception) => new ProblemDetails
        {
            Status = StatusCodes.Status503ServiceUnavailable,
            Detail = "データベースの処理が制限時間を超えました。範囲や条件を絞ってください。(The query took too long; narrow it.)",
        },
        _ => new ProblemDetails
        {
            Status = StatusCodes.Status500InternalServerError,
            Detail = "予期しない誤りが起きました。記録の番号 (traceId) を添えて知らせてください。(Unexpected error; report the traceId.)",
        },
    };

    private static ProblemDetails Refused(GunManeException refusal)
    {
        var problem = new ProblemDetails
        {
            Type = refusal.Details.TryGetValue("type", out var type) ? type as string : null,
            Detail = refusal.Message,
            Status = StatusOf(refusal.Refusal),
        };
        if (refusal.Parameter is not null) problem.Extensions["parameter"] = refusal.Parameter;
        foreach (var (name, value) in refusal.Details.Where(detail => detail.Key != "type")) problem.Extensions[name] = value;
        return problem;
    }

    /// <summary>The status of a refusal.</summary>
    public static int StatusOf(Refusal refusal) => refusal switch
    {
        Refusal.BadInput => StatusCodes.Status400BadRequest,
        Refusal.NotFound => StatusCodes.Status404NotFound,
        Refusal.Conflict => StatusCodes.Status409Conflict,
        Refusal.Stale => StatusCodes.Status412PreconditionFailed,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static ProblemDetails Malformed(int status, JsonException json) => new()
    {
        Status = status,
        Detail = $"JSON を読めません: {json.LineNumber + 1} 行目、{json.BytePositionInLine + 1} バイト目、{json.Path ?? "$"} (Malformed JSON at line {json.LineNumber + 1}.)",
        Extensions = { ["parameter"] = "body", ["line"] = json.LineNumber + 1, ["position"] = json.BytePositionInLine + 1, ["path"] = json.Path },
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed, trace {Trace}")]
    private static partial void Failed(ILogger log, Exception exception, string method, string path, string trace);
}
