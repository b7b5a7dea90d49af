using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Runs;
using Npgsql;

namespace GunMane.MapApi.Tests.Processes;

/// <summary>Work that is one query of the database, which sleeps as long as its inputs say; a connection of its own, as COPY takes one.</summary>
internal sealed class SleepingHandler(Func<GunMane.Spatial.Storage.Database> database) : IJobHandler
{
    public string Process => "sleeping";

    public static OfferedProcess Offer(SleepingHandler handler) => new(handler, new ProcessDescription(
        "sleeping", "眠る処理", "試験のための処理", "1.0.0",
        [
            new ProcessValue("studyArea", "対象地域", "符号", new JsonObject { ["type"] = "string" }, Required: true),
            new ProcessValue("seconds", "秒", "眠る秒数", new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 600, ["x-ogc-unit"] = "s" }, Required: true),
            new ProcessValue("mood", "気分", "", new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("calm", "restless"), ["default"] = "calm" }),
            new ProcessValue("dreams", "夢", "", new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } }),
            new ProcessValue("weights", "重み", "", new JsonObject
            {
                ["type"] = "object", ["propertyNames"] = new JsonObject { ["enum"] = new JsonArray("a", "b") }, ["additionalProperties"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
            }),
        ],
        [
            new ProcessValue("words", "言葉", "", new JsonObject { ["type"] = "string", ["contentMediaType"] = "text/plain" }),
            new ProcessValue("slept", "眠った秒", "", new JsonObject { ["type"] = "object" }),
        ])) { Identity = inputs => inputs };

    public async Task<JsonObject> RunAsync(JobRequest job, JobProgress progress, CancellationToken cancellation)
    {
        await progress(10, "眠っています");
        var seconds = job.Inputs["seconds"]!.Deserialize<double>();
        await database().ReadAsync(job.Scope, async session =>
        {
            await using var command = new NpgsqlCommand("SELECT pg_sleep($1)", session.Connection) { Parameters = { new NpgsqlParameter { Value = seconds } } };
            return await command.ExecuteNonQueryAsync(cancellation);
        }, cancellation);
        return new JsonObject { ["words"] = "よく眠った", ["slept"] = new JsonObject { ["seconds"] = seconds } };
    }
}
