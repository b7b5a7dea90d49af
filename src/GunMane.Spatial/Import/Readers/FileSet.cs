using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Readers;

/// <summary>A file offered for import.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">What the planner calls it, without folders.</param>
/// <param name="Below">The same with the folders or the archive that it came in; null where it came alone.</param>
public sealed record OfferedFile(string Path, string Name, string? Below = null)
{
    /// <summary>What tells it from files of the same name in other folders.</summary>
    public string Shown => Below ?? Name;
}

/// <summary>
/// The data sets among files, folders and zip archives: a shapefile's parts count as one, every sheet, table or object of
/// a container is one of its own; of one data set delivered in several formats one is taken and the report says which
/// were not; papers beside the data are left alone. What cannot be opened is listed too, with its <see cref="DataFile.Trouble"/>.
/// </summary>
public static class FileSet
{
    // Of one data set the format that says most, least ambiguously, comes first.
    private static readonly FileFormat[] Preference =
    [
        FileFormat.GeoJson, FileFormat.GeoJsonLines, FileFormat.GeoPackage, FileFormat.Shapefile, FileFormat.TopoJson, FileFormat.Kml, FileFormat.Csv, FileFormat.Xlsx,
    ];

    private static readonly Dictionary<string, FileFormat> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = FileFormat.Csv, [".tsv"] = FileFormat.Csv, [".xlsx"] = FileFormat.Xlsx, [".xlsm"] = FileFormat.Xlsx,
        [".geojson"] = FileFormat.GeoJson, [".json"] = FileFormat.GeoJson, [".topojson"] = FileFormat.TopoJson,
        [".geojsonl"] = FileFormat.GeoJsonLines, [".geojsons"] = FileFormat.GeoJsonLines, [".ndjson"] = FileFormat.GeoJsonLines, [".jsonl"] = FileFormat.GeoJsonLines,
        [".shp"] = FileFormat.Shapefile, [".gpkg"] = FileFormat.GeoPackage, [".kml"] = FileFormat.Kml, [".kmz"] = FileFormat.Kml,
    };

    private static readonly string[] Sidecars = [".shx", ".dbf", ".prj", ".cpg"];

    /// <summary>Endings that an upload may have; those of old Excel and of GML are let in to be told what to send instead.</summary>
    public static IReadOnlySet<string> Accepted { get; } = new HashSet<string>([.. Endings.Keys, .. Sidecars, ".gz", ".zip", ".xls", ".xml", ".gml"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Endings of files that hold rows of a shape.</summary>
    public static IEnumerable<string> EndingsOf(RowShape shape) =>
        Endings.Where(pair => (pair.Value is FileFormat.Csv or FileFormat.Xlsx) == (shape == RowShape.Table)).Select(pair => pair.Key)
            .Concat(shape == RowShape.Table ? [".gpkg", ".gz", ".zip"] : [".gz", ".zip"]);

    /// <summary>Of the files offered those that hold no data: neither a data set found nor a part of one, nor another format of one.</summary>
    public static IReadOnlyList<OfferedFile> Papers(IReadOnlyList<OfferedFile> offered, IReadOnlyList<DataFile> found)
    {
        var parts = found.SelectMany(file => file.Parts).ToHashSet(StringComparer.Ordinal);
        return [.. offered.Where(file => !parts.Contains(file.Path) && !Ends(file.Name, ".zip") && file.Name != ImportPlan.FileName && Recognise(file) is null)];
    }

    /// <summary>The files under paths; folders are walked.</summary>
    /// <exception cref="GunManeException">A path does not exist.</exception>
    public static IReadOnlyList<OfferedFile> Walk(IEnumerable<string> paths) =>
        [.. paths.SelectMany(root => Under(root).Select(path => new OfferedFile(path, System.IO.Path.GetFileName(path), Directory.Exists(root) ? System.IO.Path.GetRelativePath(root, path) : null)))];

    /// <summary>The data sets among files. Zip archives are unpacked under <paramref name="workFolder"/>, which the caller removes.</summary>
    public static IReadOnlyList<DataFile> DataSets(IReadOnlyList<OfferedFile> offered, string workFolder)
    {
        var found = new List<DataFile>();
        var loose = offered.Where(file => !Ends(file.Name, ".zip")).ToList();
        found.AddRange(InOneDelivery(loose, file => (System.IO.Path.GetDirectoryName(file.Path), file.Stem.ToUpperInvariant(), file.Shape)));
        foreach (var file in offered.Where(file => Ends(file.Name, ".zip"))) found.AddRange(Unpacked(file, System.IO.Path.Combine(workFolder, $"zip{found.Count}")));
        return [.. found.SelectMany(Containers.DataSets)];
    }

    private static IEnumerable<string> Under(string path)
    {
        if (Directory.Exists(path)) return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        return File.Exists(path) ? [path]
            : throw new GunManeException(Refusal.BadInput, $"「{path}」がありません。(There is no such file or folder.)", "files");
    }

    // Archives keep formats and encodings of one data set in folders of their own: only the name counts there.
    private static List<DataFile> Unpacked(OfferedFile zip, string folder)
    {
        try
        {
            var found = InOneDelivery(ZipFiles.Unpack(zip, folder), file => file.Stem.ToUpperInvariant());
            return found.Count > 0 ? found : [Troubled(zip, "取り込めるファイルが入っていません。", "there is nothing to import in it")];
        }
        catch (GunManeException trouble)
        {
            return [new DataFile(zip.Path, zip.Name, FileFormat.Csv) { Shown = zip.Shown, Trouble = trouble }];
        }
    }

    private static List<DataFile> InOneDelivery<T>(IReadOnlyList<OfferedFile> files, Func<DataFile, T> dataSet)
    {
        var data = files.Select(Recognise).OfType<DataFile>().GroupBy(dataSet).SelectMany(group => Preferred([.. group])).ToList();
        return data.Count > 0 ? data : [.. files.Select(Unusable).OfType<DataFile>()];
    }

    private static DataFile? Recognise(OfferedFile file)
    {
        if (file.Name.StartsWith("._", StringComparison.Ordinal) || file.Name.StartsWith("~$", StringComparison.Ordinal) || file.Name == ImportPlan.FileName) return null;
        var packed = Ends(file.Name, ".gz");
        var ending = System.IO.Path.GetExtension(packed ? file.Name[..^3] : file.Name);
        if (Ends(ending, ".xls")) return Troubled(file, "古い Excel(.xls)は読めません。Excel で開き、.xlsx か CSV で保存し直してください。", "save it as .xlsx or CSV");
        if (!Endings.TryGetValue(ending, out var format)) return null;
        if (packed && format is FileFormat.Xlsx or FileFormat.Shapefile or FileFormat.GeoPackage || (packed && Ends(ending, ".kmz")))
            return Troubled(file, "この形式の .gz は読めません。展開してから入れてください。", "unpack it first");
        var data = new DataFile(file.Path, file.Name, format) { Shown = file.Shown };
        return format is FileFormat.GeoJson ? data with { Format = JsonKind.Of(data) } : data;
    }

    private static DataFile? Unusable(OfferedFile file) => (Ends(file.Name, ".xml") || Ends(file.Name, ".gml")) && KsjGml.IsOne(file.Path)
        ? Troubled(file, "国土数値情報の GML(JPGIS)は読めません。同じダウンロードに入っている .geojson か .shp(.shx・.dbf・.prj も)を、または zip をそのまま入れてください。",
            "this is KSJ GML: take the .geojson or .shp of the same download, or its zip as it is")
        : null;

    private static IEnumerable<DataFile> Preferred(List<DataFile> formats)
    {
        var best = formats.Min(file => Array.IndexOf(Preference, file.Format));
        var others = formats.Where(file => Array.IndexOf(Preference, file.Format) != best).Select(file => file.Name).Order(StringComparer.Ordinal).ToList();
        var taken = formats.Where(file => Array.IndexOf(Preference, file.Format) == best);
        return others.Count == 0 ? taken : taken.Select(file => file with { Notes = [LeftOut(others)] });
    }

    private static Bilingual LeftOut(List<string> others) => new(
        $"同じ名前の {string.Join("、", others)} は同じデータの別の形式とみなし、読みませんでした。", $"Left out as other formats of the same data: {string.Join(", ", others)}.");

    private static DataFile Troubled(OfferedFile file, string japanese, string english)
    {
        var data = new DataFile(file.Path, file.Name, FileFormat.Csv) { Shown = file.Shown };
        return data with { Trouble = data.Refuse(japanese, english) };
    }

    private static bool Ends(string name, string ending) => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
