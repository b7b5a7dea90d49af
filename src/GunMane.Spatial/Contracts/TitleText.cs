using System.Text;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Contracts;

/// <summary>Titles of orders and names of assets as they are compared.</summary>
public static partial class TitleText
{
    // Letters with two spellings in names of places and structures.
    private static readonly Dictionary<char, char> Letters = new()
    {
        ['髙'] = '高', ['﨑'] = '崎', ['嵜'] = '崎', ['碕'] = '崎', ['邊'] = '辺', ['邉'] = '辺', ['濵'] = '浜', ['濱'] = '浜', ['澤'] = '沢', ['廣'] = '広',
        ['眞'] = '真', ['國'] = '国', ['榮'] = '栄', ['櫻'] = '桜', ['瀧'] = '滝', ['嶋'] = '島', ['嶌'] = '島', ['豐'] = '豊', ['龍'] = '竜', ['藏'] = '蔵',
        ['澁'] = '渋', ['淵'] = '渕', ['桑'] = '桑', ['桒'] = '桑', ['檜'] = '桧', ['曾'] = '曽', ['惠'] = '恵', ['圓'] = '円', ['壽'] = '寿', ['瀨'] = '瀬',
        ['ヶ'] = 'ケ', ['ヵ'] = 'カ', ['之'] = 'ノ', ['の'] = 'ノ', ['－'] = '-', ['‐'] = '-', ['−'] = '-', ['–'] = '-',
    };

    private static readonly (string Written, string Class)[] Classes =
    [
        ("(国)", " 国道"), ("(主)", " 県道"), ("(一)", " 県道"), ("(県)", " 県道"), ("(市)", " 市道"), ("(町)", " 町道"), ("(村)", " 村道"), ("(都)", " 都市計画道路"),
        ("(準)", " 準用河川"), ("(普)", " 普通河川"), ("(二)", " 二級河川"), ("(林)", " 林道"), ("(農)", " 農道"),
        ("主要地方道", "県道"), ("一般県道", "県道"), ("一般国道", "国道"), ("一般市道", "市道"), ("一般町道", "町道"),
    ];

    private const string KanjiDigits = "〇一二三四五六七八九";

    /// <summary>NFKC without blanks.</summary>
    public static string Plain(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter)));

    /// <summary>NFKC without the numbers of tenders and books of accounts: (入札番号…), (第12号), [第36-…号].</summary>
    public static string WithoutNumbers(string title) => BookNumber().Replace(title.Normalize(NormalizationForm.FormKC), " ").Trim();

    /// <summary>
    /// A title as names are looked for in it: NFKC; old letters, ヶ and の replaced; numbers in figures; classes of roads and
    /// rivers written out; whatever is no letter or figure becomes one blank.
    /// </summary>
    public static string Key(string text)
    {
        var plain = text.Normalize(NormalizationForm.FormKC);
        foreach (var (written, name) in Classes) plain = plain.Replace(written, name, StringComparison.Ordinal);
        var made = new StringBuilder(plain.Length);
        foreach (var raw in plain)
        {
            var letter = Letters.GetValueOrDefault(raw, raw);
            if (char.IsLetterOrDigit(letter) || letter is '々' or '〇') made.Append(letter);
            else if (letter == '-' && made.Length > 0 && made[^1] != ' ') made.Append('-');
            else if (made.Length > 0 && made[^1] != ' ') made.Append(' ');
        }

        return Numbered().Replace(made.ToString().Trim(' ', '-'), match => Figures(match.Value));
    }

    /// <summary>A name as it is compared: as <see cref="Key"/>, without blanks.</summary>
    public static string NameKey(string name) => Key(name).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>十二 → 12; letters that are no number unchanged.</summary>
    private static string Figures(string text)
    {
        var (total, digit) = (0, 0);
        foreach (var letter in text)
        {
            if (letter == '十') (total, digit) = (total + Math.Max(digit, 1) * 10, 0);
            else if (KanjiDigits.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var value) digit = value;
            else return text;
        }

        return (total + digit).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"[(【][^()【】]*番号[^()【】]*[)】]|^\(第[0-9]+号\)|\[第[^\[\]]*号\]|【[0-9\-]+】")]
    private static partial Regex BookNumber();

    // Numbers only where a number must stand: 第二, 三号, 二丁目, 一級.
    [GeneratedRegex("(?<=第)[一二三四五六七八九十]{1,3}(?![^号期工区次分処配水取浄トン線ポ公学小中橋])|[一二三四五六七八九十]{1,3}(?=号|丁目|級市道|級町道)")]
    private static partial Regex Numbered();
}
