using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GunMane.Spatial.Import.Readers;

namespace GunMane.Spatial.Import.Loading;

/// <summary>Reads a file on a thread of its own, a few hundred rows ahead of the one that takes them.</summary>
internal static class ReadAhead
{
    private const int BatchRows = 256;
    private const int Batches = 3;

    /// <summary>The rows of a source in batches of at least one. Its errors come out here; leaving early ends the reading.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<SourceRow>> Rows(IRowSource source, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var channel = Channel.CreateBounded<List<SourceRow>>(new BoundedChannelOptions(Batches) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(source, channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in channel.Reader.ReadAllAsync(cancellation)) yield return batch;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private static async Task ReadAsync(IRowSource source, ChannelWriter<List<SourceRow>> batches, CancellationToken stop)
    {
        try
        {
            var batch = new List<SourceRow>(BatchRows);
            foreach (var row in source.Rows())
            {
                batch.Add(row);
                if (batch.Count < BatchRows) continue;
                await batches.WriteAsync(batch, stop);
                batch = new List<SourceRow>(BatchRows);
            }

            if (batch.Count > 0) await batches.WriteAsync(batch, stop);
            batches.Complete();
        }
        catch (Exception e)
        {
            batches.Complete(e);
        }
    }
}
