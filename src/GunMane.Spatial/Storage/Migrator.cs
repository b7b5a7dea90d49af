using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>
/// Brings a database to this version: extension and roles, then migrations (each once, frozen by hash), then
/// functions (again whenever one changed). Runs under the migrator's role; the service's role owns nothing.
/// </summary>
public static class Migrator
{
    /// <summary>Name of the step that stands for all functions.</summary>
    internal const string Functions = "functions";

    private const int OldestServer = 150000;
    private static readonly Version OldestPostGis = new(3, 3);

    /// <summary>Brings the database up to date. Safe to call from several processes at once.</summary>
    /// <exception cref="GunManeException">PostgreSQL or PostGIS is too old or missing, a right is missing, or a frozen migration was edited.</exception>
    public static async Task MigrateAsync(string connectionString, Action<string> say, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(connectionString, cancellation);
        await CheckServerAsync(connection, cancellation);
        await ExecuteAsync(connection, "SELECT pg_advisory_lock(hashtext('gunmane.migrate'))", cancellation);
        await PrepareAsync(connection, cancellation);
        foreach (var (name, text) in SqlText.Scripts("migrations")) await MigrateOneAsync(connection, name, text, say, cancellation);
        await RefreshFunctionsAsync(connection, say, cancellation);
    }

    // Not pooled: the advisory lock ends with the connection.
    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        try
        {
            var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database.ForPrimary(connectionString)) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException)
        {
            throw new GunManeException(Refusal.Environment, "データベースにつながりません。接続文字列（GUNMANE_DB）とサーバーを確かめてください。"
                + $"(Cannot connect to the database; check GUNMANE_DB. {e.Message})");
        }
    }

    private static async Task CheckServerAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var server = int.Parse(await ScalarAsync(connection, "SHOW server_version_num", cancellation) ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        if (server < OldestServer)
            throw new GunManeException(Refusal.Environment, $"PostgreSQL {server / 10000} は古すぎます。15 以上が必要です。(PostgreSQL ≥ 15 is needed.)");
        try
        {
            await ExecuteAsync(connection, "CREATE EXTENSION IF NOT EXISTS postgis", cancellation);
        }
        catch (PostgresException e)
        {
            throw new GunManeException(Refusal.Environment, "PostGIS がこのデータベースで使えません。管理者に CREATE EXTENSION postgis を頼んでください。"
                + $"(PostGIS is missing: ask the administrator for CREATE EXTENSION postgis. {e.MessageText})");
        }

        var postgis = new Version(await ScalarAsync(connection, "SELECT substring(postgis_lib_version() from '^[0-9]+\\.[0-9]+')", cancellation) ?? "0.0");
        if (postgis < OldestPostGis)
            throw new GunManeException(Refusal.Environment, $"PostGIS {postgis} は古すぎます。3.3 以上が必要です。(PostGIS ≥ 3.3 is needed.)");
    }

    private static async Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            await ExecuteAsync(connection, SqlText.Query("migrate.roles"), cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new GunManeException(Refusal.Environment, "役割 gunmane_service を作れません。管理者に CREATE ROLE gunmane_service NOLOGIN; "
                + $"GRANT gunmane_service TO 接続ユーザー; を頼んでください。(The role gunmane_service is missing. {e.MessageText})");
        }

        await ExecuteAsync(connection, SqlText.Query("migrate.ledger"), cancellation);
    }

    private static async Task MigrateOneAsync(NpgsqlConnection connection, string name, string text, Action<string> say, CancellationToken cancellation)
    {
        var hash = SqlText.Hash(text);
        var applied = await ScalarAsync(connection, "SELECT hash FROM gunmane.schema_step WHERE name = $1", cancellation, name);
        if (applied == hash) return;
        if (applied is not null)
            throw new GunManeException(Refusal.Environment, $"Migration {name} was edited after it ran here. Write a new one instead.");
        say($"migration {name}");
        await ApplyAsync(connection, name, text, hash, cancellation);
    }

    private static async Task RefreshFunctionsAsync(NpgsqlConnection connection, Action<string> say, CancellationToken cancellation)
    {
        var scripts = SqlText.Scripts("functions");
        var hash = SqlText.Hash(string.Concat(scripts.Select(script => script.Text)));
        if (await ScalarAsync(connection, "SELECT hash FROM gunmane.schema_step WHERE name = $1", cancellation, Functions) == hash) return;
        say(Functions);
        await ApplyAsync(connection, Functions, string.Join("\n", scripts.Select(script => script.Text)), hash, cancellation);
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, string name, string text, string hash, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, text, cancellation);
        await ScalarAsync(connection, SqlText.Query("migrate.record"), cancellation, name, hash);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<string?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.AddWithValue(value);
        return await command.ExecuteScalarAsync(cancellation) as string;
    }
}
