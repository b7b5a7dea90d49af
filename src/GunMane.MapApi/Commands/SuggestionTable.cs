using System.Globalization;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;

namespace GunMane.MapApi.Commands;

/// <summary><c>./gunmane import --suggest FILE…</c>: what each file would be imported as, and why. Needs no database and stores nothing.</summary>
internal static class SuggestionTable
{
    private const int LongestExample = 24;
    private const int NameWidth = 22;
    private const int FieldWidth = 26;
    private const int WordWidth = 10;
    private static readonly string[] OwnerFields = ["owner", "ownerCode", "orderer", "ordererCode"];

    /// <summary>Proposes a profile for each data set among the files; prints the evidence and the profile, or writes the latter to a file.</summary>
    /// <param name="paths">Files or folders.</param>
    /// <param name="options">What the planner says about them.</param>
    /// <param name="target">File for the profile; null to print it.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="GunManeException">Nothing can be read, or several data sets have one target.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> paths, ImportOptions options, string? target, CancellationToken cancellation)
    {
        options.Checked(fictitious: true);
        var work = Directory.CreateTempSubdirectory("gunmane-suggest-");
        try
        {
            var files = FileSet.DataSets(FileSet.Walk(paths), work.FullName);
            if (files.Count == 0) throw new GunManeException(Refusal.BadInput, "読めるファイルがありません。(There is no file that can be read.)", "files");
            if (files.Count > 1 && target is not null)
                throw new GunManeException(Refusal.BadInput, $"--out はデータ一つのときだけ使えます。ここには {files.Count} あります: {string.Join("、", files.Select(file => file.Name))} (--out takes one data set.)", "out");
            foreach (var file in files) await OneAsync(file, options, target, cancellation);
            return 0;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static async Task OneAsync(DataFile file, ImportOptions options, string? target, CancellationToken cancellation)
    {
        var table = FileSuggestion.Read(file, options, cancellation);
        var found = FileSuggestion.Of(table, options, null, []);
        Print(table, found);
        var json = ProfileText.Write(found.Profile);
        if (target is null)
        {
            CommandLine.Say("---- profile.json ----");
            CommandLine.Say(json);
            return;
        }

        await File.WriteAllTextAsync(target, json + "\n", cancellation);
        CommandLine.Say($"取り込み方を書きました: {target}　次: ./gunmane import --profile {target} {file.Name} (profile written)");
    }

    private static void Print(TableSample table, Suggestion found)
    {
        CommandLine.Say($"{table.File}  {table.Shape} {table.Encoding}  {table.Rows:N0} 行 (rows)");
        Tell("種類 (kind)", KindName(found.Profile.Kind), found.Kind);
        if (found.Profile.Kind == ProfileKind.Assets) Tell("分野 (sector)", SectorName(found.Profile.Defaults.GetValueOrDefault("sector")), found.Sector);
        Tell("管理者・発注者 (owner)", found.Profile.Defaults.GetValueOrDefault("owner") ?? (HasOwner(found) ? "列にある (in a column)" : "–"), found.Owner);
        Tell("行の番号 (key)", found.Profile.Key.Count == 0 ? "–" : string.Join("、", found.Profile.Key), null);
        CommandLine.Say($"  {Pad("列 (column)", NameWidth)}{Pad("→ 項目 (field)", FieldWidth)}{Pad("確かさ", WordWidth)}例 / 理由 (examples / evidence)");
        foreach (var column in found.Columns) Print(column, found.Profile.Kind);
        foreach (var question in found.Missing) CommandLine.Say($"  {(question.Required ? "要回答" : "質問")}: {question.Ja} ({question.En})");
        foreach (var note in found.Notes) CommandLine.Say($"  注: {note.Ja} ({note.En})");
    }

    private static void Print(ColumnSuggestion column, ProfileKind kind)
    {
        var field = column.Field is { } name
            ? $"→ {ColumnNames.Shipped.FieldsOf(kind).Single(one => one.Field == name).Ja} ({name})"
            : column.Role is { } role ? $"→ 事業者 (firm: {role})" : "  属性 (attribute)";
        CommandLine.Say($"  {Pad(column.Name, NameWidth)}{Pad(field, FieldWidth)}{Pad(column.Word.Ja, WordWidth)}{string.Join(" / ", column.Examples.Select(Short))}");
        foreach (var reason in column.Field is null && column.Role is null && !column.Key ? [] : column.Reasons) CommandLine.Say($"  {Pad("", NameWidth)}  ・{reason.Ja} ({reason.En})");
    }

    private static void Tell(string what, string value, Found? found)
    {
        CommandLine.Say($"  {what}: {value}");
        foreach (var reason in found?.Reasons ?? []) CommandLine.Say($"    ・{reason.Ja} ({reason.En})");
    }

    private static bool HasOwner(Suggestion found) => OwnerFields.Any(found.Profile.Fields.ContainsKey);

    private static string KindName(ProfileKind kind) => ColumnNames.Shipped.Kinds.Single(one => one.Kind == kind).Ja;

    private static string SectorName(string? key) => Sectors.TryParse(key, out var sector) ? sector.JapaneseName() : "–";

    private static string Short(string value) => value.Length <= LongestExample ? value : string.Concat(value.AsSpan(0, LongestExample), "…");

    // Japanese letters are two columns wide on a terminal.
    private static string Pad(string text, int width)
    {
        var used = text.Sum(letter => letter > 0xFF && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark ? 2 : 1);
        return text + new string(' ', Math.Max(1, width - used));
    }
}
