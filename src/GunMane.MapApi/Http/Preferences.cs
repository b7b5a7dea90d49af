namespace GunMane.MapApi.Http;

/// <summary>How a body that could be mended is taken (RFC 7240, 4.4).</summary>
internal enum Handling
{
    /// <summary>Not said.</summary>
    Usual,

    /// <summary>Refused.</summary>
    Strict,

    /// <summary>Mended as far as can be.</summary>
    Lenient,
}

/// <summary>What the header Prefer of a request asks for (RFC 7240). Preferences and values that are not known here are passed over, as it wants.</summary>
/// <param name="Handling">The preference <c>handling</c>.</param>
/// <param name="Return">The preference <c>return</c>: representation, minimal; null: not said.</param>
internal sealed record Preferences(Handling Handling, string? Return)
{
    private const string Applied = "Preference-Applied";

    /// <summary>Whether the client wants what it wrote back.</summary>
    public bool Representation => Return == "representation";

    /// <summary>Reads the header; of a preference that is given twice the first counts. The answer says that its handling was applied, a refusal too.</summary>
    public static Preferences Read(HttpContext context)
    {
        var given = context.Request.Headers["Prefer"].SelectMany(line => (line ?? "").Split(',')).Select(Parse).ToLookup(one => one.Name, one => one.Value, StringComparer.OrdinalIgnoreCase);
        var read = new Preferences(given["handling"].FirstOrDefault() switch { "strict" => Handling.Strict, "lenient" => Handling.Lenient, _ => Handling.Usual },
            given["return"].FirstOrDefault() is "representation" or "minimal" ? given["return"].First() : null);
        // As the answer begins: what refuses a request clears the headers that were set before.
        if (read.Handling != Handling.Usual) context.Response.OnStarting(() =>
        {
            context.Response.Headers.Append(Applied, $"handling={(read.Handling == Handling.Strict ? "strict" : "lenient")}");
            return Task.CompletedTask;
        });
        return read;
    }

    /// <summary>Says that the preference <c>return</c> was followed.</summary>
    public void SayReturned(HttpResponse response)
    {
        if (Return is not null) response.Headers.Append(Applied, $"return={Return}");
    }

    // name [= value] *( ; parameter ), the value as a word or in quotes; blanks around each.
    private static (string Name, string Value) Parse(string preference)
    {
        var parts = preference.Split(';')[0].Split('=', 2);
        return (parts[0].Trim(), parts.Length == 2 ? parts[1].Trim().Trim('"') : "");
    }
}
