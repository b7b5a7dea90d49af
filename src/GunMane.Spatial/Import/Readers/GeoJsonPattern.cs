using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// How the features of a file are written: the bytes between their values, which are the same in every feature that a program wrote.
/// A feature that keeps to the pattern is taken apart by comparing bytes, without looking for JSON in it. The pattern is learned from
/// features that were read in full; one that differs in anything but plain values is left to <see cref="GeoJsonFeature"/>, so it decides
/// nothing of its own. Not thread-safe.
/// </summary>
internal sealed class GeoJsonPattern(ColumnSet columns)
{
    private const int MissesBeforeLearning = 8;
    private const int MostShapes = 12;
    private static readonly byte[] True = "True"u8.ToArray();
    private static readonly byte[] False = "False"u8.ToArray();
    private readonly GeoJsonCoordinates coordinates = new(new WkbBuffer());
    private readonly List<GeoJsonShapeText> shapes = [];
    private GeoJsonSlot[] slots = [];
    private byte[] ending = [];
    private (int Start, int End, byte[]? Word)[] found = [];
    private int width;
    private int misses;

    /// <summary>The geometry of the feature matched last; null if it has none.</summary>
    public FileShape? Shape { get; private set; }

    /// <summary>The length of the feature that begins a text and keeps to the pattern; 0 if it does not, or goes on behind the text.</summary>
    public int Match(ReadOnlySpan<byte> text)
    {
        if (slots.Length == 0) return 0;
        var at = 0;
        Shape = null;
        foreach (var slot in slots)
        {
            if (!text[at..].StartsWith(slot.Before)) return 0;
            at += slot.Before.Length;
            at = slot.Column == GeoJsonText.Geometry ? ShapeEnd(text, at) : ValueEnd(text, at, slot.Column);
            if (at < 0) return 0;
        }

        if (!text[at..].StartsWith(ending) || !Utf8.IsValid(text[..(at + ending.Length)])) return 0;
        misses = 0;
        return at + ending.Length;
    }

    /// <summary>Values by column of the feature matched last, which was found in these bytes.</summary>
    public ReadOnlyMemory<byte>[] Values(ReadOnlyMemory<byte> feature)
    {
        var values = new ReadOnlyMemory<byte>[width];
        for (var at = 0; at < width; at++)
        {
            var (start, end, word) = found[at];
            if (word is not null) values[at] = word;
            else if (end > start) values[at] = feature[start..end];
        }

        return values;
    }

    /// <summary>Takes the pattern of a feature that was read in full; not of every one, where many differ.</summary>
    public void Learn(ReadOnlySpan<byte> feature)
    {
        if (misses++ % MissesBeforeLearning != 0 || GeoJsonText.Of(feature, columns) is not { } text) return;
        if (text.Shape is { } shape && !shapes.Exists(shape.IsWrittenAs)) shapes.Add(shape);
        if (shapes.Count > MostShapes) shapes.RemoveAt(0);
        (slots, ending) = (text.Slots, text.Ending);
        width = 1 + slots.Max(slot => slot.Column);
        found = new (int, int, byte[]?)[width];
    }

    private int ShapeEnd(ReadOnlySpan<byte> text, int at)
    {
        if (text[at..].StartsWith("null"u8)) return at + 4;
        foreach (var shape in shapes)
        {
            if (!text[at..].StartsWith(shape.Before)) continue;
            at += shape.Before.Length;
            Shape = coordinates.Read(shape.Kind, text, ref at);
            return Shape is not null && text[at..].StartsWith(shape.Behind) ? at + shape.Behind.Length : -1;
        }

        return -1;
    }

    // A plain value: text without an escaped letter, a number, true, false or null.
    private int ValueEnd(ReadOnlySpan<byte> text, int at, int column)
    {
        if (at >= text.Length) return -1;
        if (text[at] == '"')
        {
            var end = QuoteEnd(text, at + 1);
            if (end < 0) return -1;
            found[column] = Utf8Blanks.Only(text[(at + 1)..end]) ? default : (at + 1, end, null);
            return end + 1;
        }

        if (text[at..].StartsWith("null"u8)) return Word(column, null, at + 4);
        if (text[at..].StartsWith("true"u8)) return Word(column, True, at + 4);
        if (text[at..].StartsWith("false"u8)) return Word(column, False, at + 5);
        var stop = JsonNumber.End(text, at);
        found[column] = (at, stop, null);
        return stop;
    }

    private int Word(int column, byte[]? word, int end)
    {
        found[column] = (0, 0, word);
        return end;
    }

    // The quote that ends a string without an escaped letter; −1 if there is none.
    private static int QuoteEnd(ReadOnlySpan<byte> text, int at)
    {
        for (; at + Vector128<byte>.Count <= text.Length; at += Vector128<byte>.Count)
        {
            var letters = Vector128.Create(text.Slice(at, Vector128<byte>.Count));
            var special = Vector128.Equals(letters, Vector128.Create((byte)'"')) | Vector128.Equals(letters, Vector128.Create((byte)'\\')) | Vector128.LessThan(letters, Vector128.Create((byte)' '));
            var mask = special.ExtractMostSignificantBits();
            if (mask == 0) continue;
            at += BitOperations.TrailingZeroCount(mask);
            return text[at] == '"' ? at : -1;
        }

        for (; at < text.Length; at++)
        {
            if (text[at] is (byte)'"' or (byte)'\\' or < (byte)' ') return text[at] == '"' ? at : -1;
        }

        return -1;
    }
}
