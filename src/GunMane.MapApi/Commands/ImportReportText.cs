using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Commands;

/// <summary>What a report is about.</summary>
/// <param name="Title">Its heading, where the plan has none.</param>
/// <param name="Area">Study area.</param>
/// <param name="Day">Of which day it is.</param>
/// <param name="English">In English, else in Japanese.</param>
public sealed record ReportHead(string Title, string Area, DateOnly Day, bool English);

/// <summary>
/// The report of an import as Markdown, to be handed on: a section per source, a row per data set, why rows were repaired or
/// kept out, what was refused. It holds counts, names of files and columns, and reasons; no value of any row.
/// </summary>
public sealed partial class ImportReportText
{
    private const int MostOwners = 4;
    private static readonly string[] States = ["repaired", "duplicate", "quarantined"];

    private static readonly Dictionary<string, string> Roles = new()
    {
        ["built"] = "施工", ["repaired"] = "補修", ["inspects"] = "点検", ["maintains"] = "維持管理", ["designed"] = "設計",
    };

    private readonly ReportHead head;
    private readonly ImportPlan plan;
    private readonly ImportOutcome outcome;
    private readonly IReadOnlyDictionary<long, ImportFindings> findings;
    private readonly StringBuilder text = new();

    private ImportReportText(ReportHead head, ImportPlan plan, ImportOutcome outcome, IReadOnlyDictionary<long, ImportFindings> findings) =>
        (this.head, this.plan, this.outcome, this.findings) = (head, plan, outcome, findings);

    /// <summary>Writes the report.</summary>
    /// <param name="head">What it is about.</param>
    /// <param name="plan">The plan that was followed: its sections are the report's. Without sections: one per folder.</param>
    /// <param name="outcome">What became of the files.</param>
    /// <param name="findings">What is to be told about each import, by its number.</param>
    public static string Write(ReportHead head, ImportPlan plan, ImportOutcome outcome, IReadOnlyDictionary<long, ImportFindings> findings)
    {
        var report = new ImportReportText(head, plan, outcome, findings);
        var sections = report.Sections();
        report.Opening(sections);
        foreach (var section in sections) report.Section(section);
        report.Rest();
        return report.text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    // Files that no rule of the plan names stand under the first folder of their path.
    private List<Part> Sections()
    {
        var planned = plan.Sections.Select((section, at) => new Part(section.Title, section.About, [.. outcome.Files.Where(file => file.Planned.Section == at)]));
        var others = outcome.Files.Where(file => file.Planned.Section is null)
            .GroupBy(file => file.Planned.File.Shown.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? file.Planned.File.Shown[..end] : Say("このほか", "Other files"))
            .Select(folder => new Part(folder.Key, "", [.. folder]));
        return [.. planned.Concat(others).Where(part => part.Files.Count > 0)];
    }

    private void Opening(List<Part> sections)
    {
        Line($"# {(plan.Title.Length > 0 ? plan.Title : head.Title)}");
        Line();
        Line(Say($"対象地域 {head.Area}、{head.Day:yyyy-MM-dd} 作成、GunMane {ProductVersion.Current}。", $"Study area {head.Area}, made on {head.Day:yyyy-MM-dd} by GunMane {ProductVersion.Current}."));
        Paragraph(plan.About);
        Heading(Say("まとめ", "In short"));
        Line();
        Line(Say("| 出所 | データ | 読んだ行 | 保存 | 修復 | 重複 | 保留 | 取り込めない | 除いた |", "| source | data sets | rows read | stored | repaired | duplicate | quarantined | refused | left out |"));
        Line("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var section in sections) Sum(section.Title, section.Files);
        Sum(Say("**計**", "**all**"), outcome.Files);
        Line();
        Line(Say("読んだ行 = 保存 + 修復 + 重複 + 保留。「取り込めない」「除いた」はデータ(ファイル)の数です。「…にもある」は、100 m 以内に同じ名称の施設があるか、同じ分野の区域の中にただ一つある点で、同じものと思われる施設です。",
            "Rows read = stored + repaired + duplicate + quarantined. The last two columns count data sets. \"Also in\" counts assets that are probably the same: of the same name within 100 m, or the only point of its file within an area of the same sector."));
    }

    private void Sum(string title, IReadOnlyList<FileOutcome> files)
    {
        var reports = files.Select(file => file.Report).OfType<ImportReport>().ToList();
        Line($"| {title} | {N(reports.Count)} | {N(reports.Sum(one => one.Read))} | {N(reports.Sum(one => one.Stored))} | {N(reports.Sum(one => one.Repaired))} | {N(reports.Sum(one => one.Duplicate))} | "
            + $"{N(reports.Sum(one => one.Quarantined))} | {N(files.Count(file => file.Refused is not null))} | {N(files.Count(file => file.Planned.LeftOut is not null))} |");
    }

    private void Section(Part section)
    {
        Heading(section.Title);
        Paragraph(section.About);
        var imported = section.Files.Where(file => file.Report is not null).ToList();
        if (imported.Count > 0) Table(imported);
        var told = imported.Select(file => (Name: Name(file), Sentences: Sentences(file.Report!))).Where(file => file.Sentences.Count > 0).ToList();
        // Many files of one kind have the same to tell.
        foreach (var same in told.GroupBy(file => string.Join('\n', file.Sentences)))
        {
            Line();
            Line(same.Count() == 1 ? $"`{same.First().Name}`:" : Say($"{N(same.Count())} 件のデータ(`{same.First().Name}` ほか)、それぞれ:", $"{N(same.Count())} data sets (`{same.First().Name}` and others), each:"));
            Line();
            foreach (var sentence in same.First().Sentences) Line($"- {sentence}");
        }

        Refused(section.Files);
    }

    private void Table(List<FileOutcome> files)
    {
        Line();
        Line(Say("| データ | 形式 | 文字コード | 座標系 | 取り込み方 | 読んだ行 | 保存 | 修復 | 重複 | 保留 |", "| data set | format | encoding | CRS | profile | rows read | stored | repaired | duplicate | quarantined |"));
        Line("|---|---|---|---|---|--:|--:|--:|--:|--:|");
        foreach (var file in files)
        {
            var report = file.Report!;
            Line($"| {Cell(Name(file))} | {FormatName(file.Planned.File.Format)} | {Or(report.Encoding)} | {Or(Crs(report))} | {report.Profile} | {N(report.Read)} | {N(report.Stored)} | {N(report.Repaired)} | {N(report.Duplicate)} | {N(report.Quarantined)} |");
        }
    }

    private List<string> Sentences(ImportReport report)
    {
        var found = findings[report.Id];
        var sentences = new List<string>();
        if (found.Assets.Count > 0) sentences.Add(Say("施設: ", "Assets: ") + string.Join(Say("、", ", "), found.Assets.GroupBy(count => count.Sector).Select(Assets)));
        foreach (var firms in found.Firms) sentences.Add(Say($"事業者({Roles.GetValueOrDefault(firms.Role, firms.Role)}): {N(firms.Firms)} 者、{N(firms.Assets)} 施設", $"Firms ({firms.Role}): {N(firms.Firms)}, at {N(firms.Assets)} assets"));
        if (found.Orders.Orders > 0) sentences.Add(Orders(found.Orders));
        foreach (var reason in found.Reasons.OrderBy(reason => Array.IndexOf(States, reason.State))) sentences.Add($"{State(reason.State)} {N(reason.Rows)}: {Say(reason.Reason.Ja, reason.Reason.En)}");
        foreach (var alike in found.Alike.Where(alike => Name(alike.Import) is not null))
            sentences.Add(Say($"`{Name(alike.Import)}` にもある: {N(alike.Assets)}", $"Also in `{Name(alike.Import)}`: {N(alike.Assets)}"));
        sentences.AddRange(report.Notes.Select(note => Say(Example().Replace(note.Ja, ""), note.En)));
        return sentences;
    }

    private string Assets(IGrouping<string, AssetCount> counts)
    {
        var sector = Sectors.TryParse(counts.Key, out var known) ? Say(known.JapaneseName(), counts.Key) : counts.Key;
        // Of many owners only how many they are.
        var coded = counts.Where(count => count.Owner is { Length: > 0 }).ToList();
        var parts = coded.Count <= MostOwners ? counts.Select(count => Owner(count, counts.Count()))
            : counts.Except(coded).Select(count => Owner(count, counts.Count())).Prepend(Say($"管理者 {N(coded.Count)} 団体 {N(coded.Sum(count => count.Assets))}", $"{N(coded.Count)} owners {N(coded.Sum(count => count.Assets))}"));
        var owners = string.Join(Say("、", ", "), parts);
        return $"{sector} {N(counts.Sum(count => count.Assets))} ({owners})";
    }

    private string Owner(AssetCount count, int of) => (count.Owner switch
    {
        null => Say("管理者不明", "owner not known"),
        "" => Say("管理者は名前だけ", "owner known by name only"),
        var code => Say($"管理者 {code}", $"owner {code}"),
    }) + (of > 1 ? $" {N(count.Assets)}" : "");

    private string Orders(OrderCount count) => Say(
        $"発注: {N(count.Orders)} 件(発注者 {N(count.Orderers)}、受注者のあるもの {N(count.Won)} 件・{N(count.Firms)} 者、施設に結び付いたもの {N(count.Linked)} 件)",
        $"Orders: {N(count.Orders)} of {N(count.Orderers)} orderers; {N(count.Won)} with a firm ({N(count.Firms)} firms); {N(count.Linked)} linked to assets");

    private void Refused(IReadOnlyList<FileOutcome> files)
    {
        var lines = files.Where(file => file.Refused is not null)
            .Select(file => Say($"取り込めません `{Name(file)}`: {file.Refused!.Ja}", $"Refused `{Name(file)}`: {file.Refused!.En}"))
            .Concat(files.Where(file => file.Planned.LeftOut is not null).GroupBy(file => file.Planned.LeftOut!)
                .Select(group => Say($"除いた {N(group.Count())} 件({Names(group)}): {group.Key}", $"Left out {N(group.Count())} ({Names(group)}): {group.Key}"))).ToList();
        if (lines.Count == 0) return;
        Line();
        foreach (var line in lines) Line($"- {line}");
    }

    private string Names(IEnumerable<FileOutcome> files)
    {
        var names = files.Select(file => $"`{Path.GetFileName(Name(file))}`").Distinct().ToList();
        return string.Join(Say("、", ", "), names);
    }

    private void Rest()
    {
        if (outcome.Papers.Count == 0 && outcome.IdleRules.Count == 0) return;
        Heading(Say("データではないファイル", "Files without data"));
        Line();
        if (outcome.Papers.Count > 0)
        {
            var kinds = outcome.Papers.GroupBy(file => Path.GetExtension(file.Name).ToLowerInvariant()).OrderByDescending(kind => kind.Count()).ThenBy(kind => kind.Key, StringComparer.Ordinal)
                .Select(kind => $"{(kind.Key.Length > 0 ? kind.Key : Say("拡張子なし", "no ending"))} {N(kind.Count())}");
            Line(Say($"{N(outcome.Papers.Count)} 件は書類や付属のファイルとして読みませんでした: {string.Join("、", kinds)}。", $"{N(outcome.Papers.Count)} files are papers beside the data and were not read: {string.Join(", ", kinds)}."));
        }

        foreach (var rule in outcome.IdleRules) Line(Say($"- 計画の「{rule}」に当たるファイルはありません。", $"- No file matches the plan's `{rule}`."));
    }

    private string? Name(long import) => outcome.Files.Where(file => file.Report?.Id == import).Select(Name).FirstOrDefault();

    private static string Name(FileOutcome file) => file.Planned.File.Shown;

    private string State(string state) => state switch
    {
        "repaired" => Say("修復", "Repaired"), "duplicate" => Say("重複", "Duplicate"), _ => Say("保留", "Quarantined"),
    };

    private string? Crs(ImportReport report) => head.English && report.Crs is { } crs ? Zone().Replace(Japanese().Replace(crs, ""), "plane zone $1").TrimEnd() : report.Crs;

    private static string FormatName(FileFormat format) => format switch
    {
        FileFormat.Csv => "CSV", FileFormat.Xlsx => "Excel", FileFormat.GeoJson => "GeoJSON", FileFormat.GeoJsonLines => "GeoJSON lines",
        FileFormat.TopoJson => "TopoJSON", FileFormat.Kml => "KML", _ => format.ToString(),
    };

    private static string Or(string? text) => string.IsNullOrEmpty(text) ? "–" : Cell(text);

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string N(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private string Say(string japanese, string english) => head.English ? english : japanese;

    private void Heading(string title)
    {
        Line();
        Line($"## {title}");
    }

    private void Paragraph(string about)
    {
        if (about.Length == 0) return;
        Line();
        Line(about);
    }

    private void Line(string line = "") => text.Append(line).Append('\n');

    // Names of single assets are for the page, where they can be looked at.
    [GeneratedRegex("例: .*$")]
    private static partial Regex Example();

    [GeneratedRegex(@"\s*[(（][^()（）]*[\p{IsHiragana}\p{IsCJKUnifiedIdeographs}][^()（）]*[)）]")]
    private static partial Regex Japanese();

    [GeneratedRegex("平面直角 ([IVX]+) 系")]
    private static partial Regex Zone();

    private sealed record Part(string Title, string About, IReadOnlyList<FileOutcome> Files);
}
