using System.Collections.Concurrent;
using System.Threading.Channels;
using GunMane.MapApi.Options;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Http;

/// <summary>A notification of the database. <see cref="Channel"/> is empty when listening began again and some may have been missed.</summary>
internal sealed record Notice(string Channel, string Payload);

/// <summary>Hands the notifications of the process's one LISTEN connection to whoever subscribes.</summary>
internal sealed class Notifications(HostSettings settings) : BackgroundService
{
    private const int Backlog = 1000;
    private readonly ConcurrentDictionary<Channel<Notice>, bool> subscribers = new();
    private long heard;
    private volatile bool listening;

    /// <summary>
    /// Rises whenever the facts may have changed: with every end of a write of this process, before who wrote is answered, and with every notification of the database, which other processes'
    /// changes cause. Null while notifications may be missed: then nothing that was read before can be relied on.
    /// </summary>
    public long? Changes => listening ? settings.Database.Writes + Interlocked.Read(ref heard) : null;

    /// <summary>Notifications from now on. A reader that falls far behind loses the oldest.</summary>
    public Subscription Subscribe()
    {
        var channel = Channel.CreateBounded<Notice>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        subscribers[channel] = true;
        return new Subscription(channel.Reader, () => subscribers.TryRemove(channel, out _));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new Listener(settings.Database).RunAsync((channel, payload) => Publish(new Notice(channel, payload)), Connected, () => listening = false, stoppingToken);

    private void Connected()
    {
        Publish(new Notice("", ""));
        listening = true;
    }

    private void Publish(Notice notice)
    {
        Interlocked.Increment(ref heard);
        foreach (var subscriber in subscribers.Keys) subscriber.Writer.TryWrite(notice);
    }

    /// <summary>Ends with its owner.</summary>
    internal sealed class Subscription(ChannelReader<Notice> reader, Action end) : IDisposable
    {
        public ChannelReader<Notice> Reader => reader;

        public void Dispose() => end();
    }
}
