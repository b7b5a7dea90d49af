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

    /// <summary>How many rows were read and staged.</summary>
    public long Staged { get; set; }

    /// <summary>Whether firms were named by rows that were stored: who is who is reviewed then.</summary>
    public bool FirmsChanged { get; set; }

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
}
