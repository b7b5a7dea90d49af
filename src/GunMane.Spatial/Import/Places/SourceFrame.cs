using GunMane.Spatial.Geo;

namespace GunMane.Spatial.Import.Places;

/// <summary>How the coordinates of a file are read.</summary>
/// <param name="Crs">The system.</param>
/// <param name="Swapped">Whether all coordinates of the file have their axes the other way round.</param>
/// <param name="Source">PROJ string to project with, where no SRID says it well; else null.</param>
/// <param name="Grid">Datum grid in use; null without one.</param>
internal sealed record SourceFrame(SourceCrs Crs, bool Swapped = false, string? Source = null, string? Grid = null)
{
    /// <summary>What an option says after the name of a system whose axes are the other way round.</summary>
    public const string SwappedMark = "が逆";

    /// <summary>The system for the report; read again where rows are corrected by hand, so it says how axes were read.</summary>
    public SourceCrs Told => Swapped ? Crs with { Name = new CrsGuess(Crs, true, []).Name } : Crs;

    /// <summary>PROJ string to project to; null where none is needed.</summary>
    public string? Target => Source is null ? null : Geo.Crs.StorageProj;

    /// <summary>A system with the three-parameter shift of its datum written out.</summary>
    public static string Shifted(SourceCrs crs) => crs.Datum == Datum.Tokyo ? $"{crs.Proj} {Geo.Crs.TokyoShift}" : $"{crs.Proj} +towgs84=0,0,0,0,0,0,0";
}
