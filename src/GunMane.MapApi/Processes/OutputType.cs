using GunMane.Spatial.Runs;

namespace GunMane.MapApi.Processes;

/// <summary>The media type in which an output is answered raw.</summary>
internal static class OutputType
{
    public const string Json = "application/json";

    /// <summary>What its description says; JSON where it says nothing.</summary>
    public static string Of(ProcessValue output) => (string?)output.Schema["contentMediaType"] ?? Json;
}
