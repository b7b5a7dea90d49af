using System.IO.Compression;
using System.Text;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import.Readers;

/// <summary>A file offered for import.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">What the planner calls it, without folders.</param>
public sealed record OfferedFile(string Path, string Name);

/// <summary>
/// The data sets among files, folders and zip archives: a shapefile's parts count as one; of one data set delivered in
/// several formats (N03 comes as GeoJSON and Shapefile) GeoJSON is taken; papers beside the data are left alone.
/// </summary>
public static class FileSet
{
    /// <summary>Endings that an upload may have.</summary>
    public static IReadOnlySet<string> Accepted { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        { ".csv", ".tsv", ".json", ".geojson", ".gz", ".zip", ".shp", ".shx", ".dbf", ".prj", ".cpg" };

    private const long LargestUnpacked = 8L << 30;
    private const int MostEntries = 10_000;

    /// <summary>The files under paths; folders are walked.</summary>
    /// <exception cref="GunManeException">A path does not exist.</exception>
    public static IReadOnlyList<OfferedFile> Walk(IEnumerable<string> paths) =>
        [.. paths.SelectMany(Under).Select(path => new OfferedFile(path, System.IO.Path.GetFileName(path)))];

    /// <summary>The data sets among files. Zip archives are unpacked under <paramref name="workFolder"/>, which the caller removes.</summary>
    public static IReadOnlyList<DataFile> DataSets(IReadOnlyList<OfferedFile> offered, string workFolder)
    {
        var found = new List<DataFile>();
        foreach (var file in offered)
        {
            if (Ends(file.Name, ".zip")) found.AddRange(Preferred(Unpack(file, System.IO.Path.Combine(workFolder, $"zip{found.Count}"))));
            else if (Recognise(file) is { } data) found.Add(data);
        }

        return found;
    }

    private static IEnumerable<string> Under(string path)
    {
        if (Directory.Exists(path)) return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        return File.Exists(path) ? [path]
            : throw new GunManeException(Refusal.BadInput, $"「{path}」がありません。(There is no such file or folder.)", "files");
    }

    private static DataFile? Recognise(OfferedFile file)
    {
        var name = Ends(file.Name, ".gz") ? file.Name[..^3] : file.Name;
        if (Ends(name, ".csv") || Ends(name, ".tsv")) return new DataFile(file.Path, file.Name, FileFormat.Csv);
        if (Ends(name, ".geojson") || Ends(name, ".json")) return new DataFile(file.Path, file.Name, FileFormat.GeoJson);
        return Ends(file.Name, ".shp") ? new DataFile(file.Path, file.Name, FileFormat.Shapefile) : null;
    }

    private static IEnumerable<DataFile> Preferred(IEnumerable<OfferedFile> unpacked) => unpacked.Select(Recognise).OfType<DataFile>()
        .GroupBy(file => file.BaseName, StringComparer.OrdinalIgnoreCase)
        .SelectMany(group => group.Any(file => file.Format == FileFormat.GeoJson) ? group.Where(file => file.Format == FileFormat.GeoJson) : group);

    private static List<OfferedFile> Unpack(OfferedFile zip, string folder)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            using var archive = ZipFile.Open(zip.Path, ZipArchiveMode.Read, Encoding.GetEncoding(932));
            var entries = archive.Entries.Where(entry => entry.Name.Length > 0 && Accepted.Contains(System.IO.Path.GetExtension(entry.Name))).ToList();
            if (entries.Count > MostEntries || entries.Sum(entry => entry.Length) > LargestUnpacked)
                throw new GunManeException(Refusal.BadInput, $"「{zip.Name}」: 大きすぎます(展開後 8 GB、1 万ファイルまで)。(too large)", "files");
            return entries.ConvertAll(entry => Extract(entry, folder));
        }
        catch (InvalidDataException e)
        {
            throw new GunManeException(Refusal.BadInput, $"「{zip.Name}」: zip が壊れています。もう一度入手してください。(The zip is damaged: {e.Message})", "files");
        }
    }

    // Only the names of an archive's inner folders are kept apart, never its paths: an entry cannot leave our folder.
    private static OfferedFile Extract(ZipArchiveEntry entry, string folder)
    {
        var inner = FlatName(entry.FullName[..^entry.Name.Length]);
        var target = System.IO.Path.Combine(folder, inner, System.IO.Path.GetFileName(entry.Name.Replace('\\', '/')));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        entry.ExtractToFile(target, overwrite: true);
        return new OfferedFile(target, System.IO.Path.GetFileName(target));
    }

    private static string FlatName(string folders) => string.Concat(folders.Select(letter => char.IsLetterOrDigit(letter) ? letter : '_'));

    private static bool Ends(string name, string ending) => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
