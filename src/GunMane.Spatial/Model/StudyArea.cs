namespace GunMane.Spatial.Model;

/// <summary>Study area (対象地域): the region whose towns are compared and in which zones are drawn.</summary>
/// <param name="Id">Internal number.</param>
/// <param name="Code">Public code in URLs: lower-case letters, digits and hyphens.</param>
/// <param name="Name">Japanese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Fictitious">True for made-up regions: no background map may lie under them.</param>
/// <param name="MetresProj">PROJ string of the local Transverse Mercator (metres); null until boundaries are imported.</param>
/// <param name="Attribution">Attribution to show on the map.</param>
/// <param name="DataVersion">Raised with every change of facts; part of every cache key.</param>
public sealed record StudyArea(
    StudyAreaId Id, string Code, string Name, string NameEn, bool Fictitious, string? MetresProj, string Attribution, long DataVersion);
