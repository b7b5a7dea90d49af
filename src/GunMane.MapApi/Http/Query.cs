using System.Globalization;
using GunMane.Spatial.Model;

namespace GunMane.MapApi.Http;

/// <summary>Reads query and path values; whatever is wrong names its parameter.</summary>
public static class Query
{
    /// <summary>A value that must be there.</summary>
    /// <exception cref="GunManeException">It is missing or empty (BadInput).</exception>
    public static string Required(HttpRequest request, string name) =>
        request.Query[name].ToString() is { Length: > 0 } value
            ? value
            : throw new GunManeException(Refusal.BadInput, $"パラメーター「{name}」が必要です。(Parameter {name} is required.)", name);

    /// <summary>A whole number within a range, or its default.</summary>
    /// <exception cref="GunManeException">It is no number or out of range (BadInput).</exception>
    public static int Whole(HttpRequest request, string name, int least, int most, int otherwise) =>
        request.Query.TryGetValue(name, out var text) ? Whole(text.ToString(), name, least, most) : otherwise;

    /// <summary>A whole number within a range.</summary>
    /// <exception cref="GunManeException">It is no number or out of range (BadInput).</exception>
    public static int Whole(string text, string name, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new GunManeException(Refusal.BadInput, $"「{name}」は {least} から {most} までの整数です: {text} ({name} is a whole number from {least} to {most}.)", name);

    /// <summary>Yes or no; absent means no.</summary>
    /// <exception cref="GunManeException">It is neither (BadInput).</exception>
    public static bool Flag(HttpRequest request, string name) => request.Query[name].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        var other => throw new GunManeException(Refusal.BadInput, $"「{name}」は true か false です: {other} ({name} is true or false.)", name),
    };

    /// <summary>Refuses any format but JSON, which is the only one (parameter <c>f</c>).</summary>
    /// <exception cref="GunManeException">Another is asked for (BadInput).</exception>
    public static void OnlyJson(HttpRequest request)
    {
        if (request.Query["f"].ToString() is not ("" or "json") and var format)
            throw new GunManeException(Refusal.BadInput, $"形式「{format}」はありません。json だけです。(Only f=json.)", "f");
    }

    /// <summary>An id (uuid).</summary>
    /// <exception cref="GunManeException">It is none (BadInput).</exception>
    public static Guid Id(string text, string name) => Guid.TryParseExact(text, "D", out var id)
        ? id
        : throw new GunManeException(Refusal.BadInput, $"「{name}」は識別子（uuid）です: {text} ({name} is a uuid.)", name);
}
