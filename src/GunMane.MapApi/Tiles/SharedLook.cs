using System.Collections.Concurrent;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Tiles;

/// <summary>
/// Asks for versions on behalf of many: one query answers all who came before it began. Nobody is given what was read before he asked, so that
/// an edit shows at once, and eight clients cost little more than one.
/// </summary>
internal sealed class SharedLook(IHostApplicationLifetime lifetime)
{
    private readonly ConcurrentDictionary<string, Line> lines = new(StringComparer.Ordinal);

    /// <summary>What a look that begins after this call finds.</summary>
    /// <param name="name">Names what is looked for.</param>
    /// <param name="look">Looks. Its token ends with the service, not with the one client that asked first.</param>
    /// <param name="cancellation">This client's patience.</param>
    public Task<TileSource> GetAsync(string name, Func<CancellationToken, Task<TileSource>> look, CancellationToken cancellation)
    {
        while (true)
        {
            var line = lines.GetOrAdd(name, _ => new Line());
            lock (line)
            {
                if (line.Closed) continue;
                if (line.Next is null)
                {
                    line.Next = new TaskCompletionSource<TileSource>(TaskCreationOptions.RunContinuationsAsynchronously);
                    if (!line.Running) _ = RunAsync(name, line, look);
                }

                return line.Next!.Task.WaitAsync(cancellation);
            }
        }
    }

    // Runs until nobody waits. Begins under the line's lock, held by who asked first.
    private async Task RunAsync(string name, Line line, Func<CancellationToken, Task<TileSource>> look)
    {
        line.Running = true;
        await Task.Yield();
        while (true)
        {
            TaskCompletionSource<TileSource> waiting;
            lock (line)
            {
                if (line.Next is null)
                {
                    line.Closed = true;
                    lines.TryRemove(name, out _);
                    return;
                }

                (waiting, line.Next) = (line.Next, null);
            }

            try
            {
                waiting.SetResult(await look(lifetime.ApplicationStopping));
            }
            catch (OperationCanceledException e)
            {
                waiting.SetCanceled(e.CancellationToken);
            }
            catch (Exception e)
            {
                waiting.SetException(e);
            }
        }
    }

    private sealed class Line
    {
        public TaskCompletionSource<TileSource>? Next { get; set; }

        public bool Running { get; set; }

        public bool Closed { get; set; }
    }
}
