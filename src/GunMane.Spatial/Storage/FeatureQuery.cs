using System.Globalization;
using System.Text;
using GunMane.Spatial.Filtering;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>A field that features are sorted by.</summary>
public sealed record SortedBy(FeatureField Field, bool Descending);

/// <summary>What is asked of a collection. One clause, one function; values are parameters, identifiers the catalogue's.</summary>
/// <param name="Collection">The collection.</param>
public sealed record FeatureQuery(FeatureCollection Collection)
{
    /// <summary>Fields that must equal a value, lists that must hold it, given as text.</summary>
    public IReadOnlyList<(FeatureField Field, string Value)> Equal { get; init; } = [];

    /// <summary>West, south, east, north of <see cref="BboxCrs"/>; in degrees west &gt; east crosses the antimeridian. Null: everywhere.</summary>
    public double[]? Bbox { get; init; }

    /// <summary>The system of <see cref="Bbox"/>.</summary>
    public ServedCrs BboxCrs { get; init; } = Geo.Crs.Served[0];

    /// <summary>First and last moment, inclusive; null: any time.</summary>
    public (DateTime From, DateTime To)? Period { get; init; }

    /// <summary>CQL2 filter; null: none.</summary>
    public CqlFilter? Filter { get; init; }

    /// <summary>The system of the geometries in the answer.</summary>
    public ServedCrs Crs { get; init; } = Geo.Crs.Served[0];

    /// <summary>What comes first; features alike in it follow in the order of their keys. Empty: the order of the keys.</summary>
    public IReadOnlyList<SortedBy> Sort { get; init; } = [];

    /// <summary>Fields to show; null: all.</summary>
    public IReadOnlyList<FeatureField>? Selected { get; init; }

    /// <summary>Whether the geometry is left out (null in the answer).</summary>
    public bool SkipGeometry { get; init; }

    /// <summary>Values of <see cref="Sort"/> and key of the feature before the page; null: from the start.</summary>
    public IReadOnlyList<string?>? After { get; init; }

    /// <summary>Features on a page.</summary>
    public int Limit { get; init; } = 1000;

    /// <summary>The fields that are shown.</summary>
    public IReadOnlyList<FeatureField> Shown => Selected ?? Collection.Fields;

    /// <summary>Whether a value of a shown field is looked up (<see cref="FeatureNames"/>).</summary>
    public bool HasNames => Shown.Any(shown => shown.Named is not null);

    /// <summary>SELECT of a page, one feature more than the limit.</summary>
    internal NpgsqlCommand Page(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand { Connection = connection };
        var order = string.Join(", ", [.. Sort.Select(key => Format(key.Descending ? "features.descending" : "features.ascending", Sorted(key.Field))), .. Collection.Key.Select(key => $"item.{key.Column}")]);
        var where = Where([.. Filters(command), .. After is null ? [] : new[] { Behind(command) }]);
        command.CommandText = AsRecords($"SELECT {Columns(command)} FROM ({Source()}) AS item{where} ORDER BY {order} LIMIT {Most(command)}");
        return command;
    }

    // Along the key one plan is as good as another. PostgreSQL keeps one where knowing the limit would not help; else it plans each page anew, a tenth of the work.
    private string Most(NpgsqlCommand command)
    {
        var limit = Parameter(command, Limit + 1);
        return Bbox is null && Period is null && Filter is null && Sort.Count == 0 && Equal.All(filter => filter.Field.Name == "study_area") ? $"(SELECT {limit})" : limit;
    }

    /// <summary>SELECT of the number of features that match, whatever the page.</summary>
    internal NpgsqlCommand Count(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand { Connection = connection };
        command.CommandText = $"SELECT count(*) FROM ({Source()}) AS item{Where(Filters(command))}";
        return command;
    }

    /// <summary>SELECT of one feature.</summary>
    internal NpgsqlCommand One(NpgsqlConnection connection, string id)
    {
        var command = new NpgsqlCommand { Connection = connection };
        command.CommandText = AsRecords($"SELECT {Columns(command)} FROM ({Source()}) AS item WHERE item.id = {Value(command, Collection.IdType, id, "featureId")}");
        return command;
    }

    // Each row as one value, in the order of the rows: a scan of a subquery keeps it.
    private static string AsRecords(string select) => Format("features.records", select);

    private string Source() => SqlText.Query($"features.{Collection.Id}");

    private string Columns(NpgsqlCommand command) => string.Join(", ", [.. new RowLayout(this).Columns, SkipGeometry ? "NULL" : Geometry(command)]);

    // Turned only after the rings are: a turned ring runs the other way round by construction.
    private string Geometry(NpgsqlCommand command) => Crs.IsStorage
        ? SqlText.Query(Crs.IsNorthFirst ? "features.geometry_north_first" : "features.geometry")
        : Format(Crs.IsNorthFirst ? "features.geometry_of_north_first" : "features.geometry_of", Parameter(command, Crs.Srid));

    private static string Where(List<string> clauses) =>
        clauses.Count == 0 ? "" : $" WHERE {string.Join(" AND ", clauses)}";

    private List<string> Filters(NpgsqlCommand command)
    {
        List<string> clauses = [.. Equal.Select(filter => Equals(command, filter.Field, filter.Value))];
        if (Bbox is not null) clauses.Add(BboxCrs.IsStorage ? Within(command, Bbox) : WithinPlane(command, Bbox));
        if (Period is { } period && Collection.Period is { } columns) clauses.Add(During(command, columns, period));
        if (Filter is { } filter) clauses.Add(new FeatureFilter(Collection, filter.Crs, value => Parameter(command, value)).Condition(filter.Root));
        return clauses;
    }

    private string Equals(NpgsqlCommand command, FeatureField field, string value) => field switch
    {
        { Name: "study_area" } => Format("features.of_area", Parameter(command, value)),
        { Type: FieldType.List } => Holds(command, field, value),
        _ => $"item.{field.Name} = {Value(command, field.Type, value, field.Name)}",
    };

    // A list equals a value where it holds it.
    private string Holds(NpgsqlCommand command, FeatureField list, string value) => value.Contains('\0', StringComparison.Ordinal)
        ? throw Unreadable(list.Name, value)
        : new FeatureFilter(Collection, Crs, one => Parameter(command, one)).Condition(new CqlCall("a_contains", new CqlProperty(list.Name), new CqlList([new CqlString(value)])));

    private static string Within(NpgsqlCommand command, double[] box)
    {
        double[][] boxes = box[0] <= box[2] ? [box] : [[box[0], box[1], 180, box[3]], [-180, box[1], box[2], box[3]]];
        return $"({string.Join(" OR ", boxes.Select(one => Format("features.within", [.. one.Select(edge => Parameter(command, edge))])))})";
    }

    // The edges of a box in metres are bent lines in degrees: cut into pieces, so that none strays by more than millimetres near a zone's origin.
    private string WithinPlane(NpgsqlCommand command, double[] box) => Format("features.within_of",
        [.. box.Select(edge => Parameter(command, edge)), Parameter(command, BboxCrs.Srid), Parameter(command, Math.Max(1.0, Math.Max(box[2] - box[0], box[3] - box[1]) / 64))]);

    private static string During(NpgsqlCommand command, (string From, string To) columns, (DateTime From, DateTime To) period) =>
        Format("features.during", columns.From, columns.To, Parameter(command, DateOnly.FromDateTime(period.To)), Parameter(command, DateOnly.FromDateTime(period.From)));

    // Behind the last feature: further in the first key that differs. What is missing (NULL) comes last in either direction.
    private string Behind(NpgsqlCommand command)
    {
        if (After!.Count != Sort.Count + Collection.Key.Count) throw Unreadable("offset", string.Join(' ', After));
        // Within one study area its number says nothing, and would have PostgreSQL expect next to no rows: it plans each page anew and joins row by row.
        var begin = Collection.Key[0].Column == "area_id" && Equal.Any(filter => filter.Field.Name == "study_area") ? 1 : 0;
        var columns = string.Join(", ", Collection.Key.Skip(begin).Select(key => $"item.{key.Column}"));
        var values = string.Join(", ", Collection.Key.Select((key, at) => (key.Type, Text: After[Sort.Count + at])).Skip(begin).Select(key => Value(command, key.Type, key.Text ?? "", "offset")));
        return Sort.Zip(After).Reverse().Aggregate($"({columns}) > ({values})", (next, one) => Behind(command, one.First, one.Second, next));
    }

    private static string Behind(NpgsqlCommand command, SortedBy key, string? value, string next) => value is null
        ? Format("features.behind_missing", Sorted(key.Field), next)
        : Format(key.Descending ? "features.behind_descending" : "features.behind", Sorted(key.Field), Value(command, key.Field.Type, value, "offset"), next);

    // As it is sorted, compared with the last feature and written into the link: the same expression, so that they agree to the last bit.
    internal static string Sorted(FeatureField field) => field.Type switch
    {
        FieldType.Text => $"item.{field.Name} COLLATE \"C\"",
        FieldType.Date or FieldType.Id => $"item.{field.Name}",
        _ => $"item.{field.Name}::{Read(field.Type)}",
    };

    private static string Value(NpgsqlCommand command, FieldType type, string text, string parameter) => Parameter(command, type switch
    {
        FieldType.Text when !text.Contains('\0', StringComparison.Ordinal) => text,
        FieldType.Whole or FieldType.Large when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        FieldType.Number when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) => value,
        FieldType.Boolean when text is "true" or "false" => text == "true",
        FieldType.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) => value,
        FieldType.Id when Guid.TryParseExact(text, "D", out var value) => value,
        _ => throw Unreadable(parameter, text),
    });

    private static GunManeException Unreadable(string parameter, string text) =>
        new(Refusal.BadInput, $"「{parameter}」の値を読めません: {text} (The value of {parameter} can't be read.)", parameter);

    internal static string Read(FieldType type) => type switch
    {
        FieldType.Whole or FieldType.Large => "bigint",
        FieldType.Number => "double precision",
        FieldType.Boolean => "boolean",
        FieldType.Id => "uuid",
        FieldType.Json => "jsonb",
        _ => "text",
    };

    private static string Parameter(NpgsqlCommand command, object value)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        return $"${command.Parameters.Count}";
    }

    private static string Format(string clause, params string[] parts) =>
        string.Format(CultureInfo.InvariantCulture, CompositeFormat.Parse(SqlText.Query(clause)), [.. parts]);
}
