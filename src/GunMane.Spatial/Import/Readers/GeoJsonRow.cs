using System.Buffers.Binary;
using System.Text;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// A feature as bytes of its file: values are slices of it and become strings only where somebody asks. It owns a share of
/// the piece of the file that it was read from, which nobody overwrites.
/// </summary>
internal sealed record GeoJsonRow : SourceRow
{
    private readonly ReadOnlyMemory<byte> feature;
    private readonly ReadOnlyMemory<byte>[] values;
    private readonly FileShape? shape;
    private readonly RecentTexts texts;

    /// <summary>A feature.</summary>
    /// <param name="number">1 for the first.</param>
    /// <param name="place">Where it stands; empty: its number tells.</param>
    /// <param name="feature">Its bytes.</param>
    /// <param name="values">Its values by column in UTF-8; empty where blank.</param>
    /// <param name="shape">Its geometry.</param>
    /// <param name="texts">Strings made lately.</param>
    /// <param name="fault">Why it cannot be read; null if it can.</param>
    public GeoJsonRow(long number, string place, ReadOnlyMemory<byte> feature, ReadOnlyMemory<byte>[] values, FileShape? shape, RecentTexts texts, string? fault)
        : base(number, place, [], null, "", fault) =>
        (this.feature, this.values, this.shape, this.texts) = (feature, values, shape, texts);

    /// <inheritdoc/>
    public override string Place => base.Place is { Length: > 0 } place ? place : FormattableString.Invariant($"feature {Number}");

    /// <inheritdoc/>
    public override string?[] Values => [.. Enumerable.Range(0, values.Length).Select(Value)];

    /// <inheritdoc/>
    public override NetTopologySuite.Geometries.Geometry? Geometry => shape?.Geometry;

    /// <inheritdoc/>
    public override string Raw => TextEncoding.Readable(TextEncoding.Utf8.GetString(feature.Span));

    /// <inheritdoc/>
    public override FileShape? Shape => shape;

    /// <inheritdoc/>
    public override int Width => values.Length;

    /// <inheritdoc/>
    public override string? Value(int column) => column < values.Length && !values[column].IsEmpty ? texts.Of(column, values[column].Span) : null;

    /// <inheritdoc/>
    public override bool Has(int column) => column < values.Length && !values[column].IsEmpty;

    /// <inheritdoc/>
    public override bool TryNumber(int column, out double number)
    {
        var text = values[column].Span;
        var at = 0;
        return JsonNumber.TryRead(text, ref at, out number) && at == text.Length && double.IsFinite(number);
    }

    /// <inheritdoc/>
    public override bool TryAppend(int column, ByteBuffer buffer)
    {
        if (column >= values.Length || values[column].IsEmpty) return false;
        buffer.Add(values[column].Span);
        return true;
    }
}

/// <summary>Strings of the values read lately: what a ledger says again and again is made once. For one thread.</summary>
internal sealed class RecentTexts
{
    private const int Places = 256;
    private const int Longest = 64;
    private const int Trial = 2_000;
    private readonly List<Column> columns = [];

    /// <summary>The string of a value.</summary>
    public string Of(int column, ReadOnlySpan<byte> value)
    {
        while (columns.Count <= column) columns.Add(new Column());
        return columns[column].Of(value);
    }

    private sealed class Column
    {
        private const ulong Golden = 0x9E3779B97F4A7C15;
        private readonly (byte[] Bytes, string Text)[] known = new (byte[], string)[Places];
        private int asked;
        private int found;

        public string Of(ReadOnlySpan<byte> value)
        {
            // A column of ledger numbers is different in every row: remembering it would cost more than it brings.
            if (value.Length > Longest || (asked > Trial && found < asked / 4)) return Encoding.UTF8.GetString(value);
            asked++;
            ref var place = ref known[Hash(value) % Places];
            if (place.Bytes is not null && value.SequenceEqual(place.Bytes))
            {
                found++;
                return place.Text;
            }

            place = (value.ToArray(), Encoding.UTF8.GetString(value));
            return place.Text;
        }

        // By both ends: the middle of a value rarely tells it apart, and a wrong guess only makes a string anew.
        private static uint Hash(ReadOnlySpan<byte> value)
        {
            ulong first = 0, last = 0;
            if (value.Length >= sizeof(ulong)) (first, last) = (BinaryPrimitives.ReadUInt64LittleEndian(value), BinaryPrimitives.ReadUInt64LittleEndian(value[^sizeof(ulong)..]));
            else foreach (var part in value) first = first << 8 | part;
            return (uint)((first * 31 + last + (uint)value.Length) * Golden >> 32);
        }
    }
}
