using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import;

/// <summary>Looks at a file and proposes how to import it. Nothing is stored.</summary>
public static class FileSuggestion
{
    /// <summary>Reads a data set once: its columns, a sample of its rows and statistics over all of them.</summary>
    /// <exception cref="GunManeException">The file cannot be read.</exception>
    public static TableSample Read(DataFile file, ImportOptions options, CancellationToken cancellation)
    {
        using var source = FileImport.Open(file, options);
        return TableSample.Of(file, source, cancellation);
    }

    /// <summary>The suggestion, with what the planner said about the file already in it.</summary>
    /// <param name="table">The data set as <see cref="Read"/> saw it.</param>
    /// <param name="options">Sector, owner and CRS that the planner states; they become defaults of the profile.</param>
    /// <param name="kind">The kind that the planner chose; null to find it.</param>
    /// <param name="known">Municipalities of the study area; may be empty.</param>
    public static Suggestion Of(TableSample table, ImportOptions options, ProfileKind? kind, IReadOnlyList<KnownMunicipality> known)
    {
        var found = kind is { } chosen
            ? Suggestions.Propose(table, known, ColumnNames.Shipped, chosen)
            : Suggestions.Propose(table, known, ColumnNames.Shipped);
        return Said(found, options);
    }

    private static Suggestion Said(Suggestion found, ImportOptions options)
    {
        var defaults = new Dictionary<string, string>(found.Profile.Defaults);
        if (options.Sector is { } sector) defaults["sector"] = sector;
        if (options.Owner is { } owner) defaults["owner"] = owner;
        var answered = new[] { (options.Sector, "sector"), (options.Owner, "owner"), (options.Crs, "crs") }
            .Where(pair => pair.Item1 is not null).Select(pair => pair.Item2).ToHashSet();
        return found with
        {
            Profile = found.Profile with { Defaults = defaults, Crs = options.Crs ?? found.Profile.Crs },
            Missing = [.. found.Missing.Where(question => !answered.Contains(question.About))],
        };
    }
}
