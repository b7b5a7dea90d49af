using System.Net;
using System.Net.Sockets;

namespace GunMane.Benchmarks;

/// <summary>Passes TCP between a client and a server on this machine unchanged, and counts the requests (heads of HTTP/1.1 that end; none has a body) and the bytes of the answers.</summary>
internal sealed class CountingRelay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private int requests;
    private long bytes;

    /// <summary>Listens; the server may start later.</summary>
    public CountingRelay()
    {
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    /// <summary>Where clients come to.</summary>
    public Uri Address { get; }

    /// <summary>Requests and bytes of answers since the last time.</summary>
    public (int Requests, long Bytes) Take() => (Interlocked.Exchange(ref requests, 0), Interlocked.Exchange(ref bytes, 0));

    /// <summary>Starts to pass on.</summary>
    public void To(int port) => _ = AcceptAsync(port);

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync(int port)
    {
        try
        {
            while (true) _ = PassAsync(await listener.AcceptSocketAsync(stop.Token), port);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Closed.
        }
    }

    private async Task PassAsync(Socket client, int port)
    {
        using var near = client;
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, port, stop.Token);
            await Task.WhenAll(PumpAsync(near, far, new HeadEnds(this)), PumpAsync(far, near, null));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Either end closed.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, HeadEnds? heads)
    {
        var buffer = new byte[1 << 17];
        for (int read; (read = await from.ReceiveAsync(buffer, stop.Token)) > 0;)
        {
            if (heads is null) Interlocked.Add(ref bytes, read);
            else heads.See(buffer.AsSpan(0, read));
            for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), stop.Token);
        }

        to.Shutdown(SocketShutdown.Send);
    }

    // A head ends by an empty line, which may come in two pieces.
    private sealed class HeadEnds(CountingRelay relay)
    {
        private int matched;

        public void See(ReadOnlySpan<byte> piece)
        {
            foreach (var one in piece)
            {
                matched = one == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : one == '\r' ? 1 : 0;
                if (matched < 4) continue;
                matched = 0;
                Interlocked.Increment(ref relay.requests);
            }
        }
    }
}
