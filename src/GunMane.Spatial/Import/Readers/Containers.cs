using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import.Readers;

/// <summary>The data sets within one file: a container has one per sheet, table or object; any other file is one itself.</summary>
internal static class Containers
{
    /// <summary>The data sets, named <c>file#layer</c>; of a container that cannot be opened, the file with its trouble.</summary>
    public static IEnumerable<DataFile> DataSets(DataFile file)
    {
        if (file.Trouble is not null) return [file];
        try
        {
            return file.Format switch
            {
                FileFormat.TopoJson => [.. TopoJsonSource.Objects(file).Select(name => Layer(file, name))],
                FileFormat.Xlsx => Sheets(file),
                FileFormat.GeoPackage => [.. GeoPackageFile.Tables(file).Select(table => Layer(file, table.Name) with { Shape = table.Geometry is null ? RowShape.Table : RowShape.Features })],
                _ => [file],
            };
        }
        catch (GunManeException trouble)
        {
            return [file with { Trouble = trouble }];
        }
    }

    private static List<DataFile> Sheets(DataFile file)
    {
        var (tables, others) = XlsxSource.Sheets(file);
        var sheets = tables.Select(name => Layer(file, name)).ToList();
        if (others.Count > 0)
            sheets[0] = sheets[0] with { Notes = [.. file.Notes, new($"表がないか隠されているシートは読みませんでした: {string.Join("、", others)}", $"Sheets hidden or without a table were not read: {string.Join(", ", others)}")] };
        return sheets;
    }

    private static DataFile Layer(DataFile file, string name) => file with { Name = $"{file.Name}#{name}", Shown = $"{file.Shown}#{name}", Layer = name };
}
