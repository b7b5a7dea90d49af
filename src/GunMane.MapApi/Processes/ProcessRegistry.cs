using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;

namespace GunMane.MapApi.Processes;

/// <summary>The work that this service can do, by process.</summary>
internal sealed class ProcessRegistry(IEnumerable<OfferedProcess> offers)
{
    private const string NoSuchProcess = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/no-such-process";
    private readonly Dictionary<string, OfferedProcess> byId = offers.ToDictionary(offer => offer.Handler.Process, StringComparer.Ordinal);

    /// <summary>Ids of all processes, offered to others or not: what workers take.</summary>
    public string[] Ids => [.. byId.Keys];

    /// <summary>The processes that anyone may execute.</summary>
    public IEnumerable<ProcessDescription> Described => byId.Values.Select(offer => offer.Description).OfType<ProcessDescription>().OrderBy(process => process.Id, StringComparer.Ordinal);

    /// <summary>The description of a process; null where it is not offered to others.</summary>
    public ProcessDescription? Description(string process) => byId.GetValueOrDefault(process)?.Description;

    /// <summary>Who does the work of a process that a worker took.</summary>
    public IJobHandler Handler(string process) => byId[process].Handler;

    /// <summary>A process that anyone may execute.</summary>
    /// <exception cref="GunManeException">There is none of that id (NotFound, with the type that OGC API – Processes names).</exception>
    public (OfferedProcess Offer, ProcessDescription Description) Find(string id) =>
        byId.TryGetValue(id, out var offer) && offer.Description is { } description
            ? (offer, description)
            : throw new GunManeException(Refusal.NotFound, $"プロセス「{id}」はありません。(There is no process {id}.)", "processID")
            {
                Details = new Dictionary<string, object?> { ["type"] = NoSuchProcess },
            };
}
