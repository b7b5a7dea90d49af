using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Profiles;

/// <summary>A column chosen for a field.</summary>
/// <param name="Column">Index of the column.</param>
/// <param name="Match">How well it suits.</param>
public readonly record struct ChosenColumn(int Column, FieldMatch Match);

/// <summary>What a file would be as one kind: its columns given to the fields of that kind, and how much speaks for it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Fields">Field → column.</param>
/// <param name="Score">Comparable among the kinds of one file.</param>
/// <param name="Confidence">0…1.</param>
/// <param name="Reasons">What speaks for the kind.</param>
/// <param name="Ties">Fields for which two columns suit equally well.</param>
/// <param name="Hints">Columns whose header means a field that their values are not.</param>
internal sealed record KindCandidate(
    ProfileKind Kind, IReadOnlyDictionary<string, ChosenColumn> Fields, double Score, double Confidence, IReadOnlyList<Bilingual> Reasons, IReadOnlyList<Bilingual> Ties,
    IReadOnlyDictionary<int, IReadOnlyList<Bilingual>> Hints)
{
    private const double GeometryTells = 3;
    private const double Tie = 0.02;
    private const double RegisterNames = 0.9;

    /// <summary>Gives the columns to the fields of a kind and weighs what comes of it.</summary>
    public static KindCandidate Of(TableSample table, KindNames kind, ColumnNames names)
    {
        var matches = Matches(table, kind.Fields, names);
        var fields = Chosen(kind.Fields, matches);
        var (score, reasons) = Weigh(table, kind, fields);
        return new KindCandidate(kind.Kind, fields, score, Math.Clamp(score / 4, 0, 1), reasons, TiesOf(table, kind, fields, matches), HintsOf(kind, matches));
    }

    private static Dictionary<int, IReadOnlyList<Bilingual>> HintsOf(KindNames kind, FieldMatch[,] matches)
    {
        var hints = new Dictionary<int, IReadOnlyList<Bilingual>>();
        for (var column = 0; column < matches.GetLength(1); column++)
        {
            var near = Enumerable.Range(0, matches.GetLength(0)).Select(field => (Field: kind.Fields[field], Match: matches[field, column]))
                .Where(pair => pair.Match.Score is > 0 and < FieldMatch.Least).OrderByDescending(pair => pair.Match.Score).FirstOrDefault();
            if (near.Match is not null) hints.Add(column, [new($"{near.Field.Ja}かもしれません", $"may be {near.Field.En}"), .. near.Match.Reasons]);
        }

        return hints;
    }

    private static FieldMatch[,] Matches(TableSample table, FieldNames[] fields, ColumnNames names)
    {
        var matches = new FieldMatch[fields.Length, table.Columns.Count];
        for (var field = 0; field < fields.Length; field++)
        {
            for (var column = 0; column < table.Columns.Count; column++) matches[field, column] = FieldMatch.Of(table.Columns[column], fields[field], names);
        }

        return matches;
    }

    private static Dictionary<string, ChosenColumn> Chosen(FieldNames[] fields, FieldMatch[,] matches)
    {
        var scores = new double[matches.GetLength(0), matches.GetLength(1)];
        for (var field = 0; field < scores.GetLength(0); field++)
        {
            for (var column = 0; column < scores.GetLength(1); column++)
                scores[field, column] = matches[field, column].Score >= FieldMatch.Least ? matches[field, column].Score : 0;
        }

        var best = BestAssignment.Of(scores);
        return Enumerable.Range(0, fields.Length).Where(field => best[field] >= 0)
            .ToDictionary(field => fields[field].Field, field => new ChosenColumn(best[field], matches[field, best[field]]), StringComparer.Ordinal);
    }

    private static (double Score, List<Bilingual> Reasons) Weigh(TableSample table, KindNames kind, Dictionary<string, ChosenColumn> fields)
    {
        var (geometry, why) = ByGeometry(table, kind.Kind, fields);
        var score = geometry + kind.Fields.Where(field => fields.ContainsKey(field.Field)).Sum(field => field.Tells * fields[field.Field].Match.Score);
        var telling = kind.Fields.Where(field => fields.ContainsKey(field.Field) && field.Tells >= 0.4).Select(field => field.Ja).ToList();
        var reasons = new List<Bilingual>();
        if (why is not null) reasons.Add(why);
        if (telling.Count > 0)
            reasons.Add(new($"{string.Join("・", telling)}の列がある", $"it has columns for {string.Join(", ", kind.Fields.Where(field => telling.Contains(field.Ja)).Select(field => field.En))}"));
        return (LacksWhatItNeeds(table, kind.Kind, fields) ? score * 0.3 : score, reasons);
    }

    private static (double Score, Bilingual? Why) ByGeometry(TableSample table, ProfileKind kind, Dictionary<string, ChosenColumn> fields)
    {
        var shapes = table.Geometry;
        if (shapes.Rows == 0) return (0, null);
        var told = new Bilingual($"図形がある(点 {shapes.Points:N0}・線 {shapes.Lines:N0}・面 {shapes.Polygons:N0})", $"it has geometry: {shapes.Points} points, {shapes.Lines} lines, {shapes.Polygons} polygons");
        return kind switch
        {
            ProfileKind.Assets => (GeometryTells, told),
            ProfileKind.Municipalities when shapes.Polygons == shapes.Rows && fields.ContainsKey("code") => (GeometryTells, told),
            ProfileKind.Contractors when shapes.Points == shapes.Rows => (1, told),
            _ => (0, null),
        };
    }

    private static bool LacksWhatItNeeds(TableSample table, ProfileKind kind, Dictionary<string, ChosenColumn> fields) => kind switch
    {
        ProfileKind.Municipalities => table.Geometry.Polygons == 0 || !fields.ContainsKey("code"),
        ProfileKind.Contracts => table.Geometry.Rows > 0 || !fields.ContainsKey("title")
            || !(fields.ContainsKey("contractor") || fields.ContainsKey("yen") || fields.ContainsKey("outcome") || fields.ContainsKey("method")),
        ProfileKind.Contractors => !fields.TryGetValue("name", out var name) || !IsRegister(table.Columns[name.Column]),
        _ => false,
    };

    // In a register of firms each stands once; in a ledger the same builders recur.
    private static bool IsRegister(ColumnFacts names) =>
        names.Values.Distinct(StringComparer.Ordinal).Count() >= RegisterNames * names.Values.Count
        && FieldMatch.Share(names, value => ValueTests.Fits(value, Expectation.Firm, ColumnNames.Shipped)) >= 0.5;

    private static List<Bilingual> TiesOf(TableSample table, KindNames kind, Dictionary<string, ChosenColumn> fields, FieldMatch[,] matches)
    {
        var taken = fields.Values.Select(chosen => chosen.Column).ToHashSet();
        var ties = new List<Bilingual>();
        for (var field = 0; field < kind.Fields.Length; field++)
        {
            if (!fields.TryGetValue(kind.Fields[field].Field, out var chosen)) continue;
            for (var column = 0; column < table.Columns.Count; column++)
            {
                if (taken.Contains(column) || matches[field, column].Score < chosen.Match.Score - Tie) continue;
                ties.Add(new($"「{table.Columns[column].Name}」も「{table.Columns[chosen.Column].Name}」と同じくらい{kind.Fields[field].Ja}に合います。確かめてください。",
                    $"{table.Columns[column].Name} suits {kind.Fields[field].En} as well as {table.Columns[chosen.Column].Name}."));
            }
        }

        return ties;
    }
}
