using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.MapApi.Http.Html;
using GunMane.Spatial.Runs;

namespace GunMane.MapApi.Processes;

/// <summary>Process list and process description of OGC 18-062r2, 7.9 and 7.10.</summary>
internal static class ProcessDocuments
{
    public static JsonObject List(IEnumerable<ProcessDescription> processes, int? next, HttpRequest request)
    {
        List<Link> links = [Link.To(request, $"/ogc/processes{Parts.With(request, "f", null)}", "self"), Link.Page(request, "/ogc/processes")];
        if (next is { } offset) links.Add(Link.Next(request, $"{offset}"));
        return new JsonObject { ["processes"] = new JsonArray([.. processes.Select(process => Summary(process, request))]), ["links"] = Links([.. links]) };
    }

    public static JsonObject Description(ProcessDescription process, HttpRequest request)
    {
        var document = Summary(process, request);
        document["inputs"] = new JsonObject(process.Inputs.Select(input => KeyValuePair.Create(input.Name, (JsonNode?)Value(input, isInput: true))));
        document["outputs"] = new JsonObject(process.Outputs.Select(output => KeyValuePair.Create(output.Name, (JsonNode?)Value(output, isInput: false))));
        return document;
    }

    private static JsonObject Summary(ProcessDescription process, HttpRequest request) => new()
    {
        ["id"] = process.Id,
        ["title"] = process.Title,
        ["description"] = process.Description,
        ["version"] = process.Version,
        ["jobControlOptions"] = new JsonArray("sync-execute", "async-execute", "dismiss"),
        ["outputTransmission"] = new JsonArray("value"),
        ["links"] = Links(
            Link.To(request, $"/ogc/processes/{process.Id}", "self"),
            Link.To(request, $"/ogc/processes/{process.Id}?f=html", "alternate", Layout.MediaType, process.Title),
            Link.To(request, $"/ogc/processes/{process.Id}/execution", "http://www.opengis.net/def/rel/ogc/1.0/execute", title: "実行先 (POST)")),
    };

    private static JsonObject Value(ProcessValue value, bool isInput)
    {
        var node = new JsonObject { ["title"] = value.Title, ["description"] = value.Description, ["schema"] = value.Schema.DeepClone() };
        if (!isInput) return node;
        node["minOccurs"] = value.Required ? 1 : 0;
        node["maxOccurs"] = 1;
        return node;
    }

    private static JsonArray Links(params Link[] links) => JsonSerializer.SerializeToNode(links, Json.Options)!.AsArray();
}
