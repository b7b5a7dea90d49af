using System.Data;
using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>
/// The one way to PostGIS. Every call runs in a transaction that has set the service's role, the actor and the
/// organisation for its own duration only.
/// </summary>
public sealed class Database(NpgsqlDataSource source) : IAsyncDisposable
{
    /// <summary>Opens a pool on a connection string, with geometry types as NetTopologySuite.</summary>
    public static Database Open(string connectionString, int commandTimeoutSeconds = 300)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.CommandTimeout = commandTimeoutSeconds;
        builder.ConnectionStringBuilder.ApplicationName = "gunmane";
        builder.UseNetTopologySuite();
        return new Database(builder.Build());
    }

    /// <summary>Runs work that only reads (READ COMMITTED, read-only).</summary>
    public Task<T> ReadAsync<T>(AccessScope scope, Func<Session, Task<T>> work, CancellationToken cancellation) =>
        RunAsync(scope, IsolationLevel.ReadCommitted, readOnly: true, work, cancellation);

    /// <summary>Runs work on one unchanging view of the data (REPEATABLE READ, read-only).</summary>
    public Task<T> SnapshotAsync<T>(AccessScope scope, Func<Session, Task<T>> work, CancellationToken cancellation) =>
        RunAsync(scope, IsolationLevel.RepeatableRead, readOnly: true, work, cancellation);

    /// <summary>Runs work that writes: all of it or nothing.</summary>
    public Task<T> WriteAsync<T>(AccessScope scope, Func<Session, Task<T>> work, CancellationToken cancellation) =>
        RunAsync(scope, IsolationLevel.ReadCommitted, readOnly: false, work, cancellation);

    /// <summary>Runs work that writes: all of it or nothing.</summary>
    public Task WriteAsync(AccessScope scope, Func<Session, Task> work, CancellationToken cancellation) =>
        WriteAsync(scope, async session => { await work(session); return true; }, cancellation);

    /// <summary>Runs work that writes and takes all of it back: what would come of it.</summary>
    public async Task<T> RehearseAsync<T>(AccessScope scope, Func<Session, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        await EnterAsync(connection, scope, readOnly: false, cancellation);
        var result = await work(new Session(connection, scope));
        await transaction.RollbackAsync(cancellation);
        return result;
    }

    /// <summary>A connection outside any transaction, for LISTEN only.</summary>
    public ValueTask<NpgsqlConnection> ListenAsync(CancellationToken cancellation) => source.OpenConnectionAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task<T> RunAsync<T>(
        AccessScope scope, IsolationLevel isolation, bool readOnly, Func<Session, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(isolation, cancellation);
        await EnterAsync(connection, scope, readOnly, cancellation);
        var result = await work(new Session(connection, scope));
        await transaction.CommitAsync(cancellation);
        return result;
    }

    private static async Task EnterAsync(NpgsqlConnection connection, AccessScope scope, bool readOnly, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(SqlText.Query("session.enter"), connection);
        command.Parameters.AddWithValue(scope.Actor);
        command.Parameters.AddWithValue(scope.Organisation);
        command.Parameters.AddWithValue(readOnly ? "on" : "off");
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
