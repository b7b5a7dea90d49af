using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Groups;

/// <summary>The service with the model region, loaded the way the page asks for it.</summary>
public sealed class ModelRegionHost : TestHost
{
    /// <summary>Code of the model region.</summary>
    public string Code { get; private set; } = "";

    protected override async Task ArrangeAsync(Database empty)
    {
        await LoadAsync();
        Code = (string)(await Client.GetFromJsonAsync<JsonArray>("/api/areas"))![0]!["code"]!;
    }

    /// <summary>Asks for it and waits until it is there.</summary>
    public async Task LoadAsync()
    {
        using var answer = await Client.PostAsync("/api/areas/model", null);
        answer.EnsureSuccessStatusCode();
        var job = (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["job"];
        JsonObject? state = null;
        await TestWait.UntilAsync(async () => (state = await Client.GetFromJsonAsync<JsonObject>($"/ogc/jobs/{job}"))!["finished"] is not null);
        if ((string?)state!["status"] != "successful")
            throw new InvalidOperationException($"The model region was not loaded: {state["message"]} {string.Join('\n', Log.Where(line => line.StartsWith("Error", StringComparison.Ordinal)))}");
    }
}
