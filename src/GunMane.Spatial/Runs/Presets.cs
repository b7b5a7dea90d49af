using System.Reflection;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Runs;

/// <summary>The presets of this version (data/reference/presets), and how one fills in a request.</summary>
public static class Presets
{
    private const string Folder = "Reference/presets/";
    private static readonly Lazy<IReadOnlyList<Preset>> Files = new(Load);

    /// <summary>Their keys, by name.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => Path.GetFileNameWithoutExtension(name[Folder.Length..])).Order(StringComparer.Ordinal)];

    /// <summary>All of them, in their order.</summary>
    /// <exception cref="GunManeException">A file is not as its README says (BadInput).</exception>
    public static IReadOnlyList<Preset> All => Files.Value;

    /// <summary>Fills in what a request with a preset does not name itself. An input that it names as null is named: it is no limit, or the default of the process.</summary>
    /// <exception cref="GunManeException">There is no such preset (BadInput; the keys are listed).</exception>
    public static JsonObject Fill(JsonObject given)
    {
        if (given["preset"] is not { } named) return given;
        var key = named is JsonValue value && value.TryGetValue<string>(out var text) ? text : named.ToJsonString();
        var preset = All.FirstOrDefault(preset => preset.Key == key)
            ?? throw GroupingInputs.Refused("preset", $"先行事例「{key}」はありません。使えるのは {string.Join("、", Keys)} です。(There is no preset {key}.)");
        var filled = given.DeepClone().AsObject();
        foreach (var (name, input) in preset.Inputs)
        {
            if (!filled.ContainsKey(name)) filled[name] = input?.DeepClone();
        }

        return filled;
    }

    private static IReadOnlyList<Preset> Load() => [.. Keys.Select(key =>
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Folder}{key}.json")!);
        return Preset.Read(key, reader.ReadToEnd());
    }).OrderBy(preset => preset.Order)];
}
