using System.Net.Sockets;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>Tells apart what went wrong with the database, for callers that know no driver.</summary>
public static class DatabaseFault
{
    /// <summary>The database can't be reached or is stopping or starting: the same call works later.</summary>
    public static bool IsAway(Exception exception) => exception switch
    {
        PostgresException e => e.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections || e.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException e => e.InnerException is IOException or SocketException or null,
        _ => false,
    };

    /// <summary>A query took longer than it may.</summary>
    public static bool IsTimeout(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } or NpgsqlException { InnerException: TimeoutException };
}
