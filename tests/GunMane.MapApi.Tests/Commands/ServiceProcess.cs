using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GunMane.MapApi.Tests.Commands;

/// <summary>The service as a person starts it: its own process, its own home.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process process;
    private readonly List<string> lines = [];
    private readonly TaskCompletionSource<Uri?> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public int ExitCode => process.ExitCode;

    public string Output
    {
        get
        {
            lock (lines) return string.Join('\n', lines);
        }
    }

    public static ServiceProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "GunMane.MapApi.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["GUNMANE_ROOT"] = TestKit.Checkout.Root;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var service = new ServiceProcess(Process.Start(start)!);
        service.process.OutputDataReceived += (_, line) => service.Heard(line.Data);
        service.process.ErrorDataReceived += (_, line) => service.Heard(line.Data);
        service.process.BeginOutputReadLine();
        service.process.BeginErrorReadLine();
        return service;
    }

    /// <summary>Where it listens; throws with its output when it ends instead.</summary>
    public async Task<Uri> ListeningAsync(CancellationToken cancellation)
    {
        var ended = process.WaitForExitAsync(cancellation);
        await Task.WhenAny(listening.Task, ended).WaitAsync(Patience, cancellation);
        return listening.Task.IsCompletedSuccessfully && listening.Task.Result is { } uri ? uri : throw new InvalidOperationException(Output);
    }

    public Task EndedAsync(CancellationToken cancellation, TimeSpan? patience = null) => process.WaitForExitAsync(cancellation).WaitAsync(patience ?? Patience, cancellation);

    public void Kill() => process.Kill();

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Signal("TERM");
            await EndedAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private void Heard(string? line)
    {
        if (line is null) return;
        lock (lines) lines.Add(line);
        if (Address().Match(line) is { Success: true } match) listening.TrySetResult(new Uri(match.Value));
    }

    [GeneratedRegex(@"http://(127\.0\.0\.1|\[::1\]|localhost):\d+")]
    private static partial Regex Address();
}
