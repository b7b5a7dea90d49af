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
    /// <param name="progress">Told the number of rows read so far.</param>
    /// <param name="cancellation">Stops the import; nothing is stored then.</param>
    /// <exception cref="GunManeException">The container cannot be read, or no profile fits.</exception>
    public static async Task<ImportReport> RunAsync(
        Database database, AccessScope scope, string areaCode, DataFile file, ImportOptions options, Func<long, Task> progress, CancellationToken cancellation)
    {
        var (hash, bytes) = await file.ExamineAsync(cancellation);
        var profile = ProfileFor(file, options);
        return await database.WriteAsync(scope, async session =>
        {
            var area = await AreaStore.FindAsync(session, areaCode, cancellation);
            var import = await ImportStore.BeginAsync(session, area.Id, new ImportedFile(profile.Name, profile.Version, file.Name, hash, bytes), cancellation);
            var context = new ImportContext(session, area, import, profile, options, file, cancellation);
            using var source = Open(file, options);
            var load = Load(context, source);
            var counts = await load.RunAsync(source, () => Open(file, options), progress);
            TellNotStored(context, source);
            if (context.FirmsChanged) await ReviewFirmsAsync(context);
            if (counts.Stored + counts.Repaired > 0) await AreaStore.AttributeAsync(session, area.Id, profile.Attribution, cancellation);
            await ImportStore.FinishAsync(session, import, counts, source.Encoding, load.Crs?.Name, context.Notes, cancellation);
            return await ImportStore.FindAsync(session, import, cancellation);
        }, cancellation);
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
        return profile.Formats.Contains(file.Format)
            ? profile
            : throw file.Refuse($"取り込み方「{profile.Name}」は {string.Join("・", profile.Extensions)} 用です。", $"profile {profile.Name} does not read this format");
    }

    /// <summary>Opens a file with the reader of its format.</summary>
    public static IRowSource Open(DataFile file, ImportOptions options) => file.Format switch
    {
        FileFormat.Csv => new CsvSource(file, options.TextEncoding),
        FileFormat.GeoJson => new GeoJsonSource(file),
        _ => new ShapefileSource(file, options.TextEncoding),
    };

    private static IReadOnlyList<string> Peek(DataFile file, ImportOptions options)
    {
        using var source = Open(file, options);
        if (file.Format == FileFormat.GeoJson)
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

    private static void TellNotStored(ImportContext context, IRowSource source)
    {
        foreach (var (column, reason) in context.Profile.NotStored)
        {
            if (source.Columns.Names.Contains(column))
                context.Notes.Add(new($"列「{column}」は保存していません: {reason}", $"Column {column} is not stored."));
        }
    }
}
