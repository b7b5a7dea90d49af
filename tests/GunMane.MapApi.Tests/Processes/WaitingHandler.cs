using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;

namespace GunMane.MapApi.Tests.Processes;

/// <summary>Work that does what its inputs say and ends when the test says so.</summary>
internal sealed class WaitingHandler : IJobHandler
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> gates = new(StringComparer.Ordinal);

    public string Process => "waiting";

    /// <summary>Names of the jobs that were started, once for each time.</summary>
    public ConcurrentQueue<string> Started { get; } = new();

    /// <summary>Names of the jobs that were cancelled.</summary>
    public ConcurrentQueue<string> Cancelled { get; } = new();

    public static OfferedProcess Offer(WaitingHandler handler) => new(handler, new ProcessDescription(
        "waiting", "待つ処理", "試験のための処理", "1.0.0",
        [new ProcessValue("studyArea", "対象地域", "符号", new JsonObject { ["type"] = "string" }, Required: true)],
        [new ProcessValue("said", "言葉", "言われた言葉", new JsonObject { ["type"] = "string" })]), Validated);

    /// <summary>Lets a job of a name end.</summary>
    public void Release(string name) => Gate(name).TrySetResult();

    public async Task<JsonObject> RunAsync(JobRequest job, JobProgress progress, CancellationToken cancellation)
    {
        var name = (string)job.Inputs["name"]!;
        Started.Enqueue(name);
        try
        {
            await progress(40, "半分ほど");
            if ((string?)job.Inputs["refuse"] is { } words) throw new GunManeException(Refusal.BadInput, words, "refuse");
            if ((bool?)job.Inputs["break"] == true) throw new InvalidOperationException("broken");
            if ((bool?)job.Inputs["wait"] == true) await Gate(name).Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            Cancelled.Enqueue(name);
            throw;
        }

        return new JsonObject { ["said"] = name };
    }

    private static JsonObject Validated(JsonObject inputs) => inputs["name"] is null
        ? throw new GunManeException(Refusal.BadInput, "名前が必要です。(name)", "name")
        : inputs;

    private TaskCompletionSource Gate(string name) => gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
