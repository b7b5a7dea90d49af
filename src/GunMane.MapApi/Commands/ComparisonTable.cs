using System.Text.Encodings.Web;
using System.Text.Json;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Commands;

/// <summary>How a new file differs from the ledger that it replaces, on the command line.</summary>
internal static class ComparisonTable
{
    private const int Shown = 50;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints counts and the first differences of each kind.</summary>
    /// <param name="found">The comparison.</param>
    /// <param name="preview">Whether nothing was applied yet.</param>
    public static void Print(LedgerComparison found, bool preview)
    {
        CommandLine.Say($"  台帳「{found.Ledger}」 {found.Stored:N0} 件と比べると: 増えた {found.Added:N0}・変わった {found.Changed:N0}・消えた {found.Removed:N0}{(found.RemoveMissing ? "(削除)" : "(残す)")}・そのまま {found.Unchanged:N0}");
        foreach (var one in found.Differences.GroupBy(one => one.Kind).SelectMany(kind => kind.Take(Shown))) Print(one);
        if (preview) CommandLine.Say("  まだ何も変えていません。適用するには --apply を付けてください。(Nothing is changed yet; --apply applies it.)");
    }

    private static void Print(LedgerDifference one)
    {
        var mark = one.Kind switch { "added" => "+", "removed" => "-", _ => "~" };
        CommandLine.Say($"  {mark} {one.Name}{(one.MovedM is { } moved ? $"  位置 {moved:N1} m 移動" : "")}");
        foreach (var field in one.Fields) CommandLine.Say($"      {field!["field"]}: {Text(field["before"])} → {Text(field["after"])}");
    }

    private static string Text(System.Text.Json.Nodes.JsonNode? value) => value is null ? "なし" : value.ToJsonString(Plain).Trim('"');
}
