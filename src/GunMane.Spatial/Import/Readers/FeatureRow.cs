using System.Text.Json;

namespace GunMane.Spatial.Import.Readers;

/// <summary>What the JSON formats have in common: a feature's id and properties as values of columns.</summary>
internal static class FeatureRow
{
    /// <summary>Values of an object's members; members not seen before become columns. Arrays and objects stay JSON text.</summary>
    public static string?[] Values(JsonElement feature, ColumnSet columns)
    {
        var values = new List<string?>();
        if (feature.TryGetProperty("id", out var id)) Put(values, columns.Add("id"), id);
        if (!feature.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object) return [.. values];
        foreach (var property in properties.EnumerateObject()) Put(values, columns.Add(property.Name), property.Value);
        return [.. values];
    }

    /// <summary>Whether an exception says that one row, not the file, cannot be read.</summary>
    public static bool IsFault(Exception e) => e is FormatException or InvalidOperationException or JsonException or ArgumentException or KeyNotFoundException;

    private static void Put(List<string?> values, int at, JsonElement value)
    {
        while (values.Count <= at) values.Add(null);
        values[at] = Text(value);
    }

    private static string? Text(JsonElement value)
    {
        var text = value.ValueKind is JsonValueKind.Null ? null : value.ToString();
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
