using GunMane.Spatial.Import.Text;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import.Loading;

/// <summary>Collects what was wrong with a row and what was mended while its fields are read.</summary>
internal sealed class RowNotes
{
    private readonly List<string> repairs = [];

    /// <summary>Why the row cannot be stored; null if it can.</summary>
    public string? Reason { get; private set; }

    /// <summary>What exactly was found.</summary>
    public string Detail { get; private set; } = "";

    /// <summary>What was mended; null if nothing.</summary>
    public string? Repair => repairs.Count == 0 ? null : string.Join(" / ", repairs);

    /// <summary>The row cannot be stored; the first reason stays.</summary>
    public void Fault(string reason, string detail = "")
    {
        if (Reason is null) (Reason, Detail) = (reason, detail);
    }

    /// <summary>Something was mended.</summary>
    public void Repaired(string what)
    {
        if (!repairs.Contains(what)) repairs.Add(what);
    }

    /// <summary>A number of a named field; null if blank or unreadable.</summary>
    public double? Number(string field, string? text)
    {
        if (!Numbers.TryParse(text, out var value, out var repaired)) return null;
        if (repaired) Repaired($"{field}: 「{text}」を数字 {value} として読みました (number read)");
        return value;
    }

    /// <summary>A municipality code; null if blank or unreadable.</summary>
    public string? Code(string? text, bool fictitious)
    {
        if (!MunicipalityCode.TryParse(text, fictitious, out var code, out var restored)) return null;
        if (restored) Repaired($"団体コード「{text}」の先頭の 0 を補いました (leading zero restored)");
        return code;
    }
}
