namespace GunMane.Spatial.Import.Text;

/// <summary>How exactly a date is stated.</summary>
public enum DatePrecision
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>A month: 令和5年3月.</summary>
    Month,

    /// <summary>A calendar year: 昭和50年.</summary>
    Year,

    /// <summary>年度, April to March.</summary>
    FiscalYear,

    /// <summary>From one date to another.</summary>
    Period,
}

/// <summary>A date or a period as it was stated.</summary>
/// <param name="From">First day; null only for a period that names no start (契約日から…).</param>
/// <param name="To">Last day; null only for a period that names no end.</param>
/// <param name="Precision">How exactly it is stated.</param>
/// <param name="Flag">What is doubtful about it, for the report: 平成32年度, a serial number of a spreadsheet …; null if nothing is.</param>
public readonly record struct DateReading(DateOnly? From, DateOnly? To, DatePrecision Precision, string? Flag)
{
    /// <summary>The calendar year; of 年度 and of a period in 年度 the year in which it begins.</summary>
    public short? Year => (short?)(From ?? To)?.Year;

    /// <summary>The day, where one is stated.</summary>
    public DateOnly? Day => Precision == DatePrecision.Day ? From : null;

    internal static DateReading OfDay(DateOnly day, string? flag = null) => new(day, day, DatePrecision.Day, flag);

    internal static DateReading OfMonth(int year, int month) =>
        new(new DateOnly(year, month, 1), new DateOnly(year, month, DateTime.DaysInMonth(year, month)), DatePrecision.Month, null);

    internal static DateReading OfYear(int year) => new(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31), DatePrecision.Year, null);

    internal static DateReading OfFiscalYear(int year) => new(new DateOnly(year, 4, 1), new DateOnly(year + 1, 3, 31), DatePrecision.FiscalYear, null);
}
