namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Cuts a stream at a byte and hands out the pieces one by one; the buffer grows to the largest piece, so a piece is as
/// long as the file really is there, never as long as something claims.
/// </summary>
internal sealed class RecordStream(Stream stream, byte separator, int longest) : IDisposable
{
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool final;

    /// <summary>The next piece without its separator, valid until the next call; false at the end.</summary>
    /// <exception cref="InvalidDataException">A piece is longer than allowed, or a packed stream is damaged.</exception>
    public bool TryNext(out ReadOnlyMemory<byte> piece)
    {
        for (var looked = start; ;)
        {
            var at = buffer.AsSpan(looked, end - looked).IndexOf(separator);
            if (at >= 0 || final)
            {
                var stop = at >= 0 ? looked + at : end;
                piece = buffer.AsMemory(start, stop - start);
                var any = at >= 0 || stop > start;
                start = at >= 0 ? stop + 1 : stop;
                return any;
            }

            looked = end - start;
            Fill();
        }
    }

    public void Dispose() => stream.Dispose();

    private void Fill()
    {
        Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
        {
            if (end >= longest) throw new InvalidDataException($"a record is longer than {longest} bytes");
            Array.Resize(ref buffer, Math.Min(longest, 2 * end));
        }

        var read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        final = read == 0;
    }
}
