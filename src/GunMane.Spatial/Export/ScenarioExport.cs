using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Zoning;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Export;

/// <summary>
/// A zone or a whole scenario as an RFC 7946 file for a tender: zone polygons with their totals, and the assets inside.
/// docs/reference/zone-geojson.md describes every member. Prepare it and write it in one snapshot session, so that
/// totals and assets are of one data version.
/// </summary>
public sealed class ScenarioExport
{
    /// <summary>Version of the file's foreign members.</summary>
    public const int FormatVersion = 1;

    private const int PieceBytes = 1 << 16;
    private static readonly JavaScriptEncoder Readable = JavaScriptEncoder.Create(UnicodeRanges.All);
    private static readonly JsonSerializerOptions Documents = new(JsonSerializerDefaults.Web) { Encoder = Readable };

    private readonly Session session;
    private readonly Scenario scenario;
    private readonly StudyArea area;
    private readonly IReadOnlyList<Zone> zones;
    private readonly DateTimeOffset exportedAt;

    private ScenarioExport(Session session, Scenario scenario, StudyArea area, IReadOnlyList<Zone> zones, DateTimeOffset exportedAt)
    {
        this.session = session;
        this.scenario = scenario;
        this.area = area;
        this.zones = zones;
        this.exportedAt = exportedAt;
        var name = zones is [var only] ? $"{scenario.Name}_{only.Name}" : scenario.Name;
        FileName = string.Concat(name.Select(letter => char.IsControl(letter) || "/\\:*?\"<>|".Contains(letter, StringComparison.Ordinal) ? '_' : letter)) + ".geojson";
    }

    /// <summary>A name for the file: 検討案名_区域名.geojson, without characters that file systems refuse.</summary>
    public string FileName { get; }

    /// <summary>Finds what is to be written; nothing is written yet.</summary>
    /// <param name="session">A snapshot session; stays open until <see cref="WriteAsync"/> ends.</param>
    /// <param name="id">The scenario.</param>
    /// <param name="zone">One of its zones, or null for all.</param>
    /// <param name="exportedAt">The time to write into the file.</param>
    /// <param name="cancellation">Reaches PostgreSQL.</param>
    /// <exception cref="GunManeException">There is no such scenario or zone (NotFound).</exception>
    public static async Task<ScenarioExport> PrepareAsync(
        Session session, ScenarioId id, ZoneId? zone, DateTimeOffset exportedAt, CancellationToken cancellation)
    {
        var scenario = await ScenarioStore.FindAsync(session, id, cancellation);
        var area = await AreaStore.FindAsync(session, scenario.Area, cancellation);
        IReadOnlyList<Zone> zones = zone is { } one ? [ScenarioStore.Zone(scenario, one)] : [.. scenario.State.Zones.Values];
        return new ScenarioExport(session, scenario, area, zones, exportedAt);
    }

    /// <summary>Writes the file as it reads the assets; memory stays flat.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellation)
    {
        var pieces = new Pieces(stream);
        await using var json = new Utf8JsonWriter(pieces.Buffer, new JsonWriterOptions { Encoder = Readable });
        var extent = new Envelope();
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteString("name", scenario.Name);
        WriteAbout(json);
        json.WriteStartArray("features");
        foreach (var zone in zones) await WriteZoneAsync(json, zone, extent, pieces, cancellation);
        json.WriteEndArray();
        if (!extent.IsNull) WriteExtent(json, extent);
        json.WriteEndObject();
        await pieces.SendAsync(json, cancellation);
    }

    private void WriteAbout(Utf8JsonWriter json)
    {
        json.WriteStartObject("gunmane");
        json.WriteNumber("formatVersion", FormatVersion);
        json.WriteStartObject("studyArea");
        json.WriteString("code", area.Code);
        json.WriteString("name", area.Name);
        json.WriteBoolean("fictitious", area.Fictitious);
        json.WriteEndObject();
        json.WriteStartObject("scenario");
        json.WriteString("id", scenario.Id.Value);
        json.WriteString("name", scenario.Name);
        json.WriteNumber("version", scenario.State.Version);
        json.WriteEndObject();
        json.WriteNumber("dataVersion", area.DataVersion);
        json.WriteString("exportedAt", exportedAt);
        json.WriteString("crs", $"JGD2011 longitude/latitude (EPSG:{Crs.Storage}), for this use the same as WGS 84 / CRS84 within centimetres.");
        json.WriteString("attribution", area.Attribution);
        json.WriteEndObject();
    }

    private async Task WriteZoneAsync(Utf8JsonWriter json, Zone zone, Envelope extent, Pieces pieces, CancellationToken cancellation)
    {
        var held = await HoldingStore.OfAreaAsync(session, scenario.AreaId, zone.Geometry, cancellation);
        var holding = await HoldingDocument.OfAreaAsync(session, scenario.AreaId, held, cancellation);
        extent.ExpandToInclude(zone.Geometry.EnvelopeInternal);
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", zone.Id.Value);
        json.WritePropertyName("geometry");
        ZoneGeoJson.Write(json, zone.Geometry);
        WriteTotals(json, zone, holding);
        json.WritePropertyName("holding");
        JsonSerializer.Serialize(json, holding, Documents);
        json.WriteEndObject();
        await WriteAssetsAsync(json, zone, extent, pieces, cancellation);
    }

    private static void WriteTotals(Utf8JsonWriter json, Zone zone, HoldingDocument holding)
    {
        json.WriteStartObject("properties");
        json.WriteString("featureType", "zone");
        json.WriteString("id", zone.Id.Value);
        json.WriteString("name", zone.Name);
        json.WriteNumber("assets", holding.Assets);
        json.WriteNumber("partly", holding.Partly);
        json.WriteNumber("length_m", holding.LengthM);
        json.WriteNumber("area_m2", holding.AreaM2);
        json.WriteNumber("yen", holding.Yen);
        json.WriteNumber("yen_per_year", holding.YenPerYear);
        json.WriteNumber("without_firm", holding.WithoutFirm);
        json.WriteNumber("unlinked_contracts", holding.Unlinked!.Contracts);
        json.WriteNumber("unlinked_yen", holding.Unlinked.Yen);
        json.WriteEndObject();
    }

    private async Task WriteAssetsAsync(Utf8JsonWriter json, Zone zone, Envelope extent, Pieces pieces, CancellationToken cancellation)
    {
        await using var command = session.Command("export.assets", scenario.AreaId.Value, zone.Geometry);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            AssetFeature.Write(json, rows, zone);
            extent.ExpandToInclude(AssetFeature.Extent(rows));
            if (pieces.Buffer.WrittenCount + json.BytesPending > PieceBytes) await pieces.SendAsync(json, cancellation);
        }
    }

    private static void WriteExtent(Utf8JsonWriter json, Envelope extent)
    {
        json.WriteStartArray("bbox");
        foreach (var side in new[] { extent.MinX, extent.MinY, extent.MaxX, extent.MaxY }) ZoneGeoJson.WriteDegrees(json, side);
        json.WriteEndArray();
    }

    // The writer fills a buffer and the buffer goes out asynchronously: a response refuses to be written synchronously,
    // which serialising into a writer over it would do.
    private sealed class Pieces(Stream stream)
    {
        public ArrayBufferWriter<byte> Buffer { get; } = new(PieceBytes);

        public async Task SendAsync(Utf8JsonWriter json, CancellationToken cancellation)
        {
            await json.FlushAsync(cancellation);
            await stream.WriteAsync(Buffer.WrittenMemory, cancellation);
            Buffer.ResetWrittenCount();
        }
    }
}
