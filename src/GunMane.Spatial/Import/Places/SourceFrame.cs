using GunMane.Spatial.Geo;

namespace GunMane.Spatial.Import.Places;

/// <summary>How the coordinates of a file are read.</summary>
/// <param name="Crs">The system.</param>
/// <param name="Swapped">Whether all coordinates of the file have their axes the other way round.</param>
/// <param name="Source">PROJ string to project with, where no SRID says it well; else null.</param>
/// <param name="Grid">Datum grid in use; null without one.</param>
internal sealed record SourceFrame(SourceCrs Crs, bool Swapped = false, string? Source = null, string? Grid = null)
{
    /// <summary>PROJ string to project to; null where none is needed.</summary>
    public string? Target => Source is null ? null : Geo.Crs.StorageProj;

    /// <summary>A system with the three-parameter shift of its datum written out.</summary>
    public static string Shifted(SourceCrs crs) => crs.Datum == Datum.Tokyo ? $"{crs.Proj} {Geo.Crs.TokyoShift}" : $"{crs.Proj} +towgs84=0,0,0,0,0,0,0";
}
