using System.Text.RegularExpressions;
using GunMane.Spatial.Contracts;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Profiles;

/// <summary>A column that names firms of an asset.</summary>
/// <param name="At">Index of the column.</param>
/// <param name="Columns">As a profile has it.</param>
/// <param name="Score">0…1.</param>
/// <param name="Reasons">The evidence.</param>
internal sealed partial record FirmColumnGuess(int At, FirmColumns Columns, double Score, IReadOnlyList<Bilingual> Reasons)
{
    private const double MostlyFirms = 0.6;
    private const double Named = 0.8;

    /// <summary>The firm columns among those that no field took, in the order of the file.</summary>
    public static IReadOnlyList<FirmColumnGuess> Of(TableSample table, IReadOnlyDictionary<string, ChosenColumn> fields, ColumnNames names)
    {
        var taken = fields.Where(pair => pair.Key is not ("owner" or "department")).Select(pair => pair.Value.Column).ToHashSet();
        return [.. Enumerable.Range(0, table.Columns.Count).Where(at => !taken.Contains(at)).Select(at => Of(table, at, fields, names)).OfType<FirmColumnGuess>()];
    }

    private static FirmColumnGuess? Of(TableSample table, int at, IReadOnlyDictionary<string, ChosenColumn> fields, ColumnNames names)
    {
        var column = table.Columns[at];
        if (column.Filled == 0) return null;
        var share = FieldMatch.Share(column, value => ValueTests.Fits(value, Expectation.Firm, names));
        var header = Header(column.Name, names.FirmColumns);
        if (header < 0 || (header == 0 ? share < MostlyFirms : share < 0.3 && header < Named)) return null;
        var role = RoleOf(column.Name, names.FirmColumns);
        var reasons = new List<Bilingual> { new($"値の {FieldMatch.Percent(share)} が会社名", $"{FieldMatch.Percent(share)} of the values are names of firms") };
        if (header > 0) reasons.Insert(0, new("見出しが事業者を指す", "the header means a firm"));
        return new FirmColumnGuess(at, new FirmColumns([column.Name], role, YearColumn(table, at, role, fields)), 1 - (1 - header) * (1 - 0.8 * share), reasons);
    }

    private static double Header(string name, FirmColumnNames firms)
    {
        var plain = TrailingNumber().Replace(ColumnNames.Plain(name), "");
        if (Array.Exists(firms.Names, one => ProfileCatalogue.Plain(one) == plain)) return Named;
        if (Array.Exists(firms.Not, part => plain.Contains(ProfileCatalogue.Plain(part), StringComparison.Ordinal))) return -1;
        if (Array.Exists(firms.Parts, part => plain.Contains(ProfileCatalogue.Plain(part), StringComparison.Ordinal))) return 0.6;
        // 【改築】業: a dBASE header that was cut off behind its bracket.
        return Bracket().Match(plain) is { Success: true } cut && Array.Exists(firms.Names, one => one.StartsWith(cut.Groups[2].Value, StringComparison.Ordinal)) ? 0.4 : 0;
    }

    private static string RoleOf(string name, FirmColumnNames firms) =>
        firms.Roles.First(role => role.Parts.Length == 0 || Array.Exists(role.Parts, part => name.Contains(part, StringComparison.Ordinal))).Role;

    // The year beside a firm: the one with the same word in brackets, else (for builders) the year of building.
    private static string[]? YearColumn(TableSample table, int at, string role, IReadOnlyDictionary<string, ChosenColumn> fields)
    {
        var bracket = Bracket().Match(table.Columns[at].Name).Groups[1].Value;
        var beside = bracket.Length == 0 ? null : table.Columns.Where(other => other.Name.StartsWith(bracket, StringComparison.Ordinal) && IsYears(other))
            .OrderByDescending(other => FieldMatch.Share(other, value => value.All(char.IsAsciiDigit))).FirstOrDefault();
        if (beside is not null) return [beside.Name];
        return role == "built" && fields.TryGetValue("builtYear", out var built) && !TrailingNumber().IsMatch(table.Columns[at].Name) ? [table.Columns[built.Column].Name] : null;
    }

    private static bool IsYears(ColumnFacts column) =>
        column.Filled > 0 && FieldMatch.Share(column, value => ValueTests.Fits(value, Expectation.Year, ColumnNames.Shipped) && value.Length >= 4) >= 0.9;

    [GeneratedRegex("[0-9]+$")]
    private static partial Regex TrailingNumber();

    [GeneratedRegex("^([【\\[(][^】\\])]+[】\\])])(.+)$")]
    private static partial Regex Bracket();
}

/// <summary>The columns that name a row for ever.</summary>
/// <param name="Columns">Their names; empty where the content of a row has to name it.</param>
/// <param name="Reasons">The evidence.</param>
/// <param name="Notes">Why there is none, or what to mind.</param>
internal sealed record KeyGuess(IReadOnlyList<string> Columns, IReadOnlyList<Bilingual> Reasons, IReadOnlyList<Bilingual> Notes)
{
    private static readonly string[] KeyFields = ["ledgerNumber", "contractNumber", "sourceNumber"];

    /// <summary>A ledger's number that stands once in every row; not a mere count of the rows, which changes when they are sorted.</summary>
    public static KeyGuess Of(TableSample table, KindCandidate best, ColumnNames names)
    {
        // Municipalities are named by their code, firms by the identity rules.
        if (best.Kind is ProfileKind.Municipalities or ProfileKind.Contractors) return new([], [], []);
        var numbered = KeyFields.Where(best.Fields.ContainsKey).Select(field => best.Fields[field].Column);
        var named = Enumerable.Range(0, table.Columns.Count).Where(at => IsKeyName(table.Columns[at].Name, names));
        foreach (var at in numbered.Concat(named).Distinct())
        {
            var column = table.Columns[at];
            if (!column.NamesRows || IsCounter(column, names)) continue;
            return new([column.Name], [new("すべての行にあり、同じ値が二度ない。行を見分ける番号にします", "in every row and never twice: names the rows")], []);
        }

        var counter = table.Columns.FirstOrDefault(column => column.NamesRows && IsCounter(column, names));
        return new([], [], [counter is null
            ? new("行を見分ける番号の列がありません。行の内容で見分けます(内容が変わると別の行になります)。", "No column names the rows: their content does; a changed row is a new one.")
            : new($"「{counter.Name}」は行の順の連番なので、行を見分ける番号にはしません。行の内容で見分けます。", $"{counter.Name} only counts the rows: their content names them.")]);
    }

    private static bool IsKeyName(string name, ColumnNames names) => Array.Exists(names.KeyNames, one => ProfileCatalogue.Plain(one) == ProfileCatalogue.Plain(name));

    private static bool IsCounter(ColumnFacts column, ColumnNames names) =>
        column.Counter || Array.Exists(names.Counters, one => ProfileCatalogue.Plain(one) == ProfileCatalogue.Plain(column.Name));
}

/// <summary>The sector of all rows, by the words of file name, headers and values.</summary>
internal static class SectorGuess
{
    private const double Majority = 0.8;
    private static readonly string[] Telling = ["kind", "name"];

    /// <summary>The sector that most speaks for itself; none where the rows name several.</summary>
    public static Found Of(TableSample table, KindCandidate best, ColumnNames names)
    {
        var votes = new Dictionary<Sector, (double Weight, List<Bilingual> Reasons)>();
        if (TitleVocabulary.Shipped.SectorOf(table.File) is { } byFile)
            Vote(votes, byFile, 2, new($"ファイル名が{byFile.JapaneseName()}を指す", $"the file's name says {byFile.Key()}"));
        foreach (var (sector, words) in ByHeaders(table, names))
            Vote(votes, sector, Math.Min(2, words.Count * 0.8), new($"見出しに「{string.Join("・", words)}」がある", $"headers say {string.Join(", ", words)}"));
        var mixed = ByValues(table, best, votes);
        if (votes.Count == 0) return new Found(null, 0, []);
        var first = votes.OrderByDescending(pair => pair.Value.Weight).ThenBy(pair => pair.Key).First();
        if (mixed && first.Value.Weight < 1.5) return new Found(null, 0, [new("行ごとに違う分野の言葉がある。名称と種別から行ごとに決めます", "rows name different sectors: told row by row from kind and name")]);
        return new Found(first.Key.Key(), Math.Min(0.95, first.Value.Weight / (votes.Values.Sum(vote => vote.Weight) + 0.3)), first.Value.Reasons);
    }

    private static IEnumerable<(Sector Sector, List<string> Words)> ByHeaders(TableSample table, ColumnNames names)
    {
        foreach (var (key, words) in names.SectorHeaders.Select(one => (one.Key, one.Words)))
        {
            var found = words.Where(word => table.Columns.Any(column => column.Name.Contains(word, StringComparison.Ordinal))).Take(3).ToList();
            if (found.Count > 0 && Sectors.TryParse(key, out var sector)) yield return (sector, found);
        }
    }

    // Votes for the sector of the names and kinds; true where they name several and none prevails.
    private static bool ByValues(TableSample table, KindCandidate best, Dictionary<Sector, (double, List<Bilingual>)> votes)
    {
        var mixed = false;
        foreach (var field in Telling)
        {
            if (!best.Fields.TryGetValue(field, out var chosen)) continue;
            var column = table.Columns[chosen.Column];
            var found = column.Values.Select(TitleVocabulary.Shipped.SectorOf).OfType<Sector>().GroupBy(sector => sector).OrderByDescending(group => group.Count()).ToList();
            var told = found.Sum(group => group.Count());
            if (told * 2 < column.Values.Count) continue;
            if (found[0].Count() >= Majority * told)
                Vote(votes, found[0].Key, 2.0 * found[0].Count() / column.Values.Count, new($"「{column.Name}」の値の {FieldMatch.Percent((double)found[0].Count() / column.Values.Count)} が{found[0].Key.JapaneseName()}の言葉", $"{found[0].Key.Key()} in {FieldMatch.Percent((double)found[0].Count() / column.Values.Count)} of {column.Name}"));
            else mixed = true;
        }

        return mixed;
    }

    private static void Vote(Dictionary<Sector, (double Weight, List<Bilingual> Reasons)> votes, Sector sector, double weight, Bilingual reason)
    {
        if (!votes.TryGetValue(sector, out var vote)) votes.Add(sector, vote = (0, []));
        vote.Reasons.Add(reason);
        votes[sector] = (vote.Weight + weight, vote.Reasons);
    }
}

/// <summary>The owner of all rows (orderer of all orders), where the file's name tells it.</summary>
internal static partial class OwnerGuess
{
    private static readonly string[] OwnerFields = ["owner", "ownerCode", "orderer", "ordererCode"];

    /// <summary>The owner by a code or a municipality's name in the file's name; none where a column names owners.</summary>
    public static Found Of(TableSample table, KindCandidate best, IReadOnlyList<KnownMunicipality> known)
    {
        if (best.Kind is ProfileKind.Municipalities or ProfileKind.Contractors
            || OwnerFields.Any(best.Fields.ContainsKey)) return new Found(null, 0, []);
        var digits = Digits().Match(table.File).Value;
        if (digits.Length is 5 or 6 && MunicipalityCode.TryParse(digits, fictitious: false, out var code, out _)
            && (digits.Length == 6 || known.Any(one => one.Code == code)))
            return new Found(code, 0.9, [new($"ファイル名に団体コード {digits} がある", $"the file's name has the code {digits}")]);
        var named = known.Where(one => one.Name.Length >= 2 && table.File.Contains(one.Name, StringComparison.Ordinal)).ToList();
        return named.Count == 1
            ? new Found(named[0].Code, 0.8, [new($"ファイル名に「{named[0].Name}」がある", $"the file's name says {named[0].Name}")])
            : new Found(null, 0, []);
    }

    [GeneratedRegex("(?<![0-9])[0-9]{5,6}(?![0-9])")]
    private static partial Regex Digits();
}

/// <summary>What the file leaves to a person.</summary>
internal static class Missing
{
    private const double MostDegrees = 180;

    /// <summary>The open questions, required ones first.</summary>
    public static IReadOnlyList<OpenQuestion> Of(TableSample table, KindCandidate best, Found sector, Found owner, SourceProfile profile)
    {
        var open = new List<OpenQuestion>();
        if (Headless(table)) open.Add(new("header", true, "見出しの行がないようです。1 行目の値が列の名前になっています。見出しの行を足してください。", "There seems to be no header line: the first row's values stand as column names. Add one."));
        if (table.Rows == 0) open.Add(new("rows", true, "行がありません。", "There are no rows."));
        var fields = profile.Fields;
        if (best.Kind == ProfileKind.Assets) Assets(table, fields, sector, owner, open);
        foreach (var field in Suggestions.NeededFields(best.Kind).Where(field => best.Kind != ProfileKind.Assets && !fields.ContainsKey(field)))
            open.Add(new(field, true, $"{ColumnNames.Shipped.FieldsOf(best.Kind).Single(one => one.Field == field).Ja}の列を選んでください。", $"Choose the column of the {field}."));
        if (best.Kind == ProfileKind.Contracts && owner.Value is null && !fields.ContainsKey("orderer") && !fields.ContainsKey("ordererCode"))
            open.Add(new("owner", true, "発注者が書かれていません。団体コードを入れてください。", "No orderer is stated: give its code."));
        return [.. open.OrderByDescending(question => question.Required)];
    }

    /// <summary>Whether the header line is data: most of its cells are numbers, dates or firms.</summary>
    public static bool Headless(TableSample table)
    {
        if (table.Geometry.Rows > 0 || table.Columns.Count == 0) return false;
        var data = table.Columns.Count(column => ValueTests.LooksLikeData(column.Name.Split('_')[0]));
        return data * 3 >= table.Columns.Count && data > 0;
    }

    private static void Assets(TableSample table, IReadOnlyDictionary<string, string[]> fields, Found sector, Found owner, List<OpenQuestion> open)
    {
        if (table.Geometry.Rows == 0 && !Suggestions.SaysPlace(fields.Keys))
            open.Add(new("place", true, "位置の列(緯度・経度か X・Y 座標)が見つかりません。列を選んでください。", "No columns of places were found: choose latitude and longitude, or X and Y."));
        if (table.Geometry.Bounds is { } box && table.StatedCrs is null && Math.Max(Math.Abs(box.MaxX), Math.Abs(box.MinX)) > MostDegrees)
            open.Add(new("crs", true, $"座標系が書かれていません。EPSG 番号を入れてください。例: {Geo.Crs.SourceExample}", $"No CRS is stated: give its EPSG code, e.g. {Geo.Crs.SourceExample}"));
        if (sector.Value is null && !fields.ContainsKey("sector"))
            open.Add(new("sector", false, "分野を選んでください。選ばなければ、行ごとに名称と種別から決め、分からないものは「その他」になります。", "Choose the sector; else each row's name and kind decide, or it is other."));
        if (owner.Value is null && !fields.ContainsKey("owner") && !fields.ContainsKey("ownerCode"))
            open.Add(new("owner", false, "管理者が書かれていません。団体コードを入れてください。入れなければ管理者不明になります。", "No owner is stated: give its code, else it is unknown."));
        if (!fields.ContainsKey("name"))
            open.Add(new("name", false, "名称の列が見つかりません。あれば選んでください。", "No column of names was found; choose one if there is any."));
    }
}
