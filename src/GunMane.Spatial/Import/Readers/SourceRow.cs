using GunMane.Spatial.Storage;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Import.Readers;

/// <summary>One row as a reader found it. It stays good after the next one was read.</summary>
/// <param name="Number">1 for the first row of data.</param>
/// <param name="Place">Where it stands, for people: line, feature or record.</param>
/// <param name="Values">Values by column index of <see cref="IRowSource.Columns"/>; may be shorter; null where blank.</param>
/// <param name="Geometry">Geometry in the file's own coordinates; null if the row has none.</param>
/// <param name="Raw">The row as it stood in the file.</param>
/// <param name="Fault">Why it cannot be read; null if it can.</param>
/// <param name="Repair">What the reader had to mend; null if nothing.</param>
public record SourceRow(long Number, string Place, string?[] Values, Geometry? Geometry, string Raw, string? Fault = null, string? Repair = null)
{
    /// <summary>Where it stands, for people: line, feature or record.</summary>
    public virtual string Place { get; init; } = Place;

    /// <summary>Values by column index of <see cref="IRowSource.Columns"/>; may be shorter; null where blank.</summary>
    public virtual string?[] Values { get; init; } = Values;

    /// <summary>Geometry in the file's own coordinates; null if the row has none.</summary>
    public virtual Geometry? Geometry { get; init; } = Geometry;

    /// <summary>The row as it stood in the file.</summary>
    public virtual string Raw { get; init; } = Raw;

    /// <summary>The geometry as it goes to PostGIS; null if the row has none.</summary>
    public virtual FileShape? Shape => Geometry is null ? null : FileShape.Of(Geometry);

    /// <summary>How many columns the row reaches.</summary>
    public virtual int Width => Values.Length;

    /// <summary>The value of a column; null where blank.</summary>
    public virtual string? Value(int column) => column < Values.Length ? Values[column] : null;

    /// <summary>Whether a column is not blank.</summary>
    public virtual bool Has(int column) => Value(column) is not null;

    /// <summary>The value of a column where it is a plain number as JSON writes them; false where it is anything else, or where it is quicker to ask for the text.</summary>
    public virtual bool TryNumber(int column, out double number)
    {
        number = 0;
        return false;
    }

    /// <summary>Adds the value of a column in UTF-8; false where it is blank.</summary>
    public virtual bool TryAppend(int column, ByteBuffer buffer)
    {
        if (Value(column) is not { } value) return false;
        buffer.Add(value);
        return true;
    }
}

/// <summary>
/// Column names in order of appearance; a GeoJSON file may bring new ones with any feature. One thread adds while another reads.
/// </summary>
public sealed class ColumnSet
{
    private readonly Dictionary<string, int> index = new(StringComparer.Ordinal);
    private string[] all = new string[16];
    private volatile IReadOnlyList<string> names = [];
    private volatile int count;
    private int[] byName = [];

    /// <summary>The names known now; the list itself never changes.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>How many names are known now.</summary>
    public int Count => count;

    /// <summary>Column indices in the order of their names. For the reading thread only.</summary>
    public int[] ByName()
    {
        var known = names;
        if (byName.Length == known.Count) return byName;
        byName = [.. Enumerable.Range(0, known.Count).OrderBy(at => known[at], StringComparer.Ordinal)];
        return byName;
    }

    /// <summary>Index of a name, which is added if it is new. For the adding thread only.</summary>
    public int Add(string name)
    {
        if (index.TryGetValue(name, out var at)) return at;
        at = index.Count;
        index.Add(name, at);
        // Names handed out before end where they ended: what is written lies behind all of them.
        if (at == all.Length) Array.Resize(ref all, 2 * all.Length);
        all[at] = name;
        names = new ArraySegment<string>(all, 0, at + 1);
        count = at + 1;
        return at;
    }
}

/// <summary>Reads the rows of one data set, streaming where its format allows; one implementation per <see cref="FileFormat"/>.</summary>
public interface IRowSource : IDisposable
{
    /// <summary>Columns known so far.</summary>
    ColumnSet Columns { get; }

    /// <summary>How its text is encoded, for the report.</summary>
    string Encoding { get; }

    /// <summary>EPSG code that the file states; null if it states none. Final after the last row.</summary>
    int? StatedCrs { get; }

    /// <summary>What was noticed about the file as a whole, for the report. Final after the last row.</summary>
    IReadOnlyList<Bilingual> Notes => [];

    /// <summary>The rows, once.</summary>
    /// <exception cref="Model.GunManeException">The file is broken; the message says where.</exception>
    IEnumerable<SourceRow> Rows();
}
