using GunMane.Spatial.Import.Places;
using GunMane.Spatial.Import.Profiles;

namespace GunMane.Spatial.Import.Loading;

/// <summary>The columns of an asset's fields, looked up once for the columns that are known.</summary>
internal sealed class AssetFields(FieldMap map, IReadOnlyList<FirmColumns> firms)
{
    private static readonly string[] TakenAsTheyAre =
        ["name", "kind", "route", "ledgerNumber", "owner", "ownerCode", "department", "conditionScale", "conditionRaw", .. ColumnPlace.Fields];

    public FieldColumns Department { get; } = map.Of("department");

    public FieldColumns Sector { get; } = map.Of("sector");

    public FieldColumns Kind { get; } = map.Of("kind");

    public FieldColumns Name { get; } = map.Of("name");

    public FieldColumns Route { get; } = map.Of("route");

    public FieldColumns LedgerNumber { get; } = map.Of("ledgerNumber");

    public FieldColumns Owner { get; } = map.Of("owner");

    public FieldColumns OwnerCode { get; } = map.Of("ownerCode");

    public FieldColumns ConditionRaw { get; } = map.Of("conditionRaw");

    public FieldColumns ConditionScale { get; } = map.Of("conditionScale");

    /// <summary>Columns that name a firm of an asset, its role, and the columns of its year; only those that the file has.</summary>
    public (FieldColumns Name, string Role, FieldColumns Years)[] Firms { get; } =
        [.. firms.Select(firm => (Name: map.Named(firm.Columns), firm.Role, map.Named(firm.Year ?? []))).Where(firm => firm.Name.Columns.Length > 0)];

    /// <summary>Columns of fields that take any text: none of them becomes an attribute as well.</summary>
    public int[] Plain { get; } = [.. TakenAsTheyAre.Where(field => !map.IsTranslated(field)).SelectMany(map.Indices).Distinct()];
}

/// <summary>A field that is read as a number or a year.</summary>
/// <param name="Name">Its name in profiles.</param>
/// <param name="Label">What reports call it.</param>
internal sealed record ReadField(string Name, string Label)
{
    public static readonly ReadField BuiltYear = new("builtYear", "建設年");
    public static readonly ReadField InspectionDue = new("inspectionDue", "次回点検年");
    public static readonly ReadField Length = new("length", "延長");
    public static readonly ReadField Area = new("area", "面積");
}
