using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace GunMane.Spatial.Storage;

/// <summary>The embedded .sql files. Queries are fetched by name: <c>areas.list</c> is the block
/// <c>-- name: list</c> of <c>Sql/queries/areas.sql</c>.</summary>
public static class SqlText
{
    private const string NameMark = "-- name: ";
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> Files = new();

    /// <summary>The SQL of a named query.</summary>
    /// <exception cref="KeyNotFoundException">There is no such file or block.</exception>
    public static string Query(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var blocks = Files.GetOrAdd(name[..dot], file => Blocks(Read($"Sql/queries/{file}.sql")));
        return blocks.TryGetValue(name[(dot + 1)..], out var sql) ? sql : throw new KeyNotFoundException($"No query {name}.");
    }

    /// <summary>File name and text of every migration or function file, in order of name.</summary>
    public static IReadOnlyList<(string Name, string Text)> Scripts(string folder) =>
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith($"Sql/{folder}/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name[(name.LastIndexOf('/') + 1)..], Read(name)))];

    /// <summary>SHA-256 of a script, hexadecimal.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new KeyNotFoundException($"No embedded SQL {resource}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static Dictionary<string, string> Blocks(string text) =>
        text.Split(NameMark).Skip(1).ToDictionary(
            block => block[..block.IndexOf('\n', StringComparison.Ordinal)].Trim(),
            block => block[(block.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim(),
            StringComparer.Ordinal);
}
