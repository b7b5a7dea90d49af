namespace GunMane.Spatial.Import.Text;

/// <summary>
/// 元号. Each era begins on an exact day: 令和 2019-05-01 (平成31年政令第143号), 平成 1989-01-08 (昭和64年政令第1号), 昭和 1926-12-25 and 大正
/// 1912-07-30 (the last day of the era before as well), 明治 1868-01-25 (its 元年1月1日 of the old calendar).
/// </summary>
internal sealed record Era(string Kanji, char Letter, DateOnly First, DateOnly Last)
{
    /// <summary>改暦: up to 明治5年 days are of the lunisolar calendar and not those of the Western one.</summary>
    public static readonly DateOnly NewCalendar = new(1873, 1, 1);

    private static readonly Era[] All =
    [
        new("令和", 'R', new(2019, 5, 1), DateOnly.MaxValue),
        new("平成", 'H', new(1989, 1, 8), new(2019, 4, 30)),
        new("昭和", 'S', new(1926, 12, 25), new(1989, 1, 7)),
        new("大正", 'T', new(1912, 7, 30), new(1926, 12, 25)),
        new("明治", 'M', new(1868, 1, 25), new(1912, 7, 30)),
    ];

    /// <summary>The era of 令和, 令 or R; null for other text.</summary>
    public static Era? Find(string text) => text.Length == 0 ? null : Array.Find(All, era => era.Kanji == text || era.Kanji[0] == text[0] || era.Letter == text[0]);

    /// <summary>The Western year of its n-th year; years beyond its end are counted on (平成32年 is 2020).</summary>
    public int Year(int nth) => First.Year + nth - 1;

    /// <summary>Why days from one to another do not lie in this era; null if at least one does.</summary>
    public string? Objection(DateOnly from, DateOnly to)
    {
        if (from > Last) return $"{Kanji}の終わり（{Last:yyyy-MM-dd}）より後です (after the end of the era)";
        return to < First ? $"{Kanji}の始まり（{First:yyyy-MM-dd}）より前です (before the start of the era)" : null;
    }
}
