namespace GunMane.MapApi.Commands;

/// <summary>Where the product's files and the user's data lie.</summary>
/// <param name="Root">The checkout or installation: web/ and data/ are below it.</param>
/// <param name="Folder">The home folder: database, uploads, markers.</param>
public sealed record Home(string Root, string Folder)
{
    /// <summary>Marks that the model region was loaded at the first start; removing the region later is respected.</summary>
    public string ModelRegionMarker => Path.Combine(Folder, "model-region.loaded");

    /// <summary>The home that --home names, else .local below the root.</summary>
    public static Home At(string? folder)
    {
        var root = Environment.GetEnvironmentVariable("GUNMANE_ROOT") ?? FindRoot(AppContext.BaseDirectory);
        return new Home(root, Path.GetFullPath(folder ?? Path.Combine(root, ".local")));
    }

    private static string FindRoot(string folder) =>
        Directory.Exists(Path.Combine(folder, "web")) && Directory.Exists(Path.Combine(folder, "data"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder.TrimEnd('/'))
                ?? throw new DirectoryNotFoundException("web/ and data/ were not found; set GUNMANE_ROOT to the folder that holds them."));
}
