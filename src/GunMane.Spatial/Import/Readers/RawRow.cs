using System.Text.Encodings.Web;
using System.Text.Json;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Import.Readers;

/// <summary>The raw form of a row that stands in no text of its own: its values by column name and its geometry as WKT, as JSON.</summary>
internal static class RawRow
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A row of a table.</summary>
    public static string Json(ColumnSet columns, IReadOnlyList<string?> values) => JsonSerializer.Serialize(Values(columns, values), Options);

    /// <summary>A feature; without geometry it says null there.</summary>
    public static string Json(ColumnSet columns, IReadOnlyList<string?> values, Geometry? geometry)
    {
        var row = Values(columns, values);
        row["geometry"] = geometry?.AsText();
        return JsonSerializer.Serialize(row, Options);
    }

    private static Dictionary<string, string?> Values(ColumnSet columns, IReadOnlyList<string?> values)
    {
        var row = new Dictionary<string, string?>(values.Count + 1);
        for (var at = 0; at < values.Count; at++) row[columns.Names[at]] = values[at] is { } value ? TextEncoding.Readable(value) : null;
        return row;
    }
}
