using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GunMane.Spatial.Contracts;
using GunMane.Spatial.Contractors;
using GunMane.Spatial.Import.Text;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import.Profiles;

/// <summary>Whether one value may be what a field expects. Pure; the same parsers that the import reads with.</summary>
public static partial class ValueTests
{
    private const int LongestName = 60;
    private const int LongestCategory = 30;
    private const double MostPlaneMetres = 500_000;
    private const double LeastPlaneMetres = 100;

    private static readonly string[] Outcomes = ["落札", "不調", "不落", "中止", "取止", "契約", "決定", "随意"];
    private static readonly string[] TaxWords = ["税込", "税抜", "税別", "込", "抜"];

    /// <summary>Whether a value, which is not blank, may be what is expected.</summary>
    public static bool Fits(string value, Expectation expected, ColumnNames names) => expected switch
    {
        Expectation.Text or Expectation.Identifier => true,
        Expectation.Category => value.Length <= LongestCategory && !IsNumber(value) && value.Any(char.IsLetter),
        Expectation.Name => value.Length <= LongestName && !IsNumber(value) && !Dates.TryDate(value, out _) && !Link().IsMatch(value),
        Expectation.Latitude => DegreesOf(value, DegreeAxis.Latitude) is >= 20 and <= 46,
        Expectation.Longitude => DegreesOf(value, DegreeAxis.Longitude) is >= 122 and <= 154.5,
        Expectation.PlaneMetres => Number(value) is { } metres && Math.Abs(metres) is >= LeastPlaneMetres and <= MostPlaneMetres,
        Expectation.Wkt => WktText().IsMatch(value),
        Expectation.Year => Dates.TryYear(value, out _) || Dates.TryDate(value, out _),
        Expectation.Date => Dates.TryDate(value, out _),
        Expectation.Measure => Number(value) is >= 0,
        Expectation.Whole => Number(value) is { } whole && whole == Math.Truncate(whole),
        Expectation.Yen => Number(value) is { } yen && yen >= 0 && yen == Math.Truncate(yen),
        Expectation.MunicipalityCode => IsCode(value),
        Expectation.Municipality => MunicipalityName().IsMatch(Plain(value)),
        Expectation.Organisation => OrganisationName().IsMatch(Plain(value)),
        Expectation.Department => DepartmentName().IsMatch(Plain(value)),
        Expectation.CorporateNumber => CorporateNumber.Parse(value) is not null,
        Expectation.Firm => IsFirm(value),
        Expectation.Title => IsTitle(value),
        Expectation.Grade => GradeText().IsMatch(Plain(value)),
        Expectation.Sector => Sectors.TryParse(value, out _) || TitleVocabulary.Shipped.SectorOf(value) is not null,
        Expectation.WorkKind => WorkKinds.TryParse(value, out _) || TitleVocabulary.Shipped.WorkKindOf(value) is not null,
        Expectation.Outcome => Array.Exists(Outcomes, word => value.Contains(word, StringComparison.Ordinal)),
        Expectation.Tax => Array.IndexOf(TaxWords, value) >= 0,
        Expectation.Address => AddressText().IsMatch(Plain(value)),
        _ => LatinText().IsMatch(value),
    };

    /// <summary>Whether a value proves the expectation where no header helps: stricter than <see cref="Fits"/>.</summary>
    public static bool Proves(string value, Expectation expected, ColumnNames names) => expected switch
    {
        Expectation.Name => value.Length <= LongestName && !IsFirm(value) && Array.Exists(names.NameEndings, ending => Plain(value).EndsWith(ending, StringComparison.Ordinal)),
        Expectation.Latitude or Expectation.Longitude => Fits(value, expected, names) && HasDegreeFraction(value),
        Expectation.Yen => Number(value) is >= 10_000 && Fits(value, expected, names),
        Expectation.Organisation => MunicipalityName().IsMatch(Plain(value)) || Prefectures.CodeAtStartOf(value) is not null,
        Expectation.Grade => RomanGrade().IsMatch(Plain(value)),
        Expectation.Sector => Sectors.TryParse(value, out _),
        Expectation.WorkKind => WorkKinds.TryParse(value, out _),
        Expectation.MunicipalityCode => IsProvenCode(value),
        _ => Fits(value, expected, names),
    };

    /// <summary>Whether the value is a number as files write it.</summary>
    public static bool IsNumber(string value) => Numbers.TryParse(value, out _, out _);

    /// <summary>Whether a cell of the first row is data rather than a header: a number, a date, a firm, a place.</summary>
    public static bool LooksLikeData(string cell) =>
        IsNumber(cell) || Dates.TryDate(cell, out _) || CorporateNumber.Parse(cell) is not null || IsFirm(cell);

    private static double? Number(string value) => Numbers.TryParse(value, out var number, out _) ? number : null;

    private static double? DegreesOf(string value, DegreeAxis axis) =>
        Degrees.TryParse(value, axis, out var degrees, out _) ? degrees : Number(value);

    private static bool HasDegreeFraction(string value) => !IsNumber(value) || value.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && value.Length - dot > 3;

    private static bool IsCode(string value) => MunicipalityCode.TryParse(value, fictitious: false, out var code, out _) && Prefectures.Find(code[..2]) is not null;

    // Five digits may be anything; six with a right check digit are a code.
    private static bool IsProvenCode(string value) => value.Trim().Length == 6 && IsCode(value);

    private static bool IsFirm(string value) =>
        value.Length <= LongestName && !Link().IsMatch(value) && FirmName.Normalise(value) is { } firm
        && (firm.Form.Length > 0 || firm.Kind == FirmKind.Cooperative || FirmEnd().IsMatch(Plain(value)));

    private static bool IsTitle(string value) => TitleEnd().IsMatch(Plain(value)) && !IsFirm(value);

    private static string Plain(string value) => value.Normalize(NormalizationForm.FormKC).Trim();

    [GeneratedRegex("^(?:SRID=[0-9]+;)?(?:MULTI)?(?:POINT|LINESTRING|POLYGON) ?(?:Z|M|ZM)? ?\\(", RegexOptions.IgnoreCase)]
    private static partial Regex WktText();

    [GeneratedRegex("^https?://|\\.(jpe?g|png|pdf)$", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex("^(?:..[都道府県]|...県)?(?:[^0-9 ]{1,6}郡)?[^0-9 ]{1,8}[市区町村]$")]
    private static partial Regex MunicipalityName();

    [GeneratedRegex("[都道府県市区町村]$|[市町村](?:役所|役場)|組合$|企業団$|公社$|国土交通省|土木事務所$|整備局$|^国$|^県$|^市$|連合$|管理者$")]
    private static partial Regex OrganisationName();

    [GeneratedRegex("(?:課|係|室|局|部|事務所|センター|班|グループ|担当|支所|出張所)$")]
    private static partial Regex DepartmentName();

    [GeneratedRegex("^(?:健全度|判定|区分|緊急度|ランク)?\\s*(?:[IViv]{1,3}|[1-5]|[A-Ea-e]|S)(?:判定|[a-c]?)?$|^対策不要$|^劣化(?:なし|あり)$")]
    private static partial Regex GradeText();

    [GeneratedRegex("^(?:健全度|判定|区分)?\\s*(?:I|II|III|IV|V)[a-c]?$")]
    private static partial Regex RomanGrade();

    [GeneratedRegex("(?:共同企業体|企業体|JV|建設|組|工業|工務店|土建|興業|設備|電気|電設|造園|舗装|工事店|土木|建材|設計|測量|コンサルタント|電工|道路|水道|産業|商会|技建|開発)$")]
    private static partial Regex FirmEnd();

    [GeneratedRegex("(?:工事|業務|委託|点検|修繕|設計|調査|測量|清掃|整備|補修|改修|除草|購入|賃貸借|製造|管理|撤去|舗装|借上|作成)(?:\\(.*\\)|その[0-9一二三四五]+|[0-9-]+|第[0-9]+[号回期]|[一二三四五]|単価契約)*$")]
    private static partial Regex TitleEnd();

    [GeneratedRegex("^(?:北海道|東京都|京都府|大阪府|..県|...県)|[市区町村].*[0-9]|[0-9]+番地|丁目|[0-9]+-[0-9]+$|字")]
    private static partial Regex AddressText();

    [GeneratedRegex("^[\\u0020-\\u024F]+$")]
    private static partial Regex LatinText();
}
