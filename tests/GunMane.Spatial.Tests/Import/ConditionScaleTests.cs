using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Import;

public sealed class ConditionScaleTests
{
    [Theory]
    [InlineData("道路橋定期点検要領", "III", "III")]
    [InlineData("道路橋定期点検要領", "Ⅲ", "III")]
    [InlineData("道路橋定期点検要領", "３", "III")]
    [InlineData("橋梁", "健全性Ⅱ", "II")]
    [InlineData("橋梁", "判定区分：Ⅱ", "II")]
    [InlineData("道路トンネル", "Ⅳ判定", "IV")]
    [InlineData("法面", "早期措置段階", "III")]
    [InlineData("舗装点検要領", "Ⅲ-2", "III")]
    [InlineData("下水道管路緊急度", "緊急度Ⅰ", "I")]
    [InlineData("下水道管路緊急度", "劣化なし", "劣化なし")]
    [InlineData("公園施設健全度", "ｃ", "C")]
    [InlineData("公園施設健全度", "健全度Ａ", "A")]
    [InlineData("橋梁", "Ⅴ", null)]
    [InlineData("橋梁", "Ⅱa", null)]
    [InlineData("橋梁", "A", null)]
    [InlineData("公園施設健全度", "III", null)]
    public void Grades_are_known_in_their_scale_only(string scale, string raw, string? grade) =>
        Assert.Equal(grade, ConditionScale.Find(scale)!.Of(raw)?.Grade);

    [Theory]
    [InlineData("道路橋定期点検要領（令和6年3月）", "道路橋定期点検要領")]
    [InlineData("トンネル", "道路トンネル定期点検要領")]
    [InlineData("遊具の安全点検", "公園施設健全度")]
    [InlineData("独自の尺度", null)]
    [InlineData("トンネルと橋梁", null)]
    [InlineData(null, null)]
    public void Scales_are_found_by_the_guideline_or_the_structure(string? name, string? key) => Assert.Equal(key, ConditionScale.Find(name)?.Key);

    [Fact]
    public void One_is_the_best_for_bridges_and_the_worst_for_sewers()
    {
        Assert.False(ConditionScale.Find("橋梁")!.Of("I")!.EarlyAction);
        Assert.True(ConditionScale.Find("下水道管路緊急度")!.Of("I")!.EarlyAction);
    }

    [Fact]
    public void The_early_action_share_counts_known_grades_only()
    {
        var (share, known) = ConditionScale.EarlyActionShare([("橋梁", "Ⅲ"), ("橋梁", "Ⅰ"), ("下水道管路緊急度", "Ⅰ"), ("公園施設健全度", "D"), ("橋梁", "？"), (null, "III"), ("橋梁", null)]);
        Assert.Equal((0.75, 4), (share, known));
        Assert.Equal((0.0, 0), ConditionScale.EarlyActionShare([]));
    }

    [Fact]
    public void Every_grade_of_the_table_is_known_by_each_of_its_spellings()
    {
        Assert.True(ConditionScale.All.Count >= 8);
        foreach (var scale in ConditionScale.All)
        {
            Assert.Equal(scale.Key, ConditionScale.Find(scale.Key)!.Key);
            Assert.Contains(scale.Grades, grade => grade.EarlyAction);
            foreach (var grade in scale.Grades)
                Assert.All(grade.Spellings.Append(grade.Grade).Append(grade.Name), spelling => Assert.Equal((scale.Key, grade), (scale.Key, scale.Of(spelling)!)));
        }
    }
}
