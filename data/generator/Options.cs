using System.Globalization;

namespace GunMane.ModelRegion;

/// <summary>Command line: <c>[--out DIR] [--seed N]</c>.</summary>
public sealed record Options(string Folder, ulong Seed)
{
    private const ulong DefaultSeed = 20260401;

    /// <summary>Reads the arguments; null when they make no sense.</summary>
    public static Options? Read(string[] args)
    {
        var options = new Options(DefaultFolder(), DefaultSeed);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 >= args.Length)
                return null;
            if (args[i] == "--out")
                options = options with { Folder = args[i + 1] };
            else if (args[i] == "--seed" && ulong.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var seed))
                options = options with { Seed = seed };
            else
                return null;
        }
        return options;
    }

    /// <summary>data/sample of the repository around the working folder, or a folder sample here.</summary>
    private static string DefaultFolder()
    {
        for (var at = new DirectoryInfo(Directory.GetCurrentDirectory()); at is not null; at = at.Parent)
        {
            if (Directory.Exists(Path.Combine(at.FullName, "data", "generator")))
                return Path.Combine(at.FullName, "data", "sample");
        }
        return "sample";
    }
}
