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
    private byte[] joined = new byte[1 << 20];
    private int end;

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
        int body;
        end = 0;
        while ((body = buffer.AsSpan(0, end).IndexOf("\r\n\r\n"u8)) < 0) Receive();
        var head = Encoding.ASCII.GetString(buffer, 0, body);
        if (!head.StartsWith("HTTP/1.1 20", StringComparison.Ordinal)) throw new InvalidOperationException($"{path}: {head}");
        if (head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase)) return Chunks(body + 4);
        var at = head.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        var length = at < 0 ? 0 : int.Parse(head.AsSpan(at + 16, (head.IndexOf('\r', at) is var line && line < 0 ? head.Length : line) - at - 16), CultureInfo.InvariantCulture);
        while (end < body + 4 + length) Receive();
        return buffer.AsSpan(body + 4, length);
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    // Each chunk: its length in hexadecimal, the bytes, a line's end; the last has none (RFC 9112 §7.1).
    private ReadOnlySpan<byte> Chunks(int from)
    {
        var length = 0;
        while (true)
        {
            int line;
            while ((line = buffer.AsSpan(from, end - from).IndexOf("\r\n"u8)) < 0) Receive();
            var size = int.Parse(Encoding.ASCII.GetString(buffer, from, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            from += line + 2;
            while (end < from + size + 2) Receive();
            if (size == 0) return joined.AsSpan(0, length);
            if (length + size > joined.Length) Array.Resize(ref joined, 2 * (length + size));
            buffer.AsSpan(from, size).CopyTo(joined.AsSpan(length));
            length += size;
            from += size + 2;
            if (from == end) from = end = 0;
        }
    }

    private void Receive()
    {
        if (end == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
        var read = socket.Receive(buffer, end, buffer.Length - end, SocketFlags.None);
        end += read > 0 ? read : throw new EndOfStreamException("The service closed the connection.");
    }
}
