using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Runs;

/// <summary>The same words in Japanese and English.</summary>
public sealed record PresetText(string Ja, string En);

/// <summary>A fact of a precedent, with where it is from.</summary>
public sealed record PresetFact(string Ja, string En, string Source);

/// <summary>
/// A precedent of the guidebook as settings of the process <c>grouping</c>: one file of data/reference/presets (its README names the members).
/// </summary>
/// <param name="Key">Its key, which is the file's name.</param>
/// <param name="Order">Its place in lists.</param>
/// <param name="Name">Its name.</param>
/// <param name="Does">One line: what it does.</param>
/// <param name="Joining">Kinds of joining: horizontal, vertical, multi-sector, process, wide-area.</param>
/// <param name="Facts">Facts of the precedent.</param>
/// <param name="Inputs">Inputs of the process.</param>
/// <param name="Decisive">Those of the inputs on which the trait hangs.</param>
/// <param name="Trait">What its groups must show.</param>
public sealed record Preset(
    string Key, int Order, PresetText Name, PresetText Does, IReadOnlyList<string> Joining, IReadOnlyList<PresetFact> Facts,
    JsonObject Inputs, IReadOnlyList<string> Decisive, PresetText Trait)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true,
    };

    private static readonly string[] Joinings = ["horizontal", "vertical", "multi-sector", "process", "wide-area"];

    // What a planner's town decides, and what would point back at a preset.
    private static readonly string[] NotForPresets = ["studyArea", "municipalities", "engine", "preset"];

    /// <summary>Reads and checks a file.</summary>
    /// <param name="file">Name of the file, without folder and ending.</param>
    /// <param name="json">Its text.</param>
    /// <exception cref="GunManeException">It is no preset (BadInput; file, place and remedy are named).</exception>
    public static Preset Read(string file, string json)
    {
        try
        {
            var preset = JsonSerializer.Deserialize<Preset>(json, Strict) ?? throw Refused(file, "", "中身がありません。(It is empty.)");
            Check(file, preset);
            return preset;
        }
        catch (JsonException e)
        {
            throw Refused(file, $"{e.Path} 行 {e.LineNumber + 1}", $"presets/README.md の形で書いてください: {e.Message} (Write it as presets/README.md says.)");
        }
    }

    private static void Check(string file, Preset preset)
    {
        if (preset.Key != file) throw Refused(file, "key", $"ファイル名と同じ「{file}」にしてください。(The key must be the file's name.)");
        if (preset.Joining.Count == 0 || preset.Joining.Except(Joinings).Any()) throw Refused(file, "joining", $"使えるのは {string.Join("、", Joinings)} です。(Unknown kind of joining, or none.)");
        if (preset.Facts.Count == 0 || preset.Facts.Any(fact => fact.Source.Length == 0)) throw Refused(file, "facts", "出典のある事実をひとつは書いてください。(At least one fact with its source.)");
        if (preset.Decisive.Count == 0 || preset.Decisive.FirstOrDefault(name => !preset.Inputs.ContainsKey(name)) is not null)
            throw Refused(file, "decisive", "inputs にある入力の名前をひとつは書いてください。(Name at least one of the inputs.)");
        if (preset.Inputs.Select(input => input.Key).Intersect(NotForPresets).FirstOrDefault() is { } own)
            throw Refused(file, $"inputs.{own}", "対象地域ごとに決まる入力は書けません。(This input is the planner's own.)");
        Try(file, preset.Inputs);
    }

    private static void Try(string file, JsonObject inputs)
    {
        var request = inputs.DeepClone().AsObject();
        request["studyArea"] = "any";
        try
        {
            GroupingInputs.Parse(request);
        }
        catch (GunManeException e)
        {
            throw Refused(file, $"inputs.{e.Parameter}", e.Message);
        }
    }

    private static GunManeException Refused(string file, string place, string remedy) =>
        new(Refusal.BadInput, $"data/reference/presets/{file}.json {place}: {remedy}", "preset");
}
