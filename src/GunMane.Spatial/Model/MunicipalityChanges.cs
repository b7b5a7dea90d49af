using System.Reflection;
using System.Text.Json;

namespace GunMane.Spatial.Model;

/// <summary>A code that was given up.</summary>
/// <param name="On">The day from which it is no more.</param>
/// <param name="From">The old code, 5 digits.</param>
/// <param name="To">What it became; several where it was divided.</param>
/// <param name="What">What happened, in Japanese.</param>
public sealed record MunicipalityChange(DateOnly On, string From, string[] To, string What);

/// <summary>
/// Codes that are no more and what they became: data/reference/municipality-code-changes.json, after 総務省「全国地方公共団体コード」改正一覧.
/// Codes are not given twice, so an old one is known without the date of its file.
/// </summary>
public static class MunicipalityChanges
{
    private static readonly Lazy<Table> Read = new(Load);

    /// <summary>All changes, the oldest first.</summary>
    public static IReadOnlyList<MunicipalityChange> All => Read.Value.Changes;

    /// <summary>From this day on no change is missing …</summary>
    public static DateOnly CompleteFrom => Read.Value.CompleteFrom;

    /// <summary>… up to this day.</summary>
    public static DateOnly CheckedTo => Read.Value.CheckedTo;

    /// <summary>
    /// What a code is today, with the last change on the way there. A ward that was divided becomes its city, which all of
    /// its parts belong to. Null where the code was never given up, or was divided among several municipalities.
    /// </summary>
    public static (string Code, MunicipalityChange Change)? Present(string code)
    {
        (string Code, MunicipalityChange Change)? present = null;
        while (Read.Value.ByCode.TryGetValue(present?.Code ?? code, out var change))
        {
            var parts = change.To.Length == 1 ? change.To : [.. change.To.Select(MunicipalityCode.BorderCode).Distinct()];
            if (parts.Length > 1) return null;
            present = (parts[0], change);
        }

        return present;
    }

    private static Table Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Reference/municipality-code-changes.json")!;
        return JsonSerializer.Deserialize<Table>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record Table(string Description, string Source, DateOnly CompleteFrom, DateOnly CheckedTo, MunicipalityChange[] Changes)
    {
        public Dictionary<string, MunicipalityChange> ByCode { get; } = Changes.ToDictionary(change => change.From, StringComparer.Ordinal);
    }
}
