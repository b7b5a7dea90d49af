using GunMane.Spatial.Import.Readers;

namespace GunMane.Spatial.Import.Profiles;

/// <summary>Finds a profile's fields among the columns of a file; follows columns that appear on the way.</summary>
public sealed class FieldMap(SourceProfile profile, ColumnSet columns)
{
    private readonly Dictionary<string, int[]> indices = new(StringComparer.Ordinal);
    private int known = -1;

    /// <summary>Value of a field: that of the first of its columns that is not blank; null if all are.</summary>
    public string? Get(SourceRow row, string field)
    {
        foreach (var at in Indices(field))
        {
            if (row.Value(at) is { } value) return value.Trim();
        }

        return null;
    }

    /// <summary>Value of the first of some columns that is not blank.</summary>
    public string? Get(SourceRow row, string[] names, string cacheKey)
    {
        foreach (var at in Resolve(cacheKey, names))
        {
            if (row.Value(at) is { } value) return value.Trim();
        }

        return null;
    }

    /// <summary>Whether the file has a column for a field.</summary>
    public bool Has(string field) => Indices(field).Length > 0;

    /// <summary>Whether the file has a column of this name.</summary>
    public bool HasColumn(string name) => columns.Names.Any(column => ProfileCatalogue.Plain(column) == ProfileCatalogue.Plain(name));

    /// <summary>Indices of a field's columns.</summary>
    public int[] Indices(string field) => profile.Fields.TryGetValue(field, out var names) ? Resolve(field, names) : [];

    /// <summary>Indices of the columns with these names, in the order of the names.</summary>
    public int[] Resolve(string cacheKey, IEnumerable<string> names)
    {
        if (known != columns.Names.Count)
        {
            indices.Clear();
            known = columns.Names.Count;
        }

        if (indices.TryGetValue(cacheKey, out var found)) return found;
        var plain = columns.Names.Select(ProfileCatalogue.Plain).ToList();
        found = [.. names.Select(name => plain.IndexOf(ProfileCatalogue.Plain(name))).Where(at => at >= 0)];
        indices.Add(cacheKey, found);
        return found;
    }
}
