using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Import.Text;

namespace GunMane.Spatial.Import.Loading;

/// <summary>
/// Whose a thing is by how the names in a column begin (profile member <c>ownerByWord</c>): 市道… is the town's, 県道… the
/// prefecture's. A line of several roads belongs to somebody only if all of them do.
/// </summary>
internal sealed class OwnerWords(SourceProfile profile, FieldMap map)
{
    private static readonly char[] Between = [',', '、', '，', ';', '；'];

    /// <summary>The owner's code; null: several owners, or one that has no code. False if no name tells: the default counts then.</summary>
    public bool TryFind(SourceRow row, out string? code)
    {
        code = null;
        if (profile.OwnerByWord.Count == 0) return false;
        var codes = profile.OwnerByWord.SelectMany(column => Codes(map.Get(row, [column.Key], $"(owner){column.Key}"), column.Value)).Distinct().ToList();
        if (codes is [{ Length: > 0 } only]) code = only;
        return codes.Count > 0;
    }

    private static IEnumerable<string> Codes(string? text, IReadOnlyDictionary<string, string> words) =>
        (text ?? "").Split(Between).Select(Plain.Tight).SelectMany(name => words.Where(word => name.StartsWith(word.Key, StringComparison.Ordinal)).OrderByDescending(word => word.Key.Length).Select(word => word.Value).Take(1));
}
