using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace GunMane.Benchmarks;

/// <summary>A client that costs little beside the service it asks: one kept connection, HTTP/1.1, one request after the other. Not thread-safe.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly string host;
    private byte[] buffer = new byte[1 << 20];

    /// <summary>Connects.</summary>
    public ApiClient(Uri address)
    {
        host = $"{address.Host}:{address.Port}";
        socket.Connect(address.Host, address.Port);
    }

    /// <summary>Body of an answer, valid until the next request; none for 204.</summary>
    public ReadOnlySpan<byte> Get(string path)
    {
        socket.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        int end = 0, body;
        while ((body = buffer.AsSpan(0, end).IndexOf("\r\n\r\n"u8)) < 0) end += Receive(end);
        var head = Encoding.ASCII.GetString(buffer, 0, body);
        if (!head.StartsWith("HTTP/1.1 20", StringComparison.Ordinal)) throw new InvalidOperationException($"{path}: {head}");
        var at = head.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        var length = at < 0 ? 0 : int.Parse(head.AsSpan(at + 16, (head.IndexOf('\r', at) is var line && line < 0 ? head.Length : line) - at - 16), CultureInfo.InvariantCulture);
        if (at < 0 && head.Contains("chunked", StringComparison.OrdinalIgnoreCase)) throw new InvalidOperationException($"{path} is chunked");
        while (end < body + 4 + length) end += Receive(end);
        return buffer.AsSpan(body + 4, length);
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private int Receive(int end)
    {
        if (end == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
        var read = socket.Receive(buffer, end, buffer.Length - end, SocketFlags.None);
        return read > 0 ? read : throw new EndOfStreamException("The service closed the connection.");
    }
}
