using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;

namespace GunMane.MapApi.Processes;

/// <summary>By what two executions of a process are known to be the same work: equal texts, whatever the order of members.</summary>
internal static class RequestKey
{
    /// <summary>The key of inputs, for whom, on which data, and in what form the results are asked for.</summary>
    public static string Of(JsonObject inputs, ExecuteRequest asked, AccessScope scope, long dataVersion)
    {
        var text = string.Join('\n', Sorted(inputs), asked.Response, asked.Outputs is null ? "" : string.Join(',', asked.Outputs.Order(StringComparer.Ordinal)),
            scope.Actor, scope.Organisation, dataVersion.ToString(CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject members => $"{{{string.Join(',', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{JsonValue.Create(member.Key).ToJsonString()}:{Sorted(member.Value)}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Select(Sorted))}]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
