using System.CommandLine;
using GunMane.Spatial.Export;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Commands;

/// <summary><c>./gunmane export --area CODE --scenario NAME [--zone NAME] --out FILE</c>: zones as RFC 7946 GeoJSON.</summary>
public static class ExportCommand
{
    private static readonly Option<string> Area = new("--area") { Description = "対象地域の符号 (study area)", Required = true };
    private static readonly Option<string> Scenario = new("--scenario") { Description = "検討案の名前 (scenario)", Required = true };
    private static readonly Option<string?> Zone = new("--zone") { Description = "区域の名前。なければ検討案のすべて (zone; all if absent)" };
    private static readonly Option<string?> Out = new("--out") { Description = "書き出すファイル。なければ 検討案名.geojson (file to write)" };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var command = new Command("export", "区域を GeoJSON に書き出します (writes zones as GeoJSON)") { Area, Scenario, Zone, Out, CommandLine.HomeOption };
        command.SetAction((parsed, cancellation) => CommandLine.GuardAsync(() => RunAsync(parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var opened = await OpenedDatabase.ForCommandAsync(Home.At(parsed.GetValue(CommandLine.HomeOption)), _ => { }, cancellation);
        var written = await opened.Database.SnapshotAsync(AccessScope.Local, async session =>
        {
            var scenario = await FindAsync(session, parsed.GetValue(Area)!, parsed.GetValue(Scenario)!, cancellation);
            var export = await ScenarioExport.PrepareAsync(
                session, scenario.Id, FindZone(scenario, parsed.GetValue(Zone)), TimeProvider.System.GetUtcNow(), cancellation);
            var path = parsed.GetValue(Out) ?? export.FileName;
            await WriteWholeAsync(path, export, cancellation);
            return path;
        }, cancellation);
        CommandLine.Say($"書き出しました: {written}");
        return 0;
    }

    // A file that is there is replaced only by a complete one.
    private static async Task WriteWholeAsync(string path, ScenarioExport export, CancellationToken cancellation)
    {
        var part = path + ".part";
        await using (var stream = File.Create(part)) await export.WriteAsync(stream, cancellation);
        File.Move(part, path, overwrite: true);
    }

    private static async Task<Scenario> FindAsync(Session session, string areaCode, string name, CancellationToken cancellation)
    {
        var area = await AreaStore.FindAsync(session, areaCode, cancellation);
        var id = await ScenarioStore.ByNameAsync(session, area.Id, name, cancellation)
            ?? throw new GunManeException(Refusal.NotFound, $"検討案「{name}」は対象地域「{areaCode}」にありません。(There is no scenario {name}.)", "scenario");
        return await ScenarioStore.FindAsync(session, id, cancellation);
    }

    private static ZoneId? FindZone(Scenario scenario, string? name) => name is null
        ? null
        : scenario.State.Zones.Values.FirstOrDefault(zone => zone.Name == name)?.Id
            ?? throw new GunManeException(Refusal.NotFound, $"区域「{name}」は検討案「{scenario.Name}」にありません。(There is no zone {name}.)", "zone");
}
