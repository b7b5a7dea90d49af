using GunMane.Spatial.Contracts;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Places;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Import.Text;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Import.Loading;

/// <summary>A firm that an asset's row names.</summary>
/// <param name="Firm">Number among the file's mentions.</param>
/// <param name="Role">What it did.</param>
/// <param name="Since">Since when, if the row says so.</param>
internal readonly record struct AssetFirm(int Firm, string Role, DateOnly? Since);

/// <summary>One row as an asset, before PostGIS has seen it.</summary>
internal sealed record AssetDraft
{
    public RowIdentity Identity { get; init; }
    public FileShape? Shape { get; init; }
    public int? Owner { get; init; }

    /// <summary>managing_department, sector, kind, name, route, ledger_number, in the order of the COPY.</summary>
    public required string?[] Texts { get; init; }
    public short? BuiltYear { get; init; }
    public short? InspectionDue { get; init; }
    public string? ConditionScale { get; init; }
    public string? ConditionRaw { get; init; }
    public double? StatedLength { get; init; }
    public double? StatedArea { get; init; }

    /// <summary>JSON in UTF-8, good until the next row is mapped.</summary>
    public ReadOnlyMemory<byte> Attributes { get; init; }
    public IReadOnlyList<AssetFirm> Firms { get; init; } = [];
}

/// <summary>Reads a row's fields as an asset's. Columns without a field become attributes: nothing that the file says is dropped.</summary>
internal sealed class AssetMapper(ImportContext context, ColumnSet columns)
{
    private const int FirstMonthOfFiscalYear = 4;
    private const int MostSectorNames = 1_000;
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["builtYear"] = "建設年", ["inspectionDue"] = "次回点検年", ["length"] = "延長", ["area"] = "面積",
    };

    private static readonly string[] PlainFields =
        ["name", "kind", "route", "ledgerNumber", "owner", "ownerCode", "department", "conditionScale", "conditionRaw", .. ColumnPlace.Fields];

    private readonly FieldMap map = new(context.Profile, columns);
    private readonly RowIdentities identities = new(context, new FieldMap(context.Profile, columns), columns,
        $"{context.Default("sector")}|{context.Default("owner")}|{context.Options.Crs}");
    private readonly AttributeText attributes = new(columns, context.Profile.NotStored);
    private readonly HashSet<int> used = [];
    private int[] plainColumns = [];
    private int known = -1;
    private readonly ColumnPlace place = new(new FieldMap(context.Profile, columns));
    private readonly OwnerWords ownerWords = new(context.Profile, new FieldMap(context.Profile, columns));
    private readonly ConditionNotes conditions = new(context);
    private readonly UnitNotes units = new(context, columns);
    private readonly Dictionary<string, Sector?> sectors = new(StringComparer.Ordinal);
    private Sector? sectorOfFile;
    private bool sectorKnown;

    public FirmMentions Firms { get; } = new();

    public Mentions<OrganisationMention> Owners { get; } = new();

    /// <summary>Whether places stand in columns of latitude and longitude.</summary>
    public bool HasDegreeColumns => place.HasDegrees;

    public AssetDraft Map(SourceRow row, RowNotes notes)
    {
        used.Clear();
        foreach (var at in PlainColumns()) used.Add(at);
        var sector = SectorOf(row, used);
        var grade = Get("conditionRaw");
        var scale = grade is null ? null : conditions.Scale(Get("conditionScale") ?? context.Default("conditionScale"), grade, sector);
        return new AssetDraft
        {
            Identity = identities.Of(row),
            Shape = Place(row, notes),
            Owner = OwnerOf(row, notes),
            Texts = [Get("department"), sector.Key(), Get("kind") ?? context.Default("kind") ?? "", Get("name") ?? "", Get("route") ?? "", Get("ledgerNumber")],
            BuiltYear = Year(row, "builtYear", used, notes),
            InspectionDue = Year(row, "inspectionDue", used, notes),
            ConditionRaw = grade,
            ConditionScale = scale,
            StatedLength = Measure(row, "length", used, notes),
            StatedArea = Measure(row, "area", used, notes),
            Firms = context.Profile.Firms.Count == 0 ? [] : [.. FirmsOf(row)],
            // Last: only now is it known which columns became fields.
            Attributes = attributes.Of(row, used),
        };

        string? Get(string field) => map.Get(row, field);
    }

    private FileShape? Place(SourceRow row, RowNotes notes) => row.Shape ?? (notes.Reason is null ? place.Of(row, notes) : null);

    private int? OwnerOf(SourceRow row, RowNotes notes)
    {
        var said = context.Options.Owner is { } option ? notes.Organisation(context.Codes, option) : null;
        var code = said ?? notes.Organisation(context.Codes, map.Get(row, "ownerCode"));
        var name = said is null ? map.Get(row, "owner") : null;
        if (code is null && name is null) code = notes.Organisation(context.Codes, ownerWords.TryFind(row, out var known) ? known : context.Default("owner"));
        return code is null && name is null ? null : Owners.Number(new OrganisationMention(code, name));
    }

    private Sector SectorOf(SourceRow row, HashSet<int> used)
    {
        if (context.Options.Sector is null && map.Get(row, "sector") is { } text)
        {
            if (SectorNamed(text) is { } stated)
            {
                used.UnionWith(map.Indices("sector"));
                return stated;
            }

            if (TitleVocabulary.Shipped.SectorOf(text) is { } guessed) return guessed;
        }

        if (!sectorKnown) (sectorOfFile, sectorKnown) = (SectorOfFile(), true);
        return sectorOfFile ?? SectorByName(row);
    }

    private Sector? SectorNamed(string text)
    {
        if (sectors.TryGetValue(text, out var known)) return known;
        known = Sectors.TryParse(Plain.Tight(text), out var stated) ? stated : null;
        if (sectors.Count < MostSectorNames) sectors.Add(text, known);
        return known;
    }

    private Sector? SectorOfFile()
    {
        if (Sectors.TryParse(context.Default("sector"), out var said)) return said;
        foreach (var (column, sector) in context.Profile.SectorByColumn)
        {
            if (map.HasColumn(column) && Sectors.TryParse(sector, out var byColumn)) return byColumn;
        }

        var byName = TitleVocabulary.Shipped.SectorOf(context.File.BaseName);
        context.Notes.Add(byName is { } found
            ? new($"分野はファイル名から「{found.JapaneseName()}」としました。sector で変えられます。", $"Sector {found.Key()} was taken from the file's name. Name another with sector.")
            : new("分野が書かれていないので、名称から推し量り、分からないものは「その他」としました。sector で指定できます。", "No sector is stated: taken from the names, else other. Name it with sector."));
        return byName;
    }

    private Sector SectorByName(SourceRow row) =>
        TitleVocabulary.Shipped.SectorOf($"{map.Get(row, "kind")} {map.Get(row, "name")}") ?? Sector.Other;

    // A day or a month stays an attribute beside its year, and so does what is no year. DBF writes 0 for nothing.
    private short? Year(SourceRow row, string field, HashSet<int> used, RowNotes notes)
    {
        var at = map.At(row, field);
        if (at < 0 || row.Value(at)!.Trim() is not { } text || text is "0" or "0.0") return null;
        if (Dates.TryYear(text, out var plain) && text.Length == 4)
        {
            used.UnionWith(map.Indices(field));
            return plain;
        }

        if (notes.Date(Labels[field], text, serials: columns.Names[at].Contains('日', StringComparison.Ordinal)) is not { } date) return null;
        if (date.Precision is DatePrecision.Year or DatePrecision.FiscalYear) used.UnionWith(map.Indices(field));
        return date.Precision == DatePrecision.Period ? null : date.Year;
    }

    private double? Measure(SourceRow row, string field, HashSet<int> used, RowNotes notes)
    {
        var at = map.At(row, field);
        // A ledger's own figure for a line or polygon is not used: it stays an attribute beside the measured one.
        if (at < 0 || row.Shape is { IsPoint: false }) return null;
        var (text, quantity) = (row.Value(at)!.Trim(), field == "area" ? Quantity.Area : Quantity.Length);
        var value = notes.Number(Labels[field], text, quantity, units.Scale(map, at, field, quantity));
        if (value is null) notes.Unread(Labels[field], text, "一つの数字ではありません (not a single number)");
        if (value is < 0) notes.Unread(Labels[field], text, "負の数です (negative)");
        if (value is null or < 0) return null;
        used.UnionWith(map.Indices(field));
        return value;
    }

    private IEnumerable<AssetFirm> FirmsOf(SourceRow row)
    {
        foreach (var (names, role, yearNames) in context.Profile.Firms)
        {
            var firm = Firms.Number(map.Get(row, names, $"(firm){names[0]}"), null, null, context.Options.Owner ?? map.Get(row, "owner") ?? map.Get(row, "ownerCode") ?? context.Default("owner") ?? "");
            if (firm < 0) continue;
            DateOnly? since = yearNames is not null && Dates.TryYear(map.Get(row, yearNames, $"(year){names[0]}"), out var year)
                ? new DateOnly(year, FirstMonthOfFiscalYear, 1) : null;
            yield return new AssetFirm(firm, role, since);
        }
    }

    // Columns of fields that take any text: none of them becomes an attribute as well.
    private int[] PlainColumns()
    {
        if (known == columns.Names.Count) return plainColumns;
        known = columns.Names.Count;
        return plainColumns = [.. PlainFields.Where(field => !map.IsTranslated(field)).SelectMany(map.Indices).Distinct()];
    }
}
