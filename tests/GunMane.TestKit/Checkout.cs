namespace GunMane.TestKit;

/// <summary>The checkout that the tests were built from.</summary>
public static class Checkout
{
    /// <summary>Its root: the folder of GunMane.Gis.sln.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A path below the root.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "GunMane.Gis.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new DirectoryNotFoundException("No GunMane.Gis.sln above the test program."));
}
