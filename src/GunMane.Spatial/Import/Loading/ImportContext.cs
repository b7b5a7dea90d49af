using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Loading;

/// <summary>All that a load needs to know about the file and where it goes.</summary>
internal sealed record ImportContext(
    Session Session, StudyArea Area, long Import, SourceProfile Profile, ImportOptions Options, DataFile File, CancellationToken Cancellation)
{
    /// <summary>Reads the file's 団体コード.</summary>
    public MunicipalityCodeReader Codes { get; init; } = new(Area.Fictitious, []);

    /// <summary>Sentences for the report.</summary>
    public List<Bilingual> Notes { get; } = [];

    /// <summary>
    /// Names the ledger: rows with the same key in it are the same row for ever. Two towns may both number the rows of a
    /// file of the same name from 1, so the owner that options or profile state for the whole file belongs to the name.
    /// </summary>
    public string Source => Ledger(Profile, Options, File);

    /// <summary>How the file differs from the ledger that it replaces; null where it replaces none.</summary>
    public LedgerComparison? Comparison { get; set; }

    /// <summary>Facts that the file changed in place of adding them; rows of a ledger that it no longer has.</summary>
    public long Changed { get; set; }

    /// <summary>Facts that were removed because the new file no longer has them.</summary>
    public long Removed { get; set; }

    /// <summary>The ledger of a file.</summary>
    public static string Ledger(SourceProfile profile, ImportOptions options, DataFile file) => options.Ledger
        ?? (Default(profile, options, "owner") is { Length: > 0 } owner ? $"{profile.Name}/{owner}/{file.BaseName}" : $"{profile.Name}/{file.BaseName}");

    /// <summary>A default of options or profile; null if neither has one.</summary>
    public string? Default(string field) => Default(Profile, Options, field);

    private static string? Default(SourceProfile profile, ImportOptions options, string field) => field switch
    {
        "sector" when options.Sector is not null => options.Sector,
        "owner" when options.Owner is not null => options.Owner,
        _ => profile.Defaults.GetValueOrDefault(field),
    };

    /// <summary>The CRS of the file: what the planner says, else what the file states, else the profile's.</summary>
    /// <param name="stated">EPSG code that the file states; 0 if it states an unknown one, null if none.</param>
    /// <param name="looksLikeDegrees">Whether all coordinates read may be degrees.</param>
    /// <exception cref="GunManeException">It is none that can be read, or it is not stated and cannot be guessed.</exception>
    public SourceCrs Crs(int? stated, bool looksLikeDegrees)
    {
        if (Options.SourceCrs is { } said) return said;
        if (stated is { } code && Geo.Crs.IsTokyoDatum(code))
            throw File.Refuse("日本測地系(旧)の座標です。世界測地系(JGD2011)に変換したファイルを使ってください。", "Tokyo datum: convert to JGD2011 first");
        if (stated is not null)
            return Geo.Crs.FromEpsg(stated.Value) ?? throw File.Refuse("書かれている座標系が分かりません。--crs(crs)で EPSG 番号を指定してください。", "unknown CRS: name it with --crs");
        if (Profile.Crs is { } usual && Geo.Crs.FromEpsg(Geo.Crs.EpsgOf(usual)) is { } crs && (!crs.Degrees || looksLikeDegrees)) return crs;
        return looksLikeDegrees ? Assumed() : throw File.Refuse($"座標系が書かれていません(.prj がない)。--crs(crs)で EPSG 番号を指定してください。例: {Geo.Crs.SourceExample}", $"no CRS stated: name it with --crs, e.g. {Geo.Crs.SourceExample}");
    }

    private SourceCrs Assumed()
    {
        Notes.Add(new("座標系が書かれていないので、経度・緯度(JGD2011)とみなしました。", "No CRS is stated: taken as longitude/latitude (JGD2011)."));
        return Geo.Crs.StorageSource;
    }
}
