using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Runs;

/// <summary>
/// Checks inputs against the description of their process: the words of the JSON schema that descriptions use (type, enum,
/// minimum, maximum, format uuid, items, propertyNames, additionalProperties). Whatever is refused is refused by its name.
/// </summary>
public static class ProcessInputs
{
    private static readonly string[] Qualified = ["value", "mediaType", "encoding", "schema"];

    /// <summary>
    /// Takes values out of <c>{"value": …}</c> (qualifiedInputValue of OGC 18-062r2), in place of which they may be written as they are.
    /// </summary>
    /// <exception cref="GunManeException">A value is given by a link, which is never followed (BadInput, names the input).</exception>
    public static JsonObject Plain(JsonObject inputs)
    {
        var plain = new JsonObject();
        foreach (var (name, value) in inputs)
        {
            if (value is JsonObject link && link.ContainsKey("href"))
                throw Refused(name, "リンク（href）では渡せません。値をそのまま書いてください。(Values by reference are not fetched: write the value itself.)");
            plain[name] = value is JsonObject one && one.ContainsKey("value") && one.All(member => Qualified.Contains(member.Key, StringComparer.Ordinal))
                ? one["value"]?.DeepClone() : value?.DeepClone();
        }

        return plain;
    }

    /// <summary>Refuses what the description does not allow.</summary>
    /// <exception cref="GunManeException">An input is unknown, missing, or not as described (BadInput, names the input).</exception>
    public static void Check(ProcessDescription process, JsonObject inputs)
    {
        foreach (var (name, _) in inputs)
        {
            if (process.Inputs.All(input => input.Name != name))
                throw new GunManeException(Refusal.BadInput,
                    $"入力「{name}」はありません。使えるもの: {string.Join("、", process.Inputs.Select(input => input.Name))}。(There is no input {name}.)", name);
        }

        foreach (var input in process.Inputs)
        {
            if (inputs[input.Name] is { } value) Check(input.Name, value, input.Schema);
            else if (input.Required)
                throw new GunManeException(Refusal.BadInput, $"入力「{input.Name}」（{input.Title}）が必要です。(Input {input.Name} is required.)", input.Name);
        }
    }

    private static void Check(string name, JsonNode value, JsonObject schema)
    {
        if (!IsOf((string?)schema["type"], value)) throw Refused(name, $"型は {schema["type"]} です。(Its type is {schema["type"]}.)");
        if (schema["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
        {
            var options = string.Join("、", allowed.Select(one => $"{one}"));
            throw Refused(name, $"{options} のどれかです。(One of {options}.)");
        }

        if (value.GetValueKind() == JsonValueKind.Number) CheckRange(name, value.Deserialize<double>(), schema);
        if ((string?)schema["format"] == "uuid" && !Guid.TryParseExact((string?)value, "D", out _)) throw Refused(name, "識別子（uuid）を書いてください。(A uuid.)");
        if (value is JsonArray items && schema["items"] is JsonObject each)
        {
            foreach (var item in items) Check(name, item ?? throw Refused(name, "空の要素があります。(An item is null.)"), each);
        }

        if (value is JsonObject members) CheckMembers(name, members, schema);
    }

    private static void CheckMembers(string name, JsonObject members, JsonObject schema)
    {
        foreach (var (key, value) in members)
        {
            if (schema["propertyNames"] is JsonObject names) Check(name, JsonValue.Create(key), new JsonObject { ["type"] = "string", ["enum"] = names["enum"]!.DeepClone() });
            if (schema["additionalProperties"] is JsonObject each) Check(name, value ?? throw Refused(name, $"「{key}」が空です。({key} is null.)"), each);
        }
    }

    private static void CheckRange(string name, double number, JsonObject schema)
    {
        var (least, most) = (schema["minimum"]?.Deserialize<double>(), schema["maximum"]?.Deserialize<double>());
        if (number < least || number > most)
            throw Refused(name, string.Create(CultureInfo.InvariantCulture, $"{least} から {most} までです。(From {least} to {most}.)"));
    }

    private static bool IsOf(string? type, JsonNode value) => type switch
    {
        "string" => value.GetValueKind() == JsonValueKind.String,
        "number" => value.GetValueKind() == JsonValueKind.Number,
        "integer" => value.GetValueKind() == JsonValueKind.Number && value.Deserialize<double>() is var number && number == Math.Floor(number),
        "boolean" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "array" => value is JsonArray,
        "object" => value is JsonObject,
        _ => true,
    };

    private static GunManeException Refused(string name, string message) => new(Refusal.BadInput, $"入力「{name}」: {message}", name);
}
