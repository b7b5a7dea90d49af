using System.Data;
using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>
/// The one way to PostGIS. Every call runs in a transaction that has set the service's role, the actor and the
/// organisation for its own duration only. Where the connection string names several hosts, writes go to the primary and
/// reads to a streaming standby that has everything the primary showed when the read began (<see cref="Standbys"/>).
/// </summary>
public sealed class Database : IAsyncDisposable
{
    private const int HostRecheckSeconds = 2;

    // Statements that a connection keeps planned, the least used replaced first.
    private const int MaxPrepared = 60;
    private readonly NpgsqlDataSource source;
    private readonly NpgsqlDataSource primary;
    private readonly Standbys? standbys;
    private readonly Database? whole;
    private readonly TimeSpan? longest;

    private long writes;

    private Database(Database whole, TimeSpan? longest) : this(whole.source, whole.primary, whole.standbys) => (this.whole, this.longest) = (whole.whole ?? whole, longest);

    private Database(NpgsqlDataSource source, NpgsqlDataSource primary, Standbys? standbys) => (this.source, this.primary, this.standbys) = (source, primary, standbys);

    /// <summary>Opens a pool on a connection string (one host, or several by commas), with geometry types as NetTopologySuite.</summary>
    public static Database Open(string connectionString, int commandTimeoutSeconds = 300)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.CommandTimeout = commandTimeoutSeconds;
        builder.ConnectionStringBuilder.ApplicationName = "gunmane";
        builder.ConnectionStringBuilder.MaxAutoPrepare = MaxPrepared;
        builder.UseNetTopologySuite();
        // Metrics call the pool by this instead of by its connection string.
        builder.Name = "gunmane";
        if (!HasSeveralHosts(builder.ConnectionStringBuilder))
        {
            var only = builder.Build();
            return new Database(only, only, null);
        }

        // How long a promoted standby is still taken for one: the driver's ten seconds keep planners from saving for as long.
        if (!builder.ConnectionStringBuilder.ShouldSerialize("Host Recheck Seconds")) builder.ConnectionStringBuilder.HostRecheckSeconds = HostRecheckSeconds;
        builder.ConnectionStringBuilder.TargetSessionAttributes = null;
        var hosts = builder.BuildMultiHost();
        var primary = hosts.WithTargetSession(TargetSessionAttributes.Primary);
        return new Database(hosts, primary, new Standbys(primary, hosts.WithTargetSession(TargetSessionAttributes.Standby)));
    }

    /// <summary>
    /// The same database for one request: each statement may take so long (statement_timeout; where the server itself allows less, that holds). It
    /// shares the connections and is not to be disposed of.
    /// </summary>
    /// <param name="longest">How long; null for as long as it takes.</param>
    public Database Within(TimeSpan? longest) => new(this, longest);

    /// <summary>Rises after each end of work that writes: what was read before may be stale since.</summary>
    public long Writes => Interlocked.Read(ref (whole ?? this).writes);

    /// <summary>The connection string of the primary alone, for work that no standby can do.</summary>
    public static string ForPrimary(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (HasSeveralHosts(builder)) builder.TargetSessionAttributes = "primary";
        return builder.ConnectionString;
    }

    /// <summary>Runs work that only reads (READ COMMITTED, read-only). It may run twice: when a standby fails under it, again on the primary.</summary>
    public Task<T> ReadAsync<T>(AccessScope scope, Func<Session, Task<T>> work, CancellationToken cancellation) =>
        ReadOnlyAsync(scope, IsolationLevel.ReadCommitted, repeatable: true, work, cancellation);

    /// <summary>Runs work on one unchanging view of the data (REPEATABLE READ, read-only). It may run twice, as in <see cref="ReadAsync{T}"/>.</summary>
    public Task<T> SnapshotAsync<T>(AccessScope scope, Func<Session, Task<T>> work, CancellationToken cancellation) =>
        ReadOnlyAsync(scope, IsolationLevel.RepeatableRead, repeatable: true, work, cancellation);

    /// <summary>As <see cref="SnapshotAsync{T}"/>, for work that sends what it reads while it reads: it is never run twice.</summary>
    public Task<T> StreamAsync<T>(AccessScope scope, Func<Session, Task<T>> work, CancellationToken cancellation) =>
        ReadOnlyAsync(scope, IsolationLevel.RepeatableRead, repeatable: false, work, cancellation);

    /// <summary>Runs work that writes: all of it or nothing.</summary>
    public async Task<T> WriteAsync<T>(AccessScope scope, Func<Session, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await OpenForWritingAsync(cancellation);
        try
        {
            return await RunAsync(connection, scope, IsolationLevel.ReadCommitted, readOnly: false, work, cancellation);
        }
        finally
        {
            // Also when it failed: whether a commit that broke off was made is not known.
            Interlocked.Increment(ref (whole ?? this).writes);
        }
    }

    /// <summary>Runs work that writes: all of it or nothing.</summary>
    public Task WriteAsync(AccessScope scope, Func<Session, Task> work, CancellationToken cancellation) =>
        WriteAsync(scope, async session => { await work(session); return true; }, cancellation);

    /// <summary>Runs work that writes and takes all of it back: what would come of it.</summary>
    public async Task<T> RehearseAsync<T>(AccessScope scope, Func<Session, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await OpenForWritingAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        await EnterAsync(connection, scope, readOnly: false, cancellation);
        var result = await work(new Session(connection, scope));
        await transaction.RollbackAsync(cancellation);
        return result;
    }

    /// <summary>A connection to the primary outside any transaction, for LISTEN only.</summary>
    public ValueTask<NpgsqlConnection> ListenAsync(CancellationToken cancellation) => primary.OpenConnectionAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => whole is null ? source.DisposeAsync() : ValueTask.CompletedTask;

    private static bool HasSeveralHosts(NpgsqlConnectionStringBuilder builder) => builder.Host?.Contains(',', StringComparison.Ordinal) == true;

    private async Task<NpgsqlConnection> OpenForWritingAsync(CancellationToken cancellation)
    {
        try
        {
            return await primary.OpenConnectionAsync(cancellation);
        }
        catch (NpgsqlException e) when (standbys is not null && DatabaseFault.IsAway(e))
        {
            throw new PrimaryAwayException(e);
        }
    }

    private async Task<T> ReadOnlyAsync<T>(
        AccessScope scope, IsolationLevel isolation, bool repeatable, Func<Session, Task<T>> work, CancellationToken cancellation)
    {
        if (standbys is not null && await standbys.TryOpenAsync(cancellation) is { } standby)
        {
            await using (standby)
            {
                try
                {
                    return await RunAsync(standby, scope, isolation, readOnly: true, work, cancellation);
                }
                catch (Exception e) when (repeatable && DatabaseFault.IsStandbyFailing(e))
                {
                    // Killed, or rows that it read were cleaned away on the primary: the primary answers.
                }
            }
        }

        await using var connection = await primary.OpenConnectionAsync(cancellation);
        return await RunAsync(connection, scope, isolation, readOnly: true, work, cancellation);
    }

    private async Task<T> RunAsync<T>(
        NpgsqlConnection connection, AccessScope scope, IsolationLevel isolation, bool readOnly, Func<Session, Task<T>> work, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(isolation, cancellation);
        await EnterAsync(connection, scope, readOnly, cancellation);
        var result = await work(new Session(connection, scope));
        await transaction.CommitAsync(cancellation);
        return result;
    }

    private async Task EnterAsync(NpgsqlConnection connection, AccessScope scope, bool readOnly, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(SqlText.Query("session.enter"), connection);
        command.Parameters.AddWithValue(scope.Actor);
        command.Parameters.AddWithValue(scope.Organisation);
        command.Parameters.AddWithValue(readOnly ? "on" : "off");
        command.Parameters.AddWithValue((int)(longest?.TotalMilliseconds ?? 0));
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
