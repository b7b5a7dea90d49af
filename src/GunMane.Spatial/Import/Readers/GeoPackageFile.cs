using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GunMane.Spatial.Import.Readers;

/// <summary>A table of a GeoPackage that holds rows.</summary>
/// <param name="Name">Name of the table.</param>
/// <param name="Geometry">Its geometry column; null of a table of attributes.</param>
/// <param name="Srs">srs_id of the geometry column.</param>
internal sealed record GeoPackageTable(string Name, string? Geometry, long Srs);

/// <summary>Opens GeoPackages (OGC 12-128) read-only and as strangers' files: no trusted schema, no value beyond 256 MB, structure checked.</summary>
internal static class GeoPackageFile
{
    private const int LongestValue = 1 << 28;

    /// <summary>Opens the database.</summary>
    /// <exception cref="Model.GunManeException">It is no SQLite database.</exception>
    public static SqliteConnection Open(DataFile file) => Guard(file, () =>
    {
        // A journal beside the file belongs to it; without one, SQLite must not try to make any.
        var uri = $"file:{string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString))}{(File.Exists(file.Path + "-wal") ? "" : "?immutable=1")}";
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = uri, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            connection.Open();
            raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_LENGTH, LongestValue);
            Text(connection, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA schema_version");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });

    /// <summary>Its tables of features and attributes, by name. Views are not among them.</summary>
    /// <exception cref="Model.GunManeException">It is no GeoPackage.</exception>
    public static IReadOnlyList<GeoPackageTable> Tables(DataFile file)
    {
        using var connection = Open(file);
        return Guard(file, () =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT c.table_name, g.column_name, coalesce(g.srs_id, 0) FROM gpkg_contents c
                LEFT JOIN gpkg_geometry_columns g ON lower(g.table_name) = lower(c.table_name)
                WHERE c.data_type IN ('features', 'attributes', 'aspatial')
                  AND EXISTS (SELECT 1 FROM sqlite_master m WHERE lower(m.name) = lower(c.table_name) AND m.type = 'table')
                ORDER BY c.table_name
                """;
            using var reader = command.ExecuteReader();
            var tables = new List<GeoPackageTable>();
            while (reader.Read()) tables.Add(new GeoPackageTable(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt64(2)));
            return tables.Count > 0 ? tables : throw file.Refuse("中に地物や属性の表がありません。", "there is no table of features or attributes");
        });
    }

    /// <summary>The first value of a statement as text; null if there is none.</summary>
    public static string? Text(SqliteConnection connection, string sql, params (string Name, object Value)[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        return command.ExecuteScalar() is { } found and not DBNull ? Convert.ToString(found, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Runs a step; what SQLite finds wrong refuses the file.</summary>
    public static T Guard<T>(DataFile file, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException or InvalidCastException or FormatException or ArgumentException or OverflowException)
        {
            throw file.Refuse("GeoPackage として読めないか、壊れています。もう一度入手してください。", $"not a readable GeoPackage: {e.Message}", e);
        }
    }
}
