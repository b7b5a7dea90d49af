using System.Security.Cryptography;
using System.Text;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;

namespace GunMane.Spatial.Import.Loading;

/// <summary>What names a row for ever, and what its content is.</summary>
/// <param name="Key">Value of its key columns, or a digest of its content.</param>
/// <param name="Content">SHA-256 over all its values that mean something, its geometry, and what the options add.</param>
internal readonly record struct RowIdentity(string Key, byte[] Content)
{
    private const byte Stop = 0x1F;

    /// <summary>Identity of a row under a profile.</summary>
    /// <param name="row">The row.</param>
    /// <param name="map">The profile's columns.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="columns">The file's columns.</param>
    /// <param name="added">What options and defaults add to the content.</param>
    public static RowIdentity Of(SourceRow row, FieldMap map, SourceProfile profile, ColumnSet columns, string added)
    {
        var values = Digest(row, map.Resolve("(ignore)", profile.Ignore), columns);
        var key = profile.Key.Count == 0 ? null : KeyOf(row, map.Resolve("(key)", profile.Key), profile.Key.Count);
        var content = SHA256.HashData([.. values, .. Encoding.UTF8.GetBytes(added)]);
        return new RowIdentity(key ?? Convert.ToHexStringLower(values), content);
    }

    /// <summary>A version-8 UUID (RFC 9562) made of a digest: the same names always give the same id.</summary>
    public static Guid Uuid(params string[] names)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\x1F', names)))[..16];
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x80);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static string? KeyOf(SourceRow row, int[] columns, int wanted)
    {
        var parts = columns.Select(at => at < row.Values.Length ? row.Values[at]?.Trim() : null).ToList();
        return parts.Count == wanted && parts.TrueForAll(part => part is not null) ? string.Join('/', parts) : null;
    }

    // Values by column name, so that the order of columns does not matter.
    private static byte[] Digest(SourceRow row, int[] ignored, ColumnSet columns)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var at in columns.ByName())
        {
            if (at >= row.Values.Length || row.Values[at] is not { } value || Array.IndexOf(ignored, at) >= 0) continue;
            hash.AppendData(Encoding.UTF8.GetBytes(columns.Names[at]));
            hash.AppendData([Stop]);
            hash.AppendData(Encoding.UTF8.GetBytes(value));
            hash.AppendData([Stop]);
        }

        if (row.Geometry is not null) hash.AppendData(row.Geometry.AsBinary());
        return hash.GetHashAndReset();
    }
}
