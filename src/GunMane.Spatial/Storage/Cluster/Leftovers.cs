using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace GunMane.Spatial.Storage.Cluster;

/// <summary>
/// Ends what a killed server left behind. Only for the holder of the home's lock: PID files lie after a reboot, so a
/// process counts as ours by its working folder alone.
/// </summary>
internal static partial class Leftovers
{
    private const int Interrupt = 2, KillAtOnce = 9, Terminate = 15;
    private static readonly TimeSpan UntilTerminate = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UntilKill = TimeSpan.FromSeconds(30);

    /// <summary>Ends processes that still run in the data folder and removes stale lock files.</summary>
    public static void Clear(ClusterFolders folders)
    {
        var patience = Stopwatch.StartNew();
        while (Processes(folders.Data) is { Count: > 0 } left)
        {
            foreach (var process in left) _ = SendSignal(process, Signal(patience.Elapsed));
            Thread.Sleep(100);
        }

        File.Delete(Path.Combine(folders.Data, "postmaster.pid"));
        foreach (var file in Directory.GetFiles(folders.Socket)) File.Delete(file);
    }

    private static List<int> Processes(string data) =>
        [.. Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0 && WorksIn(id, data))];

    private static bool WorksIn(int process, string folder)
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cwd")).LinkTarget == folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // To the server INT is a fast shutdown; orphaned backends need TERM, hung ones KILL (the log replays at the next start).
    private static int Signal(TimeSpan waited) => waited < UntilTerminate ? Interrupt : waited < UntilKill ? Terminate : KillAtOnce;

    // A process that has ended meanwhile is no error.
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
