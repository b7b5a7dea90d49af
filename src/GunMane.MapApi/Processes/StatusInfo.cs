using System.Text.Json.Serialization;
using GunMane.MapApi.Http;
using GunMane.MapApi.Http.Html;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Processes;

/// <summary>statusInfo of OGC 18-062r2, 7.12.</summary>
internal sealed record StatusInfo(
    [property: JsonPropertyName("processID")] string ProcessId,
    string Type,
    [property: JsonPropertyName("jobID")] Guid JobId,
    string Status,
    string Message,
    DateTime Created,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? Started,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? Finished,
    DateTime Updated,
    int Progress,
    IReadOnlyList<Link> Links)
{
    /// <summary>Relation of the link to the results.</summary>
    public const string ResultsRelation = "http://www.opengis.net/def/rel/ogc/1.0/results";

    /// <summary>The state of a job with links to itself and to its results.</summary>
    public static StatusInfo Of(Job job, HttpRequest request)
    {
        var path = $"/ogc/jobs/{job.Id.Value}";
        List<Link> links = [Link.To(request, path, "self"), Link.To(request, $"{path}?f=html", "alternate", Layout.MediaType, "HTML")];
        if (job.Status == "successful") links.Add(Link.To(request, $"{path}/results", ResultsRelation, title: "結果"));
        return new StatusInfo(job.Process, "process", job.Id.Value, job.Status, job.Message, job.Created, job.Started, job.Finished, job.Updated, job.Progress, links);
    }
}

/// <summary>The list of jobs.</summary>
internal sealed record JobList(IReadOnlyList<StatusInfo> Jobs, IReadOnlyList<Link> Links);
