using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;

namespace GunMane.Spatial.Tests.Runs;

public sealed class GroupingInputsTests
{
    [Theory]
    [InlineData("radius", "9.99")]
    [InlineData("radius", "5000.1")]
    [InlineData("radius", "\"150\"")]
    [InlineData("minPoints", "1")]
    [InlineData("minPoints", "101")]
    [InlineData("minPoints", "2.5")]
    [InlineData("contractorWeight", "-0.1")]
    [InlineData("contractorWeight", "1.1")]
    [InlineData("threshold", "2")]
    [InlineData("minAssets", "0")]
    [InlineData("sectors", "\"road\"")]
    [InlineData("sectors", "[\"space\"]")]
    [InlineData("sectors", "[1]")]
    [InlineData("municipalities", "[null]")]
    [InlineData("engine", "\"gpu\"")]
    [InlineData("distance", "\"air\"")]
    [InlineData("borders", "\"none\"")]
    [InlineData("owners", "[\"king\"]")]
    [InlineData("minOwners", "0")]
    [InlineData("minSectors", "13")]
    [InlineData("yenWeight", "1.01")]
    [InlineData("workKindWeight", "-0.2")]
    [InlineData("studyArea", "7")]
    [InlineData("studyArea", "\"\"")]
    [InlineData("raduis", "150")]
    [InlineData("minHours", "-1")]
    [InlineData("maxHours", "0")]
    [InlineData("hoursPerAsset", "\"2\"")]
    [InlineData("hoursPerOrder", "10001")]
    [InlineData("hoursBySector", "4")]
    [InlineData("hoursBySector", "{\"space\": 4}")]
    [InlineData("hoursBySector", "{\"bridge\": -1}")]
    [InlineData("hoursBySector", "{\"bridge\": null}")]
    [InlineData("maxTravelMinutes", "0.5")]
    [InlineData("travelBy", "\"boat\"")]
    [InlineData("travelSpeed", "0")]
    [InlineData("travelDetour", "0.9")]
    [InlineData("near", "251")]
    [InlineData("evidence", "\"rumour\"")]
    public void A_bad_input_is_refused_by_name(string name, string value)
    {
        var inputs = new JsonObject { ["studyArea"] = "model", [name] = JsonNode.Parse(value) };
        var refused = Assert.Throws<GunManeException>(() => GroupingInputs.Parse(inputs));
        Assert.Equal((Refusal.BadInput, name), (refused.Refusal, refused.Parameter));
    }

    [Fact]
    public void Distances_along_roads_are_refused_where_no_route_can_be_found()
    {
        var refused = Assert.Throws<GunManeException>(() => GroupingInputs.Parse(new JsonObject { ["studyArea"] = "model", ["distance"] = "road", ["engine"] = "postgis" }));
        Assert.Equal((Refusal.BadInput, "distance"), (refused.Refusal, refused.Parameter));
        Assert.Equal("road", GroupingInputs.Parse(new JsonObject { ["studyArea"] = "model", ["distance"] = "road" }).Distance);
    }

    [Fact]
    public void Hours_by_sector_are_read_and_stored_with_the_run()
    {
        var read = GroupingInputs.Parse(new JsonObject { ["studyArea"] = "model", ["method"] = "bounded", ["maxHours"] = 300, ["hoursBySector"] = new JsonObject { ["park"] = 0.5, ["bridge"] = 6 } });
        var stored = GroupingInputs.Stored(JsonNode.Parse(read.ToJson())!.AsObject());
        Assert.Equal([("bridge", 6.0), ("park", 0.5)], stored.HoursBySector!.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal((300, null, 1, 20), (stored.MaxHours, stored.MinHours, stored.HoursPerAsset, stored.HoursPerOrder));
        var refused = Assert.Throws<GunManeException>(() => GroupingInputs.Parse(new JsonObject { ["studyArea"] = "model", ["method"] = "bounded", ["minHours"] = 301, ["maxHours"] = 300 }));
        Assert.Equal("minHours", refused.Parameter);
    }

    [Theory]
    [InlineData("correlation", "agreement_pairs")]
    [InlineData("hierarchical", "最小全域木")]
    [InlineData("community", "Leiden")]
    [InlineData("bounded", "上限・下限")]
    public void What_SQL_does_not_express_is_refused_with_the_reason(string method, string reason)
    {
        var inputs = new JsonObject { ["studyArea"] = "model", ["method"] = method, ["engine"] = "postgis", ["maxAssets"] = 100 };
        var refused = Assert.Throws<GunManeException>(() => GroupingInputs.Parse(inputs));
        Assert.Equal((Refusal.BadInput, "engine"), (refused.Refusal, refused.Parameter));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains("engine=kernel", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_method_PostGIS_makes_density_groups_with_every_weight()
    {
        var request = GroupingInputs.Parse(new JsonObject { ["studyArea"] = "model", ["engine"] = "postgis", ["contractorWeight"] = 0.5, ["sectorWeight"] = 0.1, ["workKindWeight"] = 0.1, ["yenWeight"] = 0.5 });
        Assert.Equal(("density", 150.0, 0.5), (request.Method, request.Radius, request.YenWeight));
    }

    [Theory]
    [InlineData("owners", "[\"prefecture\"]")]
    [InlineData("borders", "\"keep\"")]
    public void What_postgis_does_not_know_is_refused_there(string name, string value)
    {
        var refused = Assert.Throws<GunManeException>(() => GroupingInputs.Parse(new JsonObject { ["studyArea"] = "model", [name] = JsonNode.Parse(value), ["engine"] = "postgis" }));
        Assert.Equal((Refusal.BadInput, name), (refused.Refusal, refused.Parameter));
    }

    [Fact]
    public void The_weight_of_work_kinds_is_one_of_those_that_make_one_together() =>
        Assert.Equal("contractorWeight", Assert.Throws<GunManeException>(() => GroupingInputs.Parse(new JsonObject { ["studyArea"] = "model", ["workKindWeight"] = 0.2 })).Parameter);

    [Fact]
    public void A_missing_study_area_is_refused() =>
        Assert.Equal("studyArea", Assert.Throws<GunManeException>(() => GroupingInputs.Parse([])).Parameter);

    [Fact]
    public void Bounds_are_inside_and_absent_inputs_take_their_defaults()
    {
        var request = GroupingInputs.Parse(new JsonObject { ["studyArea"] = "model", ["radius"] = 10, ["minPoints"] = 100, ["sectors"] = new JsonArray() });
        Assert.Equal((10, 100), (request.Radius, request.MinPoints));
        Assert.Null(request.Sectors);
        foreach (var input in GroupingInputs.All.Where(input => input.Default is not null && input.Name is not ("radius" or "minPoints")))
        {
            Assert.Contains($"\"{input.Name}\":{input.Default!.ToJsonString()}", request.ToJson(), StringComparison.Ordinal);
        }
    }
}
