using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GunMane.MapApi.Tests.Health;

/// <summary>What /health/ready says of each part of a service whose database is there.</summary>
public sealed class HealthTests(CoastHost host) : IClassFixture<CoastHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_can_work_says_so_of_each_part()
    {
        var (status, answer) = await ReadyAsync(host.Client);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("ready", (string?)answer["status"]);
        Assert.Equal("database True, schema True, workers True", Parts(answer));
    }

    [Fact]
    public async Task A_migration_that_is_missing_is_named()
    {
        var hash = await host.ScalarAsync("DELETE FROM gunmane.schema_step WHERE name = '0009_lone_cells.sql' RETURNING hash");
        var (status, answer) = await ReadyAsync(host.Client);
        await host.ExecuteAsync($"INSERT INTO gunmane.schema_step (name, hash) VALUES ('0009_lone_cells.sql', '{hash}')");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("database True, schema False, workers True", Parts(answer));
        Assert.Contains("0009_lone_cells.sql", (string?)answer["detail"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await ReadyAsync(host.Client)).Status);
    }

    [Fact]
    public async Task A_migration_in_another_wording_is_named()
    {
        await host.ExecuteAsync("UPDATE gunmane.schema_step SET hash = 'x' || hash WHERE name = '0009_lone_cells.sql'");
        var (status, answer) = await ReadyAsync(host.Client);
        await host.ExecuteAsync("UPDATE gunmane.schema_step SET hash = substr(hash, 2) WHERE name = '0009_lone_cells.sql'");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("database True, schema False, workers True", Parts(answer));
    }

    [Fact]
    public async Task A_newer_service_on_the_same_database_leaves_this_one_ready()
    {
        await host.ExecuteAsync("UPDATE gunmane.schema_step SET hash = 'x' || hash WHERE name = 'functions'; INSERT INTO gunmane.schema_step (name, hash) VALUES ('9999_later.sql', 'x')");
        var (status, answer) = await ReadyAsync(host.Client);
        await host.ExecuteAsync("UPDATE gunmane.schema_step SET hash = substr(hash, 2) WHERE name = 'functions'; DELETE FROM gunmane.schema_step WHERE name = '9999_later.sql'");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("another version", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workers_that_stopped_are_named()
    {
        await using var other = new CoastHost();
        await other.InitializeAsync();
        await other.Services.GetServices<IHostedService>().Single(service => service.GetType().Name == "JobWorkers").StopAsync(Now);
        var (status, answer) = await ReadyAsync(other.Client);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("database True, schema True, workers False", Parts(answer));
    }

    [Fact]
    public async Task The_look_at_the_database_is_over_when_its_time_is()
    {
        await using var connection = await host.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("BEGIN; LOCK TABLE gunmane.schema_step IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync(Now);
        var (status, answer) = await ReadyAsync(host.Client);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("database False, schema False, workers True", Parts(answer));
    }

    internal static async Task<(HttpStatusCode Status, JsonObject Answer)> ReadyAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/health/ready", Now);
        Assert.Equal(answer.IsSuccessStatusCode ? "application/json" : "application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(answer.IsSuccessStatusCode, answer.Headers.RetryAfter is null);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!);
    }

    internal static string Parts(JsonObject answer) => string.Join(", ", answer["parts"]!.AsArray().Select(part => $"{part!["name"]} {(bool)part["ready"]!}"));
}
