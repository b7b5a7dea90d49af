using System.Text.Json;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Filtering;

/// <summary>Reads CQL2 JSON (21-065r2, clause 9: <c>{"op": …, "args": […]}</c>).</summary>
public static class CqlJsonReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = (2 * CqlLimits.Depth) + 16 };

    /// <summary>The filter that a JSON text means.</summary>
    /// <exception cref="GunManeException">It can't be read or is too large: BadInput, parameter filter, with the path in the JSON.</exception>
    public static CqlNode Parse(string json)
    {
        if (json.Length > CqlLimits.Characters) throw CqlFault.Over("", CqlLimits.CharactersFact, $"長すぎます。{CqlLimits.Characters} 文字までです。", $"At most {CqlLimits.Characters} characters.");
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return CqlCheck.Filter(Node(document.RootElement, "$"));
        }
        catch (JsonException e)
        {
            throw CqlFault.At($"{e.LineNumber + 1} 行 {e.BytePositionInLine + 1} バイト目", "JSON として読めません。", "Malformed JSON.");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Half a surrogate pair, as it is or written \ud800: JsonDocument meets the latter only when the text is taken.
            throw CqlFault.At("", "文字列に片方だけのサロゲートがあります。", "A text holds half a surrogate pair.");
        }
    }

    private static CqlNode Node(JsonElement json, string at) => json.ValueKind switch
    {
        JsonValueKind.String => new CqlString(json.GetString()!) { At = at },
        JsonValueKind.Number => new CqlNumber(CqlJsonShapes.Number(json, at)) { At = at },
        JsonValueKind.True or JsonValueKind.False => new CqlBoolean(json.GetBoolean()) { At = at },
        JsonValueKind.Array => new CqlList(Nodes(json, at)) { At = at },
        JsonValueKind.Object => Object(json, at),
        _ => throw CqlFault.At(at, "null は使えません。isNull を使ってください。", "null is no value; use isNull."),
    };

    private static CqlNode Object(JsonElement json, string at)
    {
        if (json.TryGetProperty("op", out var name)) return Call(json, name, at);
        if (json.TryGetProperty("property", out var property)) return new CqlProperty(Text(property, $"{at}.property")) { At = at };
        if (json.TryGetProperty("date", out var date) && CqlTime.End(Text(date, $"{at}.date"), at) is CqlDate day) return day;
        if (json.TryGetProperty("timestamp", out var time) && CqlTime.End(Text(time, $"{at}.timestamp"), at) is CqlTimestamp moment) return moment;
        if (json.TryGetProperty("interval", out var interval)) return Interval(interval, $"{at}.interval");
        if (json.TryGetProperty("bbox", out var box)) return CqlShapes.Box(CqlJsonShapes.Numbers(box, $"{at}.bbox"), at);
        if (json.TryGetProperty("type", out _)) return new CqlGeometry(CqlJsonShapes.Read(json, at)) { At = at };
        throw CqlFault.At(at, "op・property・date・timestamp・interval・bbox か GeoJSON の図形が必要です。", "Expected op, property, date, timestamp, interval, bbox or a geometry.");
    }

    private static CqlCall Call(JsonElement json, JsonElement name, string at)
    {
        var known = CqlOperators.Find(Text(name, $"{at}.op"))
            ?? throw CqlFault.At($"{at}.op", $"「{name.GetString()}」という演算はありません。使えるもの: {string.Join(' ', CqlOperators.All)}", $"There is no operator {name.GetString()}; functions are listed at /ogc/functions.");
        if (!json.TryGetProperty("args", out var operands) || operands.ValueKind != JsonValueKind.Array)
            throw CqlFault.At(at, "args（引数の配列）が必要です。", "args, an array, is needed.");
        return new CqlCall(known, Nodes(operands, $"{at}.args")) { At = at };
    }

    private static IReadOnlyList<CqlNode> Nodes(JsonElement array, string at) => [.. array.EnumerateArray().Select((one, number) => Node(one, $"{at}[{number}]"))];

    private static CqlInterval Interval(JsonElement json, string at)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() != 2)
            throw CqlFault.At(at, "interval は始めと終わりの2個の配列です。開いた端は \"..\" です。", "An interval is an array of two ends; \"..\" is open.");
        return CqlTime.Interval(End(json[0], $"{at}[0]"), End(json[1], $"{at}[1]"), at);
    }

    private static CqlNode End(JsonElement json, string at) => json.ValueKind == JsonValueKind.String
        ? CqlTime.End(json.GetString()!, at)
        : Node(json, at) is CqlProperty property ? property : throw CqlFault.At(at, "日付か項目が必要です。", "A date or a property is needed.");

    private static string Text(JsonElement json, string at) => json.ValueKind == JsonValueKind.String
        ? json.GetString()!
        : throw CqlFault.At(at, "文字列が必要です。", "A text is needed.");
}
