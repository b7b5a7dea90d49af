using GunMane.Spatial.Model;

namespace GunMane.MapApi.Options;

/// <summary>
/// How much one request, one client and all together may ask of the service. Generous for people and QGIS; they keep one client from
/// taking everything. Documented in docs/reference/limits.md; <c>serve --limits FILE</c> reads others from JSON.
/// </summary>
public sealed record Limits
{
    private const long Unlimited = long.MaxValue / 2;

    /// <summary>Bytes of a JSON body without geometry.</summary>
    public long JsonBytes { get; init; } = 1L << 20;

    /// <summary>Bytes of a JSON body with geometry: edits, an area to look into, features.</summary>
    public long GeometryBytes { get; init; } = 16L << 20;

    /// <summary>Bytes of a file of zones.</summary>
    public long ZoneFileBytes { get; init; } = 256L << 20;

    /// <summary>Bytes of an upload for the import, all its files together. Streamed to disk, never held in memory.</summary>
    public long UploadBytes { get; init; } = 4L << 30;

    /// <summary>Bytes of the first line of a request: method and URL, a filter included.</summary>
    public int RequestLineBytes { get; init; } = 1 << 18;

    /// <summary>Seconds for one statement of the database: reading a list, saving an edit.</summary>
    public int LightSeconds { get; init; } = 30;

    /// <summary>Seconds for one statement of a heavy request: a page of items, grouping, what an area holds, tables.</summary>
    public int HeavySeconds { get; init; } = 60;

    /// <summary>Seconds for one statement that cuts a tile.</summary>
    public int TileSeconds { get; init; } = 60;

    /// <summary>Seconds for one statement of long work on request: looking into an upload, undoing an import, removing an area.</summary>
    public int LongSeconds { get; init; } = 300;

    /// <summary>Heavy requests at once.</summary>
    public int HeavyAtOnce { get; init; } = Math.Max(4, 2 * Environment.ProcessorCount);

    /// <summary>Heavy requests that wait for their turn; the next one is refused.</summary>
    public int HeavyWaiting { get; init; } = 100;

    /// <summary>Tiles cut at once that are not in memory.</summary>
    public int ColdTilesAtOnce { get; init; } = Math.Max(4, 2 * Environment.ProcessorCount);

    /// <summary>Tiles that wait to be cut; the next one is refused.</summary>
    public int ColdTilesWaiting { get; init; } = 1000;

    /// <summary>Seconds that a request waits for its turn.</summary>
    public int WaitSeconds { get; init; } = 20;

    /// <summary>Bytes a second that a client has to read at least of what it is sent; who is slower for some time is cut off and gives up its turn.</summary>
    public int ReaderBytesPerSecond { get; init; } = 4096;

    /// <summary>Event streams open at once.</summary>
    public int EventStreams { get; init; } = 500;

    /// <summary>Light requests a second of one client, on average; 0 for no such limit. Tiles and health are not counted.</summary>
    public int LightPerSecond { get; init; } = 1000;

    /// <summary>Heavy and long requests a second of one client, on average; 0 for no such limit.</summary>
    public int HeavyPerSecond { get; init; } = 500;

    /// <summary>How many seconds' worth of requests a client may send at once after a pause.</summary>
    public int BurstSeconds { get; init; } = 4;

    /// <summary>Refuses values with which the service must not start.</summary>
    /// <exception cref="GunManeException">One is out of range; names it.</exception>
    public void Check()
    {
        (string Name, long Value, long Least)[] all =
        [
            (nameof(JsonBytes), JsonBytes, 1), (nameof(GeometryBytes), GeometryBytes, 1), (nameof(ZoneFileBytes), ZoneFileBytes, 1), (nameof(UploadBytes), UploadBytes, 1),
            (nameof(RequestLineBytes), RequestLineBytes, 1024), (nameof(LightSeconds), LightSeconds, 1), (nameof(HeavySeconds), HeavySeconds, 1), (nameof(TileSeconds), TileSeconds, 1),
            (nameof(LongSeconds), LongSeconds, 1), (nameof(HeavyAtOnce), HeavyAtOnce, 1), (nameof(HeavyWaiting), HeavyWaiting, 0), (nameof(ColdTilesAtOnce), ColdTilesAtOnce, 1),
            (nameof(ColdTilesWaiting), ColdTilesWaiting, 0), (nameof(WaitSeconds), WaitSeconds, 1), (nameof(EventStreams), EventStreams, 1), (nameof(ReaderBytesPerSecond), ReaderBytesPerSecond, 1), (nameof(LightPerSecond), LightPerSecond, 0),
            (nameof(HeavyPerSecond), HeavyPerSecond, 0), (nameof(BurstSeconds), BurstSeconds, 1),
        ];
        // Kestrel takes a first line of up to a mebibyte, the size of its buffer.
        if (RequestLineBytes > 1 << 20) throw Refused(nameof(RequestLineBytes), "1048576 以下", "at most 1048576");
        foreach (var (name, value, least) in all)
        {
            if (value < least || value > Unlimited) throw Refused(name, $"{least} 以上", $"at least {least}");
        }
    }

    private static GunManeException Refused(string name, string ja, string en) =>
        new(Refusal.BadInput, $"制限「{Named(name)}」は {ja} の数です。(The limit {Named(name)} is {en}.)", "limits");

    private static string Named(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
