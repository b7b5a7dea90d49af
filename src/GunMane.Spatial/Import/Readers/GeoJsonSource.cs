using System.Text;
using System.Text.Json;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import.Readers;

/// <summary>A GeoJSON FeatureCollection, plain or .gz, one feature in memory at a time.</summary>
public sealed class GeoJsonSource(DataFile file) : IRowSource
{
    private readonly GeoJsonStream stream = new(file.OpenText());

    /// <inheritdoc/>
    public ColumnSet Columns { get; } = new();

    /// <inheritdoc/>
    public string Encoding => "UTF-8";

    /// <inheritdoc/>
    public int? StatedCrs => stream.CrsName is { } name ? Crs.EpsgOf(name) : null;

    /// <inheritdoc/>
    public IEnumerable<SourceRow> Rows()
    {
        for (long number = 1; Next(out var feature); number++) yield return Row(number, feature);
        if (stream.Type == "Topology")
            throw file.Refuse("TopoJSON は読めません。GeoJSON か Shapefile の版を使ってください。", "TopoJSON is not accepted: use the GeoJSON or Shapefile edition");
        if (stream.Type != "FeatureCollection" || !stream.HasFeatures)
            throw file.Refuse("GeoJSON の FeatureCollection ではありません。", "not a GeoJSON FeatureCollection");
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private bool Next(out ReadOnlyMemory<byte> feature)
    {
        try
        {
            return stream.TryNext(out feature);
        }
        catch (JsonException e)
        {
            throw file.Refuse($"JSON が壊れています({e.LineNumber + 1} 行目付近)。もう一度入手してください。", $"broken JSON near line {e.LineNumber + 1}: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            throw file.Refuse("gz が壊れています。もう一度入手してください。", "damaged gz", e);
        }
        catch (InvalidOperationException e)
        {
            throw file.Refuse("UTF-8 ではない文字があります。UTF-8 で保存し直してください。", "not UTF-8", e);
        }
    }

    private SourceRow Row(long number, ReadOnlyMemory<byte> bytes)
    {
        var (place, raw) = ($"feature {number}", System.Text.Encoding.UTF8.GetString(bytes.Span));
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var feature = document.RootElement;
            var values = Values(feature);
            var geometry = feature.TryGetProperty("geometry", out var json) ? GeoJsonGeometry.Read(json) : null;
            return new SourceRow(number, place, values, geometry, raw);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or JsonException or ArgumentException)
        {
            return new SourceRow(number, place, [], null, raw, $"地物として読めません: {e.Message} (not a readable feature)");
        }
    }

    private string?[] Values(JsonElement feature)
    {
        if (!feature.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object) return [];
        var values = new List<string?>();
        foreach (var property in properties.EnumerateObject())
        {
            var at = Columns.Add(property.Name);
            while (values.Count <= at) values.Add(null);
            values[at] = Text(property.Value);
        }

        return [.. values];
    }

    private static string? Text(JsonElement value)
    {
        var text = value.ValueKind is JsonValueKind.Null ? null : value.ToString();
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
