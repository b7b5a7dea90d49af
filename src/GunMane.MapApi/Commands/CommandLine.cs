using System.CommandLine;
using GunMane.Spatial.Model;

namespace GunMane.MapApi.Commands;

/// <summary>The command line: one class per command, refusals as one sentence and exit code 1.</summary>
public static class CommandLine
{
    /// <summary>Where the database and uploads lie.</summary>
    public static Option<string?> HomeOption { get; } = new("--home") { Description = "データを置くフォルダー (home folder; default .local)" };

    /// <summary>Runs the command that the arguments name.</summary>
    public static Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("GunMane 群マネ: 地域インフラ群再生戦略マネジメントのための地図サービス")
        {
            ServeCommand.Create(), ImportCommand.Create(), ExportCommand.Create(), LinksCommand.Create(), PartitionCommand.Create(), StopCommand.Create(),
        };
        // The web host ends by itself on Ctrl-C; other commands get time to roll back.
        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
    }

    /// <summary>Tells the person at the terminal what is being done.</summary>
    public static void Say(string text) => Console.WriteLine(text);

    /// <summary>Tells how far a piece of work is.</summary>
    public static Task ProgressAsync(int percent, string message)
    {
        Say($"{percent,3} %  {message}");
        return Task.CompletedTask;
    }

    /// <summary>Turns refusals and cancellation into exit codes: 1 refused, 130 cancelled.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (GunManeException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("中止しました。(Cancelled.)");
            return 130;
        }
    }
}
