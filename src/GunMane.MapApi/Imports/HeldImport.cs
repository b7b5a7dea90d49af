using System.Text.Json;
using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Imports;

/// <summary>What is asked about an upload that is held.</summary>
/// <param name="Upload">Its token.</param>
/// <param name="DataSet">Name of one data set in it; null: the first.</param>
/// <param name="Kind">Kind of rows that the planner chose; null: as found.</param>
/// <param name="Profile">A profile, complete, or the name of one; null: as suggested.</param>
/// <param name="Sector">As in <see cref="ImportOptions"/>.</param>
/// <param name="Owner">As in <see cref="ImportOptions"/>.</param>
/// <param name="Encoding">As in <see cref="ImportOptions"/>.</param>
/// <param name="Crs">As in <see cref="ImportOptions"/>.</param>
/// <param name="Licence">As in <see cref="ImportOptions"/>.</param>
/// <param name="AsOf">As in <see cref="ImportOptions"/>.</param>
/// <param name="More">Other data sets of the upload will still be looked at.</param>
internal sealed record HeldRequest(
    string? Upload, string? DataSet = null, string? Kind = null, JsonElement? Profile = null, string? Sector = null, string? Owner = null, string? Encoding = null, string? Crs = null,
    string? Licence = null, string? AsOf = null, bool More = false)
{
    /// <summary>The options that it states.</summary>
    /// <exception cref="GunManeException">The profile means nothing (BadInput).</exception>
    public ImportOptions Options => Profile switch
    {
        { ValueKind: JsonValueKind.Object } document => Plain with { Document = ProfileText.Read(document.GetRawText(), "profile") },
        { ValueKind: JsonValueKind.String } name => Plain with { Profile = name.GetString() },
        null or { ValueKind: JsonValueKind.Null } => Plain,
        _ => throw new GunManeException(Refusal.BadInput, "profile は取り込み方の名前か、取り込み方そのもの(オブジェクト)です。(profile is a name or an object.)", "profile"),
    };

    private ImportOptions Plain => new(null, Blank(Sector), Blank(Owner), Blank(Encoding), Blank(Crs)) { Only = Blank(DataSet), Licence = Blank(Licence), AsOf = Blank(AsOf) };

    /// <summary>Reads the body.</summary>
    /// <exception cref="BadHttpRequestException">It is no such document.</exception>
    public static async Task<HeldRequest> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<HeldRequest>(request.Body, Json.Options, cancellation)
                ?? throw new GunManeException(Refusal.BadInput, "JSON のオブジェクトを送ってください。(Send a JSON object.)", "body");
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("Malformed JSON.", StatusCodes.Status400BadRequest, e);
        }
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>Starts the import of an upload that was looked at before.</summary>
internal static class HeldImport
{
    /// <summary>Makes the job.</summary>
    /// <exception cref="GunManeException">The upload is gone, or the profile does not fit.</exception>
    public static async Task<Accepted<ImportEndpoints.ImportTicket>> StartAsync(
        StudyArea area, HttpRequest request, HostSettings settings, Database database, CancellationToken cancellation)
    {
        var asked = await HeldRequest.ReadAsync(request, cancellation);
        var held = HeldUpload.Find(settings.Home, asked.Upload);
        var options = await ImportEndpoints.ResolvedAsync(asked.Options, area, database, cancellation);
        if (options.Document is { } document) ProfileText.Check(document, document.Name);
        ImportRun.Check(held.Files, options, area.Fictitious);
        return await ImportEndpoints.QueueAsync(database, area, held.HandOver(settings.Home, last: !asked.More), options, cancellation);
    }
}
