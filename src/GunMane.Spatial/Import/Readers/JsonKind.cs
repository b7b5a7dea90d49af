using System.Text.Json;

namespace GunMane.Spatial.Import.Readers;

/// <summary>Which of the three JSON formats a .json or .geojson file holds, from its beginning.</summary>
internal static class JsonKind
{
    private const int Looked = 1 << 16;

    /// <summary>TopoJSON by its type or members; features line by line; in doubt a FeatureCollection, whose reader says what is wrong.</summary>
    public static FileFormat Of(DataFile file)
    {
        var head = Head(file);
        if (head.StartsWith("\u001e"u8)) return FileFormat.GeoJsonLines;
        var reader = new Utf8JsonReader(head, isFinalBlock: false, default);
        try
        {
            return Of(ref reader, head);
        }
        catch (JsonException)
        {
            return FileFormat.GeoJson;
        }
    }

    private static FileFormat Of(ref Utf8JsonReader reader, ReadOnlySpan<byte> head)
    {
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName) continue;
            if (reader.ValueTextEquals("arcs"u8) || reader.ValueTextEquals("transform"u8)) return FileFormat.TopoJson;
            if (reader.ValueTextEquals("features"u8)) return FileFormat.GeoJson;
            if (!reader.ValueTextEquals("type"u8) || !reader.Read() || reader.TokenType != JsonTokenType.String) continue;
            if (reader.ValueTextEquals("Topology"u8)) return FileFormat.TopoJson;
            if (reader.ValueTextEquals("Feature"u8)) return IsLine(head) ? FileFormat.GeoJsonLines : FileFormat.GeoJson;
            return FileFormat.GeoJson;
        }

        return FileFormat.GeoJson;
    }

    // The first line is an object by itself, or longer than what was looked at.
    private static bool IsLine(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf((byte)'\n');
        if (end < 0) return true;
        try
        {
            using var line = JsonDocument.Parse(head[..end].ToArray());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ReadOnlySpan<byte> Head(DataFile file)
    {
        var bytes = new byte[Looked];
        try
        {
            using var text = file.OpenText();
            var head = bytes.AsSpan(0, text.ReadAtLeast(bytes, Looked, throwOnEndOfStream: false));
            return head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}
