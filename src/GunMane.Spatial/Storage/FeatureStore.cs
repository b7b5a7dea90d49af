using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Filtering;
using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>How a page ended.</summary>
/// <param name="Returned">Features on it.</param>
/// <param name="Next">Sort values and key of its last feature where another page follows, else null.</param>
public sealed record FeaturePage(int Returned, IReadOnlyList<string?>? Next);

/// <summary>Reads the collections of OGC API – Features and writes features as they come; no page is held in memory.</summary>
public static class FeatureStore
{
    private const int FlushAt = 32 * 1024;

    /// <summary>How many features match, whatever the page.</summary>
    public static async Task<long> CountAsync(Session session, FeatureQuery query, CancellationToken cancellation)
    {
        await using var command = query.Count(session.Connection);
        try
        {
            return (long)(await command.ExecuteScalarAsync(cancellation))!;
        }
        catch (PostgresException e) when (query.Filter is not null && IsOfValues(e))
        {
            throw CqlFault.At("", "計算があふれたか、図形を変換できませんでした。値と filter-crs を確かめてください。", $"A calculation overflowed or a geometry can't be converted: {e.MessageText}");
        }
    }

    // Class 22 is data exceptions (overflow, a power that is no number), XX000 is what GEOS and PROJ refuse.
    internal static bool IsOfValues(PostgresException e) => e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState == PostgresErrorCodes.InternalError;

    /// <summary>Writes the features of a page as elements of an array.</summary>
    /// <param name="session">The session.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="names">What features have by number, as the session sees it.</param>
    /// <param name="writer">Stands inside an array.</param>
    /// <param name="flush">Sends what the writer has gathered.</param>
    /// <param name="cancellation">Gives up; reaches PostgreSQL.</param>
    public static async Task<FeaturePage> WriteAsync(
        Session session, FeatureQuery query, FeatureNames names, Utf8JsonWriter writer, Func<Task> flush, CancellationToken cancellation)
    {
        try
        {
            return await WriteRowsAsync(session, query, names, writer, flush, cancellation);
        }
        catch (PostgresException e) when (!query.Crs.IsStorage && IsOfValues(e))
        {
            throw Unprojectable(query);
        }
    }

    private static async Task<FeaturePage> WriteRowsAsync(
        Session session, FeatureQuery query, FeatureNames names, Utf8JsonWriter writer, Func<Task> flush, CancellationToken cancellation)
    {
        await using var command = query.Page(session.Connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var features = new FeatureWriter(query, names, writer);
        var (returned, last) = (0, Array.Empty<byte>());
        while (await reader.ReadAsync(cancellation))
        {
            if (returned == query.Limit) return new FeaturePage(returned, features.Place(last));
            last = reader.GetFieldValue<byte[]>(0);
            features.Write(last);
            returned++;
            if (writer.BytesPending > FlushAt) await flush();
        }

        return new FeaturePage(returned, null);
    }

    /// <summary>Writes one feature with its links (a JSON array); false if there is none of that id.</summary>
    public static async Task<bool> WriteOneAsync(
        Session session, FeatureQuery query, FeatureNames names, string id, Utf8JsonWriter writer, JsonNode links, CancellationToken cancellation)
    {
        await using var command = query.One(session.Connection, id);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            if (!await reader.ReadAsync(cancellation)) return false;
            new FeatureWriter(query, names, writer).Write(await reader.GetFieldValueAsync<byte[]>(0, cancellation), links);
            return true;
        }
        catch (PostgresException e) when (!query.Crs.IsStorage && IsOfValues(e))
        {
            throw Unprojectable(query);
        }
    }

    // A place too far from the system's origin has no coordinates in it.
    private static GunManeException Unprojectable(FeatureQuery query) => new(Refusal.BadInput,
        $"「{query.Crs.Uri}」では表せない場所の図形があります。ほかの座標系を選ぶか、bbox で範囲を絞ってください。(A geometry lies outside of the domain of crs; choose another, or narrow it by bbox.)", "crs");

    /// <summary>Changes whenever a fact of any study area does.</summary>
    public static async Task<string> VersionsAsync(Session session, CancellationToken cancellation) =>
        (await session.ScalarAsync<string>("features.versions", cancellation))!;

    /// <summary>West, south, east, north of a collection; of all municipalities where it has no geometry; null if there are none.</summary>
    public static async Task<double[]?> ExtentAsync(Session session, FeatureCollection collection, CancellationToken cancellation)
    {
        var source = SqlText.Query($"features.{collection.Id}");
        var sql = string.Format(CultureInfo.InvariantCulture, CompositeFormat.Parse(SqlText.Query("features.extent")), source);
        await using var command = new NpgsqlCommand(sql, session.Connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? [reader.GetDouble(0), reader.GetDouble(1), reader.GetDouble(2), reader.GetDouble(3)] : null;
    }
}
