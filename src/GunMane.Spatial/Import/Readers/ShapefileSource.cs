using System.Globalization;
using System.Text;
using System.Text.Json;
using GunMane.Spatial.Geo;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Esri;
using NetTopologySuite.IO.Esri.Dbf.Fields;
using NetTopologySuite.IO.Esri.Shapefiles.Readers;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// An ESRI Shapefile (.shp, .shx, .dbf, .prj, .cpg). The table is read as bytes and decoded value by value, so that one
/// unreadable value costs one row. Shapes are taken as they are; PostGIS decides whether they are valid.
/// </summary>
public sealed class ShapefileSource : IRowSource
{
    private static readonly JsonSerializerOptions RawOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int TableHeader = 32;

    private readonly DataFile file;
    private readonly ShapefileReader reader;
    private readonly Encoding encoding;
    private readonly int[] columns;

    /// <summary>Opens a shapefile.</summary>
    /// <param name="file">Its .shp.</param>
    /// <param name="encoding">Encoding of the table; null to take it from the .cpg, or to find it.</param>
    /// <exception cref="Model.GunManeException">A part is missing or is no shapefile.</exception>
    public ShapefileSource(DataFile file, Encoding? encoding)
    {
        this.file = file;
        foreach (var (part, what) in new[] { (".dbf", "属性"), (".shx", "索引") })
        {
            if (file.Sidecar(part) is null) throw file.Refuse($"{part}({what})がありません。同じ名前の {part} を一緒に入れてください。", $"the {part} is missing");
        }

        ShapefileCheck.Run(file, file.Sidecar(".dbf")!, file.Sidecar(".shx")!);
        this.encoding = encoding ?? Stated() ?? Detect();
        StatedCrs = file.Sidecar(".prj") is { } prj ? Crs.EpsgOfWkt(File.ReadAllText(prj)) : null;
        reader = Guard(() => Shapefile.OpenRead(file.Path, new ShapefileReaderOptions
        {
            Encoding = System.Text.Encoding.Latin1,
            GeometryBuilderMode = GeometryBuilderMode.IgnoreInvalidShapes,
            Factory = Crs.FileFactory,
        }));
        columns = [.. reader.Fields.Select(field => Columns.Add(Decode(field.Name)))];
    }

    /// <inheritdoc/>
    public ColumnSet Columns { get; } = new();

    /// <inheritdoc/>
    public string Encoding => TextEncoding.NameOf(encoding);

    /// <inheritdoc/>
    public int? StatedCrs { get; }

    /// <inheritdoc/>
    public IEnumerable<SourceRow> Rows()
    {
        for (long number = 1; Guard(reader.Read, number); number++) yield return Row(number);
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private SourceRow Row(long number)
    {
        var values = new string?[Columns.Names.Count];
        string? repair = null;
        for (var at = 0; at < columns.Length; at++) values[columns[at]] = Value(reader.Fields[at], ref repair);
        var geometry = Single(reader.Geometry);
        var faulty = values.Any(value => value is not null && TextEncoding.IsFaulty(value));
        return new SourceRow(number, $"record {number}", values, geometry, Raw(values, geometry),
            faulty ? "読めない文字があります (unreadable bytes)" : null, repair);
    }

    private string? Value(DbfField field, ref string? repair)
    {
        if (field.Value is not string text) return field.Value is null ? null : Convert.ToString(field.Value, CultureInfo.InvariantCulture);
        if (string.IsNullOrWhiteSpace(text)) return null;
        var decoded = Decode(text).Trim();
        // A two-byte letter cut in half by the end of the field: the half is dropped and said so.
        if (text.Length < field.Length || !TextEncoding.IsFaulty(decoded) || TextEncoding.IsFaulty(decoded[..^3])) return decoded;
        repair = $"「{Decode(field.Name)}」の末尾で切れた 1 文字を除きました (a letter cut in half was dropped)";
        return decoded[..^3];
    }

    private string Decode(string latin1) => encoding.GetString(System.Text.Encoding.Latin1.GetBytes(latin1));

    private static Geometry? Single(Geometry? geometry) => geometry switch
    {
        null or { IsEmpty: true } => null,
        GeometryCollection { Count: 1 } collection => collection[0],
        _ => geometry,
    };

    private string Raw(string?[] values, Geometry? geometry)
    {
        var row = new Dictionary<string, string?>(values.Length + 1);
        for (var at = 0; at < values.Length; at++) row[Columns.Names[at]] = values[at] is { } value ? TextEncoding.Readable(value) : null;
        row["geometry"] = geometry?.AsText();
        return JsonSerializer.Serialize(row, RawOptions);
    }

    private Encoding? Stated() => file.Sidecar(".cpg") is { } cpg ? TextEncoding.Named(File.ReadAllText(cpg)) : null;

    // Headers are ASCII but for field names, so the whole table can be looked at as text.
    private Encoding Detect()
    {
        using var table = new MemoryStream(TableText(File.ReadAllBytes(file.Sidecar(".dbf")!)));
        return TextEncoding.Detect(table);
    }

    private static byte[] TableText(byte[] table)
    {
        return table.Length > TableHeader ? [.. table[TableHeader..].Where(value => value is not 0 and not 0x1A and not 0x0D)] : table;
    }

    private T Guard<T>(Func<T> read, long number = 0)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not OutOfMemoryException and not OperationCanceledException)
        {
            throw file.Refuse(number == 0 ? "Shapefile として読めません。" : $"{number} 番目の図形で壊れています。もう一度入手してください。",
                number == 0 ? "not a readable shapefile" : $"broken at record {number}", e);
        }
    }
}
