using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Loading;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GunMane.Spatial.Import;

/// <summary>A quarantined row with what the planner corrected.</summary>
/// <param name="RowNumber">The row.</param>
/// <param name="Values">New values by column; columns that are not there stay.</param>
/// <param name="Place">Longitude and latitude (JGD2011) of a row that lacks a geometry or has a wrong one; null: as it is.</param>
public sealed record CorrectedRow(long RowNumber, IReadOnlyDictionary<string, string?> Values, double[]? Place = null);

/// <summary>What became of corrected rows.</summary>
/// <param name="Taken">Rows that are in the store now.</param>
/// <param name="Duplicate">Rows that turned out to be there already.</param>
/// <param name="Waiting">Rows that wait on, with a reason.</param>
/// <param name="Rows">The rows as they are now.</param>
/// <param name="Report">The report of their import, counted anew.</param>
public sealed record CorrectionOutcome(int Taken, int Duplicate, int Waiting, IReadOnlyList<ImportRow> Rows, ImportReport Report);

/// <summary>
/// Takes quarantined rows in after correction by hand, through the very same profile, options and checks as the file they
/// came with. Taken rows become repaired, so that the four states still add up; the others wait on with their new reason.
/// </summary>
public static class RowCorrection
{
    /// <summary>Rows that one correction may hold.</summary>
    public const int Most = 10_000;

    private const string PlaceKey = "(位置)";

    /// <summary>Corrects rows of an import.</summary>
    /// <exception cref="GunManeException">A row does not wait (Conflict), a column is not there or a place is none (BadInput).</exception>
    public static Task<CorrectionOutcome> RunAsync(
        Database database, AccessScope scope, long import, IReadOnlyList<CorrectedRow> rows, CancellationToken cancellation) =>
        database.WriteAsync(scope, async session => await RunAsync(session, await OpenAsync(session, import, cancellation), rows, cancellation), cancellation);

    /// <summary>Writes a value in place of another in every waiting row that holds it, and takes these rows in.</summary>
    /// <exception cref="GunManeException">No waiting row holds it (BadInput).</exception>
    public static Task<CorrectionOutcome> ReplaceAsync(
        Database database, AccessScope scope, long import, string column, string? from, string? to, CancellationToken cancellation) =>
        database.WriteAsync(scope, async session =>
        {
            var report = await OpenAsync(session, import, cancellation);
            var found = await CorrectionStore.WaitingAsync(session, import, column, from, Most, cancellation);
            if (found.Length == 0) throw Bad("column", $"列「{column}」に「{from}」を持つ保留の行はありません。", "no waiting row holds this value");
            return await RunAsync(session, report, [.. found.Select(row => new CorrectedRow(row, new Dictionary<string, string?> { [column] = to }))], cancellation);
        }, cancellation);

    /// <summary>Judges all waiting rows again, as they are: boundaries or an earlier ledger may have come since.</summary>
    public static Task<CorrectionOutcome> AgainAsync(Database database, AccessScope scope, long import, CancellationToken cancellation) =>
        database.WriteAsync(scope, async session =>
        {
            var report = await OpenAsync(session, import, cancellation);
            var found = await CorrectionStore.WaitingAsync(session, import, null, null, Most, cancellation);
            return await RunAsync(session, report, [.. found.Select(row => new CorrectedRow(row, new Dictionary<string, string?>()))], cancellation);
        }, cancellation);

    /// <summary>Marks waiting rows as not needed; without a reason they wait again. Returns the report.</summary>
    public static Task<ImportReport> SetAsideAsync(
        Database database, AccessScope scope, long import, long[] rows, string? fault, string? why, CancellationToken cancellation) =>
        database.WriteAsync(scope, async session =>
        {
            await OpenAsync(session, import, cancellation);
            await CorrectionStore.SetAsideAsync(session, import, rows, fault, why, cancellation);
            return await ImportStore.FindAsync(session, import, cancellation);
        }, cancellation);

    private static async Task<ImportReport> OpenAsync(Session session, long import, CancellationToken cancellation)
    {
        await session.ExecuteAsync("imports.lock_area_of", cancellation, import);
        var report = await ImportStore.FindAsync(session, import, cancellation);
        if (report.UndoneAt is not null) throw Conflict($"取り込み {import} は取り消し済みです。ファイルをもう一度取り込んでください。", "the import is undone: import the file again");
        if (report.SameAs is { } same) throw Conflict($"同じファイルの行は取り込み {same} にあります。そちらで直してください。", $"its rows are those of import {same}");
        return report;
    }

    private static async Task<CorrectionOutcome> RunAsync(Session session, ImportReport report, IReadOnlyList<CorrectedRow> corrected, CancellationToken cancellation)
    {
        if (corrected.Count > Most) throw Bad("rows", $"一度に直せるのは {Most:N0} 行までです。", $"at most {Most} rows");
        var numbers = corrected.Select(row => row.RowNumber).Distinct().ToArray();
        if (numbers.Length < corrected.Count) throw Bad("rows", "同じ行が二度あります。", "a row stands twice");
        var stored = (await CorrectionStore.RowsAsync(session, report.Id, numbers, cancellation)).ToDictionary(row => row.RowNumber);
        var drafts = corrected.Select(row => RowDraft.Of(stored.GetValueOrDefault(row.RowNumber), row, report.Columns)).ToList();
        // A place chosen on the map is longitude and latitude, whatever coordinates the file has.
        foreach (var batch in drafts.GroupBy(draft => draft.Place is not null)) await TakeAsync(session, report, [.. batch], cancellation);
        var now = await CorrectionStore.RowsAsync(session, report.Id, numbers, cancellation);
        return new CorrectionOutcome(now.Count(row => row.State == "repaired"), now.Count(row => row.State == "duplicate"), now.Count(row => row.State == "quarantined"),
            now, await ImportStore.FindAsync(session, report.Id, cancellation));
    }

    private static async Task TakeAsync(Session session, ImportReport report, IReadOnlyList<RowDraft> drafts, CancellationToken cancellation)
    {
        var area = (await AreaStore.ListAsync(session, cancellation)).Single(area => area.Id == report.Area);
        var options = OptionsOf(report, drafts[0].Place is not null);
        var profile = options.Document ?? ProfileCatalogue.Named(report.Profile);
        var file = new DataFile("", report.File, Enum.Parse<FileFormat>(report.Format));
        var import = await ImportStore.BeginAsync(session, area.Id, new ImportedFile(profile.Name, profile.Version, report.File, report.Hash, report.Bytes)
        {
            Ledger = report.Ledger, Format = report.Format, Options = report.Options, Licence = report.Licence, AsOf = report.AsOf, Corrects = report.Id,
        }, cancellation);
        CorrectedSource Source() => new(report.Columns, report.Encoding ?? "UTF-8", [.. drafts.Select(draft => (draft.Row, draft.Values, draft.Geometry))]);
        using var source = Source();
        await FileImport.LoadAsync(new ImportContext(session, area, import, profile, options, file, cancellation), source, Source, _ => Task.CompletedTask);
        // The states of the rows themselves are what this correction changed.
        await session.ExecuteAsync("imports.resume", cancellation, import.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await CorrectionStore.SettleAsync(session, report.Id, import, [.. drafts.Select(draft => draft.Text)], cancellation);
        await session.ExecuteAsync("imports.end", cancellation);
        await session.ExecuteAsync("imports.discard_temporary", cancellation);
    }

    private static ImportOptions OptionsOf(ImportReport report, bool placed) => ImportOptions.Of(report.Options) with
    {
        Profile = report.Profile, Ledger = report.Ledger, Update = false, RemoveMissing = false,
        Crs = placed ? Geo.Crs.StorageSource.Name : report.Crs ?? ImportOptions.Of(report.Options).Crs,
    };

    private static GunManeException Bad(string parameter, string japanese, string english) => new(Refusal.BadInput, $"{japanese}({english})", parameter);

    private static GunManeException Conflict(string japanese, string english) => new(Refusal.Conflict, $"{japanese}({english})", "id");

    /// <summary>A row as it goes in: what was read, what was corrected before and what now.</summary>
    private sealed record RowDraft(ImportRow Row, IReadOnlyDictionary<string, string?> Values, double[]? Place, CorrectionText Text)
    {
        public Geometry? Geometry => Place is [var longitude, var latitude] ? Geo.Crs.FileFactory.CreatePoint(new Coordinate(longitude, latitude))
            : Row.Shape is { } wkb ? new WKBReader().Read(wkb) : null;

        public static RowDraft Of(ImportRow? row, CorrectedRow given, IReadOnlyList<string> columns)
        {
            if (row is not { State: "quarantined" }) throw Conflict($"{given.RowNumber} 行目は保留ではありません。", $"row {given.RowNumber} does not wait");
            if (row.Fields is null) throw Conflict("この取り込みは行の値を残さない古い版で行われました。ファイルをもう一度取り込んでください。", "imported by a version that kept no values: import the file again");
            foreach (var column in given.Values.Keys.Where(column => !columns.Contains(column)))
                throw Bad("rows", $"列「{column}」はこのファイルにありません。", $"there is no column {column}");
            if (given.Place is not null and not [>= -180 and <= 180, >= -90 and <= 90]) throw Bad("place", "位置は [経度, 緯度] で、度の数です。", "place is [longitude, latitude] in degrees");
            return Merged(row, given, columns);
        }

        private static RowDraft Merged(ImportRow row, CorrectedRow given, IReadOnlyList<string> columns)
        {
            var corrected = row.Corrected?.DeepClone().AsObject() ?? [];
            var (before, after, told) = (new JsonObject(), new JsonObject(), new List<string>());
            foreach (var (column, value) in given.Values)
            {
                var (stood, becomes) = (Standing(row, column) ?? "", value?.Trim().Replace("\0", "\\x00", StringComparison.Ordinal) ?? "");
                if (stood == becomes) continue;
                (before[column], after[column], corrected[column]) = (stood, becomes, becomes);
                told.Add($"列「{column}」「{stood}」→「{becomes}」");
            }

            if (given.Place is { } place)
            {
                (before[PlaceKey], after[PlaceKey], corrected[PlaceKey]) = (corrected[PlaceKey]?.DeepClone(), Pair(place), Pair(place));
                told.Add(FormattableString.Invariant($"位置 {place[0]:F6}, {place[1]:F6}"));
            }

            var text = new CorrectionText(row.RowNumber, told.Count == 0 ? "もう一度判定しました (judged again)" : $"手で直しました (corrected by hand): {string.Join("、", told)}", corrected, before, after);
            var values = columns.ToDictionary(column => column, column => corrected[column] is { } now ? Blank((string?)now) : (string?)row.Fields![column]);
            return new RowDraft(row, values, given.Place ?? corrected[PlaceKey]?.Deserialize<double[]>(), text);
        }

        private static string? Standing(ImportRow row, string column) => (string?)(row.Corrected?[column] ?? row.Fields![column]);

        private static string? Blank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

        private static JsonArray Pair(double[] place) => [place[0], place[1]];
    }
}
