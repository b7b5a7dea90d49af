using GunMane.Spatial.Storage;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Import.Readers;

/// <summary>One row as a reader found it.</summary>
/// <param name="Number">1 for the first row of data.</param>
/// <param name="Place">Where it stands, for people: line, feature or record.</param>
/// <param name="Values">Values by column index of <see cref="IRowSource.Columns"/>; may be shorter; null where blank.</param>
/// <param name="Geometry">Geometry in the file's own coordinates; null if the row has none.</param>
/// <param name="Raw">The row as it stood in the file.</param>
/// <param name="Fault">Why it cannot be read; null if it can.</param>
/// <param name="Repair">What the reader had to mend; null if nothing.</param>
public sealed record SourceRow(long Number, string Place, string?[] Values, Geometry? Geometry, string Raw, string? Fault = null, string? Repair = null);

/// <summary>Column names in order of appearance; a GeoJSON file may bring new ones with any feature.</summary>
public sealed class ColumnSet
{
    private readonly Dictionary<string, int> index = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private int[] byName = [];

    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Column indices in the order of their names.</summary>
    public int[] ByName()
    {
        if (byName.Length == names.Count) return byName;
        byName = [.. Enumerable.Range(0, names.Count).OrderBy(at => names[at], StringComparer.Ordinal)];
        return byName;
    }

    /// <summary>Index of a name, which is added if it is new.</summary>
    public int Add(string name)
    {
        if (index.TryGetValue(name, out var at)) return at;
        index.Add(name, names.Count);
        names.Add(name);
        return names.Count - 1;
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
