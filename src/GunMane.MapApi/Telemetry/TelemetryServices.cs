using GunMane.MapApi.Options;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GunMane.MapApi.Telemetry;

/// <summary>Traces and metrics by OpenTelemetry. Without somewhere to send them nothing is gathered and nothing leaves the machine.</summary>
internal static class TelemetryServices
{
    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetrySettings settings)
    {
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<ServiceMeters>();
        if (!settings.Sends) return;
        // The exporter reads headers, protocol and so on from the configuration, by the names of its variables.
        builder.Configuration.AddInMemoryCollection(settings.Variables.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("gunmane", serviceVersion: typeof(TelemetryServices).Assembly.GetName().Version?.ToString()))
            .WithTracing(Trace)
            .WithMetrics(Measure);
    }

    private static void Trace(TracerProviderBuilder traces)
    {
        traces.AddProcessor<SpanGuard>().AddNpgsql().AddSource(ServiceMeters.Name)
            .AddAspNetCoreInstrumentation(requests => requests.EnrichWithHttpRequest =
                (activity, request) => activity.SetTag("gunmane.request_id", request.HttpContext.TraceIdentifier));
        traces.AddOtlpExporter();
    }

    private static void Measure(MeterProviderBuilder metrics)
    {
        metrics.AddAspNetCoreInstrumentation().AddMeter(ServiceMeters.Name, "Npgsql", "System.Runtime");
        metrics.AddOtlpExporter();
    }
}
