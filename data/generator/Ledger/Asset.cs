using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Ledger;

/// <summary>One row of a facility ledger.</summary>
public sealed class Asset
{
    /// <summary>施設番号, unique in the region.</summary>
    public required string Number { get; init; }

    /// <summary>分野 as the key of the sector.</summary>
    public required string Sector { get; init; }

    /// <summary>種別, e.g. 県道, PC橋.</summary>
    public required string Kind { get; init; }

    /// <summary>名称.</summary>
    public required string Name { get; init; }

    /// <summary>路線名, null where there is none.</summary>
    public string? Route { get; init; }

    /// <summary>管理者コード, 90000 for the prefecture.</summary>
    public required string Owner { get; init; }

    /// <summary>Code of the municipality where it lies.</summary>
    public required string Town { get; init; }

    /// <summary>所管課.</summary>
    public required string Department { get; init; }

    /// <summary>Shape in metres.</summary>
    public required Geometry Shape { get; init; }

    /// <summary>供用年度, null where the ledger does not know.</summary>
    public int? Year { get; set; }

    /// <summary>健全性尺度, null where the sector has none.</summary>
    public string? Scale { get; set; }

    /// <summary>健全性 as written in that scale.</summary>
    public string? Grade { get; set; }

    /// <summary>次回点検年度.</summary>
    public int? NextInspection { get; set; }

    /// <summary>施工業者 as the ledger spells it.</summary>
    public string? Builder { get; set; }

    /// <summary>Index of the district it lies in (see Districts).</summary>
    public int District { get; set; }

    /// <summary>Id of the planted bundle it belongs to, if any.</summary>
    public string? Bundle { get; set; }

    /// <summary>A point on the asset.</summary>
    public Coordinate Middle => middle ??= Shape is LineString l ? Support.Lines.PointAt(l, l.Length / 2) : Shape.InteriorPoint.Coordinate;

    private Coordinate? middle;
}
