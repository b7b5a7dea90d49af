using System.Text.Json;
using GunMane.Spatial.Zoning;
using NetTopologySuite.Geometries;
using Npgsql;

namespace GunMane.Spatial.Export;

/// <summary>An asset of a zone as a GeoJSON feature, from a row of <c>export.assets</c>.</summary>
internal static class AssetFeature
{
    /// <summary>Writes the feature.</summary>
    public static void Write(Utf8JsonWriter json, NpgsqlDataReader row, Zone zone)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", row.GetGuid(0));
        json.WritePropertyName("geometry");
        json.WriteRawValue(row.GetString(15), skipInputValidation: true);
        json.WriteStartObject("properties");
        json.WriteString("featureType", "asset");
        json.WriteString("id", row.GetGuid(0));
        WriteWhat(json, row);
        json.WriteString("zone_id", zone.Id.Value);
        json.WriteString("zone_name", zone.Name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The extent of the row's geometry.</summary>
    public static Envelope Extent(NpgsqlDataReader row) => new(row.GetDouble(16), row.GetDouble(18), row.GetDouble(17), row.GetDouble(19));

    private static void WriteWhat(Utf8JsonWriter json, NpgsqlDataReader row)
    {
        string[] texts = ["name", "sector", "kind", "municipality", "municipality_name", "owner", "ledger_number"];
        for (var at = 0; at < texts.Length; at++) json.WriteString(texts[at], row.IsDBNull(at + 1) ? null : row.GetString(at + 1));
        if (row.IsDBNull(8)) json.WriteNull("built_year");
        else json.WriteNumber("built_year", row.GetInt32(8));
        json.WriteString("condition_scale", row.IsDBNull(9) ? null : row.GetString(9));
        json.WriteString("condition", row.IsDBNull(10) ? null : row.GetString(10));
        json.WriteNumber("length_m", Math.Round(row.GetDouble(11), 3));
        json.WriteNumber("area_m2", Math.Round(row.GetDouble(12), 3));
        json.WriteNumber("share", Math.Round(row.GetDouble(13), 7));
        json.WriteBoolean("counted", row.GetBoolean(14));
    }
}
