using System.Text.Json;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Groups;

/// <summary>How the members of a run are written.</summary>
/// <param name="Type">Media type.</param>
/// <param name="Head">What stands before the first.</param>
/// <param name="Line">One of them, with its line end.</param>
internal sealed record MemberFormat(string Type, string Head, Func<RunMember, string> Line)
{
    private static readonly MemberFormat Csv = new("text/csv; charset=utf-8", "asset,dense_id,group,score\r\n",
        member => FormattableString.Invariant($"{member.Asset},{member.DenseId},{member.Group},{member.Score:R}\r\n"));

    private static readonly MemberFormat JsonLines = new("application/x-ndjson", "",
        member => JsonSerializer.Serialize(member, JsonSerializerOptions.Web) + "\n");

    /// <summary>The format that a request asks for; CSV if it doesn't.</summary>
    /// <exception cref="GunManeException">There is no such format (BadInput).</exception>
    public static MemberFormat Of(HttpRequest request) => request.Query["format"].ToString() switch
    {
        "csv" => Csv,
        "jsonl" => JsonLines,
        "" when !request.Query.ContainsKey("format") => Csv,
        var other => throw new GunManeException(Refusal.BadInput, $"形式「{other}」はありません。csv か jsonl です。(format: csv or jsonl.)", "format"),
    };
}
