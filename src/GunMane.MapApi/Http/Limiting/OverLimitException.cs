using GunMane.Spatial.Model;

namespace GunMane.MapApi.Http.Limiting;

/// <summary>A request is over a limit: which one, how much is allowed, and what one can do.</summary>
/// <param name="limit">The limit.</param>
/// <param name="status">HTTP status: 413, 429 or 503.</param>
/// <param name="ja">What is wrong and what to do, in Japanese.</param>
/// <param name="en">The same in English.</param>
/// <param name="again">When to try again; null where it is no use.</param>
internal sealed class OverLimitException(LimitFact limit, int status, string ja, string en, TimeSpan? again) : Exception($"{ja}({en})")
{
    public LimitFact Limit => limit;

    public int Status => status;

    public TimeSpan? Again => again;

    /// <summary>A body of this kind is too large.</summary>
    public static OverLimitException Body(RequestBody kind, long allowed)
    {
        var (ja, en) = kind switch
        {
            RequestBody.Upload => ("ファイルを分けて取り込んでください。", "import the files in parts"),
            RequestBody.ZoneFile => ("ファイルを分けてください。", "split the file"),
            RequestBody.Geometry => ("図形を簡単にするか、分けて送ってください。", "simplify the shapes, or send them in parts"),
            _ => ("分けて送ってください。", "send it in parts"),
        };
        return new OverLimitException(BodyLimit(kind, allowed), StatusCodes.Status413PayloadTooLarge,
            $"送られた内容が大きすぎます（{Size(allowed)} まで）。{ja}", $"The body may have at most {Size(allowed)}: {en}.", null);
    }

    /// <summary>A statement took longer than requests of this kind may.</summary>
    public static OverLimitException Statement(string name, int seconds) => new(
        new LimitFact(name, seconds, "seconds"), StatusCodes.Status503ServiceUnavailable,
        $"データベースの処理が制限時間（{seconds} 秒）を超えました。範囲や条件を絞ってください。", $"The query took longer than {seconds} s; narrow it.", TimeSpan.FromSeconds(2));

    private static LimitFact BodyLimit(RequestBody kind, long allowed) => new(kind switch
    {
        RequestBody.Upload => "uploadBytes", RequestBody.ZoneFile => "zoneFileBytes", RequestBody.Geometry => "geometryBytes", _ => "jsonBytes",
    }, allowed, "bytes");

    private static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 when bytes % (1L << 30) == 0 => $"{bytes >> 30} GiB",
        >= 1L << 20 when bytes % (1L << 20) == 0 => $"{bytes >> 20} MiB",
        _ => $"{bytes} bytes",
    };
}
