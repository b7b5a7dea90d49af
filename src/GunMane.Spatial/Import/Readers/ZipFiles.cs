using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Unpacks zip archives without trusting them: entries are counted as they unfold, their checksums are compared, their
/// folders become flat names, archives within archives are opened a few levels deep.
/// </summary>
internal static class ZipFiles
{
    private const int MostEntries = 10_000;
    private const int DeepestArchive = 3;

    /// <summary>The files of an archive that may hold data, written below a folder.</summary>
    /// <exception cref="GunManeException">The archive is damaged, locked or too large.</exception>
    public static IReadOnlyList<OfferedFile> Unpack(OfferedFile zip, string folder)
    {
        var left = new Budget();
        return Unpack(zip, folder, left, 1);
    }

    /// <summary>Walks a packed container to its end: every entry must unfold to what its directory says.</summary>
    /// <exception cref="GunManeException">It is no zip, damaged, locked or too large.</exception>
    public static void Verify(DataFile file, long mostBytes) => Guarded(file.Name, () =>
    {
        var left = new Budget { Bytes = mostBytes };
        using var archive = ZipFile.OpenRead(file.Path);
        left.Take(archive.Entries.Count, file.Name);
        foreach (var entry in archive.Entries) Copy(entry, Stream.Null, left, file.Name);
        return true;
    });

    private static List<OfferedFile> Unpack(OfferedFile zip, string folder, Budget left, int depth) => Guarded(zip.Name, () =>
    {
        using var archive = ZipFile.Open(zip.Path, ZipArchiveMode.Read, ZipNames.Encoding);
        var entries = archive.Entries.Where(entry => entry.Name.Length > 0 && FileSet.Accepted.Contains(Path.GetExtension(entry.Name))).ToList();
        left.Take(entries.Count, zip.Name);
        var found = new List<OfferedFile>();
        foreach (var entry in entries)
        {
            var file = Extract(entry, Path.Combine(folder, depth.ToString(System.Globalization.CultureInfo.InvariantCulture)), left, zip.Name) with { Below = $"{zip.Shown}/{entry.FullName}" };
            if (!file.Name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) found.Add(file);
            else if (depth < DeepestArchive) found.AddRange(Unpack(file, file.Path + ".d", left, depth + 1));
            else throw Refuse(zip.Name, $"zip の中の zip が深すぎます({DeepestArchive} 段まで)。展開してから入れてください。", "archives within archives are too deep: unpack it first");
        }

        return found;
    });

    // Only the names of an archive's inner folders are kept apart, never its paths: an entry cannot leave our folder.
    private static OfferedFile Extract(ZipArchiveEntry entry, string folder, Budget left, string zip)
    {
        var name = Path.GetFileName(entry.Name.Replace('\\', '/'));
        var target = Path.Combine(folder, FlatName(entry.FullName[..^entry.Name.Length]), name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (File.Exists(target)) throw Refuse(zip, $"同じ名前のファイルが二つ入っています: {name}", "two entries of the same name");
        using (var file = File.Create(target)) Copy(entry, file, left, zip);
        return new OfferedFile(target, name);
    }

    private static void Copy(ZipArchiveEntry entry, Stream target, Budget left, string zip)
    {
        using var source = entry.Open();
        var (buffer, checksum, bytes) = (new byte[1 << 16], new Crc32(), 0L);
        for (int read; (read = source.Read(buffer)) > 0; bytes += read)
        {
            if ((left.Bytes -= read) < 0) throw Refuse(zip, "大きすぎます(展開後の合計)。分けて入れてください。", "too large when unpacked: split it");
            checksum.Append(buffer.AsSpan(0, read));
            target.Write(buffer, 0, read);
        }

        if (bytes != entry.Length || checksum.GetCurrentHashAsUInt32() != entry.Crc32)
            throw Refuse(zip, $"中の「{entry.Name}」が壊れています。もう一度入手してください。", "an entry is damaged");
    }

    private static string FlatName(string folders)
    {
        var flat = string.Concat(folders.Select(letter => char.IsLetterOrDigit(letter) ? letter : '_'));
        return Encoding.UTF8.GetByteCount(flat) <= 200 ? flat : Convert.ToHexString(Crc32.Hash(Encoding.UTF8.GetBytes(flat)));
    }

    private static T Guarded<T>(string zip, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw Refuse(zip, "zip が壊れているか、暗号がかかっています。もう一度入手するか、展開してから入れてください。", $"the zip is damaged or locked: {e.Message}");
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw Refuse(zip, "zip として読めません。展開してから入れてください。", "the zip cannot be read: unpack it first");
        }
    }

    private static GunManeException Refuse(string zip, string japanese, string english) => new(Refusal.BadInput, $"「{zip}」: {japanese}({english})", "files");

    private sealed class Budget
    {
        private int entries = MostEntries;

        public long Bytes { get; set; } = DataFile.LargestUnpacked;

        public void Take(int count, string zip)
        {
            if ((entries -= count) < 0) throw Refuse(zip, $"ファイルが多すぎます({MostEntries:N0} まで)。分けて入れてください。", "too many files: split it");
        }
    }
}
