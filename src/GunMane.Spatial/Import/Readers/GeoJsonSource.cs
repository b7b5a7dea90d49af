using System.Text.Json;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import.Readers;

/// <summary>A GeoJSON FeatureCollection, plain or .gz, one feature in memory at a time.</summary>
public sealed class GeoJsonSource : IRowSource
{
    private readonly DataFile file;
    private readonly GeoJsonStream stream;
    private readonly GeoJsonFeature feature;
    private readonly GeoJsonPattern pattern;
    private readonly RecentTexts texts = new();

    /// <summary>Opens a file.</summary>
    public GeoJsonSource(DataFile file)
    {
        this.file = file;
        feature = new GeoJsonFeature(Columns);
        pattern = new GeoJsonPattern(Columns);
        stream = new GeoJsonStream(file.OpenText(), pattern);
    }

    /// <inheritdoc/>
    public ColumnSet Columns { get; } = new();

    /// <inheritdoc/>
    public string Encoding => "UTF-8";

    /// <inheritdoc/>
    public int? StatedCrs => stream.CrsName is { } name ? Crs.EpsgOf(name) : null;

    /// <inheritdoc/>
    public IEnumerable<SourceRow> Rows()
    {
        for (long number = 1; Next(out var bytes); number++) yield return Row(number, bytes);
        if (stream.Type == "Topology")
            throw file.Refuse("TopoJSON は読めません。GeoJSON か Shapefile の版を使ってください。", "TopoJSON is not accepted: use the GeoJSON or Shapefile edition");
        if (stream.Type != "FeatureCollection" || !stream.HasFeatures)
            throw file.Refuse("GeoJSON の FeatureCollection ではありません。位置のある表なら CSV か Excel(.xlsx)で、地物なら FeatureCollection で入れてください。", "not a GeoJSON FeatureCollection; send records with places as CSV or .xlsx");
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private bool Next(out ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return stream.TryNext(out bytes);
        }
        catch (JsonException e)
        {
            throw Broken(e.LineNumber, e);
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

    private GunManeException Broken(long? line, JsonException e) =>
        file.Refuse($"JSON が壊れています({line + 1} 行目付近)。もう一度入手してください。", $"broken JSON near line {line + 1}: {e.Message}", e);

    private GeoJsonRow Row(long number, ReadOnlyMemory<byte> bytes)
    {
        if (stream.Matched) return new GeoJsonRow(number, "", bytes, pattern.Values(bytes), pattern.Shape, texts, null);
        try
        {
            var shape = feature.Read(bytes);
            pattern.Learn(bytes.Span);
            return new GeoJsonRow(number, "", bytes, feature.Values, shape, texts, null);
        }
        catch (JsonException e)
        {
            throw Broken(stream.Line + e.LineNumber, e);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            return new GeoJsonRow(number, "", bytes, [], null, texts, $"地物として読めません: {e.Message} (not a readable feature)");
        }
    }
}
