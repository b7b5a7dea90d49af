using System.Globalization;

namespace GunMane.Spatial.Storage.Cluster;

/// <summary>Where a private cluster keeps its files. The same home gives the same folders to every process.</summary>
/// <param name="Home">The product's home folder.</param>
/// <param name="Data">PostgreSQL's data folder.</param>
/// <param name="Socket">The folder of its Unix socket: short, because a socket's path has at most 107 bytes.</param>
public sealed record ClusterFolders(string Home, string Data, string Socket)
{
    private const string ServerUser = "postgres";
    private const int LongestSocketFolder = 88;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The marker that the data folder was made completely.</summary>
    public string ReadyMarker => Path.Combine(Data, "gunmane.ready");

    /// <summary>The file that the one running service of this home holds open.</summary>
    public string LockFile => Path.Combine(Home, "lock");

    /// <summary>Which process that is; believed only while the lock is held.</summary>
    public string ProcessFile => Path.Combine(Home, "process");

    /// <summary>
    /// Folders for a home. As root the server runs as another user: if that user can't enter the home, the data lies
    /// under /var/lib/gunmane instead.
    /// </summary>
    public static ClusterFolders For(string home)
    {
        var full = Path.GetFullPath(home);
        var mark = SqlText.Hash(full)[..12];
        var place = AsRoot && !OthersCanEnter(full) ? $"/var/lib/gunmane/{mark}" : full;
        var socket = Path.Combine(place, "socket");
        return new ClusterFolders(full, Path.Combine(place, "pgdata"), socket.Length <= LongestSocketFolder ? socket : $"/tmp/gunmane-{mark}");
    }

    /// <summary>True when this process runs as root, so that PostgreSQL must run as another user.</summary>
    public static bool AsRoot => string.Equals(Environment.UserName, "root", StringComparison.Ordinal);

    /// <summary>Makes the folders: the data and socket folders are the server user's alone.</summary>
    public void Create()
    {
        Directory.CreateDirectory(Home);
        foreach (var folder in new[] { Data, Socket }) CreatePrivate(folder);
    }

    private static void CreatePrivate(string folder)
    {
        var parent = Path.GetDirectoryName(folder)!;
        Directory.CreateDirectory(parent);
        Directory.CreateDirectory(folder, OwnerOnly);
        // Fails where the folder is someone else's: a socket there could be anybody's.
        File.SetUnixFileMode(folder, OwnerOnly);
        if (AsRoot) Shell.Run("chown", [string.Create(CultureInfo.InvariantCulture, $"{ServerUser}:{ServerUser}"), folder]);
    }

    private static bool OthersCanEnter(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (at.Exists && !at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute)) return false;
        }

        return true;
    }
}
