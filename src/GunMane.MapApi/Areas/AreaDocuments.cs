using System.Text.Json.Serialization;
using GunMane.Spatial.Import;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Areas;

/// <summary>How much an area holds.</summary>
internal sealed record AreaCounts(long Municipalities, long Assets, long Contractors, long Contracts, long Links);

/// <summary>A municipality of an area.</summary>
internal sealed record MunicipalityRow(string Code, string Name, string NameEn, long Assets);

/// <summary>A sector of an area.</summary>
internal sealed record SectorRow(string Key, long Assets, double LengthM);

/// <summary>A study area as served; municipalities and sectors only when one is asked for.</summary>
internal sealed record AreaDocument(
    string Code, string Name, string NameEn, bool Fictitious, string Attribution, long DataVersion, double[]? Extent, AreaCounts Counts, Bilingual? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<MunicipalityRow>? Municipalities = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SectorRow>? Sectors = null)
{
    public static AreaDocument Of(StudyArea area, AreaSummary holds) => new(
        area.Code, area.Name, area.NameEn, area.Fictitious, area.Attribution, area.DataVersion, holds.Extent,
        new AreaCounts(holds.Municipalities, holds.Assets, holds.Contractors, holds.Contracts, holds.Links), AreaNext.Of(holds));
}

/// <summary>What a new study area is made of.</summary>
internal sealed record NewArea(string? Code, string? Name, string? NameEn);

/// <summary>The job that does what was asked.</summary>
internal sealed record JobTicket(Guid Job);
