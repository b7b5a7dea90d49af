using System.Net.Sockets;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>Tells apart what went wrong with the database, for callers that know no driver.</summary>
public static class DatabaseFault
{
    // ENOSPC, as .NET hands it on.
    private const int NoSpaceLeft = 28;

    /// <summary>The database can't be reached or is stopping or starting: the same call works later.</summary>
    public static bool IsAway(Exception exception) => exception switch
    {
        PostgresException e => e.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections || e.SqlState.StartsWith("08", StringComparison.Ordinal),
        // An aggregate: none of several hosts could be reached.
        NpgsqlException e => e.InnerException is IOException or SocketException or AggregateException or NpgsqlException or null,
        _ => false,
    };

    /// <summary>Only the primary is away: what is there can be read, nothing can be saved.</summary>
    public static bool IsPrimaryAway(Exception exception) => exception is PrimaryAwayException;

    /// <summary>A standby can't go on with a read that the primary can do.</summary>
    internal static bool IsStandbyFailing(Exception exception) =>
        IsAway(exception) || exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DatabaseDropped }
            or NpgsqlException { InnerException: TimeoutException, SqlState: null };

    /// <summary>Code and place of a fault of the database, without any value of a row; null if the fault is none of the database.</summary>
    public static string? Describe(Exception exception) => exception switch
    {
        PostgresException e => string.Join(' ', new[] { e.SqlState, e.SchemaName, e.TableName, e.ColumnName, e.ConstraintName, e.Routine }.Where(part => !string.IsNullOrEmpty(part))),
        NpgsqlException e => e.IsTransient ? "transient" : "not transient",
        _ => null,
    };

    /// <summary>The database is there, but not with the role and tables that it should have.</summary>
    public static bool IsSchemaFault(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedObject
            or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.InsufficientPrivilege,
    };

    /// <summary>There is no room left, on the disk of the database or on the one of the service.</summary>
    public static bool IsDiskFull(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.DiskFull } or IOException { HResult: NoSpaceLeft };

    /// <summary>A query took longer than it may.</summary>
    public static bool IsTimeout(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } or NpgsqlException { InnerException: TimeoutException };
}

/// <summary>None of the hosts is a primary at the moment.</summary>
internal sealed class PrimaryAwayException(Exception reason) : NpgsqlException("The primary is away.", reason);
