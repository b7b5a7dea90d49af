using GunMane.ModelRegion.Support;

namespace GunMane.ModelRegion.Trade;

/// <summary>Makes firm names out of toys, small animals and weather, so that no real firm is likely to bear one.</summary>
public sealed class FirmNames(Rng rng)
{
    private static readonly (string Ja, string En)[] Words =
    [
        ("むささび", "Musasabi"), ("かざぐるま", "Kazaguruma"), ("ほうきぼし", "Hokiboshi"), ("こんぺいとう", "Kompeito"), ("竹とんぼ", "Taketombo"), ("あめんぼ", "Amembo"),
        ("おにやんま", "Oniyamma"), ("みみずく", "Mimizuku"), ("糸でんわ", "Itodenwa"), ("紙ふうせん", "Kamifusen"), ("茶ばしら", "Chabashira"), ("すごろく", "Sugoroku"),
        ("まんげきょう", "Mangekyo"), ("けん玉", "Kendama"), ("つむじかぜ", "Tsumujikaze"), ("にわか雨", "Niwakaame"), ("おぼろ月", "Oborozuki"), ("しゃぼんだま", "Shabondama"),
        ("てんとう虫", "Tentomushi"), ("ヤドカリ", "Yadokari"), ("イソシギ", "Isoshigi"), ("カモノハシ", "Kamonohashi"), ("トビウオ", "Tobiuo"), ("フクロウ", "Fukuro"),
        ("ヒトデ", "Hitode"), ("コマツナ", "Komatsuna"), ("うきぶくろ", "Ukibukuro"), ("ひょうたん島", "Hyotanjima"), ("しおまねき", "Shiomaneki"), ("いたちごっこ", "Itachigokko"),
        ("ちどりあし", "Chidoriashi"), ("かくれんぼ", "Kakurembo"), ("あやとり", "Ayatori"), ("おはじき", "Ohajiki"), ("ほらがい", "Horagai"), ("はりねずみ", "Harinezumi"),
        ("つちのこ", "Tsuchinoko"), ("いっすん", "Issun"), ("あまやどり", "Amayadori"), ("ゆうやけ", "Yuyake"), ("ながれ星", "Nagareboshi"), ("こだま返し", "Kodamagaeshi"),
        ("どんぶらこ", "Domburako"), ("てるてる", "Teruteru"), ("まねき鳥", "Manekidori"), ("うずしお丸", "Uzushiomaru"), ("みちしるべ", "Michishirube"), ("三日月うさぎ", "Mikazukiusagi"),
    ];

    private static readonly Dictionary<string, (string Ja, string En)[]> Suffixes = new()
    {
        ["civil"] = [("土木", "Doboku"), ("建設", "Kensetsu"), ("組", "Gumi"), ("興業", "Kogyo")],
        ["paving"] = [("道路", "Doro"), ("舗道", "Hodo")],
        ["green"] = [("造園", "Zoen"), ("緑地", "Ryokuchi")],
        ["pipes"] = [("設備", "Setsubi"), ("水道工業", "Suido Kogyo")],
        ["electric"] = [("電設", "Densetsu"), ("電工", "Denko")],
        ["consultant"] = [("測量設計", "Sokuryo Sekkei"), ("技術コンサルタント", "Gijutsu Consultant")],
    };

    private readonly HashSet<string> given = [];

    /// <summary>A fresh stem and its romanisation for a firm of a trade.</summary>
    public (string Ja, string En) Next(string trade)
    {
        while (true)
        {
            var (word, suffix) = (rng.Pick(Words), rng.Pick(Suffixes[trade]));
            if (given.Add(word.Ja + suffix.Ja))
                return (word.Ja + suffix.Ja, word.En + " " + suffix.En);
        }
    }
}
