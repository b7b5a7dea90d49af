using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Processes;

/// <summary>The results of a job as 18-062r2 answers them: one document, one raw value, or raw values as multipart/related.</summary>
internal static class JobResults
{
    private const string ExceptionTypes = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/";

    /// <summary>The results in the way that the execution asked for.</summary>
    /// <exception cref="GunManeException">The job failed, was dismissed or has not ended.</exception>
    public static IResult Of(Job job, ProcessDescription? process)
    {
        var results = Selected(job, process);
        if (job.Response == "document" || process is null) return TypedResults.Ok(results);
        return results.Count == 1 ? Raw(results.Single().Value, TypeOf(process, results.Single().Key)) : Multipart(job, process, results);
    }

    /// <summary>One of the results, raw.</summary>
    /// <exception cref="GunManeException">There is no such output (NotFound), or no results.</exception>
    public static IResult One(Job job, ProcessDescription? process, string output)
    {
        return Raw(Values(job, process, output)[output], TypeOf(process, output));
    }

    /// <summary>The results, or one of them, by name.</summary>
    /// <exception cref="GunManeException">There is no such output (NotFound), or no results.</exception>
    public static JsonObject Values(Job job, ProcessDescription? process, string? output)
    {
        var results = Selected(job, process);
        if (output is null) return results;
        return results.ContainsKey(output)
            ? new JsonObject { [output] = results[output]?.DeepClone() }
            : throw new GunManeException(Refusal.NotFound, $"出力「{output}」はありません。(There is no output {output}.)", "outputID") { Details = Type("no-such-output") };
    }

    /// <summary>The type of a refusal as the standard names it.</summary>
    public static Dictionary<string, object?> Type(string name) => new() { ["type"] = ExceptionTypes + name };

    private static JsonObject Selected(Job job, ProcessDescription? process)
    {
        var all = job.Status switch
        {
            "successful" => job.Result!,
            "failed" => throw Failure(job),
            "dismissed" => throw new GunManeException(Refusal.Conflict, "この処理は取り消されました。(The job was dismissed.)", "jobID"),
            _ => throw new GunManeException(Refusal.NotFound, "結果はまだありません。(The result is not ready.)", "jobID") { Details = Type("result-not-ready") },
        };
        // The database keeps members in an order of its own; they are answered as described.
        var names = process?.Outputs.Select(output => output.Name).Where(all.ContainsKey).Where(name => job.Outputs?.Contains(name) != false);
        return names is null ? all : new JsonObject(names.Select(name => KeyValuePair.Create(name, all[name]?.DeepClone())));
    }

    private static string TypeOf(ProcessDescription? process, string output) =>
        process?.Outputs.FirstOrDefault(one => one.Name == output) is { } described ? OutputType.Of(described) : OutputType.Json;

    private static ContentHttpResult Raw(JsonNode? value, string type) => TypedResults.Text(Text(value, type), type, Encoding.UTF8);

    private static string Text(JsonNode? value, string type) =>
        type != OutputType.Json && value is JsonValue text && text.TryGetValue<string>(out var words) ? words : value?.ToJsonString(Json.Options) ?? "null";

    private static FileContentHttpResult Multipart(Job job, ProcessDescription process, JsonObject results)
    {
        // A job's id is in none of its values but by malice of its own handler.
        var (boundary, text) = ($"gunmane-{job.Id.Value:N}", new StringBuilder());
        foreach (var (name, value) in results)
        {
            var type = TypeOf(process, name);
            text.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Type: {type}; charset=utf-8\r\nContent-ID: <{name}>\r\n\r\n{Text(value, type)}\r\n");
        }

        return TypedResults.Bytes(Encoding.UTF8.GetBytes(text.Append(CultureInfo.InvariantCulture, $"--{boundary}--\r\n").ToString()), $"multipart/related; boundary={boundary}");
    }

    private static GunManeException Failure(Job job)
    {
        var refusal = (int?)job.Result?["status"] switch { 400 => Refusal.BadInput, 404 => Refusal.NotFound, 409 => Refusal.Conflict, _ => Refusal.Environment };
        return new GunManeException(refusal, job.Message, (string?)job.Result?["parameter"]);
    }
}
