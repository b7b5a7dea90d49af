using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.MapApi.Http.Html;

namespace GunMane.MapApi.Processes;

/// <summary>What OGC API – Processes adds to the documents of /ogc. Operations have the names of the standard's own example.</summary>
internal static class ProcessPart
{
    private static readonly OgcAnswer Ok = new("200", "OK", OutputType.Json, Layout.MediaType);
    private static readonly OgcAnswer Refused = OgcAnswer.Problem("400", "入力の誤り (refused, names the parameter)");
    private static readonly OgcAnswer Missing = OgcAnswer.Problem("404", "ない (not found)");
    private static readonly OgcAnswer Conflict = OgcAnswer.Problem("409", "いまの状態と合わない (conflict)");
    private static readonly OgcAnswer Other = OgcAnswer.Problem("default", "誤り (error)");
    private static readonly OgcAnswer[] Results = [new("200", "結果 (results)", OutputType.Json, "text/plain", "multipart/related", Layout.MediaType) { Schema = [] }, Refused, Missing, Conflict, Other];

    public static OgcPart Part { get; } = new(
        [.. new[] { "core", "ogc-process-description", "json", "html", "oas30", "job-list", "dismiss" }.Select(name => $"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/{name}")],
        [
            new("get", "/processes", "getProcesses", "プロセスの一覧 (process list)", [List("processes"), Refused, Other]) { Parameters = [Limit(), Offset(), Format()] },
            new("get", "/processes/{processID}", "getProcessDescription", "プロセスの説明 (process description)", [Ok, Missing, Other]) { Parameters = [Format()] },
            new("post", "/processes/{processID}/execution", "execute", "実行 (execute)", [.. Results, new("201", "処理を受け付けた (job accepted)", OutputType.Json) { Schema = Status() }]) { Body = Execute() },
            new("get", "/jobs", "getJobs", "処理の一覧 (job list)", [List("jobs"), Refused, Other]) { Parameters = JobParameters() },
            new("get", "/jobs/{jobId}", "getStatus", "処理の状態 (status)", [Ok with { Schema = Status() }, Missing, Other]) { Parameters = [Format()] },
            new("delete", "/jobs/{jobId}", "dismiss", "処理の取り消し (dismiss)", [Ok with { Schema = Status() }, Missing, Conflict, Other]),
            new("get", "/jobs/{jobId}/results", "getResult", "処理の結果 (results)", Results) { Parameters = [Format()] },
            new("get", "/jobs/{jobId}/results/{outputId}", "getOutput", "結果のひとつ (one output)", Results) { Parameters = [Format()] },
        ]);

    private static OgcAnswer List(string name) => Ok with
    {
        Schema = new JsonObject
        {
            ["type"] = "object", ["required"] = new JsonArray(name, "links"),
            ["properties"] = new JsonObject { [name] = new JsonObject { ["type"] = "array", ["items"] = OgcOperation.Type("object") }, ["links"] = new JsonObject { ["type"] = "array", ["items"] = OgcOperation.Type("object") } },
        },
    };

    private static JsonObject Status() => new()
    {
        ["type"] = "object", ["required"] = new JsonArray("jobID", "status", "type"),
        ["properties"] = new JsonObject
        {
            ["processID"] = OgcOperation.Type("string"), ["type"] = Names("process"), ["jobID"] = OgcOperation.Type("string"), ["status"] = Names(JobListQuery.States),
            ["message"] = OgcOperation.Type("string"), ["progress"] = new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = 100 },
            ["created"] = Moment(), ["started"] = Moment(), ["finished"] = Moment(), ["updated"] = Moment(),
        },
    };

    private static JsonObject Execute() => new()
    {
        ["type"] = "object", ["required"] = new JsonArray("inputs"), ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["inputs"] = OgcOperation.Type("object"), ["outputs"] = OgcOperation.Type("object"), ["response"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("raw", "document"), ["default"] = "raw" },
        },
    };

    private static JsonObject[] JobParameters() =>
    [
        OgcOperation.Parameter("type", "種類", Listed(Names("process"))), OgcOperation.Parameter("processID", "プロセス", Listed(OgcOperation.Type("string"))),
        OgcOperation.Parameter("status", "状態", Listed(Names(JobListQuery.States))), OgcOperation.Parameter("datetime", "受け付けた時点または期間 (RFC 3339)", OgcOperation.Type("string")),
        OgcOperation.Parameter("minDuration", "かかった秒数の下限", OgcOperation.Type("integer")), OgcOperation.Parameter("maxDuration", "かかった秒数の上限", OgcOperation.Type("integer")), Limit(), Offset(), Format(),
    ];

    private static JsonObject Limit() => OgcOperation.Parameter("limit", "1ページの件数", new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 1000, ["default"] = 100 });

    private static JsonObject Offset() => OgcOperation.Parameter("offset", "next リンクの値", OgcOperation.Type("string"));

    private static JsonObject Format() => OgcOperation.Parameter("f", "データか画面か", Names("json", "html"));

    private static JsonObject Listed(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Names(params string[] names) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) };

    private static JsonObject Moment() => new() { ["type"] = "string", ["format"] = "date-time" };
}
