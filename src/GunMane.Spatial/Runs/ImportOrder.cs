using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Runs;

/// <summary>
/// In which order the files of one import are taken: boundaries first, since they prove coordinate systems and locate what
/// follows; of several deliveries of boundaries (a folder or an archive each) the largest one first, so that detailed
/// outlines are there before simplified ones. All else stays in the order of its names.
/// </summary>
internal static class ImportOrder
{
    /// <summary>The files in the order in which they are imported.</summary>
    public static IReadOnlyList<PlannedFile> Of(IReadOnlyList<PlannedFile> files)
    {
        if (files.Count < 2) return files;
        var boundaries = files.Where(IsBoundary).ToHashSet();
        var deliveries = boundaries.GroupBy(planned => Path.GetDirectoryName(planned.File.Path)!)
            .ToDictionary(delivery => delivery.Key, delivery => delivery.SelectMany(planned => planned.File.Parts).Distinct().Sum(part => new FileInfo(part).Length));
        return [.. files.Where(boundaries.Contains).OrderByDescending(planned => deliveries[Path.GetDirectoryName(planned.File.Path)!]), .. files.Where(planned => !boundaries.Contains(planned))];
    }

    private static bool IsBoundary(PlannedFile planned)
    {
        if (planned.LeftOut is not null || planned.File.Trouble is not null) return false;
        // No profile of boundaries in tables is chosen by itself: they need not be opened twice.
        if (planned.File.Shape == RowShape.Table && planned.Options is { Profile: null, Document: null }) return false;
        try
        {
            return FileImport.ProfileFor(planned.File, planned.Options).Kind == ProfileKind.Municipalities;
        }
        catch (GunManeException)
        {
            // Its import says what is wrong with it.
            return false;
        }
    }
}
