using System.Diagnostics;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>Statements and clocks of the benches that have PostgreSQL as their rival.</summary>
internal static class Sql
{
    private const int Patience = 3600;

    /// <summary>An open connection.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(string connection, CancellationToken cancellation)
    {
        var opened = new NpgsqlConnection(connection);
        await opened.OpenAsync(cancellation);
        return opened;
    }

    /// <summary>Runs a statement.</summary>
    public static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Patience };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The one value of a query.</summary>
    public static async Task<T> ValueAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Patience };
        return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>
    /// What a session of a rival may use: all cores, memory for its hash tables, no compilation. The plans that PostgreSQL then picks were
    /// compared with those it picks without parallel workers; it is left to choose.
    /// </summary>
    public static Task AtItsBestAsync(NpgsqlConnection connection, CancellationToken cancellation) => RunAsync(connection,
        FormattableString.Invariant($"SET work_mem = '1GB'; SET hash_mem_multiplier = 2; SET jit = off; SET max_parallel_workers_per_gather = {Environment.ProcessorCount}"), cancellation);

    /// <summary>Seconds that a piece of work takes.</summary>
    public static async Task<double> TimeAsync(Func<Task> work)
    {
        GC.Collect();
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Seconds that a piece of work takes.</summary>
    public static double Time(Action work)
    {
        GC.Collect();
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }
}
