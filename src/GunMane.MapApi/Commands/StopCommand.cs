using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage.Cluster;

namespace GunMane.MapApi.Commands;

/// <summary><c>./gunmane stop</c>: ends the service of a home as Ctrl-C does.</summary>
public static class StopCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var command = new Command("stop", "サービスを止めます (stops the service of a home)") { CommandLine.HomeOption };
        command.SetAction((parsed, cancellation) => CommandLine.GuardAsync(() => StopAsync(Home.At(parsed.GetValue(CommandLine.HomeOption)), cancellation)));
        return command;
    }

    private static async Task<int> StopAsync(Home home, CancellationToken cancellation)
    {
        if (PrivateCluster.Holder(home.Folder) is not { } process)
        {
            CommandLine.Say($"動いていません: {home.Folder} (not running)");
            return 0;
        }

        using (var kill = Process.Start("kill", ["-TERM", process.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(cancellation);
        for (var waited = Stopwatch.StartNew(); PrivateCluster.Holder(home.Folder) is not null; await Task.Delay(100, cancellation))
        {
            if (waited.Elapsed > Patience)
                throw new GunManeException(Refusal.Environment, $"プロセス {process} が止まりません。(Process {process} does not stop.)");
        }

        CommandLine.Say("止めました (stopped)");
        return 0;
    }
}
