using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace GunMane.MapApi.Tests.Features;

/// <summary>What features have by number, and how their texts and numbers are written.</summary>
public sealed class FeatureNameTests(CoastHost host) : IClassFixture<CoastHost>
{
    private const string Assets = "/ogc/collections/assets/items?limit=1000";

    private static readonly string[] Hard = ["\"", "\\", "\n", "\u001f", "橋", "㈱", "𠮷", "👷", "é", "\u2028", "\ufeff", "</script>"];
    private static readonly double[] Bounds = [0.0, -0.0, 1e300, 5e-324, 0.1, double.PositiveInfinity, double.NaN];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Owner_department_and_study_area_are_those_of_the_joined_rows()
    {
        await host.ExecuteAsync("""
            INSERT INTO gunmane.department (study_area, organisation, name) SELECT study_area, id, '道路"課"' FROM gunmane.organisation ON CONFLICT DO NOTHING;
            UPDATE gunmane.asset SET owner_org = NULL WHERE dense_id % 5 = 1;
            UPDATE gunmane.asset a SET managing_department = (SELECT d.id FROM gunmane.department d WHERE d.study_area = a.study_area ORDER BY d.id LIMIT 1) WHERE dense_id % 3 = 0
            """);
        var expected = JsonNode.Parse((string)(await host.ScalarAsync("""
            SELECT json_object_agg(a.id, json_build_array(s.code, o.code, o.name, d.name))::text FROM gunmane.asset a JOIN gunmane.study_area s ON s.id = a.study_area
            LEFT JOIN gunmane.organisation o ON o.id = a.owner_org LEFT JOIN gunmane.department d ON d.id = a.managing_department
            """))!)!.AsObject();
        var features = await FeaturesAsync(Assets);
        Assert.Equal(expected.Count, features.Count);
        Assert.All(features, feature => Assert.Equal(expected[(string)feature["id"]!]!.ToJsonString(), Named(feature).ToJsonString()));
        for (var column = 0; column < 4; column++) Assert.Contains(features, feature => Named(feature)[column] is not null);
        for (var column = 1; column < 4; column++) Assert.Contains(features, feature => Named(feature)[column] is null);
        var one = features.First(feature => feature["properties"]!["managing_department"] is not null);
        Assert.Equal(one["properties"]!.ToJsonString(), (await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/collections/assets/items/{one["id"]}", Now))!["properties"]!.ToJsonString());
    }

    [Theory]
    [InlineData("UPDATE gunmane.organisation SET name = name || '（改称）' WHERE name NOT LIKE '%（改称）'", "owner_name")]
    [InlineData("UPDATE gunmane.organisation SET code = '00999' WHERE id = (SELECT owner_org FROM gunmane.asset WHERE owner_org IS NOT NULL ORDER BY study_area, dense_id LIMIT 1)", "owner")]
    [InlineData("UPDATE gunmane.study_area SET code = code || '-2'", "study_area")]
    public async Task A_new_name_shows_on_the_next_page(string change, string field)
    {
        var before = (await FeaturesAsync(Assets)).First(feature => feature["properties"]![field] is not null && feature["properties"]!["owner"] is not null);
        await host.ExecuteAsync(change);
        var after = (await FeaturesAsync(Assets)).First(feature => (string)feature["id"]! == (string)before["id"]!);
        Assert.NotEqual((string)before["properties"]![field]!, (string?)after["properties"]![field]);
    }

    [Fact]
    public async Task Texts_come_as_they_are_stored_whatever_is_in_them()
    {
        await using var connection = await host.OpenAsync();
        var characters = Gen.OneOf(Gen.Char['\u0001', '\u007f'].Select(one => one.ToString()), Gen.Int[0, Hard.Length - 1].Select(at => Hard[at]));
        await characters.Array[0, 40].Select(string.Concat).SampleAsync(async text =>
        {
            await using var command = new Npgsql.NpgsqlCommand("UPDATE gunmane.asset SET name = $1, attributes = jsonb_build_object($1, $1) WHERE study_area = 1 AND dense_id = 1 RETURNING id", connection) { Parameters = { new() { Value = text } } };
            var id = ((Guid)(await command.ExecuteScalarAsync(Now))!).ToString();
            var feature = (await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/collections/assets/items/{id}", Now))!["properties"]!;
            Assert.Equal(text, (string?)feature["name"]);
            Assert.Equal(text, (string?)feature["attributes"]![text]);
        }, iter: 100, threads: 1);
    }

    [Fact]
    public async Task Numbers_are_the_stored_ones_to_the_last_bit_and_what_is_no_number_is_null()
    {
        await using var connection = await host.OpenAsync();
        await Gen.OneOf(Gen.Double, Gen.Int[0, Bounds.Length - 1].Select(at => Bounds[at])).SampleAsync(async number =>
        {
            await using var command = new Npgsql.NpgsqlCommand("UPDATE gunmane.asset SET length_m = $1 WHERE study_area = 1 AND dense_id = 1 RETURNING id", connection) { Parameters = { new() { Value = number } } };
            var id = ((Guid)(await command.ExecuteScalarAsync(Now))!).ToString();
            var value = (await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/collections/assets/items/{id}", Now))!["properties"]!["length_m"];
            Assert.Equal(double.IsFinite(number) ? number : null, (double?)value);
        }, iter: 100, threads: 1);
    }

    [Fact]
    public async Task A_place_without_coordinates_does_not_break_off_the_page()
    {
        var before = await FeaturesAsync(Assets);
        var id = (Guid)(await host.ScalarAsync("UPDATE gunmane.asset SET geom = ST_SetSRID(ST_MakePoint('Infinity', 35), 6668) WHERE study_area = 1 AND dense_id = 2 RETURNING id"))!;
        var features = await FeaturesAsync(Assets);
        Assert.Equal(before.Select(feature => (string?)feature["id"]), features.Select(feature => (string?)feature["id"]));
        Assert.Null(features.Single(feature => (string)feature["id"]! == id.ToString())["geometry"]);
    }

    private async Task<List<JsonNode>> FeaturesAsync(string path) => [.. (await host.Client.GetFromJsonAsync<JsonObject>(path, Now))!["features"]!.AsArray().Select(feature => feature!)];

    private static JsonArray Named(JsonNode feature) => new([.. ((string[])["study_area", "owner", "owner_name", "managing_department"]).Select(name => feature["properties"]![name]?.DeepClone())]);
}
