using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>How many rows of a table moved when a prefecture got its own partition, or gave it back.</summary>
/// <param name="Fact">asset or contract.</param>
/// <param name="Rows">Rows that moved.</param>
public sealed record MovedRows(string Fact, long Rows);

/// <summary>Partitions by prefecture (docs/decisions/0005-partitions-by-prefecture.md).</summary>
public static class PartitionStore
{
    /// <summary>
    /// Gives a prefecture partitions of its own, or takes them back. Waits for whoever works with assets and orders, and
    /// keeps all others out until the transaction ends; no answer of the service changes by it.
    /// </summary>
    /// <param name="session">A session that may write.</param>
    /// <param name="prefecture">Two digits; 00 for what lies nowhere known.</param>
    /// <param name="back">Takes the partition back.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="GunManeException">No two digits (BadInput); the partition is there already, or is not (Conflict).</exception>
    public static async Task<IReadOnlyList<MovedRows>> MoveAsync(Session session, string prefecture, bool back, CancellationToken cancellation)
    {
        if (prefecture.Length != 2 || !prefecture.All(char.IsAsciiDigit))
            throw new GunManeException(Refusal.BadInput, $"都道府県コードは 01〜47 のような二桁の数字です: {prefecture} (A prefecture is two digits.)", "prefecture");
        try
        {
            return await session.ListAsync(back ? "partitions.back" : "partitions.own", row => new MovedRows(row.GetString(0), row.GetInt64(1)), cancellation, prefecture);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.UndefinedTable)
        {
            throw new GunManeException(Refusal.Conflict, e.MessageText, "prefecture");
        }
    }
}
