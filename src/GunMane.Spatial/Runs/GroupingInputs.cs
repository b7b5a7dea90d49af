using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Runs;

/// <summary>An input of a process, for its description and for checking it.</summary>
/// <param name="Name">Name in requests.</param>
/// <param name="Title">What it is, in Japanese.</param>
/// <param name="TitleEn">The same in English.</param>
/// <param name="Type">string, number, integer or array (of strings).</param>
/// <param name="Minimum">Least value of a number.</param>
/// <param name="Maximum">Greatest value of a number.</param>
/// <param name="Default">Value when it is absent; null where it is required or means "all".</param>
/// <param name="Options">Allowed strings, where they are known beforehand.</param>
/// <param name="Required">Whether it must be given.</param>
public sealed record InputDescription(
    string Name, string Title, string TitleEn, string Type,
    double? Minimum = null, double? Maximum = null, JsonNode? Default = null, IReadOnlyList<string>? Options = null, bool Required = false);

/// <summary>The inputs of the process <c>grouping</c>: their description, and the reading of a request.</summary>
public static class GroupingInputs
{
    private static readonly string[] Engines = ["kernel", "postgis"];

    /// <summary>All inputs in the order in which a form shows them.</summary>
    public static IReadOnlyList<InputDescription> All { get; } =
    [
        new("studyArea", "対象地域", "Study area (code)", "string", Required: true),
        new("radius", "近さの半径（m）", "Radius of nearness, metres: geometry to geometry", "number", 10, 5000, 150.0),
        new("minPoints", "群の芯になる施設数", "Assets within reach, itself counted, that make an asset the core of a group", "integer", 2, 100, 3.0),
        new("contractorWeight", "共通の事業者の重み", "Weight of firms in common against nearness", "number", 0, 1, 0.9),
        new("threshold", "結びつきの下限", "Least affinity of neighbours", "number", 0, 1, 0.85),
        new("minAssets", "群の最小施設数", "Smaller groups are not proposed", "integer", 1, 100_000, 10.0),
        new("sectors", "分野", "Sectors to look at (all if absent)", "array", Options: Sectors.Keys),
        new("municipalities", "市区町村", "Municipalities to look at, by code (all if absent)", "array"),
        new("engine", "計算の場所", "Where it is computed; both give the same groups", "string", Default: "kernel", Options: Engines),
    ];

    /// <summary>Reads and checks a request.</summary>
    /// <exception cref="GunManeException">An input is unknown, missing, of the wrong type or out of range (BadInput; the parameter is named).</exception>
    public static GroupingRequest Parse(JsonObject inputs)
    {
        foreach (var (name, _) in inputs)
        {
            if (All.All(input => input.Name != name))
                throw Refused(name, $"入力「{name}」はありません。使えるのは {string.Join("、", All.Select(input => input.Name))} です。(There is no input {name}.)");
        }

        return new GroupingRequest(
            Text(inputs, "studyArea"), Number(inputs, "radius"), (int)Number(inputs, "minPoints"), Number(inputs, "contractorWeight"),
            Number(inputs, "threshold"), (int)Number(inputs, "minAssets"), SectorList(inputs), List(inputs, "municipalities"), Text(inputs, "engine"));
    }

    /// <summary>A refusal that names an input.</summary>
    internal static GunManeException Refused(string name, string message) => new(Refusal.BadInput, message, name);

    private static InputDescription Described(string name) => All.Single(input => input.Name == name);

    private static double Number(JsonObject inputs, string name)
    {
        var input = Described(name);
        if (inputs[name] is not { } node) return input.Default!.GetValue<double>();
        if (node.GetValueKind() == JsonValueKind.Number && node.Deserialize<double>() is var number
            && number >= input.Minimum && number <= input.Maximum && (input.Type == "number" || number == Math.Floor(number))) return number;
        var kind = input.Type == "integer" ? "整数" : "数";
        throw Refused(name, FormattableString.Invariant(
            $"{input.Title} {name} は {input.Minimum}〜{input.Maximum} の{kind}で指定してください。({name} must be a{(input.Type == "integer" ? "n integer" : " number")} of {input.Minimum}…{input.Maximum}.)"));
    }

    private static string Text(JsonObject inputs, string name)
    {
        var input = Described(name);
        var node = inputs[name] ?? input.Default;
        if (node is not null && node.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is { Length: > 0 } text
            && (input.Options?.Contains(text) ?? true)) return text;
        throw Refused(name, input.Options is { } options
            ? $"{name} は {string.Join("、", options)} のどれかです。({name} must be one of {string.Join(", ", options)}.)"
            : $"{input.Title} {name} を文字列で指定してください。({name} is required: a string.)");
    }

    private static IReadOnlyList<string>? List(JsonObject inputs, string name)
    {
        if (inputs[name] is not { } node) return null;
        if (node is JsonArray array && array.All(item => item?.GetValueKind() == JsonValueKind.String))
            return array.Count == 0 ? null : [.. array.Select(item => item!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal)];
        throw Refused(name, $"{name} は文字列の配列で指定してください。({name} must be an array of strings.)");
    }

    private static IReadOnlyList<string>? SectorList(JsonObject inputs)
    {
        var sectors = List(inputs, "sectors");
        var unknown = sectors?.FirstOrDefault(sector => !Sectors.Keys.Contains(sector));
        return unknown is null ? sectors
            : throw Refused("sectors", $"分野「{unknown}」はありません。使えるのは {string.Join("、", Sectors.Keys)} です。(There is no sector {unknown}.)");
    }
}
