using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Orders;

/// <summary>Reads the filters of the order table.</summary>
internal static class OrderQuery
{
    /// <summary>Names of the filters.</summary>
    public static readonly string[] Names = ["from", "to", "orderer", "sector", "by"];

    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    /// <summary>The filter that a request asks for.</summary>
    /// <exception cref="GunManeException">A value is not acceptable (BadInput).</exception>
    public static OrderFilter Filter(HttpRequest request)
    {
        var (from, to) = (Year(request, "from"), Year(request, "to"));
        if (from > to) throw new GunManeException(Refusal.BadInput, $"「from」は「to」（{to}）以前の年度です: {from} (from lies after to.)", "from");
        return new OrderFilter(from, to, Text(request, "orderer"), SectorOf(request), ByManaging(request));
    }

    /// <summary>A text, null where it is absent; an empty text stays empty.</summary>
    public static string? Text(HttpRequest request, string name) => request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    private static int? Year(HttpRequest request, string name) =>
        request.Query.ContainsKey(name) ? Query.Whole(request, name, FirstYear, LastYear, 0) : null;

    private static string? SectorOf(HttpRequest request)
    {
        var text = Text(request, "sector");
        if (text is null or "none") return text;
        return Sectors.Keys.Contains(text, StringComparer.Ordinal)
            ? text
            : throw new GunManeException(Refusal.BadInput, $"「sector」は {string.Join(", ", Sectors.Keys)}, none のどれかです: {text} (Unknown sector.)", "sector");
    }

    private static bool ByManaging(HttpRequest request) => Text(request, "by") switch
    {
        null or "managing" => true,
        "contracting" => false,
        var other => throw new GunManeException(Refusal.BadInput, $"「by」は managing（所管課）か contracting（契約担当課）です: {other} (by: managing or contracting.)", "by"),
    };
}
