using System.IO.Compression;
using System.Text;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Tests.Import.Formats;

/// <summary>What a reader made of a data set.</summary>
internal sealed record ReadOut(DataFile File, IReadOnlyList<string> Columns, IReadOnlyList<SourceRow> Rows, int? StatedCrs, string Encoding, IReadOnlyList<Bilingual> Notes)
{
    /// <summary>Values by column name; blank ones left out.</summary>
    public IReadOnlyDictionary<string, string> Row(int number) => Rows[number - 1].Values
        .Select((value, at) => (Name: Columns[at], value)).Where(pair => pair.value is not null).ToDictionary(pair => pair.Name, pair => pair.value!);
}

/// <summary>A folder of made-up files, and their data sets as the readers see them, without a database.</summary>
internal sealed class MadeFiles : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gunmane-formats-");
    private readonly DirectoryInfo work = Directory.CreateTempSubdirectory("gunmane-formats-work-");

    private int unpacked;

    public string Folder => folder.FullName;

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Write(string name, string text) => Write(name, new UTF8Encoding(false).GetBytes(text));

    /// <summary>The data sets among everything written so far.</summary>
    public IReadOnlyList<DataFile> DataSets() => FileSet.DataSets(FileSet.Walk([folder.FullName]), work.CreateSubdirectory($"{++unpacked}").FullName);

    public ReadOut Only() => Read(Assert.Single(DataSets()));

    public static ReadOut Read(DataFile file, ImportOptions? options = null)
    {
        file.ExamineAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        using var source = FileImport.Open(file, options ?? new ImportOptions());
        var rows = source.Rows().ToList();
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(number => (long)number), rows.Select(row => row.Number));
        return new ReadOut(file, source.Columns.Names, rows, source.StatedCrs, source.Encoding, [.. file.Notes, .. source.Notes]);
    }

    public static byte[] Zip(params (string Name, byte[] Bytes)[] entries) => Zip(null, entries);

    public static byte[] Zip(Encoding? names, params (string Name, byte[] Bytes)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, names))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    public void Dispose()
    {
        folder.Delete(recursive: true);
        work.Delete(recursive: true);
    }
}
