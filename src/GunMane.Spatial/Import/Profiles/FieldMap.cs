using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Import.Text;

namespace GunMane.Spatial.Import.Profiles;

/// <summary>Finds a profile's fields among the columns of a file; follows columns that appear on the way.</summary>
public sealed class FieldMap(SourceProfile profile, ColumnSet columns)
{
    private readonly Dictionary<string, int[]> indices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FieldColumns> fields = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ColumnName> taken = [];
    private int known = -1;

    /// <summary>Value of a field: that of the first of its columns that is not blank, translated by the profile's values; null if all are blank.</summary>
    public string? Get(SourceRow row, string field) => Of(field).Get(row);

    /// <summary>Index of the column that a row's value of a field stands in; −1 if all are blank.</summary>
    public int At(SourceRow row, string field) => Of(field).At(row);

    /// <summary>A field's columns among those that are known now.</summary>
    public FieldColumns Of(string field)
    {
        Follow();
        if (fields.TryGetValue(field, out var found)) return found;
        found = new FieldColumns(profile.Fields.TryGetValue(field, out var names) ? Resolve(field, names) : [], profile.Values.GetValueOrDefault(field));
        fields.Add(field, found);
        return found;
    }

    /// <summary>The columns with these names, as they are; not remembered.</summary>
    public FieldColumns Named(IReadOnlyList<string> names)
    {
        Follow();
        return new FieldColumns(Found(names), null);
    }

    /// <summary>What the name of a column says of unit, tax and price.</summary>
    public ColumnName Column(int at)
    {
        if (taken.TryGetValue(at, out var column)) return column;
        taken.Add(at, column = ColumnName.Parse(columns.Names[at]));
        return column;
    }

    /// <summary>What one is in the stored unit, in a column of a field: by the column's name, else by the profile's units, else 1.</summary>
    public decimal Scale(int at, string field, Quantity quantity) => Column(at).Units.Count == 0 && profile.Units.TryGetValue(field, out var unit)
        ? Quantities.Factor(quantity, unit) ?? 1
        : Column(at).Scale(quantity);

    /// <summary>Whether a field's values are translated: the raw ones are worth keeping then.</summary>
    public bool IsTranslated(string field) => profile.Values.ContainsKey(field);

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
    public int[] Indices(string field) => Of(field).Columns;

    /// <summary>Indices of the columns with these names, in the order of the names.</summary>
    public int[] Resolve(string cacheKey, IEnumerable<string> names)
    {
        Follow();
        if (indices.TryGetValue(cacheKey, out var found)) return found;
        indices.Add(cacheKey, found = Found(names));
        return found;
    }

    private int[] Found(IEnumerable<string> names)
    {
        var plain = columns.Names.Select(ProfileCatalogue.Plain).ToList();
        var bare = columns.Names.Select(ProfileCatalogue.Bare).ToList();
        return [.. names.Select(ProfileCatalogue.Plain).SelectMany(name => new[] { plain.IndexOf(name), bare.IndexOf(name) }).Where(at => at >= 0).Distinct()];
    }

    private void Follow()
    {
        if (known == columns.Count) return;
        indices.Clear();
        fields.Clear();
        known = columns.Count;
    }
}

/// <summary>Where a field stands in a file.</summary>
/// <param name="Columns">Its columns, best first.</param>
/// <param name="Values">What its values mean; null where they are taken as they are.</param>
public sealed record FieldColumns(int[] Columns, IReadOnlyDictionary<string, string>? Values)
{
    /// <summary>Value of the first column that is not blank, translated; null if all are blank.</summary>
    public string? Get(SourceRow row) => At(row) is var at and >= 0 ? Translated(row.Value(at)!.Trim()) : null;

    /// <summary>Index of the column that a row's value stands in; −1 if all are blank.</summary>
    public int At(SourceRow row)
    {
        foreach (var at in Columns)
        {
            if (row.Has(at)) return at;
        }

        return -1;
    }

    private string Translated(string value)
    {
        if (Values is null) return value;
        return Values.TryGetValue(value, out var exact) ? exact : Values.GetValueOrDefault(Plain.Tight(value), value);
    }
}
