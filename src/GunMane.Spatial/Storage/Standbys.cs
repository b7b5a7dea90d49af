using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>
/// Finds a streaming standby for a read. Nobody is ever shown an older state than anyone has seen before: the primary is
/// asked first how far its log had come when it last showed something new, and a standby that has not replayed so much is
/// not taken. That is one short question per read; it holds for several services on one database and for what changed
/// outside of them. While the primary is away, a standby answers with all that it received.
/// </summary>
internal sealed class Standbys(NpgsqlDataSource primary, NpgsqlDataSource standby)
{
    private Mark? latest;

    /// <summary>An open connection to a standby that may be read from, or null: then the primary is to be asked.</summary>
    public async Task<NpgsqlConnection?> TryOpenAsync(CancellationToken cancellation)
    {
        var mark = await MarkAsync(cancellation);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await standby.OpenConnectionAsync(cancellation);
            // Before the read's own transaction: its view must begin after this is known.
            if (await MayReadAsync(connection, mark, cancellation)) return connection;
        }
        catch (Exception e) when (DatabaseFault.IsStandbyFailing(e))
        {
            // There is none, or the pool gave a connection to one that was killed.
        }

        if (connection is not null) await connection.DisposeAsync();
        return null;
    }

    /// <summary>Where the primary's log stood when what it shows last changed; null while it is away.</summary>
    private async Task<string?> MarkAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = await primary.OpenConnectionAsync(cancellation);
            await using var command = new NpgsqlCommand(SqlText.Query("standby.mark"), connection);
            await using var row = await command.ExecuteReaderAsync(cancellation);
            await row.ReadAsync(cancellation);
            var (view, position) = (row.GetString(0), row.GetString(1));
            // The same transactions are visible as before: nothing that was logged since can be missed by a reader. So an
            // import that writes for a minute does not keep standbys from being read.
            if (latest is { } last && last.View == view) return last.Position;
            latest = new Mark(view, position);
            return position;
        }
        catch (Exception e) when (DatabaseFault.IsAway(e))
        {
            return null;
        }
    }

    private static async Task<bool> MayReadAsync(NpgsqlConnection connection, string? mark, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(SqlText.Query(mark is null ? "standby.has_all_it_got" : "standby.has_replayed"), connection);
        if (mark is not null) command.Parameters.AddWithValue(mark);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <param name="View">Which transactions were visible, on which start of the primary.</param>
    /// <param name="Position">Position in the write-ahead log that covers them.</param>
    private sealed record Mark(string View, string Position);
}
