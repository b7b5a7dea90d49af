using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>Hears PostgreSQL's notifications on one connection, and connects again when the database was away.</summary>
public sealed class Listener(Database database)
{
    /// <summary>Channel of events for pages; the payload is JSON {event, area, data}.</summary>
    public const string Events = "gunmane_events";

    /// <summary>Channel on which versions are told to have changed; no payload (functions/07_versions.sql).</summary>
    public const string Versions = "gunmane_versions";

    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Listens until cancelled.</summary>
    /// <param name="heard">Called with channel and payload of every notification.</param>
    /// <param name="connected">Called whenever listening begins (again): what happened before may have been missed.</param>
    /// <param name="lost">Called whenever it ends: from now on nothing is heard.</param>
    /// <param name="cancellation">Ends listening.</param>
    public async Task RunAsync(Action<string, string> heard, Action connected, Action lost, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(heard, connected, lost, cancellation);
            }
            catch (NpgsqlException) when (!cancellation.IsCancellationRequested)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private async Task ListenAsync(Action<string, string> heard, Action connected, Action lost, CancellationToken cancellation)
    {
        await using var connection = await database.ListenAsync(cancellation);
        connection.Notification += (_, notice) => heard(notice.Channel, notice.Payload);
        await ExecuteAsync(connection, $"LISTEN {JobStore.Channel}; LISTEN {Events}; LISTEN {Versions}", cancellation);
        connected();
        try
        {
            while (true)
            {
                // A connection that died silently is noticed by the probe.
                if (!await connection.WaitAsync(Probe, cancellation)) await ExecuteAsync(connection, "SELECT 1", cancellation);
            }
        }
        finally
        {
            lost();
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
