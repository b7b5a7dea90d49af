using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Text separated by commas, tabs or semicolons (RFC 4180 quoting), plain or .gz, with a header line that may stand below
/// title lines. Empty lines are no rows.
/// </summary>
public sealed class CsvSource : IRowSource
{
    private const int LongestField = 1 << 25;
    private const int HeadLetters = 1 << 16;

    private readonly DataFile file;
    private readonly StreamReader reader;
    private readonly CsvParser parser;
    private readonly int width;
    private readonly List<Bilingual> notes = [];
    private string? badData;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="encoding">The encoding to use; null to find it.</param>
    /// <exception cref="Model.GunManeException">It is empty, no text, or damaged.</exception>
    public CsvSource(DataFile file, Encoding? encoding)
    {
        this.file = file;
        encoding ??= Guard(() => Detect(file));
        Encoding = TextEncoding.NameOf(encoding);
        var (delimiter, titles) = Guard(() => Examine(encoding));
        reader = OpenText(encoding);
        parser = new CsvParser(reader, Configuration(delimiter));
        for (var title = 0; title < titles; title++) Guard(ReadTitle);
        if (!Guard(ReadFilled) || parser.Record is not { } header)
            throw file.Refuse("空のファイルです。", "the file is empty");
        foreach (var name in header) Columns.Add(Unique(name));
        width = header.Length;
    }

    /// <inheritdoc/>
    public ColumnSet Columns { get; } = new();

    /// <inheritdoc/>
    public string Encoding { get; }

    /// <inheritdoc/>
    public int? StatedCrs => null;

    /// <inheritdoc/>
    public IReadOnlyList<Bilingual> Notes => notes;

    /// <inheritdoc/>
    public IEnumerable<SourceRow> Rows()
    {
        for (long number = 1; Read(out var line); number++)
        {
            var values = parser.Record ?? [];
            var raw = parser.RawRecord.TrimEnd('\r', '\n');
            yield return new SourceRow(number, $"{line} 行目", Blanked(values), null, TextEncoding.Readable(raw), Fault(values, raw));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        parser.Dispose();
        reader.Dispose();
    }

    private static Encoding Detect(DataFile file)
    {
        using var text = file.OpenText();
        return TextEncoding.Detect(text);
    }

    private (char Delimiter, int Titles) Examine(Encoding encoding)
    {
        using var text = OpenText(encoding);
        var head = new char[HeadLetters];
        var beginning = new string(head, 0, text.ReadBlock(head));
        if (beginning.Length > 1 && beginning.Take(HeadLetters).Count(letter => letter == '\0') > beginning.Length / 4)
            throw file.Refuse("文字のファイルではありません。CSV UTF-8 で保存し直してください。", "not a text file: save it as CSV UTF-8");
        var delimiter = CsvDialect.Separator(beginning);
        using var sample = new CsvParser(new StringReader(beginning), Configuration(delimiter));
        var rows = new List<IReadOnlyList<string?>>();
        while (rows.Count < HeaderLine.Sampled && sample.Read())
        {
            if (sample.Record is { } cells && !Array.TrueForAll(cells, string.IsNullOrWhiteSpace)) rows.Add(cells);
        }

        return (delimiter, HeaderLine.Titles(rows));
    }

    private StreamReader OpenText(Encoding encoding)
    {
        var text = new StreamReader(file.OpenText(), encoding, detectEncodingFromByteOrderMarks: false);
        if (text.Peek() == '\uFEFF') text.Read();
        return text;
    }

    private bool ReadFilled()
    {
        while (parser.Read())
        {
            if (!Array.TrueForAll(parser.Record ?? [], string.IsNullOrWhiteSpace)) return true;
        }

        return false;
    }

    private bool ReadTitle()
    {
        if (!ReadFilled()) return false;
        notes.Add(Title(string.Join(" ", parser.Record!.Where(cell => !string.IsNullOrWhiteSpace(cell)).Select(cell => cell.Trim()))));
        return true;
    }

    /// <summary>What is said of a line above the header.</summary>
    internal static Bilingual Title(string text) => new(
        $"見出しより上の行は表題とみなし、行として数えていません: {TextEncoding.Readable(text)}", "A line above the header was taken as a title.");

    private CsvConfiguration Configuration(char delimiter) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = delimiter.ToString(),
        IgnoreBlankLines = true,
        MaxFieldSize = LongestField,
        BadDataFound = bad => badData = bad.Field,
    };

    private bool Read(out int line)
    {
        badData = null;
        line = parser.RawRow + 1;
        return Guard(parser.Read);
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw file.Refuse("gz が壊れています。もう一度入手してください。", "damaged gz", e);
        }
        catch (CsvHelperException e)
        {
            throw file.Refuse($"{parser?.RawRow + 1} 行目付近の値が長すぎます。引用符の閉じ忘れがないか見てください。", $"a value near line {parser?.RawRow + 1} is too long: is a quote left open?", e);
        }
    }

    private string Unique(string name)
    {
        var unique = name.Trim();
        for (var again = 2; Columns.Names.Contains(unique); again++) unique = $"{name.Trim()}_{again}";
        return unique;
    }

    // Values beyond the header have no name; the row's raw text has them.
    private string?[] Blanked(string[] values) =>
        [.. values.Take(width).Select(value => string.IsNullOrWhiteSpace(value) ? null : value)];

    private string? Fault(string[] values, string raw)
    {
        if (badData is not null) return "引用符の使い方が誤っています (bad quoting)";
        if (TextEncoding.IsFaulty(raw)) return "読めない文字があります (unreadable bytes)";
        if (values.Length == width || (values.Length > width && values.Skip(width).All(string.IsNullOrWhiteSpace))) return null;
        return $"列の数が見出しと違います: {values.Length} 列、見出しは {width} 列 (wrong number of columns)";
    }
}
