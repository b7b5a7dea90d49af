using System.Text.Json.Nodes;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import;

/// <summary>Rows of an import that fall in a municipality; no code for those in none.</summary>
public sealed record TownRows(string? Code, string? Name, long Rows);

/// <summary>What an import would come to.</summary>
/// <param name="Report">Its report; it has no id, for it is not stored.</param>
/// <param name="Rows">The first rows as they would be stored: <c>{row, state, values}</c>.</param>
/// <param name="Problems">The first rows that would be kept back, then repaired ones, then duplicates.</param>
/// <param name="Towns">In which municipalities they lie, most rows first.</param>
/// <param name="Features">A sample of the geometries as GeoJSON features (CRS84) with row, state, reason, name, sector and municipality.</param>
public sealed record PreviewResult(
    ImportReport Report, IReadOnlyList<JsonNode> Rows, IReadOnlyList<ImportRow> Problems, IReadOnlyList<TownRows> Towns, IReadOnlyList<JsonNode> Features);

/// <summary>Runs an import in a transaction that is rolled back: the preview is what will happen, by the very same code.</summary>
public static class ImportPreview
{
    private const int ShownRows = 10;
    private const int ShownProblems = 20;
    private const long MostFeatures = 1_700;

    /// <summary>Previews the import of a file. Nothing is stored; other imports of the study area wait meanwhile.</summary>
    /// <exception cref="GunManeException">The import would be refused, for the same reason.</exception>
    public static Task<PreviewResult> RunAsync(
        Database database, AccessScope scope, string areaCode, DataFile file, ImportOptions options, CancellationToken cancellation) =>
        FileImport.RehearseAsync(database, scope, areaCode, file, options, async (session, profile, report) =>
            await LookAsync(session, await AreaStore.FindAsync(session, areaCode, cancellation), profile.Kind, report, cancellation), cancellation);

    /// <summary>The municipalities that a study area knows.</summary>
    public static async Task<IReadOnlyList<KnownMunicipality>> KnownAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        await session.ListAsync("import_preview.known", row => new KnownMunicipality(row.GetString(0), row.GetString(1)), cancellation, area.Value);

    private static async Task<PreviewResult> LookAsync(Session session, StudyArea area, ProfileKind kind, ImportReport report, CancellationToken cancellation)
    {
        var rows = await JsonAsync(session, $"import_preview.{Suggestions.KindKey(kind)}", cancellation, area.Id.Value, report.Id, ShownRows);
        var step = Math.Max(1, (report.Read + MostFeatures - 1) / MostFeatures);
        var features = kind switch
        {
            ProfileKind.Assets => await JsonAsync(session, "import_preview.features", cancellation, area.Id.Value, step),
            ProfileKind.Municipalities => await JsonAsync(session, "import_preview.boundaries", cancellation, area.Id.Value, report.Id, 1),
            ProfileKind.Contractors => await JsonAsync(session, "import_preview.offices", cancellation, area.Id.Value, report.Id, 1),
            _ => [],
        };
        var towns = kind == ProfileKind.Assets ? await TownsAsync(session, area, report, cancellation) : [];
        return new PreviewResult(report with { Id = 0 }, rows, await ProblemsAsync(session, report, cancellation), towns, features);
    }

    private static Task<IReadOnlyList<JsonNode>> JsonAsync(Session session, string query, CancellationToken cancellation, params object?[] values) =>
        session.ListAsync(query, row => JsonNode.Parse(row.GetString(0))!, cancellation, values);

    private static Task<IReadOnlyList<TownRows>> TownsAsync(Session session, StudyArea area, ImportReport report, CancellationToken cancellation) =>
        session.ListAsync("import_preview.towns", row => new TownRows(row.IsDBNull(0) ? null : row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetInt64(2)),
            cancellation, area.Id.Value, report.Id);

    private static async Task<IReadOnlyList<ImportRow>> ProblemsAsync(Session session, ImportReport report, CancellationToken cancellation)
    {
        var problems = new List<ImportRow>();
        foreach (var state in new[] { "quarantined", "repaired", "duplicate" })
        {
            if (problems.Count < ShownProblems)
                problems.AddRange(await ImportStore.RowsAsync(session, report.Id, state, ShownProblems - problems.Count, 0, cancellation));
        }

        return problems;
    }
}
