using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Import.Text;

namespace GunMane.Spatial.Import.Loading;

/// <summary>Units that stand in column names or profiles; each conversion is told once per file.</summary>
internal sealed class UnitNotes(ImportContext context, ColumnSet columns)
{
    private readonly Dictionary<int, decimal> scales = [];

    /// <summary>What one is in the stored unit, in a column of a field.</summary>
    public decimal Scale(FieldMap map, int at, string field, Quantity quantity)
    {
        if (scales.TryGetValue(at, out var scale)) return scale;
        scales.Add(at, scale = map.Scale(at, field, quantity));
        if (scale != 1)
            context.Notes.Add(new($"列「{columns.Names[at]}」の数字は {scale:0.######} 倍して{quantity.Stored()} で保存しました（値に単位が書かれている行はその単位）。",
                FormattableString.Invariant($"Numbers of column {columns.Names[at]} were multiplied by {scale:0.######}; a unit written with a value goes before.")));
        return scale;
    }
}
