using System.Text.Json.Nodes;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>The process <c>grouping</c> as the service offers it: its handler, its description and the check of its inputs.</summary>
public static class GroupingProcess
{
    /// <summary>The offer, working on a database with snapshots in memory.</summary>
    public static OfferedProcess Offer(Database database, SnapshotCache snapshots) => new(
        new GroupingJobHandler(database, snapshots), Description, inputs =>
        {
            GroupingInputs.Parse(inputs);
            return inputs;
        })
    {
        Identity = inputs => JsonNode.Parse(GroupingInputs.Parse(inputs).ToJson())!.AsObject(),
    };

    private static ProcessDescription Description { get; } = new(
        "grouping", "群候補を求める",
        "近さと共通の事業者から、市町村と分野を越えた群候補を求める。(Candidate groups across borders and sectors, by nearness and shared contractors.)",
        GroupingRun.EngineVersion, [.. GroupingInputs.All.Select(Value)],
        [new ProcessValue("run", "計算の番号", "計算の内容は GET /api/runs/{run} にあります。(See GET /api/runs/{run}.)", new JsonObject { ["type"] = "string", ["format"] = "uuid", ["contentMediaType"] = "text/plain" })]);

    private static ProcessValue Value(InputDescription input) =>
        new(input.Name, input.Title, $"{input.Explanation}({input.ExplanationEn}.)", Schema(input), input.Required);

    private static JsonObject Schema(InputDescription input)
    {
        var schema = new JsonObject { ["type"] = input.Type };
        if (input.Unit is { } unit) schema["x-ogc-unit"] = unit;
        if (input.Minimum is { } minimum) schema["minimum"] = minimum;
        if (input.Maximum is { } maximum) schema["maximum"] = maximum;
        if (input.Default is { } value) schema["default"] = value.DeepClone();
        var options = input.Options is { } names ? new JsonArray([.. names.Select(name => JsonValue.Create(name))]) : null;
        if (input.Type == "array") schema["items"] = options is null ? new JsonObject { ["type"] = "string" } : new JsonObject { ["type"] = "string", ["enum"] = options };
        else if (input.Type == "object") return ByKey(input);
        else if (options is not null) schema["enum"] = options;
        return schema;
    }

    // A number for each of the options that is named.
    private static JsonObject ByKey(InputDescription input) => new()
    {
        ["type"] = "object",
        ["x-ogc-unit"] = input.Unit,
        ["propertyNames"] = new JsonObject { ["enum"] = new JsonArray([.. input.Options!.Select(name => JsonValue.Create(name))]) },
        ["additionalProperties"] = new JsonObject { ["type"] = "number", ["minimum"] = input.Minimum, ["maximum"] = input.Maximum },
    };
}
