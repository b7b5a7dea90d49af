using System.Text.Json;
using System.Text.Unicode;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// GeoJSON features one by one: newline-delimited, or a GeoJSON text sequence (RFC 8142) whose records begin with the
/// character RS and may span lines. A record that cannot be read costs its own row only.
/// </summary>
public sealed class GeoJsonLinesSource : IRowSource
{
    private const byte RecordSeparator = 0x1E;
    private const int LongestRecord = 1 << 29;

    private readonly DataFile file;
    private readonly RecordStream records;
    private readonly bool sequence;
    private readonly GeoJsonFeature feature;
    private readonly GeoJsonPattern pattern;
    private readonly RecentTexts texts = new();

    /// <summary>Opens a file, plain or .gz.</summary>
    public GeoJsonLinesSource(DataFile file)
    {
        this.file = file;
        feature = new GeoJsonFeature(Columns);
        pattern = new GeoJsonPattern(Columns);
        sequence = BeginsWithSeparator();
        records = new RecordStream(file.OpenText(), sequence ? RecordSeparator : (byte)'\n', LongestRecord);
    }

    /// <inheritdoc/>
    public ColumnSet Columns { get; } = new();

    /// <inheritdoc/>
    public string Encoding => "UTF-8";

    /// <inheritdoc/>
    public int? StatedCrs => null;

    /// <inheritdoc/>
    public IEnumerable<SourceRow> Rows()
    {
        var (number, line) = (0L, 0L);
        while (Next(out var record))
        {
            line++;
            if (line == 1 && record.Span.StartsWith("\uFEFF"u8)) record = record[3..];
            if (record.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0) continue;
            number++;
            yield return Row(number, sequence ? $"record {number}" : $"{line} 行目", record);
        }

        if (number == 0) throw file.Refuse("地物がありません。", "there is no feature in it");
    }

    /// <inheritdoc/>
    public void Dispose() => records.Dispose();

    private bool BeginsWithSeparator()
    {
        try
        {
            using var text = file.OpenText();
            return text.ReadByte() == RecordSeparator;
        }
        catch (InvalidDataException e)
        {
            throw file.Refuse("gz が壊れています。もう一度入手してください。", "damaged gz", e);
        }
    }

    private bool Next(out ReadOnlyMemory<byte> record)
    {
        try
        {
            return records.TryNext(out record);
        }
        catch (InvalidDataException e)
        {
            throw file.Refuse("gz が壊れているか、改行のない長すぎる記録があります。1 行に 1 地物の GeoJSON を入れてください。", "damaged gz, or a record without end: one feature per line is wanted", e);
        }
    }

    // The piece is overwritten by the next one: the row keeps its own.
    private GeoJsonRow Row(long number, string place, ReadOnlyMemory<byte> piece)
    {
        ReadOnlyMemory<byte> bytes = piece.Span.TrimEnd(" \t\r\n"u8).ToArray();
        if (pattern.Match(bytes.Span) == bytes.Length && bytes.Length > 0) return new GeoJsonRow(number, place, bytes, pattern.Values(bytes), pattern.Shape, texts, null);
        if (!Utf8.IsValid(bytes.Span)) return Faulty("読めない文字があります (unreadable bytes)");
        try
        {
            if (!IsWhole(bytes.Span)) return Faulty("地物として読めません (not a readable feature)");
            var shape = feature.Read(bytes);
            pattern.Learn(bytes.Span);
            return feature.IsFeature ? new GeoJsonRow(number, place, bytes, feature.Values, shape, texts, null) : Faulty("GeoJSON の Feature ではありません (not a GeoJSON Feature)");
        }
        catch (Exception e) when (FeatureRow.IsFault(e))
        {
            return Faulty($"地物として読めません: {e.Message} (not a readable feature)");
        }

        GeoJsonRow Faulty(string fault) => new(number, place, bytes, [], null, texts, fault);
    }

    // One JSON value and nothing behind it; broken JSON throws.
    private static bool IsWhole(ReadOnlySpan<byte> record)
    {
        var json = new Utf8JsonReader(record);
        json.Read();
        json.Skip();
        return !json.Read();
    }
}
