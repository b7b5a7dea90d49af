using System.Collections.Concurrent;
using GunMane.MapApi.Http;

namespace GunMane.MapApi.Tiles;

/// <summary>
/// Which version layers have, asked for on behalf of many. What was found holds until facts may have changed (<see cref="Notifications.Changes"/>):
/// an edit through this service shows at once, one through another as soon as the database's notification is here. Where notifications may be missed,
/// every request looks; one query then answers all who came before it began.
/// </summary>
/// <typeparam name="T">What is found: one layer's source, or those of several.</typeparam>
internal sealed class SharedLook<T>(Notifications notifications, IHostApplicationLifetime lifetime) where T : class
{
    private const int MostKnown = 10_000;
    private readonly ConcurrentDictionary<string, Line> lines = new(StringComparer.Ordinal);
    private volatile Known known = new(-1);

    /// <summary>What a layer is cut from: nothing older than what was there when this was called.</summary>
    /// <param name="name">Names what is looked for.</param>
    /// <param name="look">Looks. Its token ends with the service, not with the one client that asked first.</param>
    /// <param name="cancellation">This client's patience.</param>
    public ValueTask<T> GetAsync(string name, Func<CancellationToken, Task<T>> look, CancellationToken cancellation) =>
        Recall(name) is { } source ? new(source) : new(JoinAsync(name, look, cancellation));

    /// <summary>What is known and still holds.</summary>
    public T? Recall(string name)
    {
        var all = known;
        return all.Changes == notifications.Changes && all.Sources.TryGetValue(name, out var source) ? source : null;
    }

    // What was found by a look that began at a number of changes: kept if there was none meanwhile.
    private void Keep(long? changes, string name, T found)
    {
        if (changes is null || changes != notifications.Changes) return;
        var all = known;
        if (all.Changes != changes || all.Sources.Count >= MostKnown) known = all = new Known(changes.Value);
        all.Sources[name] = found;
    }

    private Task<T> JoinAsync(string name, Func<CancellationToken, Task<T>> look, CancellationToken cancellation)
    {
        while (true)
        {
            var line = lines.GetOrAdd(name, _ => new Line());
            lock (line)
            {
                if (line.Closed) continue;
                if (line.Next is null)
                {
                    line.Next = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
                    if (!line.Running) _ = RunAsync(name, line, look);
                }

                return line.Next!.Task.WaitAsync(cancellation);
            }
        }
    }

    // Runs until nobody waits. Begins under the line's lock, held by who asked first.
    private async Task RunAsync(string name, Line line, Func<CancellationToken, Task<T>> look)
    {
        line.Running = true;
        await Task.Yield();
        while (true)
        {
            TaskCompletionSource<T> waiting;
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
                var changes = notifications.Changes;
                var found = await look(lifetime.ApplicationStopping);
                Keep(changes, name, found);
                waiting.SetResult(found);
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

    private sealed record Known(long Changes)
    {
        public ConcurrentDictionary<string, T> Sources { get; } = new(StringComparer.Ordinal);
    }

    private sealed class Line
    {
        public TaskCompletionSource<T>? Next { get; set; }

        public bool Running { get; set; }

        public bool Closed { get; set; }
    }
}
