using System.CommandLine;
using GunMane.Spatial.Export;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Zoning;

namespace GunMane.MapApi.Commands;

/// <summary><c>./gunmane import FILE|FOLDER… --area CODE</c>: files into a study area, with a report that adds up.</summary>
public static class ImportCommand
{
    private const string ZonesProfile = "zones";

    private static readonly Argument<string[]> Files = new("files")
    {
        Description = "ファイルまたはフォルダー: CSV・TSV、Excel(.xlsx)、GeoJSON(1 行 1 地物も)、TopoJSON、Shapefile、GeoPackage、KML・KMZ、それらの .gz・.zip (files or folders)", Arity = ArgumentArity.ZeroOrMore,
    };

    private const string FirstArea = "area1";

    private static readonly Option<string?> Area = new("--area")
    {
        Description = "対象地域の符号。なければ作ります。省くと唯一の対象地域 (study area; made if absent; default: the only one)",
    };

    private static readonly Option<string?> AreaName = new("--area-name") { Description = "新しい対象地域の名前 (name of a new study area)" };
    private static readonly Option<string?> Profile = new("--profile") { Description = "取り込み方の名前か、その JSON ファイル。なければファイルから選びます (name of a profile, or its JSON file)" };
    private static readonly Option<string?> Sector = new("--sector") { Description = "すべての行の分野 (sector of all rows)" };
    private static readonly Option<string?> Owner = new("--owner") { Description = "管理者の団体コード (code of the owner)" };
    private static readonly Option<string?> Encoding = new("--encoding") { Description = "UTF-8 / Shift_JIS" };
    private static readonly Option<string?> Crs = new("--crs") { Description = $"{Spatial.Geo.Crs.SourceExample} など (CRS of files that state none)" };
    private static readonly Option<string?> Scenario = new("--scenario")
    {
        Description = "--profile zones: 区域を入れる検討案。なければファイルにある名前 (scenario for zones)",
    };

    private static readonly Option<bool> Suggest = new("--suggest")
    {
        Description = "取り込まずに、列の対応を理由とともに提案します (proposes a profile with the evidence; imports nothing)",
    };

    private static readonly Option<string?> Out = new("--out") { Description = "--suggest: 提案を書くファイル (file for the proposed profile)" };

    private static readonly Option<string?> Licence = new("--licence") { Description = "データの利用条件・出典。なければ取り込み方のもの (licence or attribution)" };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "データの時点。和暦も可: 令和6年4月1日、R6.4.1、令和5年度 (date of the data)" };
    private static readonly Option<bool> Again = new("--again") { Description = "同じファイルでも読み直します (reads a file again that was imported before)" };
    private static readonly Option<bool> Update = new("--update") { Description = "台帳を新しいファイルに置き換えます。まず違いを示し、--apply で適用します (compares with the stored ledger; --apply replaces it)" };
    private static readonly Option<bool> Apply = new("--apply") { Description = "--update: 違いを適用します (applies the differences)" };
    private static readonly Option<string?> Ledger = new("--ledger") { Description = "--update: 置き換える台帳。なければファイル名から (which ledger is replaced)" };
    private static readonly Option<bool> Remove = new("--remove-missing") { Description = "--update: ファイルにない施設・契約を消します。指定しなければ残します (removes what the file lacks)" };
    private static readonly Option<long?> Undo = new("--undo") { Description = "この番号の取り込みを取り消します (takes the import of this number back)" };

    private static readonly Option<string?> Plan = new("--plan")
    {
        Description = $"ファイルごとの取り込み方を書いた JSON。なければフォルダーの {ImportPlan.FileName} (what is said of each file; default: that file of the folder)",
    };

    private static readonly Option<string?> Report = new("--report") { Description = "取り込みの報告を書く Markdown ファイル (file for the report)" };
    private static readonly Option<bool> ReportInEnglish = new("--report-english") { Description = "--report: 英語で書きます (in English)" };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var command = new Command("import", "ファイルを対象地域に取り込みます (imports files into a study area)")
        {
            Files, Area, AreaName, Profile, Sector, Owner, Encoding, Crs, Scenario, Suggest, Out,
            Licence, AsOf, Again, Update, Apply, Ledger, Remove, Undo, Plan, Report, ReportInEnglish, CommandLine.HomeOption,
        };
        command.SetAction((parsed, cancellation) => CommandLine.GuardAsync(() => RunAsync(parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = Own(new ImportOptions(
            parsed.GetValue(Profile), parsed.GetValue(Sector), parsed.GetValue(Owner), parsed.GetValue(Encoding), parsed.GetValue(Crs))
        {
            Licence = parsed.GetValue(Licence), AsOf = parsed.GetValue(AsOf), Again = parsed.GetValue(Again), Update = parsed.GetValue(Update),
            Preview = parsed.GetValue(Update) && !parsed.GetValue(Apply), Ledger = parsed.GetValue(Ledger), RemoveMissing = parsed.GetValue(Remove),
        });
        var undo = parsed.GetValue(Undo);
        if (undo is null && parsed.GetValue(Files) is not { Length: > 0 })
            throw new GunManeException(Refusal.BadInput, "取り込むファイルかフォルダーを書いてください。(Name files or folders.)", "files");
        if (parsed.GetValue(Suggest)) return await SuggestionTable.RunAsync(parsed.GetValue(Files)!, options, parsed.GetValue(Out), cancellation);
        var plan = PlanOf(parsed);
        if (parsed.GetValue(Report) is { } wanted && Path.GetDirectoryName(Path.GetFullPath(wanted)) is var into && !Directory.Exists(into))
            throw new GunManeException(Refusal.BadInput, $"報告を書くフォルダーがありません: {into} (No such folder for the report.)", "report");
        await using var opened = await OpenedDatabase.ForCommandAsync(Home.At(parsed.GetValue(CommandLine.HomeOption)), CommandLine.Say, cancellation);
        if (undo is { } import) return await UndoAsync(opened.Database, import, cancellation);
        var area = parsed.GetValue(Area) ?? await OnlyAreaAsync(opened.Database, cancellation);
        await FindOrCreateAsync(opened.Database, area, parsed.GetValue(AreaName) ?? area, cancellation);
        if (options.Profile == ZonesProfile) return await ImportZonesAsync(opened.Database, area, parsed, cancellation);
        var outcome = await ImportRun.ImportAsync(
            opened.Database, AccessScope.Local, area, parsed.GetValue(Files)!, options, plan, CommandLine.ProgressAsync, cancellation);
        await TellAsync(outcome, options);
        if (parsed.GetValue(Report) is { } path) await WriteReportAsync(opened.Database, path, area, parsed, plan, outcome, cancellation);
        return outcome.Refused.Count == 0 ? 0 : 1;
    }

    private static async Task TellAsync(ImportOutcome outcome, ImportOptions options)
    {
        foreach (var report in outcome.Imports)
        {
            Print(report, options.Preview);
            if (report.Comparison is { } found) ComparisonTable.Print(found, options.Preview);
        }

        foreach (var left in outcome.Files.Where(file => file.Planned.LeftOut is not null)) CommandLine.Say($"除きました: {left.Planned.File.Shown}: {left.Planned.LeftOut}");
        foreach (var rule in outcome.IdleRules) CommandLine.Say($"計画の「{rule}」に当たるファイルはありません。(No file matches this rule of the plan.)");
        foreach (var refused in outcome.Files.Where(file => file.Refused is not null))
            await Console.Error.WriteLineAsync($"取り込めません: {refused.Planned.File.Shown}: {refused.Refused!.Ja} ({refused.Refused!.En})");
    }

    private static async Task WriteReportAsync(
        Database database, string path, string area, ParseResult parsed, ImportPlan plan, ImportOutcome outcome, CancellationToken cancellation)
    {
        var findings = await database.ReadAsync(AccessScope.Local, session => ImportFindings.FindAsync(session, outcome.Imports, cancellation), cancellation);
        var title = string.Join("、", parsed.GetValue(Files)!.Select(file => Path.GetFileName(Path.TrimEndingDirectorySeparator(file))));
        var head = new ReportHead(title, area, DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime), parsed.GetValue(ReportInEnglish));
        await File.WriteAllTextAsync(path, ImportReportText.Write(head, plan, outcome, findings), cancellation);
        CommandLine.Say($"報告を {path} に書きました。(The report is written.)");
    }

    private static ImportPlan PlanOf(ParseResult parsed)
    {
        if (parsed.GetValue(Plan) is { } named) return ImportPlan.Read(named);
        var beside = (parsed.GetValue(Files) ?? []).Select(folder => Path.Combine(folder, ImportPlan.FileName)).Where(File.Exists).ToList();
        return beside.Count > 0 ? ImportPlan.Read(beside[0]) : new ImportPlan { Sections = [] };
    }

    private static async Task<int> UndoAsync(Database database, long import, CancellationToken cancellation)
    {
        var report = await ImportLifecycle.UndoAsync(database, AccessScope.Local, import, cancellation);
        CommandLine.Say($"取り込み {report.Id}「{report.File}」を取り消しました。(Import {report.Id} is undone.)");
        return 0;
    }

    // A profile of one's own is a file; names of profiles have no dot.
    private static ImportOptions Own(ImportOptions options)
    {
        if (options.Profile?.EndsWith(".json", StringComparison.OrdinalIgnoreCase) != true) return options;
        if (!File.Exists(options.Profile))
            throw new GunManeException(Refusal.BadInput, $"取り込み方のファイルがありません: {options.Profile} (No such profile file.)", "profile");
        return options with { Profile = null, Document = ProfileText.Read(File.ReadAllText(options.Profile), Path.GetFileName(options.Profile)) };
    }

    // The model region is never meant: real rows have no place in it.
    private static async Task<string> OnlyAreaAsync(Database database, CancellationToken cancellation)
    {
        var areas = await database.ReadAsync(AccessScope.Local, session => AreaStore.ListAsync(session, cancellation), cancellation);
        var codes = areas.Where(area => !area.Fictitious).Select(area => area.Code).ToList();
        return codes.Count <= 1
            ? codes.FirstOrDefault() ?? FirstArea
            : throw new GunManeException(Refusal.BadInput, $"対象地域が複数あります。--area で指定してください: {string.Join("、", codes)} (Say which study area.)", "area");
    }

    private static Task FindOrCreateAsync(Database database, string area, string name, CancellationToken cancellation) =>
        database.WriteAsync(AccessScope.Local, async session =>
        {
            if (await AreaStore.TryFindAsync(session, area, cancellation) is null)
                await AreaStore.CreateAsync(session, area, name, name, fictitious: false, metresProj: null, attribution: "", cancellation);
        }, cancellation);

    private static async Task<int> ImportZonesAsync(Database database, string area, ParseResult parsed, CancellationToken cancellation)
    {
        foreach (var path in parsed.GetValue(Files)!)
        {
            await using var stream = Open(path);
            var file = await ZoneFile.ReadAsync(stream, cancellation);
            var edit = new EditRequest(Guid.NewGuid(), "import", 0, ZoneOperations.Import, []);
            var imported = await database.WriteAsync(AccessScope.Local, async session => await ZoneImport.ImportAsync(
                session, await AreaStore.FindAsync(session, area, cancellation), file, parsed.GetValue(Scenario), edit, Guid.NewGuid, cancellation), cancellation);
            CommandLine.Say($"{Path.GetFileName(path)}: 検討案「{imported.Scenario.Name}」に追加 {imported.Added:N0}、変更なし {imported.Unchanged:N0}");
            foreach (var note in imported.Repairs.Concat(imported.Warnings)) CommandLine.Say($"  {note.Ja}");
        }

        return 0;
    }

    private static FileStream Open(string path) => File.Exists(path)
        ? File.OpenRead(path)
        : throw new GunManeException(Refusal.BadInput, $"ファイルがありません: {path} (No such file.)", "files");

    private static void Print(ImportReport report, bool preview)
    {
        CommandLine.Say($"{report.File}  [{report.Profile}]  {report.Encoding} {report.Crs}");
        // A comparison leaves nothing that could be undone: it has no number.
        CommandLine.Say($"  {(preview ? "比較だけ" : $"取り込み {report.Id}")}  読んだ行 {report.Read:N0} = 保存 {report.Stored:N0} + 修復 {report.Repaired:N0} + 重複 {report.Duplicate:N0} + 保留 {report.Quarantined:N0}");
        foreach (var note in report.Notes) CommandLine.Say($"  {note.Ja}");
    }
}
