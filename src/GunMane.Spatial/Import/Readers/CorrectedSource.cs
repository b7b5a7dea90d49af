using GunMane.Spatial.Storage;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Import.Readers;

/// <summary>Rows of an import that were corrected by hand, as if a file held them.</summary>
/// <param name="columns">Columns of the file.</param>
/// <param name="encoding">How the file was encoded, for the report.</param>
/// <param name="rows">Row, its values by column, its geometry in the coordinates of the batch.</param>
internal sealed class CorrectedSource(
    IReadOnlyList<string> columns, string encoding, IReadOnlyList<(ImportRow Row, IReadOnlyDictionary<string, string?> Values, Geometry? Geometry)> rows) : IRowSource
{
    /// <inheritdoc/>
    public ColumnSet Columns { get; } = Set(columns);

    /// <inheritdoc/>
    public string Encoding => encoding;

    /// <inheritdoc/>
    public int? StatedCrs => null;

    /// <inheritdoc/>
    public IEnumerable<SourceRow> Rows() => rows.Select(row => new SourceRow(row.Row.RowNumber, row.Row.Place,
        [.. columns.Select(column => row.Values.GetValueOrDefault(column))], row.Geometry, row.Row.Raw));

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static ColumnSet Set(IReadOnlyList<string> names)
    {
        var set = new ColumnSet();
        foreach (var name in names) set.Add(name);
        return set;
    }
}
