using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>Presets are data: what is read, what is refused, and what one fills in.</summary>
public sealed class PresetFileTests
{
    [Fact]
    public void Every_precedent_of_the_guidebook_has_its_file_and_no_two_the_same_place()
    {
        Assert.Equal(["nara", "shimoda", "sanjo", "odate", "meiwa", "tochigi", "fukushima", "tama", "tawaramoto", "shirakawa-uchinada"], Presets.All.Select(preset => preset.Key));
        Assert.Equal(Presets.All.Count, Presets.All.Select(preset => preset.Order).Distinct().Count());
        Assert.Equal(Directory.GetFiles(Checkout.At("data", "reference", "presets"), "*.json").Length, Presets.Keys.Count);
    }

    [Theory]
    [InlineData("key", "\"other\"", "key")]
    [InlineData("order", "\"first\"", "$.order")]
    [InlineData("colour", "1", "colour")]
    [InlineData("name", "null", "$.name")]
    [InlineData("joining", "[\"diagonal\"]", "joining")]
    [InlineData("facts", "[]", "facts")]
    [InlineData("facts", "[{\"ja\": \"a\", \"en\": \"a\", \"source\": \"\"}]", "facts")]
    [InlineData("decisive", "[]", "decisive")]
    [InlineData("decisive", "[\"maxExtent\"]", "decisive")]
    [InlineData("inputs", "{\"radius\": 9}", "inputs.radius")]
    [InlineData("inputs", "{\"radius\": 200, \"raduis\": 200}", "inputs.raduis")]
    [InlineData("inputs", "{\"radius\": 200, \"municipalities\": [\"29000\"]}", "inputs.municipalities")]
    [InlineData("inputs", "{\"radius\": 200, \"preset\": \"nara\"}", "inputs.preset")]
    public void A_file_that_is_no_preset_is_refused_with_file_and_place(string member, string value, string place)
    {
        var file = Sound();
        file[member] = JsonNode.Parse(value);
        var refused = Assert.Throws<GunManeException>(() => Preset.Read("mine", file.ToJsonString()));
        Assert.Equal(Refusal.BadInput, refused.Refusal);
        Assert.StartsWith("data/reference/presets/mine.json ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"key\": \"mine\"}")]
    public void A_text_that_is_no_preset_is_refused(string text) =>
        Assert.Contains("mine.json", Assert.Throws<GunManeException>(() => Preset.Read("mine", text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_sound_file_is_read() => Assert.Equal(("mine", 200), (Preset.Read("mine", Sound().ToJsonString()).Key, (int)Sound()["inputs"]!["radius"]!));

    [Fact]
    public void It_fills_in_what_the_request_does_not_name_and_a_null_is_named()
    {
        var given = new JsonObject { ["studyArea"] = "model", ["preset"] = "nara", ["radius"] = 500, ["sectors"] = null };
        var before = given.ToJsonString();
        var request = GroupingInputs.Parse(given);
        Assert.Equal(("nara", "bounded", 500.0, 10_000.0), (request.Preset, request.Method, request.Radius, request.MaxExtent));
        Assert.Null(request.Sectors);
        Assert.Equal(before, given.ToJsonString());
    }

    [Fact]
    public void What_a_run_stored_is_read_as_it_was_asked()
    {
        foreach (var inputs in new JsonObject[] { [], new() { ["maxExtent"] = null, ["maxYen"] = 1000 }, new() { ["sectors"] = null, ["minOwners"] = null } })
        {
            (inputs["studyArea"], inputs["preset"]) = ("model", "nara");
            var asked = GroupingInputs.Parse(inputs);
            var stored = GroupingInputs.Stored(JsonNode.Parse(asked.ToJson())!.AsObject());
            Assert.Equal(asked.ToJson(), stored.ToJson());
            Assert.Equal("nara", stored.Preset);
        }
    }

    [Theory]
    [InlineData("\"kyoto\"")]
    [InlineData("7")]
    [InlineData("[\"nara\"]")]
    public void An_unknown_preset_is_refused_with_the_keys(string value)
    {
        var refused = Assert.Throws<GunManeException>(() => GroupingInputs.Parse(new JsonObject { ["studyArea"] = "model", ["preset"] = JsonNode.Parse(value) }));
        Assert.Equal((Refusal.BadInput, "preset"), (refused.Refusal, refused.Parameter));
        Assert.All(Presets.Keys, key => Assert.Contains(key, refused.Message, StringComparison.Ordinal));
    }

    private static JsonObject Sound() => JsonNode.Parse("""
        { "key": "mine", "order": 1, "name": { "ja": "a", "en": "a" }, "does": { "ja": "a", "en": "a" }, "joining": ["process"],
          "facts": [{ "ja": "a", "en": "a", "source": "a" }], "inputs": { "radius": 200 }, "decisive": ["radius"], "trait": { "ja": "a", "en": "a" } }
        """)!.AsObject();
}
