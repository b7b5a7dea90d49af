namespace GunMane.Spatial.Storage;

/// <summary>Which columns the rows of a <see cref="FeatureQuery"/> have, each once, and which of them is what.</summary>
internal sealed class RowLayout
{
    private readonly List<string> columns = [];

    /// <summary>The layout of a query's rows.</summary>
    public RowLayout(FeatureQuery query)
    {
        Id = Add(query.Collection.IdType, "id");
        Place = [.. query.Sort.Select(key => Add($"({FeatureQuery.Sorted(key.Field)})::text")), .. query.Collection.Key.Select(key => Add(key.Type, key.Column))];
        Fields = [.. query.Shown.Select(field => field.Named is { } named ? Add(FieldType.Whole, named.Column) : Add(field.Type, field.Name))];
    }

    /// <summary>Expressions of the columns; the geometry comes after them.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>Column of the feature's id.</summary>
    public int Id { get; }

    /// <summary>Columns that say where a row stands in the order: sort values as text, then the key.</summary>
    public IReadOnlyList<int> Place { get; }

    /// <summary>Columns of the shown fields; of a looked-up field, its number.</summary>
    public IReadOnlyList<int> Fields { get; }

    /// <summary>Column of the geometry.</summary>
    public int Geometry => columns.Count;

    // A whole number comes in as many bytes as it is stored in.
    private int Add(FieldType type, string column) => Add(type is FieldType.Whole or FieldType.Large ? $"item.{column}" : $"item.{column}::{FeatureQuery.Read(type)}");

    private int Add(string expression)
    {
        if (!columns.Contains(expression)) columns.Add(expression);
        return columns.IndexOf(expression);
    }
}
