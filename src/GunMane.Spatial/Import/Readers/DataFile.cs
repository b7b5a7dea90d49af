using System.IO.Compression;
using System.Security.Cryptography;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Readers;

/// <summary>What a file's content is.</summary>
public enum FileFormat
{
    /// <summary>Text separated by commas, tabs or semicolons.</summary>
    Csv,

    /// <summary>Sheet of an Excel workbook (Office Open XML).</summary>
    Xlsx,

    /// <summary>GeoJSON FeatureCollection.</summary>
    GeoJson,

    /// <summary>GeoJSON features one by one: a line each, or RFC 8142.</summary>
    GeoJsonLines,

    /// <summary>Object of a TopoJSON topology.</summary>
    TopoJson,

    /// <summary>ESRI Shapefile with its sidecars.</summary>
    Shapefile,

    /// <summary>Table of an OGC GeoPackage.</summary>
    GeoPackage,

    /// <summary>KML, also packed as KMZ.</summary>
    Kml,
}

/// <summary>What the rows of a data set are; a profile is made for one or both.</summary>
public enum RowShape
{
    /// <summary>Rows of values; a place stands in columns, if anywhere.</summary>
    Table,

    /// <summary>Features: values and a geometry.</summary>
    Features,
}

/// <summary>One data set on disk: a file, a shapefile with the sidecars beside it, or a layer of a container.</summary>
/// <param name="Path">The file (the .shp of a shapefile).</param>
/// <param name="Name">Its name as the planner knows it, without folders; of a layer <c>file.xlsx#Sheet1</c>.</param>
/// <param name="Format">What it holds.</param>
/// <param name="Layer">Sheet, table or object within the file; null where the file is one data set.</param>
public sealed record DataFile(string Path, string Name, FileFormat Format, string? Layer = null)
{
    /// <summary>Bytes that a packed file may unfold to.</summary>
    internal const long LargestUnpacked = 8L << 30;

    private const int TrailerBytes = 4;
    private static readonly string[] ShapefileParts = [".shp", ".shx", ".dbf", ".prj", ".cpg"];

    /// <summary>What its rows are.</summary>
    public RowShape Shape { get; init; } = Format is FileFormat.Csv or FileFormat.Xlsx ? RowShape.Table : RowShape.Features;

    /// <summary>The name with the folders or the archive that it came in: tells files of the same name apart.</summary>
    public string Shown { get; init; } = Name;

    /// <summary>Why it cannot be read, found while looking for data sets; null if nothing was.</summary>
    public GunManeException? Trouble { get; init; }

    /// <summary>What was noticed while looking for data sets, for the report.</summary>
    public IReadOnlyList<Bilingual> Notes { get; init; } = [];

    /// <summary>The name without <c>.gz</c> and extension, but with the layer: names the data set.</summary>
    public string BaseName => Layer is null ? Stem : $"{Stem}#{Layer}";

    /// <summary>The name of the file without <c>.gz</c> and extension: what several formats of one data set share.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(IsGzip ? FileName[..^3] : FileName);

    /// <summary>All files on disk that make it up.</summary>
    public IReadOnlyList<string> Parts => Format is not FileFormat.Shapefile
        ? [Path]
        : [.. ShapefileParts.Select(Sidecar).OfType<string>().Order(StringComparer.Ordinal)];

    private string FileName => Layer is null ? Name : Name[..^(Layer.Length + 1)];

    private bool IsGzip => FileName.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file of the same name with another ending, in whatever case its letters are; null if there is none.</summary>
    public string? Sidecar(string ending)
    {
        var stem = System.IO.Path.GetFileNameWithoutExtension(Path);
        var all = Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Path)!)
            .Where(file => System.IO.Path.GetFileName(file).Equals(stem + ending, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList();
        return all.Find(file => System.IO.Path.GetFileNameWithoutExtension(file) == stem) ?? all.FirstOrDefault();
    }

    /// <summary>Opens the text, unpacked.</summary>
    public Stream OpenText()
    {
        var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return IsGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>SHA-256 of the file (of a shapefile: of all its parts) and its bytes; a packed file is read to its end.</summary>
    /// <exception cref="GunManeException">It cannot be read, or a packed file is cut off or damaged.</exception>
    public async Task<(string Hash, long Bytes)> ExamineAsync(CancellationToken cancellation)
    {
        if (Trouble is not null) throw Trouble;
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
            for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0 && unpacked <= LargestUnpacked;) unpacked += read;
        }
        catch (InvalidDataException e)
        {
            throw Refuse($"gz が壊れています(展開できたのは先頭 {unpacked:N0} バイトまで)。もう一度入手してください。", $"the gz is damaged after {unpacked} bytes", e);
        }

        if (unpacked > LargestUnpacked) throw Refuse("大きすぎます(展開後 8 GB まで)。分けて入れてください。", "more than 8 GB unpacked: split it");
        var trailer = new byte[TrailerBytes];
        await using var file = File.OpenRead(Path);
        file.Seek(-Math.Min(TrailerBytes, bytes), SeekOrigin.End);
        await file.ReadAtLeastAsync(trailer, TrailerBytes, throwOnEndOfStream: false, cancellation);
        if (BitConverter.ToUInt32(trailer) != (uint)unpacked)
            throw Refuse($"gz が途中で切れています(展開できたのは {unpacked:N0} バイト)。もう一度入手してください。", $"the gz is cut off after {unpacked} bytes");
    }
}
