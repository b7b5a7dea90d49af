using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GunMane.MapApi.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace GunMane.MapApi.Telemetry;

/// <summary>Log lines for people: time, level, message, request; exceptions below without their messages.</summary>
internal sealed class PlainLines() : ConsoleFormatter(Key)
{
    public const string Key = "gunmane-plain";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, null).ReplaceLineEndings(" ");
        var request = LogScope.RequestId(scopeProvider) is { } id && !message.Contains(id, StringComparison.Ordinal) ? $" {id}" : "";
        textWriter.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss} {Level(logEntry.LogLevel)}{message}{request}"));
        if (logEntry.Exception is not null) textWriter.WriteLine(ExceptionText.Of(logEntry.Exception));
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit: ", LogLevel.Error => "fail: ", LogLevel.Warning => "warn: ", LogLevel.Information => "info: ", _ => "dbug: ",
    };
}

/// <summary>Log lines for machines: one JSON object each: time, level, category, event, message, requestId, traceId, spanId, the message's values, exception.</summary>
internal sealed class JsonLines() : ConsoleFormatter(Key)
{
    public const string Key = "gunmane-json";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Json.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("time", DateTimeOffset.UtcNow);
            json.WriteString("level", logEntry.LogLevel.ToString());
            json.WriteString("category", logEntry.Category);
            if (logEntry.EventId.Name is { } name) json.WriteString("event", name);
            json.WriteString("message", logEntry.Formatter(logEntry.State, null));
            WriteIds(json, scopeProvider);
            WriteValues(json, logEntry.State as IReadOnlyList<KeyValuePair<string, object?>>);
            if (logEntry.Exception is not null) json.WriteString("exception", ExceptionText.Of(logEntry.Exception));
            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteIds(Utf8JsonWriter json, IExternalScopeProvider? scopes)
    {
        if (LogScope.RequestId(scopes) is { } id) json.WriteString("requestId", id);
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity) return;
        json.WriteString("traceId", activity.TraceId.ToHexString());
        json.WriteString("spanId", activity.SpanId.ToHexString());
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>>? values)
    {
        if (values is null or []) return;
        json.WriteStartObject("values");
        foreach (var (name, value) in values.Where(pair => pair.Key != "{OriginalFormat}"))
        {
            if (value is int or long) json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
            else if (value is double number && double.IsFinite(number)) json.WriteNumber(name, number);
            else json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }
}

/// <summary>What the server says of the request in whose course a line is written.</summary>
internal static class LogScope
{
    /// <summary>The request's id; null outside of one. The other values of the scope (its path as it came) are not for the log.</summary>
    public static string? RequestId(IExternalScopeProvider? scopes)
    {
        var found = new Found();
        scopes?.ForEachScope((scope, into) =>
        {
            if (scope is not IEnumerable<KeyValuePair<string, object?>> values) return;
            foreach (var (name, value) in values)
            {
                if (name == "RequestId") into.Id = value as string;
            }
        }, found);
        return found.Id;
    }

    private sealed class Found
    {
        public string? Id { get; set; }
    }
}
