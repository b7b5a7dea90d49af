using GunMane.MapApi.Http;
using GunMane.Spatial.Storage;
using GunMane.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GunMane.MapApi.Tests;

/// <summary>The service with the made-up coast of small_coast.sql.</summary>
public class CoastHost : TestHost
{
    protected override async Task ArrangeAsync(Database empty)
    {
        await using var stream = typeof(CoastHost).Assembly.GetManifestResourceStream("small_coast.sql")!;
        using var reader = new StreamReader(stream);
        await ExecuteAsync(await reader.ReadToEndAsync());
    }

    /// <summary>Runs SQL as the superuser, to arrange, and waits until the service has heard of it: another process's change reaches it by notification.</summary>
    public async Task ExecuteAsync(string sql)
    {
        var notifications = Services.GetRequiredService<Notifications>();
        var before = notifications.Changes;
        await ScalarAsync($"{sql}; NOTIFY {Listener.Versions}");
        for (var waited = 0; before is not null && notifications.Changes == before; waited++)
        {
            if (waited == 1000) throw new TimeoutException("The service did not hear of the change.");
            await Task.Delay(10);
        }
    }

    /// <summary>The first value of a query of the superuser.</summary>
    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A connection of the superuser.</summary>
    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Administrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
