using System.Diagnostics;
using System.Text.Json;
using CsCheck;
using GunMane.Spatial.Export;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Tests.Zoning;
using GunMane.Spatial.Zoning;
using GunMane.TestKit;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;

namespace GunMane.Spatial.Tests.Exports;

/// <summary>Files for a tender: what is in them, whether others read them, and whether they come back.</summary>
public sealed class ScenarioExportTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset Then = new(2026, 4, 1, 9, 0, 0, TimeSpan.FromHours(9));
    private static readonly JsonSerializerOptions GeoJson = new() { Converters = { new GeoJsonConverterFactory() } };
    private StudyArea area = null!;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var code = $"r{Guid.NewGuid():N}";
        await SmallRegion.AddAsync(database.Administrator, code, 300, Now);
        area = await database.Database.ReadAsync(AccessScope.Local, session => AreaStore.FindAsync(session, code, Now), Now);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Gdal_reads_every_zone_and_asset_with_its_fields()
    {
        var (scenario, zones) = await TwoZonesAsync();
        var file = Path.Combine(Path.GetTempPath(), $"gunmane-{Guid.NewGuid():N}.geojson");
        try
        {
            await File.WriteAllBytesAsync(file, await ExportAsync(scenario), Now);
            var all = await OgrinfoAsync("-ro", "-al", file);
            var held = await HoldAsync(zones[0], zones[1]);
            Assert.Contains("using driver `GeoJSON' successful", all, StringComparison.Ordinal);
            Assert.Contains($"Feature Count: {2 + held.Sum(zone => zone.Members)}", all, StringComparison.Ordinal);
            foreach (var field in new[] { "featureType: String", "share: Real", "length_m: Real", "yen: Integer", "built_year: Integer", "counted: Integer(Boolean)" })
                Assert.Contains(field, all, StringComparison.Ordinal);
            var one = await OgrinfoAsync("-ro", "-al", file, "-where", "featureType = 'zone' AND name = '西区域'");
            Assert.Contains("Feature Count: 1", one, StringComparison.Ordinal);
            Assert.Contains($"assets (Integer) = {held[0].Document.Assets}", one, StringComparison.Ordinal);
            Assert.Matches($@"yen \(Integer(64)?\) = {held[0].Document.Yen}\n", one);
            var counted = await OgrinfoAsync("-ro", "-al", file, "-where", $"zone_id = '{zones[0].Id.Value}' AND counted = 1");
            Assert.Contains($"Feature Count: {held[0].Document.Assets}", counted, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_file_that_gdal_rewrote_gives_the_same_zones()
    {
        var (scenario, zones) = await TwoZonesAsync();
        var folder = Directory.CreateTempSubdirectory("gunmane-");
        try
        {
            var (written, rewritten) = (Path.Combine(folder.FullName, "a.geojson"), Path.Combine(folder.FullName, "b.geojson"));
            await File.WriteAllBytesAsync(written, await ExportAsync(scenario), Now);
            await RunAsync("ogr2ogr", "-f", "GeoJSON", "-lco", "RFC7946=YES", rewritten, written);
            var back = await ImportAsync(await File.ReadAllBytesAsync(rewritten, Now), "GDAL から");
            Assert.All(zones, zone => Assert.Contains(back.Scenario.State.Zones.Values, other => other.Name == zone.Name && other.Geometry.EqualsExact(zone.Geometry)));
            Assert.Equal(2, back.Added);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_file_follows_RFC_7946()
    {
        var (scenario, _) = await TwoZonesAsync();
        var bytes = await ExportAsync(scenario);
        using var json = JsonDocument.Parse(bytes);
        Assert.False(json.RootElement.TryGetProperty("crs", out _));
        var features = JsonSerializer.Deserialize<NetTopologySuite.Features.FeatureCollection>(bytes, GeoJson)!;
        var extent = new Envelope();
        foreach (var feature in features)
        {
            extent.ExpandToInclude(feature.Geometry.EnvelopeInternal);
            Assert.All(ZoneGrid.Parts(feature.Geometry), part => Assert.True(
                Orientation.IsCCW(part.Shell.Coordinates) && part.Holes.All(hole => !Orientation.IsCCW(hole.Coordinates))));
        }

        var bbox = json.RootElement.GetProperty("bbox").EnumerateArray().Select(side => side.GetDouble()).ToArray();
        Assert.Equal([extent.MinX, extent.MinY, extent.MaxX, extent.MaxY], bbox);
        Assert.DoesNotMatch(@"[\[,]-?\d+\.\d{8}", System.Text.Encoding.UTF8.GetString(bytes));
        var about = json.RootElement.GetProperty("gunmane");
        Assert.Equal((1, 7L, true), (about.GetProperty("formatVersion").GetInt32(), about.GetProperty("dataVersion").GetInt64(), about.GetProperty("studyArea").GetProperty("fictitious").GetBoolean()));
        Assert.Equal(Then, about.GetProperty("exportedAt").GetDateTimeOffset());
        Assert.Equal("架空のデータ", about.GetProperty("attribution").GetString());
        var zone = json.RootElement.GetProperty("features")[0];
        Assert.Equal(zone.GetProperty("properties").GetProperty("yen").GetInt64(),
            zone.GetProperty("holding").GetProperty("byContractor").EnumerateArray().Sum(row => row.GetProperty("yen").GetInt64()));
    }

    [Fact]
    public async Task A_single_zone_has_its_own_file_with_a_safe_name()
    {
        var (scenario, zones) = await TwoZonesAsync("第1案: 西/東");
        var (name, bytes) = await database.Database.SnapshotAsync(AccessScope.Local, async session =>
        {
            var export = await ScenarioExport.PrepareAsync(session, scenario, zones[1].Id, Then, Now);
            using var buffer = new MemoryStream();
            await export.WriteAsync(buffer, Now);
            return (export.FileName, buffer.ToArray());
        }, Now);
        Assert.Equal("第1案_ 西_東_東区域.geojson", name);
        Assert.Equal("東区域", Assert.Single((await ZoneFile.ReadAsync(new MemoryStream(bytes), Now)).Zones).Name);
        await Assert.ThrowsAsync<GunManeException>(() => database.Database.SnapshotAsync(AccessScope.Local, session =>
            ScenarioExport.PrepareAsync(session, scenario, new ZoneId(Guid.NewGuid()), Then, Now), Now));
    }

    [Fact]
    public async Task Exported_zones_come_back_the_same_and_a_second_import_changes_nothing()
    {
        var (scenario, zones) = await TwoZonesAsync("元の案");
        var bytes = await ExportAsync(scenario);
        var same = await ImportAsync(bytes, null);
        Assert.Equal((scenario, 0, 2, 2), (same.Scenario.Id, same.Added, same.Unchanged, same.Scenario.State.Version));

        var copy = await ImportAsync(bytes, "写し");
        Assert.Equal((2, 0, 1), (copy.Added, copy.Unchanged, copy.Scenario.State.Version));
        Assert.All(zones, zone => Assert.Contains(copy.Scenario.State.Zones.Values, other =>
            other.Id != zone.Id && other.Name == zone.Name && other.Geometry.EqualsExact(zone.Geometry)));
        Assert.Equal(0, (await ImportAsync(bytes, "写し")).Added);

        await database.Database.WriteAsync(AccessScope.Local, session => ScenarioStore.RemoveAsync(session, scenario, Now), Now);
        var back = await ImportAsync(bytes, null);
        Assert.Equal("元の案", back.Scenario.Name);
        Assert.All(zones, zone => Assert.True(ZoneChange.To(zone.Id, zone).Describes(back.Scenario.State.Find(zone.Id))));
        Assert.Equal(Zones(bytes), Zones(await ExportAsync(back.Scenario.Id)));
    }

    [Fact]
    public async Task Export_and_import_of_any_zone_are_the_identity()
    {
        var stars = new List<Geometry>();
        Shapes.Stars.Sample(stars.Add, iter: 20, threads: 1);
        var id = await CreateAsync("星");
        var version = 0;
        foreach (var star in stars)
        {
            await EditAsync(id, version++, "draw", new ZoneChange(new ZoneId(Guid.NewGuid()), $"星{version}", star));
        }

        var bytes = await ExportAsync(id);
        var before = await FindAsync(id);
        await database.Database.WriteAsync(AccessScope.Local, session => ScenarioStore.RemoveAsync(session, id, Now), Now);
        var back = await ImportAsync(bytes, null);
        Assert.All(before.State.Zones.Values, zone => Assert.True(ZoneChange.To(zone.Id, zone).Describes(back.Scenario.State.Find(zone.Id)), zone.Name));
    }

    [Fact]
    public async Task An_import_is_undone_as_a_whole()
    {
        var (scenario, _) = await TwoZonesAsync("元");
        var copy = await ImportAsync(await ExportAsync(scenario), "写");
        await database.Database.WriteAsync(AccessScope.Local, session =>
            ZoneEditStore.UndoAsync(session, copy.Scenario.Id, new EditRequest(Guid.NewGuid(), "c", 1, "", []), Now), Now);
        Assert.Empty((await FindAsync(copy.Scenario.Id)).State.Zones);
    }

    [Theory]
    [InlineData("{", "Not JSON")]
    [InlineData("[]", "FeatureCollection")]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", "No zone")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"featureType":"asset"},"geometry":{"type":"Point","coordinates":[139,35]}}]}""", "No zone")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"featureType":"zone"},"geometry":null}]}""", "GeoJSON geometry")]
    public async Task A_file_without_zones_is_refused(string text, string reason)
    {
        var error = await Assert.ThrowsAsync<GunManeException>(() => ZoneFile.ReadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), Now));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Polygons_of_other_programs_become_zones_and_a_bad_one_stores_nothing()
    {
        const string Good = """{"type":"Feature","properties":{"name":"QGIS の面","id":5},"geometry":{"type":"Polygon","coordinates":[[[139.02,35.02],[139.03,35.02],[139.03,35.03],[139.02,35.02]]]}}""";
        const string Bad = """{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[139.02,35.02],[139.03,35.02],[139.02,35.02],[139.02,35.02]]]}}""";
        var imported = await ImportAsync(Bytes($$"""{"type":"FeatureCollection","features":[{{Good}}]}"""), "取込");
        Assert.Equal("QGIS の面", Assert.Single(imported.Scenario.State.Zones.Values).Name);
        await Assert.ThrowsAsync<GunManeException>(() => ImportAsync(Bytes($$"""{"type":"FeatureCollection","features":[{{Good}},{{Bad}}]}"""), "取込2"));
        Assert.Null(await database.Database.ReadAsync(AccessScope.Local, session => ScenarioStore.ByNameAsync(session, area.Id, "取込2", Now), Now));

        static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
    }

    private async Task<(ScenarioId Scenario, Zone[] Zones)> TwoZonesAsync(string name = "第一案")
    {
        var id = await CreateAsync(name);
        await EditAsync(id, 0, "draw", new ZoneChange(new ZoneId(Guid.NewGuid()), "西区域", Shapes.Ring((139.02, 35.02), (139.1, 35.01), (139.09, 35.08), (139.03, 35.07))));
        await EditAsync(id, 1, "draw", new ZoneChange(new ZoneId(Guid.NewGuid()), "東区域", Shapes.Ring((139.1, 35.01), (139.18, 35.03), (139.17, 35.09), (139.09, 35.08))));
        var zones = (await FindAsync(id)).State.Zones.Values;
        return (id, [zones.Single(zone => zone.Name == "西区域"), zones.Single(zone => zone.Name == "東区域")]);
    }

    private async Task<(HoldingDocument Document, int Members)[]> HoldAsync(params Zone[] zones)
    {
        var held = new List<(HoldingDocument, int)>();
        foreach (var zone in zones)
        {
            held.Add(await database.Database.ReadAsync(AccessScope.Local, async session => (
                await HoldingDocument.OfAreaAsync(session, area.Id, await HoldingStore.OfAreaAsync(session, area.Id, zone.Geometry, Now), Now),
                (await HoldingStore.AssetsAsync(session, area.Id, zone.Geometry, Now)).Count), Now));
        }

        return [.. held];
    }

    private Task<ScenarioId> CreateAsync(string name) =>
        database.Database.WriteAsync(AccessScope.Local, async session => (await ScenarioStore.CreateAsync(session, area.Id, name, Now)).Id, Now);

    private Task<EditAnswer> EditAsync(ScenarioId id, int version, string operation, ZoneChange change) => database.Database.WriteAsync(AccessScope.Local,
        session => ZoneEditStore.PostAsync(session, id, new EditRequest(Guid.NewGuid(), "c", version, operation, [change]), Now), Now);

    private Task<Scenario> FindAsync(ScenarioId id) => database.Database.ReadAsync(AccessScope.Local, session => ScenarioStore.FindAsync(session, id, Now), Now);

    private Task<byte[]> ExportAsync(ScenarioId id) => database.Database.SnapshotAsync(AccessScope.Local, async session =>
    {
        using var buffer = new MemoryStream();
        await (await ScenarioExport.PrepareAsync(session, id, null, Then, Now)).WriteAsync(buffer, Now);
        return buffer.ToArray();
    }, Now);

    private async Task<ImportedZones> ImportAsync(byte[] bytes, string? name)
    {
        var file = await ZoneFile.ReadAsync(new MemoryStream(bytes), Now);
        return await database.Database.WriteAsync(AccessScope.Local, session => ZoneImport.ImportAsync(
            session, area, file, name, new EditRequest(Guid.NewGuid(), "import", 0, "import", []), Guid.NewGuid, Now), Now);
    }

    private static string[] Zones(byte[] bytes) => [.. JsonDocument.Parse(bytes).RootElement.GetProperty("features").EnumerateArray()
        .Where(feature => feature.GetProperty("properties").GetProperty("featureType").GetString() == "zone").Select(feature => feature.GetRawText())];

    private static Task<string> OgrinfoAsync(params string[] arguments) => RunAsync("ogrinfo", arguments);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(Now);
        var text = await process.StandardOutput.ReadToEndAsync(Now);
        await process.WaitForExitAsync(Now);
        Assert.True(process.ExitCode == 0, await errors);
        Assert.DoesNotContain("Warning", await errors, StringComparison.Ordinal);
        return text;
    }
}
