using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Loading;

/// <summary>All that a load needs to know about the file and where it goes.</summary>
internal sealed record ImportContext(
    Session Session, StudyArea Area, long Import, SourceProfile Profile, ImportOptions Options, DataFile File, CancellationToken Cancellation)
{
    /// <summary>Sentences for the report.</summary>
    public List<Bilingual> Notes { get; } = [];

    /// <summary>
    /// Names the ledger: rows with the same key in it are the same row for ever. Two towns may both number the rows of a
    /// file of the same name from 1, so the owner that options or profile state for the whole file belongs to the name.
    /// </summary>
    public string Source => Default("owner") is { Length: > 0 } owner ? $"{Profile.Name}/{owner}/{File.BaseName}" : $"{Profile.Name}/{File.BaseName}";

    /// <summary>A default of options or profile; null if neither has one.</summary>
    public string? Default(string field) => field switch
    {
        "sector" when Options.Sector is not null => Options.Sector,
        "owner" when Options.Owner is not null => Options.Owner,
        _ => Profile.Defaults.GetValueOrDefault(field),
    };
}
