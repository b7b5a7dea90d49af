using System.Runtime.InteropServices;
using System.Text.Json;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// One object of a TopoJSON topology (specification 1.0.0), as N03 boundaries are passed around: its geometries are the
/// rows. Arcs are shared between geometries and may stand behind them, so the document stays in memory.
/// </summary>
public sealed class TopoJsonSource : IRowSource
{
    private const int LargestDocument = 1 << 29;

    private readonly JsonDocument document;
    private readonly JsonElement target;
    private readonly TopoJsonArcs arcs;

    /// <summary>Opens the object that the file's layer names, plain or .gz.</summary>
    /// <exception cref="GunManeException">It is no topology, or has no such object.</exception>
    public TopoJsonSource(DataFile file)
    {
        document = Parse(file);
        try
        {
            target = ObjectsOf(file, document.RootElement).GetProperty(file.Layer!);
            arcs = TopoJsonArcs.Of(document.RootElement);
        }
        catch (Exception e) when (FeatureRow.IsFault(e))
        {
            document.Dispose();
            throw file.Refuse("TopoJSON として読めません。もう一度入手してください。", $"not a readable topology: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public ColumnSet Columns { get; } = new();

    /// <inheritdoc/>
    public string Encoding => "UTF-8";

    /// <inheritdoc/>
    public int? StatedCrs => null;

    /// <summary>Names of the objects of a file, in its order.</summary>
    /// <exception cref="GunManeException">It is no topology, has no objects, or two of one name.</exception>
    internal static IReadOnlyList<string> Objects(DataFile file)
    {
        using var document = Parse(file);
        try
        {
            var names = ObjectsOf(file, document.RootElement).EnumerateObject().Select(item => item.Name).ToList();
            if (names.Count == 0) throw file.Refuse("中に図形の組(objects)がありません。", "the topology has no objects");
            return names.Distinct().Count() == names.Count ? names : throw file.Refuse("同じ名前の組(objects)が二つあります。", "two objects of one name");
        }
        catch (InvalidOperationException e)
        {
            throw file.Refuse("TopoJSON として読めません。もう一度入手してください。", $"not a readable topology: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<SourceRow> Rows()
    {
        if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty("geometries", out var all) || all.ValueKind != JsonValueKind.Array)
        {
            yield return Row(1, target);
            yield break;
        }

        var number = 0L;
        foreach (var geometry in all.EnumerateArray()) yield return Row(++number, geometry);
    }

    /// <inheritdoc/>
    public void Dispose() => document.Dispose();

    private SourceRow Row(long number, JsonElement json)
    {
        var (place, raw) = ($"geometry {number}", TextEncoding.Utf8.GetString(JsonMarshal.GetRawUtf8Value(json)));
        if (TextEncoding.IsFaulty(raw)) return new SourceRow(number, place, [], null, TextEncoding.Readable(raw), "読めない文字があります (unreadable bytes)");
        try
        {
            var values = FeatureRow.Values(json, Columns);
            return new SourceRow(number, place, values, Read(json), raw);
        }
        catch (Exception e) when (FeatureRow.IsFault(e))
        {
            return new SourceRow(number, place, [], null, raw, $"地物として読めません: {e.Message} (not a readable feature)");
        }
    }

    private Geometry? Read(JsonElement json)
    {
        var type = json.GetProperty("type");
        return type.ValueKind == JsonValueKind.Null ? null : type.ToString() switch
        {
            "Point" => arcs.Point(json.GetProperty("coordinates")),
            "MultiPoint" => arcs.MultiPoint(json.GetProperty("coordinates")),
            "LineString" => arcs.Line(json.GetProperty("arcs")),
            "MultiLineString" => arcs.MultiLine(json.GetProperty("arcs")),
            "Polygon" => arcs.Area(json.GetProperty("arcs")),
            "MultiPolygon" => arcs.MultiArea(json.GetProperty("arcs")),
            var other => throw new FormatException($"geometry type {other}"),
        };
    }

    private static JsonElement ObjectsOf(DataFile file, JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("type", out var type) && type.ToString() == "Topology"
            && root.TryGetProperty("objects", out var objects) && objects.ValueKind == JsonValueKind.Object
            ? objects : throw file.Refuse("TopoJSON ではありません。", "not a TopoJSON topology");

    private static JsonDocument Parse(DataFile file)
    {
        try
        {
            using var text = file.OpenText();
            using var bytes = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; (read = text.Read(buffer)) > 0; bytes.Write(buffer, 0, read))
            {
                if (bytes.Length + read > LargestDocument) throw file.Refuse("大きすぎます(512 MB まで)。GeoJSON か Shapefile の版を入れてください。", "more than 512 MB: take the GeoJSON or Shapefile edition");
            }

            var skip = bytes.GetBuffer().AsSpan(0, (int)bytes.Length).StartsWith("\uFEFF"u8) ? 3 : 0;
            return JsonDocument.Parse(bytes.GetBuffer().AsMemory(skip, (int)bytes.Length - skip));
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw file.Refuse($"JSON が壊れています({(e as JsonException)?.LineNumber + 1 ?? 0} 行目付近)。もう一度入手してください。", $"broken JSON: {e.Message}", e);
        }
    }
}
