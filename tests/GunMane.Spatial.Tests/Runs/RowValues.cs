using Npgsql;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>Whole rows of a query.</summary>
internal static class RowValues
{
    /// <summary>Values of a row by the names of its columns; null for NULL.</summary>
    public static Dictionary<string, object?> GetFieldValues(this NpgsqlDataReader row) =>
        Enumerable.Range(0, row.FieldCount).ToDictionary(row.GetName, at => row.IsDBNull(at) ? null : row.GetValue(at));
}
