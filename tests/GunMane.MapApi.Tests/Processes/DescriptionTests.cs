using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GunMane.MapApi.Tests.Processes;

/// <summary>What processes tell of their inputs and outputs, to planners and to programmers.</summary>
public sealed partial class DescriptionTests(CoastHost host) : IClassFixture<CoastHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("grouping")]
    [InlineData("comparison")]
    [InlineData("firms")]
    [InlineData("links")]
    public async Task Every_input_and_output_is_explained_in_Japanese_and_in_English(string process)
    {
        var document = (await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/processes/{process}", Now))!;
        var page = System.Net.WebUtility.HtmlDecode(await host.Client.GetStringAsync($"/ogc/processes/{process}?f=html", Now));
        var described = document["inputs"]!.AsObject().Concat(document["outputs"]!.AsObject()).Select(one => (one.Key, Text: (string)one.Value!["description"]!)).ToList();
        Assert.NotEmpty(described);
        Assert.All(described, one => Assert.True(BothLanguages().IsMatch(one.Text), $"{one.Key}: {one.Text}"));
        Assert.All(described, one => Assert.Contains(one.Text, page, StringComparison.Ordinal));
    }

    // A sentence with kana that ends, then English in brackets to the end.
    [GeneratedRegex(@"^[^()]*\p{IsHiragana}[^()]*。\([A-Z0-9][ -~·–²]*\.\)$")]
    private static partial Regex BothLanguages();
}
