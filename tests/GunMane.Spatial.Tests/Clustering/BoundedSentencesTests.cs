using GunMane.Spatial.Clustering;

namespace GunMane.Spatial.Tests.Clustering;

public sealed class BoundedSentencesTests
{
    private static readonly BoundedLimits Limits = new(new(20_000_000, 60_000_000), MaxExtentM: 5000);

    [Theory]
    [InlineData("minimum_above_maximum", "年間の金額の下限 20,000,000 円が上限 1,200,000 円を超えているため", "minimum of 20,000,000 yen a year is above the maximum of 1,200,000 yen a year")]
    [InlineData("asset_above_maximum", "1 件だけで年間の金額が 1,200,000 円あり、上限 20,000,000 円", "comes to 1,200,000 yen a year, above the maximum of 20,000,000")]
    [InlineData("island_below_minimum", "つながりのある 3 件を全部合わせても 1,200,000 円で、下限 20,000,000 円に届きません", "3 assets connected with one another come to 1,200,000 yen a year in all")]
    [InlineData("extent_below_minimum", "3 件は、差し渡し 5.0 km の中で多くても 1,200,000 円", "within an extent of 5.0 km; the minimum is 20,000,000 yen a year")]
    [InlineData("limits_conflict", "差し渡しの上限 5.0 kmと両立しません", "it conflicts with the maximum of 5.0 km of extent")]
    [InlineData("left_over", "3 件（1,200,000 円）が残りました。下限は 20,000,000 円", "3 assets (1,200,000 yen a year) are left over")]
    public void Each_conflict_has_a_sentence_with_its_numbers(string key, string ja, string en)
    {
        var sentence = BoundedSentences.Of(new BoundedConflict(key, BoundedMeasure.Yen, 1_200_000, 20_000_000, BoundedMeasure.Extent, 5_000_000, [0, 1, 2], true), Limits);
        Assert.Equal(key, sentence.Key);
        Assert.Contains(ja, sentence.Ja, StringComparison.Ordinal);
        Assert.Contains(en, sentence.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("extent_below_minimum", "どの 2 施設も 20 分以内で行き来できる範囲で多くても 10.0 時間", "where any two assets lie within 20 minutes of travel; the minimum is 40.0 direct-work hours")]
    [InlineData("limits_conflict", "端から端までの移動時間の上限 20 分と両立しません", "it conflicts with the maximum of 20 minutes of travel")]
    public void Travel_time_is_named_where_it_is_in_the_way(string key, string ja, string en)
    {
        var sentence = BoundedSentences.Of(new BoundedConflict(key, BoundedMeasure.Minutes, 600, 2400, BoundedMeasure.Travel, 1200, [0, 1], true), Limits);
        Assert.Contains(ja, sentence.Ja, StringComparison.Ordinal);
        Assert.Contains(en, sentence.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Hours_are_told_in_hours_and_several_maxima_together()
    {
        var sentence = BoundedSentences.Of(new BoundedConflict("limits_conflict", BoundedMeasure.Minutes, 90, 600, null, 0, [0], true), Limits);
        Assert.Contains("直営対応時間は最大 1.5 時間、下限 10.0 時間", sentence.Ja, StringComparison.Ordinal);
        Assert.Contains("puts 1 asset into", sentence.En, StringComparison.Ordinal);
        Assert.Contains("the 2 maxima together", sentence.En, StringComparison.Ordinal);
    }
}
