namespace GunMane.Spatial.Model;

/// <summary>A code as it was read.</summary>
/// <param name="Code">5 digits.</param>
/// <param name="Repair">What was done to it, for the report; null if nothing.</param>
public readonly record struct CodeReading(string Code, string? Repair);

/// <summary>
/// Reads the codes of a file for one study area: where five digits can be two municipalities, the one in the study area is
/// meant; codes that are no more become the present ones, unless the study area's own boundaries still have them.
/// </summary>
public sealed class MunicipalityCodeReader
{
    private readonly bool fictitious;
    private readonly HashSet<string> codes;
    private readonly HashSet<string> prefectures;

    /// <summary>Creates a reader.</summary>
    /// <param name="fictitious">Whether the study area is made up: its codes lie outside the real ones and are taken as they are.</param>
    /// <param name="areaCodes">Codes of the study area's municipalities and organisations, as far as they are known.</param>
    public MunicipalityCodeReader(bool fictitious, IEnumerable<string> areaCodes)
    {
        this.fictitious = fictitious;
        codes = new HashSet<string>(areaCodes, StringComparer.Ordinal);
        prefectures = [.. codes.Select(code => code[..2])];
    }

    /// <summary>Reads a code as it stands; null if it is none.</summary>
    public CodeReading? Read(string? text)
    {
        var readings = MunicipalityCode.Readings(text, fictitious);
        if (readings.Count == 0) return null;
        var (code, restored) = readings.Count == 1 || Nearness(readings[0].Code) >= Nearness(readings[1].Code) ? readings[0] : readings[1];
        return new(code, restored ? $"団体コード「{text!.Trim()}」の先頭の 0 を補い {code} としました (leading zero restored)" : null);
    }

    /// <summary>Reads the code of an owner or orderer: as it is today, a ward as its city. Null if it is none.</summary>
    public CodeReading? ReadOrganisation(string? text)
    {
        if (Read(text) is not { } read) return null;
        if (!fictitious && !codes.Contains(read.Code) && MunicipalityChanges.Present(read.Code) is { } present)
            read = new(present.Code, Joined(read.Repair, $"団体コード {read.Code} を今の {present.Code} にしました: {present.Change.What} {present.Change.On:yyyy-MM-dd} (code of today)"));
        var city = MunicipalityCode.BorderCode(read.Code);
        return fictitious || city == read.Code ? read
            : new(city, Joined(read.Repair, $"団体コード {read.Code}（行政区）を市の {city} にまとめました (ward rolled up)"));
    }

    private int Nearness(string code) => codes.Contains(code) ? 2 : prefectures.Contains(code[..2]) ? 1 : 0;

    private static string Joined(string? first, string second) => first is null ? second : $"{first} / {second}";
}
