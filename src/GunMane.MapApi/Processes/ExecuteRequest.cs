using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;

namespace GunMane.MapApi.Processes;

/// <summary>The body of an execution (execute.yaml of OGC 18-062r2) and its Prefer header.</summary>
/// <param name="Inputs">Its inputs, checked by nobody yet.</param>
/// <param name="Outputs">Names of the outputs asked for; null: all.</param>
/// <param name="Response"><c>raw</c>, which is the standard's default, or <c>document</c>.</param>
/// <param name="Asynchronous">Whether the client wants a job and no result.</param>
internal sealed record ExecuteRequest(JsonObject Inputs, IReadOnlyList<string>? Outputs, string Response, bool Asynchronous)
{
    private static readonly string[] Members = ["inputs", "outputs", "response"];

    /// <summary>Reads an execution of a process.</summary>
    /// <exception cref="GunManeException">A member or an output is unknown or not as the standard writes it (BadInput, names it).</exception>
    public static ExecuteRequest Read(JsonObject body, ProcessDescription process, HttpRequest request)
    {
        foreach (var (name, _) in body)
        {
            if (!Members.Contains(name, StringComparer.Ordinal))
                throw new GunManeException(Refusal.BadInput, $"本文の「{name}」は使えません。使えるもの: {string.Join(", ", Members)}。(Unknown member {name}.)", name);
        }

        if (body["inputs"] is not JsonObject inputs)
            throw new GunManeException(Refusal.BadInput, "本文に「inputs」（オブジェクト）が必要です。(The body needs an object inputs.)", "inputs");
        return new ExecuteRequest(inputs, OutputsOf(body, process), ResponseOf(body), PrefersAsync(request));
    }

    private static string ResponseOf(JsonObject body) => !body.ContainsKey("response") ? "raw"
        : body["response"] is JsonValue value && value.TryGetValue<string>(out var text) && text is "raw" or "document" ? (string)body["response"]!
        : throw new GunManeException(Refusal.BadInput, "「response」は raw か document です。(response: raw or document.)", "response");

    private static List<string>? OutputsOf(JsonObject body, ProcessDescription process)
    {
        if (!body.ContainsKey("outputs")) return null;
        var outputs = body["outputs"] as JsonObject
            ?? throw new GunManeException(Refusal.BadInput, "「outputs」は出力の名前をキーとするオブジェクトです。(outputs: an object by output.)", "outputs");
        foreach (var (name, wish) in outputs) Check(name, wish, process);
        return outputs.Count == 0 ? null : [.. outputs.Select(output => output.Key)];
    }

    private static void Check(string name, JsonNode? wish, ProcessDescription process)
    {
        var output = process.Outputs.FirstOrDefault(one => one.Name == name)
            ?? throw new GunManeException(Refusal.BadInput,
                $"出力「{name}」はありません。使えるもの: {string.Join("、", process.Outputs.Select(one => one.Name))}。(There is no output {name}.)", name);
        var (mode, type) = (Word(wish, "transmissionMode", name), Word(Member(wish, "format", name), "mediaType", name));
        if (mode is not (null or "value"))
            throw new GunManeException(Refusal.BadInput, $"出力「{name}」は値（transmissionMode=value）だけで渡します。(Outputs are transmitted by value.)", name);
        if (type is not null && type != OutputType.Of(output) && type != OutputType.Json)
            throw new GunManeException(Refusal.BadInput, $"出力「{name}」の形式は {OutputType.Of(output)} です。(Its media type is {OutputType.Of(output)}.)", name);
    }

    private static string? Word(JsonNode? wish, string member, string output) => Member(wish, member, output) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var word) => word,
        _ => throw Unreadable(output, member),
    };

    private static JsonNode? Member(JsonNode? wish, string member, string output) => wish switch
    {
        null => null,
        JsonObject members => members[member],
        _ => throw Unreadable(output, member),
    };

    private static GunManeException Unreadable(string output, string member) => new(Refusal.BadInput,
        $"出力「{output}」には {{\"transmissionMode\": \"value\", \"format\": {{\"mediaType\": \"…\"}}}} の形で書きます（「{member}」を読めません）。(The wish for {output} is no object as execute.yaml has it: {member}.)", output);

    private static bool PrefersAsync(HttpRequest request) =>
        request.Headers["Prefer"].Any(value => value?.Split(',', ';').Any(part => part.Trim() == "respond-async") == true);
}
