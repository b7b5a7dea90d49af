using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;

namespace GunMane.Spatial.Import.Loading;

/// <summary>What names a row for ever, and what its content is; the bytes are good until the next row.</summary>
/// <param name="Key">Value of its key columns, or a digest of its content as hexadecimal digits; UTF-8.</param>
/// <param name="Content">Digest of all its values that mean something, its geometry, and what the options add.</param>
/// <param name="Id">A version-8 UUID (RFC 9562) of study area, ledger and key: the same row gets the same id everywhere.</param>
internal readonly record struct RowIdentity(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Content, Guid Id)
{
    private const int Bytes = 16;

    /// <summary>A version-8 UUID (RFC 9562) made of a digest: the same names always give the same id.</summary>
    public static Guid Uuid(params string[] names) => Uuid(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\x1F', names))));

    /// <summary>A version-8 UUID (RFC 9562) made of the first 16 bytes of a digest.</summary>
    public static Guid Uuid(ReadOnlySpan<byte> digest)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        digest[..Bytes].CopyTo(bytes);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x80);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>
/// Finds the identity of rows. Their digest D is the XXH3 of 128 bits (big-endian) of name and value of every column that is not blank,
/// in the order of the names, and of the geometry as well-known binary. A row without key columns is named by D. Content is D, and the
/// id K, each combined (exclusive or) with a digest that is the same for the whole file: of what the options add, and of study area and
/// ledger; K is D, or the XXH3 of the key where key columns name the row. So one digest per row is enough for most files. It tells
/// rows apart, it proves nothing: decision 0003. Not thread-safe.
/// </summary>
/// <param name="context">The file and where it goes.</param>
/// <param name="map">The profile's columns.</param>
/// <param name="columns">The file's columns.</param>
/// <param name="added">What options and defaults add to the content.</param>
internal sealed class RowIdentities(ImportContext context, FieldMap map, ColumnSet columns, string added)
{
    private const byte Stop = 0x1F;
    private const int DigestBytes = 16;
    private readonly byte[] ofOptions = XxHash128.Hash(Encoding.UTF8.GetBytes(added));
    private readonly byte[] ofLedger = XxHash128.Hash(Encoding.UTF8.GetBytes($"{context.Area.Code}\x1F{context.Source}"));
    private readonly ByteBuffer bytes = new();
    private readonly byte[] content = new byte[DigestBytes];
    private readonly byte[] hexadecimal = new byte[2 * DigestBytes];
    private readonly List<byte[]> names = [];
    private int[] told = [];
    private int[] keys = [];
    private int known = -1;

    /// <summary>Identity of a row.</summary>
    public RowIdentity Of(SourceRow row)
    {
        if (known != columns.Count) Follow();
        Span<byte> digest = stackalloc byte[DigestBytes];
        Digest(row, digest);
        Combine(digest, ofOptions, content);
        var key = KeyOf(row) is { } text ? Encoding.UTF8.GetBytes(text) : null;
        if (key is not null) XxHash128.Hash(key, digest);
        else Convert.TryToHexStringLower(digest, hexadecimal, out _);
        Span<byte> id = stackalloc byte[DigestBytes];
        Combine(digest, ofLedger, id);
        return new RowIdentity(key ?? hexadecimal, content, RowIdentity.Uuid(id));
    }

    private static void Combine(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> ofFile, Span<byte> combined)
    {
        for (var at = 0; at < DigestBytes; at++) combined[at] = (byte)(digest[at] ^ ofFile[at]);
    }

    private string? KeyOf(SourceRow row)
    {
        if (context.Profile.Key.Count == 0) return null;
        var parts = keys.Select(at => row.Value(at)?.Trim()).ToList();
        return parts.Count == context.Profile.Key.Count && parts.TrueForAll(part => part is not null) ? string.Join('/', parts).Replace("\0", "\\x00", StringComparison.Ordinal) : null;
    }

    // Values by column name, so that the order of columns does not matter.
    private void Follow()
    {
        known = columns.Count;
        // Columns that the reading thread adds meanwhile are followed with their first row.
        told = [.. columns.ByName().Where(at => at < known).Except(map.Resolve("(ignore)", context.Profile.Ignore))];
        keys = map.Resolve("(key)", context.Profile.Key);
        while (names.Count < known) names.Add([.. Encoding.UTF8.GetBytes(columns.Names[names.Count]), Stop]);
    }

    private void Digest(SourceRow row, Span<byte> digest)
    {
        bytes.Cut();
        foreach (var at in told)
        {
            var start = bytes.Length;
            if (at >= row.Width) continue;
            bytes.Add(names[at]);
            if (row.TryAppend(at, bytes)) bytes.Add(Stop);
            else bytes.Cut(start);
        }

        if (row.Shape is { } shape) bytes.Add(shape.Wkb);
        XxHash128.Hash(bytes.Span, digest);
    }
}
