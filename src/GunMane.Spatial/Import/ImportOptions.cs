using System.Text;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import;

/// <summary>What the planner says about files beyond their profile; each overrides the profile's default.</summary>
/// <param name="Profile">Profile; null to choose by the file.</param>
/// <param name="Sector">Sector of all rows (key or Japanese name).</param>
/// <param name="Owner">Code of the organisation that owns the assets (5 or 6 digits; a prefecture is pp000).</param>
/// <param name="Encoding">UTF-8 or Shift_JIS; null to find it.</param>
/// <param name="Crs">CRS of files that state none, or a wrong one: <see cref="Geo.Crs.SourceExample"/>.</param>
public sealed record ImportOptions(string? Profile = null, string? Sector = null, string? Owner = null, string? Encoding = null, string? Crs = null)
{
    /// <summary>A profile of the planner's own, complete; it is used instead of one named.</summary>
    public Profiles.SourceProfile? Document { get; init; }

    /// <summary>Name of the one data set among the files that is meant; null: all.</summary>
    public string? Only { get; init; }

    /// <summary>Refuses values that mean nothing, before any file is read.</summary>
    /// <exception cref="GunManeException">A value is not acceptable; names the parameter.</exception>
    public ImportOptions Checked(bool fictitious)
    {
        if (Profile is not null && Document is null) Profiles.ProfileCatalogue.Named(Profile);
        if (Sector is not null && !Sectors.TryParse(Sector, out _))
            throw Bad("sector", $"分野「{Sector}」はありません。使えるのは: {string.Join(", ", Sectors.Keys)}。", "unknown sector");
        if (Owner is not null && !MunicipalityCode.TryParse(Owner, fictitious, out _, out _))
            throw Bad("owner", $"団体コード「{Owner}」が読めません。5 桁か 6 桁の数字で書いてください。", "not a municipality code");
        if (Encoding is not null && Readers.TextEncoding.Named(Encoding) is null)
            throw Bad("encoding", $"文字コード「{Encoding}」は使えません。UTF-8 か Shift_JIS です。", "UTF-8 or Shift_JIS");
        if (Crs is not null && GunMane.Spatial.Geo.Crs.FromEpsg(GunMane.Spatial.Geo.Crs.EpsgOf(Crs)) is null)
            throw Bad("crs", $"座標系「{Crs}」は使えません。{Geo.Crs.AcceptedSources} のどれかです。", "unknown CRS");
        return this;
    }

    /// <summary>The encoding to read with; null to find it.</summary>
    internal Encoding? TextEncoding => Encoding is null ? null : Readers.TextEncoding.Named(Encoding);

    /// <summary>The CRS that the planner says; null if none.</summary>
    internal SourceCrs? SourceCrs => Crs is null ? null : Geo.Crs.FromEpsg(Geo.Crs.EpsgOf(Crs));

    private static GunManeException Bad(string parameter, string japanese, string english) => new(Refusal.BadInput, $"{japanese}({english})", parameter);
}
