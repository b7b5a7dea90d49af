using GunMane.Spatial.Import.Text;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import.Loading;

/// <summary>Collects what was wrong with a row and what was mended while its fields are read.</summary>
internal sealed class RowNotes
{
    private List<string>? repairs;

    /// <summary>Why the row cannot be stored; null if it can.</summary>
    public string? Reason { get; private set; }

    /// <summary>What exactly was found.</summary>
    public string Detail { get; private set; } = "";

    /// <summary>What was mended; null if nothing.</summary>
    public string? Repair => repairs is null ? null : string.Join(" / ", repairs);

    /// <summary>The row cannot be stored; the first reason stays.</summary>
    public void Fault(string reason, string detail = "")
    {
        if (Reason is null) (Reason, Detail) = (Storable(reason), detail);
    }

    /// <summary>Something was mended.</summary>
    public void Repaired(string what)
    {
        what = Storable(what);
        repairs ??= [];
        if (!repairs.Contains(what)) repairs.Add(what);
    }

    /// <summary>A number of a named field in the stored unit; null if blank or unreadable.</summary>
    public double? Number(string field, string? text, Quantity quantity = Quantity.Bare, decimal scale = 1)
    {
        if (!Numbers.TryParse(text, quantity, scale, out var value, out var repair)) return null;
        if (repair is not null) Repaired($"{field}: {repair}");
        return value;
    }

    /// <summary>A value that is there and means something, but cannot be read: the row is taken without it, and says so.</summary>
    public void Unread(string field, string? text, string why)
    {
        if (!Plain.IsNothing(text)) Repaired($"{field}「{text}」は使いませんでした: {why}");
    }

    /// <summary>A municipality code that was read; null if it was none.</summary>
    public string? Code(CodeReading? read)
    {
        if (read?.Repair is { } repair) Repaired(repair);
        return read?.Code;
    }

    /// <summary>The code of an organisation; null if blank, or unreadable, which is told.</summary>
    public string? Organisation(MunicipalityCodeReader codes, string? text)
    {
        if (text is null) return null;
        var code = Code(codes.ReadOrganisation(text));
        if (code is null) Unread("団体コード", text, "5 桁か、検査数字の合う 6 桁ではありません (no municipality code)");
        return code;
    }

    /// <summary>A date or a period of a named field; null if blank, or unreadable, which is told.</summary>
    public DateReading? Date(string field, string? text, bool serials)
    {
        if (Plain.IsNothing(text)) return null;
        if (!Dates.TryRead(text, out var reading, out var fault, serials))
        {
            Unread(field, text, fault);
            return null;
        }

        if (reading.Flag is { } flag) Repaired($"{field}「{text}」: {flag}");
        return reading;
    }

    // Notes quote what stood in the file, NUL included, which PostgreSQL cannot store.
    private static string Storable(string text) => text.Replace("\0", "\\x00", StringComparison.Ordinal);
}
