using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Imports;

/// <summary>Looking at files before anything is stored: a proposed profile with its evidence, and what an import would come to.</summary>
public static class SuggestionEndpoints
{
    private static readonly string[] Kinds = [.. ColumnNames.Shipped.Kinds.Select(kind => Suggestions.KindKey(kind.Kind))];

    /// <summary>Maps the resource.</summary>
    public static void MapSuggestions(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/areas/{code}/imports/suggestion", SuggestAsync).Takes([.. ImportOptionsQuery.Names, "kind"]);
        app.MapPost("/api/areas/{code}/imports/preview", PreviewAsync);
        app.MapDelete("/api/areas/{code}/imports/held/{token}", DiscardAsync);
    }

    private static async Task<Ok<SuggestionDocument>> SuggestAsync(string code, HttpRequest request, HostSettings settings, Database database, CancellationToken cancellation)
    {
        var area = await AreaAsync(code, database, cancellation);
        var options = await ImportEndpoints.ResolvedAsync(ImportOptionsQuery.Read(request), area, database, cancellation);
        var kind = KindOf(request.Query["kind"].ToString());
        using var upload = await Upload.ReceiveHeldAsync(request, settings.Home, cancellation);
        var document = await LookAsync(area, upload.Token, upload.Files, kind, options, database, cancellation);
        upload.Keep();
        return TypedResults.Ok(document);
    }

    private static async Task<Ok<SuggestionDocument>> PreviewAsync(string code, HttpRequest request, HostSettings settings, Database database, CancellationToken cancellation)
    {
        var area = await AreaAsync(code, database, cancellation);
        var asked = await HeldRequest.ReadAsync(request, cancellation);
        var held = HeldUpload.Find(settings.Home, asked.Upload);
        var options = await ImportEndpoints.ResolvedAsync(asked.Options, area, database, cancellation);
        return TypedResults.Ok(await LookAsync(area, asked.Upload!, held.Files, KindOf(asked.Kind), options, database, cancellation));
    }

    private static async Task<NoContent> DiscardAsync(string code, string token, HostSettings settings, Database database, CancellationToken cancellation)
    {
        await AreaAsync(code, database, cancellation);
        HeldUpload.Find(settings.Home, token).Discard();
        return TypedResults.NoContent();
    }

    private static async Task<SuggestionDocument> LookAsync(
        StudyArea area, string token, IReadOnlyList<OfferedFile> files, ProfileKind? kind, ImportOptions options, Database database, CancellationToken cancellation)
    {
        var work = Directory.CreateTempSubdirectory("gunmane-look-");
        try
        {
            var found = FileSet.DataSets(files, work.FullName);
            var file = HeldUpload.DataSet(found, options.Only);
            var known = await database.ReadAsync(AccessScope.Local, session => ImportPreview.KnownAsync(session, area.Id, cancellation), cancellation);
            var table = FileSuggestion.Read(file, options, cancellation);
            var suggestion = FileSuggestion.Of(table, options, kind, known);
            var used = options.Document is not null || options.Profile is not null ? options : options with { Document = suggestion.Profile };
            var (preview, refused) = await TryAsync(area, file, used, database, cancellation);
            return new SuggestionDocument(token, [.. found.Select(one => one.Name)], file.Name, Fitting(file, options), Table(table), Evidence(suggestion),
                JsonNode.Parse(ProfileText.Write(FileImport.ProfileFor(file, used)))!, preview, refused);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    // A file that would be refused is told so beside its columns: another mapping or CRS may mend it.
    private static async Task<(PreviewResult? Preview, RefusedDocument? Refused)> TryAsync(
        StudyArea area, DataFile file, ImportOptions options, Database database, CancellationToken cancellation)
    {
        try
        {
            return (await ImportPreview.RunAsync(database, AccessScope.Local, area.Code, file, options, cancellation), null);
        }
        catch (GunManeException e) when (e.Refusal == Refusal.BadInput)
        {
            return (null, new RefusedDocument(e.Message, e.Parameter));
        }
    }

    private static FittingProfile? Fitting(DataFile file, ImportOptions options)
    {
        try
        {
            var profile = FileImport.ProfileFor(file, options with { Document = null, Profile = null });
            return new FittingProfile(profile.Name, profile.Title, profile.TitleEn);
        }
        catch (GunManeException)
        {
            return null;
        }
    }

    private static TableDocument Table(TableSample table) => new(
        table.Rows, table.Encoding, table.Shape == RowShape.Table ? "table" : "features", table.Geometry.Points, table.Geometry.Lines, table.Geometry.Polygons);

    private static EvidenceDocument Evidence(Suggestion found) => new(found.Kind, found.Sector, found.Owner, found.Columns, found.Missing, found.Notes);

    private static ProfileKind? KindOf(string? text) => string.IsNullOrEmpty(text) ? null : Array.IndexOf(Kinds, text) is >= 0 and var at
        ? ColumnNames.Shipped.Kinds[at].Kind
        : throw new GunManeException(Refusal.BadInput, $"kind は {string.Join(", ", Kinds)} のどれかです: {text} (kind is one of these.)", "kind");

    private static Task<StudyArea> AreaAsync(string code, Database database, CancellationToken cancellation) =>
        database.ReadAsync(AccessScope.Local, session => AreaStore.FindAsync(session, code, cancellation), cancellation);

    /// <summary>What was found, what is proposed, and what would come of it.</summary>
    internal sealed record SuggestionDocument(string Upload, IReadOnlyList<string> DataSets, string DataSet, FittingProfile? Fitting, TableDocument Table,
        EvidenceDocument Suggestion, JsonNode Profile, PreviewResult? Preview, RefusedDocument? Refused);

    /// <summary>The data set in numbers.</summary>
    internal sealed record TableDocument(long Rows, string Encoding, string Shape, long Points, long Lines, long Polygons);

    /// <summary>A suggestion without its profile, which stands beside it.</summary>
    internal sealed record EvidenceDocument(Found Kind, Found Sector, Found Owner, IReadOnlyList<ColumnSuggestion> Columns, IReadOnlyList<OpenQuestion> Missing, IReadOnlyList<Bilingual> Notes);

    /// <summary>The shipped profile that would be chosen for the file by itself.</summary>
    internal sealed record FittingProfile(string Name, string Title, string TitleEn);

    /// <summary>Why an import would be refused.</summary>
    internal sealed record RefusedDocument(string Detail, string? Parameter);
}
