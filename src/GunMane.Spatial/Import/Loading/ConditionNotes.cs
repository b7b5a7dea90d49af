using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import.Loading;

/// <summary>
/// Scales of condition grades. A file that names none has the scale usual in its sector, where that knows the grade; grades
/// that their scale does not know are stored as they are. Both are told once per file.
/// </summary>
internal sealed class ConditionNotes(ImportContext context)
{
    private readonly HashSet<(string Scale, string Grade)> unknown = [];
    private readonly HashSet<string> assumed = [];

    /// <summary>The scale to store for a grade: the guideline's name where it is known, else as it was written.</summary>
    public string? Scale(string? written, string grade, Sector sector)
    {
        if (written is null && ConditionScale.Usual(sector) is { } usual && usual.Of(grade) is not null) return Assumed(usual, sector);
        var scale = ConditionScale.Find(written);
        if (scale?.Of(grade) is null && unknown.Add((scale?.Key ?? "", grade))) Tell(scale, grade);
        return scale?.Key ?? written;
    }

    private string Assumed(ConditionScale scale, Sector sector)
    {
        if (assumed.Add(scale.Key))
            context.Notes.Add(new($"健全性の尺度が書かれていないので、{sector.JapaneseName()}は「{scale.Key}」とみなしました。",
                $"No condition scale is stated: taken as {scale.Key} for sector {sector.Key()}."));
        return scale.Key;
    }

    private void Tell(ConditionScale? scale, string grade) => context.Notes.Add(scale is null
        ? new($"健全性「{grade}」は尺度が分からないので、比較には使いません（原本の値は保存しています）。", $"Condition {grade} has no known scale: kept, but not compared.")
        : new($"健全性「{grade}」は「{scale.Key}」にない値なので、比較には使いません（原本の値は保存しています）。", $"Condition {grade} is no grade of {scale.Key}: kept, but not compared."));
}
