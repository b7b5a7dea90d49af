using System.IO.Compression;
using System.Security.Cryptography;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import.Readers;

/// <summary>What a file's content is.</summary>
public enum FileFormat
{
    /// <summary>Comma- or tab-separated text.</summary>
    Csv,

    /// <summary>GeoJSON FeatureCollection.</summary>
    GeoJson,

    /// <summary>ESRI Shapefile with its sidecars.</summary>
    Shapefile,
}

/// <summary>One data set on disk: a file, or a shapefile with the sidecars beside it.</summary>
/// <param name="Path">The file (the .shp of a shapefile).</param>
/// <param name="Name">Its name as the planner knows it, without folders.</param>
/// <param name="Format">What it holds.</param>
public sealed record DataFile(string Path, string Name, FileFormat Format)
{
    private const int TrailerBytes = 4;

    /// <summary>The name without <c>.gz</c> and extension: names the data set.</summary>
    public string BaseName => System.IO.Path.GetFileNameWithoutExtension(IsGzip ? Name[..^3] : Name);

    private bool IsGzip => Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>All files on disk that make it up.</summary>
    public IReadOnlyList<string> Parts => Format is not FileFormat.Shapefile
        ? [Path]
        : [.. Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Path)!, System.IO.Path.GetFileNameWithoutExtension(Path) + ".*").Order(StringComparer.Ordinal)];

    /// <summary>Opens the text, unpacked.</summary>
    public Stream OpenText()
    {
        var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return IsGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>SHA-256 of the file (of a shapefile: of all its parts) and its bytes; a packed file is read to its end.</summary>
    /// <exception cref="GunManeException">A packed file is cut off or damaged.</exception>
    public async Task<(string Hash, long Bytes)> ExamineAsync(CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        foreach (var part in Parts)
        {
            await using var stream = File.OpenRead(part);
            var buffer = new byte[1 << 16];
            for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0; bytes += read) hash.AppendData(buffer, 0, read);
        }

        if (IsGzip) await CheckPackedAsync(bytes, cancellation);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
    }

    /// <summary>A refusal that names this file.</summary>
    public GunManeException Refuse(string japanese, string english, Exception? cause = null) =>
        new(Refusal.BadInput, $"「{Name}」: {japanese}({english})", "files") { Details = new Dictionary<string, object?> { ["cause"] = cause?.Message } };

    // GZipStream reports a wrong checksum but takes a cut-off file for a complete one: compare the length in the last four bytes.
    private async Task CheckPackedAsync(long bytes, CancellationToken cancellation)
    {
        long unpacked = 0;
        try
        {
            await using var stream = OpenText();
            var buffer = new byte[1 << 16];
            for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;) unpacked += read;
        }
        catch (InvalidDataException e)
        {
            throw Refuse($"gz が壊れています(展開できたのは先頭 {unpacked:N0} バイトまで)。もう一度入手してください。", $"the gz is damaged after {unpacked} bytes", e);
        }

        var trailer = new byte[TrailerBytes];
        await using var file = File.OpenRead(Path);
        file.Seek(-Math.Min(TrailerBytes, bytes), SeekOrigin.End);
        await file.ReadAtLeastAsync(trailer, TrailerBytes, throwOnEndOfStream: false, cancellation);
        if (BitConverter.ToUInt32(trailer) != (uint)unpacked)
            throw Refuse($"gz が途中で切れています(展開できたのは {unpacked:N0} バイト)。もう一度入手してください。", $"the gz is cut off after {unpacked} bytes");
    }
}
