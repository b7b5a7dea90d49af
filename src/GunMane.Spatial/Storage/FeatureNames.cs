using System.Collections.Frozen;
using System.Text;

namespace GunMane.Spatial.Storage;

/// <summary>What a number of a row is the number of; its place is its number in queries/features.sql.</summary>
public enum NameList
{
    /// <summary>Code of a study area.</summary>
    StudyArea,

    /// <summary>Code (団体コード) of an organisation.</summary>
    OrganisationCode,

    /// <summary>Name of an organisation.</summary>
    Organisation,

    /// <summary>Name of a department.</summary>
    Department,
}

/// <summary>Where the value of a field is looked up.</summary>
/// <param name="Column">Column of the collection's block that has the number.</param>
/// <param name="List">What it is the number of.</param>
public sealed record NamedBy(string Column, NameList List);

/// <summary>
/// Texts that features have by a number: few for many features, so that they are looked up while features are written. Joined to each row instead they take
/// a third of PostgreSQL's time for a page (docs/decisions/0006-pages-of-features.md).
/// </summary>
public sealed class FeatureNames
{
    private readonly FrozenDictionary<int, byte[]>[] lists;

    private FeatureNames(FrozenDictionary<int, byte[]>[] lists) => this.lists = lists;

    /// <summary>Of no one: for collections whose rows bring every value.</summary>
    public static FeatureNames None { get; } = new([]);

    /// <summary>All that the session sees: some thousand in a whole country.</summary>
    public static async Task<FeatureNames> ReadAsync(Session session, CancellationToken cancellation)
    {
        var rows = await session.ListAsync("features.names", row => (List: (NameList)row.GetInt32(0), Number: row.GetInt32(1), Text: Encoding.UTF8.GetBytes(row.GetString(2))), cancellation);
        return new FeatureNames([.. Enum.GetValues<NameList>().Select(list => rows.Where(row => row.List == list).ToFrozenDictionary(row => row.Number, row => row.Text))]);
    }

    /// <summary>The text of a number in UTF-8; null where it has none.</summary>
    internal byte[]? Find(NameList list, int number) => lists[(int)list].GetValueOrDefault(number);
}
