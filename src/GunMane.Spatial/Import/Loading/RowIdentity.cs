using System.Security.Cryptography;
using System.Text;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;

namespace GunMane.Spatial.Import.Loading;

/// <summary>What names a row for ever, and what its content is.</summary>
/// <param name="Key">Value of its key columns, or a digest of its content.</param>
/// <param name="Content">Digest of all its values that mean something, its geometry, and what the options add.</param>
/// <param name="Id">A version-8 UUID (RFC 9562) of study area, ledger and key: the same row gets the same id everywhere.</param>
internal readonly record struct RowIdentity(string Key, byte[] Content, Guid Id)
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
/// Finds the identity of rows. Their digest D is the SHA-256 of name and value of every column that is not blank, in the
/// order of the names, and of the geometry as well-known binary. A row without key columns is named by the first 16 bytes
/// of D. Content is D, and the id K, each combined (exclusive or) with a digest that is the same for the whole file: of
/// what the options add, and of study area and ledger; K is D, or the SHA-256 of the key where key columns name the row.
/// So one digest per row is enough for most files. Not thread-safe.
/// </summary>
/// <param name="context">The file and where it goes.</param>
/// <param name="map">The profile's columns.</param>
/// <param name="columns">The file's columns.</param>
/// <param name="added">What options and defaults add to the content.</param>
internal sealed class RowIdentities(ImportContext context, FieldMap map, ColumnSet columns, string added)
{
    private const byte Stop = 0x1F;
    private const int NameBytes = 16;
    private readonly byte[] ofOptions = SHA256.HashData(Encoding.UTF8.GetBytes(added));
    private readonly byte[] ofLedger = SHA256.HashData(Encoding.UTF8.GetBytes($"{context.Area.Code}\x1F{context.Source}"));
    private readonly ByteBuffer bytes = new();
    private readonly List<byte[]> names = [];

    /// <summary>Identity of a row.</summary>
    public RowIdentity Of(SourceRow row)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Digest(row, digest);
        var content = Combined(digest, ofOptions);
        var key = context.Profile.Key.Count == 0 ? null : KeyOf(row, map.Resolve("(key)", context.Profile.Key), context.Profile.Key.Count);
        if (key is not null) SHA256.HashData(Encoding.UTF8.GetBytes(key), digest);
        return new RowIdentity(key ?? Convert.ToHexStringLower(digest[..NameBytes]), content, RowIdentity.Uuid(Combined(digest, ofLedger)));
    }

    private static byte[] Combined(ReadOnlySpan<byte> digest, byte[] ofFile)
    {
        var combined = digest.ToArray();
        for (var at = 0; at < combined.Length; at++) combined[at] ^= ofFile[at];
        return combined;
    }

    private static string? KeyOf(SourceRow row, int[] columns, int wanted)
    {
        var parts = columns.Select(at => row.Value(at)?.Trim()).ToList();
        return parts.Count == wanted && parts.TrueForAll(part => part is not null) ? string.Join('/', parts) : null;
    }

    // Values by column name, so that the order of columns does not matter.
    private void Digest(SourceRow row, Span<byte> digest)
    {
        bytes.Cut();
        var ignored = map.Resolve("(ignore)", context.Profile.Ignore);
        foreach (var at in columns.ByName())
        {
            var start = bytes.Length;
            if (at >= row.Width || Array.IndexOf(ignored, at) >= 0) continue;
            bytes.Add(NameOf(at));
            if (row.TryAppend(at, bytes)) bytes.Add(Stop);
            else bytes.Cut(start);
        }

        if (row.Shape is { } shape) bytes.Add(shape.Wkb);
        SHA256.HashData(bytes.Span, digest);
    }

    private byte[] NameOf(int column)
    {
        while (names.Count <= column) names.Add([.. Encoding.UTF8.GetBytes(columns.Names[names.Count]), Stop]);
        return names[column];
    }
}
