using System.Text.Json.Nodes;

namespace GunMane.Spatial.Runs;

/// <summary>One input or output of a process, as OGC API – Processes describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">Japanese title.</param>
/// <param name="Description">What it does, its unit, and its default.</param>
/// <param name="Schema">JSON schema of its values; units in <c>x-ogc-unit</c> (UCUM), the media type of a raw output in <c>contentMediaType</c>.</param>
/// <param name="Required">Whether it must be given.</param>
public sealed record ProcessValue(string Name, string Title, string Description, JsonObject Schema, bool Required = false);

/// <summary>A process that anyone may execute, described as OGC API – Processes wants it.</summary>
/// <param name="Id">Its id, e.g. <c>grouping</c>.</param>
/// <param name="Title">Japanese title.</param>
/// <param name="Description">What it does.</param>
/// <param name="Version">Its version.</param>
/// <param name="Inputs">Its inputs; every process has <c>studyArea</c> among them.</param>
/// <param name="Outputs">Members of its result.</param>
public sealed record ProcessDescription(
    string Id, string Title, string Description, string Version, IReadOnlyList<ProcessValue> Inputs, IReadOnlyList<ProcessValue> Outputs);

/// <summary>A kind of work that the service can do.</summary>
/// <param name="Handler">Does it.</param>
/// <param name="Description">Offers it under /ogc/processes; null for work that only the service itself asks for.</param>
/// <param name="Validate">Checks the inputs before a job is made and returns them with defaults filled in; null: they are checked against the description.</param>
public sealed record OfferedProcess(IJobHandler Handler, ProcessDescription? Description = null, Func<JsonObject, JsonObject>? Validate = null)
{
    /// <summary>
    /// What of the validated inputs makes two requests the same work. While one waits or runs, another one on the same data is given its job.
    /// Null: every request is work of its own.
    /// </summary>
    public Func<JsonObject, JsonObject>? Identity { get; init; }

    /// <summary>The inputs as the handler takes them.</summary>
    /// <exception cref="Model.GunManeException">They are not as described (BadInput, names the input).</exception>
    public JsonObject Checked(JsonObject inputs)
    {
        var plain = ProcessInputs.Plain(inputs);
        if (Validate is not null) return Validate(plain);
        if (Description is not null) ProcessInputs.Check(Description, plain);
        return plain;
    }
}
