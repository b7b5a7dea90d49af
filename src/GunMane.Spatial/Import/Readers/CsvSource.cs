using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace GunMane.Spatial.Import.Readers;

/// <summary>Comma- or tab-separated text with a header line (RFC 4180 quoting), plain or .gz.</summary>
public sealed class CsvSource : IRowSource
{
    private readonly StreamReader reader;
    private readonly CsvParser parser;
    private readonly int width;
    private string? badData;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="encoding">The encoding to use; null to find it.</param>
    public CsvSource(DataFile file, Encoding? encoding)
    {
        encoding ??= Detect(file);
        Encoding = TextEncoding.NameOf(encoding);
        reader = new StreamReader(file.OpenText(), encoding, detectEncodingFromByteOrderMarks: false);
        if (reader.Peek() == '\uFEFF') reader.Read();
        parser = new CsvParser(reader, Configuration(Delimiter(file, encoding)));
        if (!parser.Read() || parser.Record is not { } header)
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

    private static string Delimiter(DataFile file, Encoding encoding)
    {
        using var text = new StreamReader(file.OpenText(), encoding);
        var header = text.ReadLine() ?? "";
        return header.Contains('\t', StringComparison.Ordinal) && !header.Contains(',', StringComparison.Ordinal) ? "\t" : ",";
    }

    private CsvConfiguration Configuration(string delimiter) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = delimiter,
        IgnoreBlankLines = true,
        BadDataFound = bad => badData = bad.Field,
    };

    private bool Read(out int line)
    {
        badData = null;
        line = parser.RawRow + 1;
        return parser.Read();
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
