using System.Text.Json;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>A made-up region that comes with the program: <c>data/sample/region.json</c> and the files that it names.</summary>
public static class ModelRegion
{
    private sealed record RegionFile(string File, string Profile);

    private sealed record Region(string Code, string Name, string NameEn, bool Fictitious, string MetresProj, string Attribution, RegionFile[] Files);

    /// <summary>
    /// Makes the study area where it is not there and imports its files in their order. Returns the reports. What an
    /// interrupted load has stored is found again, not stored twice.
    /// </summary>
    /// <param name="database">Where to.</param>
    /// <param name="scope">For whom.</param>
    /// <param name="folder">The folder with <c>region.json</c>.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops it; what was imported stays.</param>
    /// <exception cref="GunManeException">The code belongs to a real study area, or a file is refused.</exception>
    public static async Task<IReadOnlyList<ImportReport>> LoadAsync(
        Database database, AccessScope scope, string folder, JobProgress progress, CancellationToken cancellation)
    {
        var region = await ReadAsync(folder, cancellation);
        await database.WriteAsync(scope, session => FindOrCreateAsync(session, folder, cancellation), cancellation);
        var reports = new List<ImportReport>();
        for (var at = 0; at < region.Files.Length; at++)
        {
            var file = region.Files[at];
            await progress(100 * at / region.Files.Length, $"モデル地域: {file.File}({at + 1}/{region.Files.Length})");
            var outcome = await ImportRun.ImportAsync(database, scope, region.Code, [Path.Combine(folder, file.File)],
                new ImportOptions(file.Profile), (_, _) => Task.CompletedTask, cancellation);
            if (outcome.Refused is [var refused, ..]) throw new GunManeException(Refusal.Environment, refused.Reason.Ja);
            reports.AddRange(outcome.Imports);
        }

        return reports;
    }

    /// <summary>The study area of a region; made, still empty, where it is not there.</summary>
    /// <exception cref="GunManeException">The code belongs to a real study area (Conflict).</exception>
    public static async Task<StudyArea> FindOrCreateAsync(Session session, string folder, CancellationToken cancellation)
    {
        var region = await ReadAsync(folder, cancellation);
        if (await AreaStore.TryFindAsync(session, region.Code, cancellation) is { } existing)
        {
            if (existing.Fictitious) return existing;
            throw new GunManeException(Refusal.Conflict, $"対象地域「{region.Code}」は別の地域として使われています。(The code {region.Code} is in use by another study area.)", "code");
        }

        return await AreaStore.CreateAsync(
            session, region.Code, region.Name, region.NameEn, region.Fictitious, region.MetresProj, region.Attribution, cancellation);
    }

    /// <summary>Code of the study area that a region makes.</summary>
    public static async Task<string> CodeAsync(string folder, CancellationToken cancellation) => (await ReadAsync(folder, cancellation)).Code;

    private static async Task<Region> ReadAsync(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "region.json");
        if (!File.Exists(path)) throw new GunManeException(Refusal.Environment, $"{path} がありません。(The model region is missing.)");
        await using var stream = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<Region>(stream, JsonSerializerOptions.Web, cancellation)
            ?? throw new GunManeException(Refusal.Environment, $"{path} が空です。(The model region is empty.)");
    }
}
