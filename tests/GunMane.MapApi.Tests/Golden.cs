using GunMane.TestKit;

namespace GunMane.MapApi.Tests;

/// <summary>Readable golden files beside the tests. <c>GUNMANE_BLESS=1</c> writes what is produced instead of comparing.</summary>
internal static class Golden
{
    private static readonly string Folder = Checkout.At("tests", "GunMane.MapApi.Tests", "golden");

    /// <summary>Compares a text with its golden file.</summary>
    public static void Equal(string file, string actual)
    {
        var path = Path.Combine(Folder, file);
        if (Environment.GetEnvironmentVariable("GUNMANE_BLESS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"There is no golden file {path}: look at the result, then write it with GUNMANE_BLESS=1.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
