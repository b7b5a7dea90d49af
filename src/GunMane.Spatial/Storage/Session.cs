using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>One open transaction, with the scope it acts in.</summary>
public sealed class Session(NpgsqlConnection connection, AccessScope scope)
{
    /// <summary>The connection, for COPY.</summary>
    public NpgsqlConnection Connection => connection;

    /// <summary>Who acts.</summary>
    public AccessScope Scope => scope;

    /// <summary>A command for a named query with positional parameters ($1, $2 …). Null becomes SQL NULL.</summary>
    public NpgsqlCommand Command(string query, params object?[] values)
    {
        var command = new NpgsqlCommand(SqlText.Query(query), connection);
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    /// <summary>Runs a named query; returns the number of rows touched.</summary>
    public async Task<int> ExecuteAsync(string query, CancellationToken cancellation, params object?[] values)
    {
        await using var command = Command(query, values);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The first column of the first row, or default if there is no row or it is NULL.</summary>
    public async Task<T?> ScalarAsync<T>(string query, CancellationToken cancellation, params object?[] values)
    {
        await using var command = Command(query, values);
        return await command.ExecuteScalarAsync(cancellation) is T value ? value : default;
    }

    /// <summary>All rows of a named query, each made by <paramref name="row"/>.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(
        string query, Func<NpgsqlDataReader, T> row, CancellationToken cancellation, params object?[] values)
    {
        await using var command = Command(query, values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation)) rows.Add(row(reader));
        return rows;
    }
}
