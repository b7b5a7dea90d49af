namespace GunMane.MapApi.Options;

/// <summary>Where traces and metrics go. By default nowhere: nothing is gathered, nothing is sent.</summary>
public sealed record TelemetrySettings
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The OTEL_… variables that the service was started with. They are sent by OTLP only where OTEL_EXPORTER_OTLP_ENDPOINT is among them.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether they are sent by OTLP.</summary>
    public bool Sends => Variables.TryGetValue(Endpoint, out var endpoint) && endpoint.Length > 0;

    /// <summary>The OTEL_… variables among all of a process.</summary>
    public static TelemetrySettings From(System.Collections.IDictionary variables) => new()
    {
        Variables = variables.Keys.OfType<string>().Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal))
            .ToDictionary(name => name, name => variables[name] as string ?? "", StringComparer.Ordinal),
    };
}
