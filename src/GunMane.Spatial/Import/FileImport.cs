using GunMane.Spatial.Import.Loading;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import;

/// <summary>Imports one file in one transaction: all of its rows get their state, or nothing of it is stored.</summary>
public static class FileImport
{
    private const int PeekedRows = 200;

    /// <summary>Imports a file and returns its report.</summary>
    /// <param name="database">Where to.</param>
    /// <param name="scope">For whom.</param>
    /// <param name="areaCode">Study area.</param>
    /// <param name="file">The file.</param>
    /// <param name="options">What the planner says about it.</param>
    /// <param name="job">The job that does it; what it has imported before its worker died is found again. Null outside of jobs.</param>
    /// <param name="progress">Told the number of rows read so far.</param>
    /// <param name="cancellation">Stops the import; nothing is stored then.</param>
    /// <exception cref="GunManeException">The container cannot be read, or no profile fits.</exception>
    public static async Task<ImportReport> RunAsync(
        Database database, AccessScope scope, string areaCode, DataFile file, ImportOptions options, JobId? job, Func<long, Task> progress, CancellationToken cancellation)
    {
        var (hash, bytes) = await file.ExamineAsync(cancellation);
        var profile = ProfileFor(file, options);
        var imported = Described(file, profile, options, hash, bytes, job);
        if (profile.Kind == ProfileKind.Assets && !options.Preview)
            await database.WriteAsync(scope, session => session.ExecuteAsync("import_assets.lift_indexes", cancellation), cancellation);
        Task<ImportReport> Run(Session session) => RunAsync(session, areaCode, file, profile, imported, options, progress, cancellation);
        return options.Preview ? await database.RehearseAsync(scope, Run, cancellation) : await database.WriteAsync(scope, Run, cancellation);
    }

    /// <summary>Imports a file, lets somebody look at what came of it within the transaction, and takes all of it back.</summary>
    /// <exception cref="GunManeException">As <see cref="RunAsync(Database, AccessScope, string, DataFile, ImportOptions, JobId?, Func{long, Task}, CancellationToken)"/>.</exception>
    internal static async Task<T> RehearseAsync<T>(Database database, AccessScope scope, string areaCode, DataFile file, ImportOptions options,
        Func<Session, SourceProfile, ImportReport, Task<T>> look, CancellationToken cancellation)
    {
        var (hash, bytes) = await file.ExamineAsync(cancellation);
        var profile = ProfileFor(file, options);
        var imported = Described(file, profile, options, hash, bytes, null);
        return await database.RehearseAsync(scope, async session =>
            await look(session, profile, await RunAsync(session, areaCode, file, profile, imported, options with { Again = true }, _ => Task.CompletedTask, cancellation)), cancellation);
    }

    private static ImportedFile Described(DataFile file, SourceProfile profile, ImportOptions options, string hash, long bytes, JobId? job) =>
        new(profile.Name, profile.Version, file.Name, hash, bytes)
        {
            Ledger = ImportContext.Ledger(profile, options, file), Format = file.Format.ToString(), Options = options.Reading(), Licence = LicenceOf(profile, options),
            AsOf = options.Date, Job = job, Updates = options.Update,
        };

    private static async Task<ImportReport> RunAsync(
        Session session, string areaCode, DataFile file, SourceProfile profile, ImportedFile imported, ImportOptions options, Func<long, Task> progress, CancellationToken cancellation)
    {
        var area = await AreaStore.FindAsync(session, areaCode, cancellation);
        if (imported.Job is { } job && await ImportStore.OfJobAsync(session, job, imported.Hash, imported.Ledger, cancellation) is { } done)
            return await ImportStore.FindAsync(session, done, cancellation);
        if (!options.Again && !options.Update && await SameAsync(session, area, profile, imported, cancellation) is { } same)
            return await SkipAsync(session, area, imported, same, cancellation);
        var import = await ImportStore.BeginAsync(session, area.Id, imported, cancellation);
        using var source = Open(file, options);
        return await LoadAsync(new ImportContext(session, area, import, profile, options, file, cancellation), source, () => Open(file, options), progress);
    }

    /// <summary>Takes rows in under an import that has begun, and ends it with its report.</summary>
    internal static async Task<ImportReport> LoadAsync(ImportContext context, IRowSource source, Func<IRowSource> again, Func<long, Task> progress)
    {
        var (session, cancellation) = (context.Session, context.Cancellation);
        context = context with { Codes = new(context.Area.Fictitious, await AreaStore.CodesAsync(session, context.Area.Id, cancellation)) };
        var load = Load(context, source);
        var counts = await load.RunAsync(source, again, progress);
        context.Notes.AddRange(context.File.Notes.Concat(source.Notes));
        TellNotStored(context, source);
        // What follows from facts and decisions is made anew after an undo too: it is no part of this import.
        await session.ExecuteAsync("imports.end", cancellation);
        if (context.FirmsChanged) await ReviewFirmsAsync(context);
        var attributed = counts.Stored + counts.Repaired > 0 && await AreaStore.AttributeAsync(session, context.Area.Id, context.Profile.Attribution, cancellation);
        await ImportStore.FinishAsync(session, context.Import, new ImportOutline(counts, source.Encoding, load.Crs?.Name, source.Columns.Names,
            attributed ? context.Profile.Attribution : "", context.Changed, context.Removed, context.Comparison, context.Notes), cancellation);
        return await ImportStore.FindAsync(session, context.Import, cancellation);
    }

    private static async Task ReviewFirmsAsync(ImportContext context)
    {
        var outcome = await FirmReview.RunAsync(context.Session, context.Area.Id, context.Cancellation);
        if (outcome.New > 0)
            context.Notes.Add(new($"同じ事業者とみなした組が {outcome.New:N0} 件あります。根拠は「事業者」で見られ、取り消せます。", $"{outcome.New:N0} firms were taken as one with others; see the evidence and undo it under Firms."));
        if (outcome.Questions > 0)
            context.Notes.Add(new($"同じ事業者かどうか決められない組が {outcome.Questions:N0} 件あります。「事業者」で決めてください。", $"{outcome.Questions:N0} pairs of firms are doubtful: decide under Firms."));
    }

    /// <summary>The profile that a file is read with: the one named, else the one that fits.</summary>
    /// <exception cref="GunManeException">None fits, or the one named does not read this format.</exception>
    public static SourceProfile ProfileFor(DataFile file, ImportOptions options)
    {
        var profile = options.Document ?? (options.Profile is { } name ? ProfileCatalogue.Named(name) : ProfileCatalogue.Choose(file, Peek(file, options)));
        return profile.Shapes.Contains(file.Shape)
            ? profile
            : throw file.Refuse($"取り込み方「{profile.Name}」は {string.Join("・", profile.Extensions)} 用です。", $"profile {profile.Name} does not read this kind of file");
    }

    /// <summary>Opens a file with the reader of its format.</summary>
    /// <exception cref="GunManeException">It is not what its name says, or damaged (BadInput).</exception>
    public static IRowSource Open(DataFile file, ImportOptions options) => file switch
    {
        { Trouble: { } trouble } => throw trouble,
        { Format: FileFormat.Csv } => new CsvSource(file, options.TextEncoding),
        { Format: FileFormat.GeoJson } => new GeoJsonSource(file),
        { Format: FileFormat.GeoJsonLines } => new GeoJsonLinesSource(file),
        { Format: FileFormat.TopoJson } => new TopoJsonSource(file),
        { Format: FileFormat.Xlsx } => new XlsxSource(file),
        { Format: FileFormat.GeoPackage } => new GeoPackageSource(file),
        { Format: FileFormat.Kml } => new KmlSource(file, options.TextEncoding),
        _ => new ShapefileSource(file, options.TextEncoding),
    };

    // Where every row may bring columns of its own, the first ones tell which there are.
    private static IReadOnlyList<string> Peek(DataFile file, ImportOptions options)
    {
        using var source = Open(file, options);
        if (file.Format is FileFormat.GeoJson or FileFormat.GeoJsonLines or FileFormat.TopoJson or FileFormat.Kml)
        {
            foreach (var row in source.Rows())
            {
                if (row.Number >= PeekedRows) break;
            }
        }

        return source.Columns.Names;
    }

    /// <summary>What takes the rows of a profile's kind into PostGIS.</summary>
    internal static RowLoad Load(ImportContext context, IRowSource source) => context.Profile.Kind switch
    {
        ProfileKind.Municipalities => new MunicipalityLoad(context, source),
        ProfileKind.Assets => new AssetLoad(context, source),
        ProfileKind.Contractors => new ContractorLoad(context, source),
        _ => new ContractLoad(context, source),
    };

    private static string LicenceOf(SourceProfile profile, ImportOptions options) =>
        options.Licence ?? (profile.Licence.Length > 0 ? profile.Licence : profile.Attribution);

    // Boundaries and registers complete what is there: they are read again. Ledgers and orders are counted instead.
    private static async Task<long?> SameAsync(Session session, StudyArea area, SourceProfile profile, ImportedFile file, CancellationToken cancellation) => profile.Kind switch
    {
        ProfileKind.Assets => await ImportStore.SameAsync(session, area.Id, file, "imports.assets_left", cancellation),
        ProfileKind.Contracts => await ImportStore.SameAsync(session, area.Id, file, "imports.contracts_left", cancellation),
        _ => null,
    };

    private static async Task<ImportReport> SkipAsync(Session session, StudyArea area, ImportedFile file, long same, CancellationToken cancellation)
    {
        var import = await ImportStore.BeginAsync(session, area.Id, file, cancellation);
        await ImportStore.FinishSameAsync(session, import, same, [new Bilingual(
            $"同じファイルを同じ読み取り方で取り込み済みです(取り込み {same})。行は読み直していません。保留の行は取り込み {same} で直せます。",
            $"The same file was imported in the same way before (import {same}); its rows were not read again.")], cancellation);
        return await ImportStore.FindAsync(session, import, cancellation);
    }

    private static void TellNotStored(ImportContext context, IRowSource source)
    {
        foreach (var (column, reason) in context.Profile.NotStored)
        {
            if (source.Columns.Names.Contains(column))
                context.Notes.Add(new($"列「{column}」は保存していません: {reason}", $"Column {column} is not stored."));
        }
    }
}
