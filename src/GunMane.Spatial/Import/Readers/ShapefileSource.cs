using System.Text;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Storage;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Esri.Shapefiles.Readers;
using NetTopologySuite.IO.Esri.Shp;
using NetTopologySuite.IO.Esri.Shp.Readers;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// An ESRI Shapefile; of .shp, .shx, .dbf, .prj and .cpg all but the first may be missing. One unreadable value of the
/// table costs one row. Shapes are taken as they are; PostGIS decides
/// whether they are valid.
/// </summary>
public sealed class ShapefileSource : IRowSource
{
    private const int TableHeader = 32;

    private readonly DataFile file;
    private readonly Stream stream;
    private readonly ShpReader shapes;
    private readonly DbfTable? table;
    private readonly Encoding encoding;
    private readonly int[] columns = [];
    private readonly long count;
    private readonly List<Bilingual> notes = [];

    /// <summary>Opens a shapefile.</summary>
    /// <param name="file">Its .shp.</param>
    /// <param name="encoding">Encoding of the table; null to take it from the .cpg, or to find it.</param>
    /// <exception cref="Model.GunManeException">It is no shapefile, damaged, or its parts do not belong together.</exception>
    public ShapefileSource(DataFile file, Encoding? encoding)
    {
        this.file = file;
        var (rows, index) = (file.Sidecar(".dbf"), file.Sidecar(".shx"));
        count = ShapefileCheck.Run(file, rows, index);
        Tell(rows, index);
        this.encoding = encoding ?? Stated() ?? (rows is null ? TextEncoding.Utf8 : Detect(rows));
        StatedCrs = file.Sidecar(".prj") is { } prj ? Crs.EpsgOfWkt(File.ReadAllText(prj)) : null;
        stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        shapes = Guard(() => Shp.OpenRead(stream, new ShapefileReaderOptions { GeometryBuilderMode = GeometryBuilderMode.IgnoreInvalidShapes, Factory = Crs.FileFactory }));
        if (rows is null) return;
        table = Guard(() => new DbfTable(rows, this.encoding));
        columns = [.. table.Names.Select(name => Columns.Add(Unique(TextEncoding.Readable(name))))];
    }

    /// <inheritdoc/>
    public ColumnSet Columns { get; } = new();

    /// <inheritdoc/>
    public string Encoding => table is null ? "–" : TextEncoding.NameOf(encoding);

    /// <inheritdoc/>
    public int? StatedCrs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Bilingual> Notes => notes;

    /// <inheritdoc/>
    public IEnumerable<SourceRow> Rows()
    {
        for (long number = 1; number <= count; number++) yield return Guard(() => Row(number), number);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        table?.Dispose();
        shapes.Dispose();
        stream.Dispose();
    }

    private SourceRow Row(long number)
    {
        if (!shapes.Read()) throw new InvalidDataException("fewer shapes than counted");
        table?.Read();
        var values = new string?[Columns.Names.Count];
        string? repair = null;
        for (var at = 0; at < columns.Length; at++) values[columns[at]] = table!.Value(at, ref repair);
        var geometry = Single(shapes.Geometry);
        var fault = Array.Exists(values, value => value is not null && TextEncoding.IsFaulty(value)) ? "読めない文字があります (unreadable bytes)"
            : table is { IsDeleted: true } ? "属性表(.dbf)で削除の印が付いています (marked as deleted in the .dbf)" : null;
        return new SourceRow(number, $"record {number}", values, geometry, RawRow.Json(Columns, values, geometry), fault, repair);
    }

    // Names cut at ten bytes may fall together.
    private string Unique(string name)
    {
        var unique = name;
        for (var again = 2; Columns.Names.Contains(unique); again++) unique = $"{name}_{again}";
        return unique;
    }

    private static Geometry? Single(Geometry? geometry) => geometry switch
    {
        null or { IsEmpty: true } => null,
        GeometryCollection { Count: 1 } collection => collection[0],
        _ => geometry,
    };

    private void Tell(string? rows, string? index)
    {
        if (rows is null) notes.Add(new("属性(.dbf)がないので、図形だけを読みました。名称などが要るときは .dbf も一緒に入れてください。", "There is no .dbf: shapes were read without attributes."));
        if (index is null) notes.Add(new("索引(.shx)がないので、.shp を先頭から順に読みました。", "There is no .shx: the .shp was walked from its beginning."));
    }

    private Encoding? Stated() => file.Sidecar(".cpg") is { } cpg ? TextEncoding.Named(File.ReadAllText(cpg)) : null;

    // Headers are ASCII but for field names, so the whole table can be looked at as text.
    private static Encoding Detect(string rows)
    {
        using var text = File.OpenRead(rows);
        text.Seek(TableHeader, SeekOrigin.Begin);
        return TextEncoding.Detect(text);
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
