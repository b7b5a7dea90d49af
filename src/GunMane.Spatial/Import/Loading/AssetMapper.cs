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

    /// <summary>managing_department, sector, kind, name, route, ledger_number, in the order of the COPY; good until the next row is mapped.</summary>
    public required RowTexts Texts { get; init; }
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
    private const int TextFields = 6;

    private readonly FieldMap map = new(context.Profile, columns);
    private readonly RowIdentities identities = new(context, new FieldMap(context.Profile, columns), columns,
        $"{context.Default("sector")}|{context.Default("owner")}|{context.Options.Crs}");
    private readonly AttributeText attributes = new(columns, context.Profile.NotStored);
    private readonly RowTexts texts = new(TextFields);
    private readonly ColumnMarks used = new();
    private readonly ColumnPlace place = new(new FieldMap(context.Profile, columns));
    private readonly OwnerWords ownerWords = new(context.Profile, new FieldMap(context.Profile, columns));
    private readonly ConditionNotes conditions = new(context);
    private readonly UnitNotes units = new(context, columns);
    private readonly Dictionary<string, Sector?> sectors = new(StringComparer.Ordinal);
    private readonly string kindOfFile = context.Default("kind") ?? "";
    private readonly string? ownerOfFile = context.Default("owner");
    private readonly string? scaleOfFile = context.Default("conditionScale");
    private AssetFields fields = null!;
    private int known = -1;
    private Sector? sectorOfFile;
    private bool sectorKnown;

    public FirmMentions Firms { get; } = new();

    public Mentions<OrganisationMention> Owners { get; } = new();

    /// <summary>Whether places stand in columns of latitude and longitude.</summary>
    public bool HasDegreeColumns => place.HasDegrees;

    public AssetDraft Map(SourceRow row, RowNotes notes)
    {
        if (known != columns.Count) (fields, known) = (new AssetFields(map, context.Profile.Firms), columns.Count);
        used.Reset(known, fields.Plain);
        var sector = SectorOf(row);
        var grade = fields.ConditionRaw.Get(row);
        var scale = grade is null ? null : conditions.Scale(fields.ConditionScale.Get(row) ?? scaleOfFile, grade, sector);
        return new AssetDraft
        {
            Identity = identities.Of(row),
            Shape = Place(row, notes),
            Owner = OwnerOf(row, notes),
            Texts = TextsOf(row, sector),
            BuiltYear = Year(row, ReadField.BuiltYear, notes),
            InspectionDue = Year(row, ReadField.InspectionDue, notes),
            ConditionRaw = grade,
            ConditionScale = scale,
            StatedLength = Measure(row, ReadField.Length, Quantity.Length, notes),
            StatedArea = Measure(row, ReadField.Area, Quantity.Area, notes),
            Firms = fields.Firms.Length == 0 ? [] : [.. FirmsOf(row)],
            // Last: only now is it known which columns became fields.
            Attributes = attributes.Of(row, used),
        };
    }

    private RowTexts TextsOf(SourceRow row, Sector sector)
    {
        texts.Clear();
        texts.Add(row, fields.Department);
        texts.Add(sector.Key());
        texts.Add(row, fields.Kind, kindOfFile);
        texts.Add(row, fields.Name, "");
        texts.Add(row, fields.Route, "");
        texts.Add(row, fields.LedgerNumber);
        return texts;
    }

    private FileShape? Place(SourceRow row, RowNotes notes) => row.Shape ?? (notes.Reason is null ? place.Of(row, notes) : null);

    private int? OwnerOf(SourceRow row, RowNotes notes)
    {
        var said = context.Options.Owner is { } option ? notes.Organisation(context.Codes, option) : null;
        var code = said ?? notes.Organisation(context.Codes, fields.OwnerCode.Get(row));
        var name = said is null ? fields.Owner.Get(row) : null;
        if (code is null && name is null) code = notes.Organisation(context.Codes, ownerWords.TryFind(row, out var worded) ? worded : ownerOfFile);
        return code is null && name is null ? null : Owners.Number(new OrganisationMention(code, name));
    }

    private Sector SectorOf(SourceRow row)
    {
        if (context.Options.Sector is null && fields.Sector.Get(row) is { } text)
        {
            if (SectorNamed(text) is { } stated)
            {
                used.Add(fields.Sector.Columns);
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
        TitleVocabulary.Shipped.SectorOf($"{fields.Kind.Get(row)} {fields.Name.Get(row)}") ?? Sector.Other;

    // A day or a month stays an attribute beside its year, and so does what is no year. DBF writes 0 for nothing.
    private short? Year(SourceRow row, ReadField field, RowNotes notes)
    {
        var found = map.Of(field.Name);
        var at = found.At(row);
        if (at < 0 || row.Value(at)!.Trim() is not { } text || text is "0" or "0.0") return null;
        if (text.Length == 4 && Dates.TryYear(text, out var plain))
        {
            used.Add(found.Columns);
            return plain;
        }

        if (notes.Date(field.Label, text, serials: columns.Names[at].Contains('日', StringComparison.Ordinal)) is not { } date) return null;
        if (date.Precision is DatePrecision.Year or DatePrecision.FiscalYear) used.Add(found.Columns);
        return date.Precision == DatePrecision.Period ? null : date.Year;
    }

    private double? Measure(SourceRow row, ReadField field, Quantity quantity, RowNotes notes)
    {
        var found = map.Of(field.Name);
        var at = found.At(row);
        // A ledger's own figure for a line or polygon is not used: it stays an attribute beside the measured one.
        if (at < 0 || row.Shape is { IsPoint: false }) return null;
        var scale = units.Scale(map, at, field.Name, quantity);
        if (scale == 1 && row.TryNumber(at, out var plain) && plain >= 0)
        {
            used.Add(found.Columns);
            return plain;
        }

        var text = row.Value(at)!.Trim();
        var value = notes.Number(field.Label, text, quantity, scale);
        if (value is null) notes.Unread(field.Label, text, "一つの数字ではありません (not a single number)");
        if (value is < 0) notes.Unread(field.Label, text, "負の数です (negative)");
        if (value is null or < 0) return null;
        used.Add(found.Columns);
        return value;
    }

    private IEnumerable<AssetFirm> FirmsOf(SourceRow row)
    {
        foreach (var (name, role, years) in fields.Firms)
        {
            var firm = Firms.Number(name.Get(row), null, null, context.Options.Owner ?? fields.Owner.Get(row) ?? fields.OwnerCode.Get(row) ?? ownerOfFile ?? "");
            if (firm < 0) continue;
            DateOnly? since = Dates.TryYear(years.Get(row), out var year) ? new DateOnly(year, FirstMonthOfFiscalYear, 1) : null;
            yield return new AssetFirm(firm, role, since);
        }
    }
}
