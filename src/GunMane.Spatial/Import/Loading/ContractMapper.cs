using GunMane.Spatial.Contracts;
using GunMane.Spatial.Contractors;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Import.Text;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import.Loading;

/// <summary>One row as a contract, before PostGIS has seen it.</summary>
internal sealed record ContractDraft
{
    public RowIdentity Identity { get; init; }
    public int? Orderer { get; init; }

    /// <summary>contracting_department, managing_department, contract_number, title, sector, work_kind, method, in the order of the COPY.</summary>
    public required string?[] Texts { get; init; }
    public int? Bidders { get; init; }
    public required string Outcome { get; init; }
    public long? Yen { get; init; }
    public required string PriceKind { get; init; }
    public bool? TaxIncluded { get; init; }
    public DateOnly? TenderDate { get; init; }
    public DateOnly? StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }
    public short? FiscalYear { get; init; }
    public int Firm { get; init; }
    public string FirmRaw { get; init; } = "";
    public string[] AssetNumbers { get; init; } = [];
}

/// <summary>Reads a row's fields as a contract's.</summary>
internal sealed class ContractMapper(ImportContext context, ColumnSet columns)
{
    private static readonly char[] ListMarks = [';', '；'];

    private readonly FieldMap map = new(context.Profile, columns);
    private readonly RowIdentities identities = new(context, new FieldMap(context.Profile, columns), columns, "");
    private readonly UnitNotes units = new(context, columns);

    public FirmMentions Firms { get; } = new();

    public Mentions<OrganisationMention> Orderers { get; } = new();

    public ContractDraft Map(SourceRow row, RowNotes notes)
    {
        var title = map.Get(row, "title");
        if (title is null) notes.Fault("件名がありません (no title)");
        var tender = Day(row, "tenderDate", "開札日", notes);
        var (starts, ends) = Term(row, notes);
        var price = PriceOf(row, notes);
        var raw = map.Get(row, "contractor") ?? "";
        var firm = FirmOf(row, raw, notes);
        return new ContractDraft
        {
            Identity = identities.Of(row),
            Orderer = OrdererOf(row, notes),
            Texts = [Department(row, "contractingDepartment"), Department(row, "managingDepartment"), map.Get(row, "contractNumber"), title ?? "",
                SectorOf(row, title), WorkKindOf(row, title), map.Get(row, "method") ?? ""],
            Bidders = Whole(row, "bidders", "応札者数", notes),
            Outcome = OutcomeOf(row, firm >= 0 || raw.Length > 1, price.Yen),
            Yen = price.Yen,
            PriceKind = price.Kind,
            TaxIncluded = price.TaxIncluded,
            TenderDate = tender?.Day,
            StartsOn = starts,
            EndsOn = ends,
            FiscalYear = FiscalYear(row, starts ?? tender?.From),
            Firm = firm,
            FirmRaw = raw,
            AssetNumbers = map.Get(row, "assets")?.Split(ListMarks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
        };
    }

    // Orders for April are tendered in March: the year in which the work starts is the one that pays.
    private short? FiscalYear(SourceRow row, DateOnly? day) =>
        Dates.TryYear(map.Get(row, "fiscalYear"), out var year) ? year : day is { } known ? Dates.FiscalYear(known) : null;

    private int? OrdererOf(SourceRow row, RowNotes notes)
    {
        var code = notes.Organisation(context.Codes, context.Options.Owner ?? map.Get(row, "ordererCode"));
        var name = context.Options.Owner is null ? map.Get(row, "orderer") : null;
        if (code is null && name is null) code = notes.Organisation(context.Codes, context.Default("owner"));
        if (code is not null || name is not null) return Orderers.Number(new OrganisationMention(code, name));
        notes.Fault("発注者がありません (no orderer)");
        return null;
    }

    private int FirmOf(SourceRow row, string raw, RowNotes notes)
    {
        var text = map.Get(row, "number");
        var number = CorporateNumber.Parse(text);
        if (text is not null && number is null) notes.Repaired($"法人番号「{text}」は検査数字が合わないので使いません (corporate number with a wrong check digit left out)");
        return Firms.Number(raw, number, map.Get(row, "sourceNumber"), Place(row));
    }

    private string Place(SourceRow row)
    {
        var orderer = context.Options.Owner ?? map.Get(row, "orderer") ?? map.Get(row, "ordererCode") ?? context.Default("owner");
        return orderer is null ? "" : FirmWorks.Place(orderer, Department(row, "contractingDepartment"));
    }

    // 海辺市 総務部 契約課: the orderer in front of its own department is dropped.
    private string? Department(SourceRow row, string field)
    {
        var (text, orderer) = (map.Get(row, field), map.Get(row, "orderer"));
        return text is not null && orderer is not null && text.Length > orderer.Length && text.StartsWith(orderer, StringComparison.Ordinal)
            ? text[orderer.Length..].Trim() : text;
    }

    private string? SectorOf(SourceRow row, string? title)
    {
        if (Sectors.TryParse(map.Get(row, "sector") ?? context.Default("sector"), out var stated)) return stated.Key();
        return title is null ? null : TitleVocabulary.Shipped.SectorOf(title)?.Key();
    }

    private string? WorkKindOf(SourceRow row, string? title)
    {
        if (WorkKinds.TryParse(map.Get(row, "workKind") ?? context.Default("workKind"), out var stated)) return stated.Key();
        return title is null ? null : TitleVocabulary.Shipped.WorkKindOf(title, map.Get(row, "category"))?.Key();
    }

    private string OutcomeOf(SourceRow row, bool won, long? yen)
    {
        var text = map.Get(row, "outcome") ?? map.Get(row, "contractor") ?? "";
        if (text.Contains("不調", StringComparison.Ordinal)) return "no_bidder";
        if (text.Contains("不落", StringComparison.Ordinal)) return "no_valid_bid";
        return won && (yen > 0 || text.Contains("落札", StringComparison.Ordinal)) ? "awarded" : "unknown";
    }

    // Tax and price by the value, else by the name of its column, else by a column of their own, else by the profile.
    private Price PriceOf(SourceRow row, RowNotes notes)
    {
        var at = map.At(row, "yen");
        var column = at < 0 ? null : map.Column(at);
        var kind = column?.PriceKind ?? context.Default("priceKind") ?? "contract";
        var tax = column?.TaxIncluded ?? Money.Tax(map.Get(row, "tax")) ?? Money.Tax(context.Default("tax"));
        if (at < 0 || Plain.IsNothing(row.Value(at))) return new(null, kind, tax);
        var text = row.Value(at)!.Trim();
        if (!Money.TryParse(text, units.Scale(map, at, "yen", Quantity.Money), out var yen, out var stated, out var repair) || yen < 0)
        {
            notes.Fault("金額が読めません (amount is no whole number of yen)", text);
            return new(null, kind, tax);
        }

        if (repair is not null) notes.Repaired($"金額: {repair}");
        return new(yen, kind, stated ?? tax);
    }

    private int? Whole(SourceRow row, string field, string label, RowNotes notes)
    {
        var number = notes.Number(label, map.Get(row, field), Quantity.Count);
        return number is >= 0 and <= 1_000_000 ? (int)number.Value : null;
    }

    // A column of its own for start and end, else one that says both: 工期, 履行期間, 契約期間.
    private (DateOnly? Starts, DateOnly? Ends) Term(SourceRow row, RowNotes notes)
    {
        var (starts, ends) = (Date(row, "startsOn", "履行開始日", notes), Date(row, "endsOn", "履行終了日", notes));
        var period = notes.Date("工期", map.Get(row, "period"), serials: false);
        return (starts?.From ?? period?.From, ends?.To ?? period?.To);
    }

    private DateReading? Day(SourceRow row, string field, string label, RowNotes notes)
    {
        var date = Date(row, field, label, notes);
        if (date is { Day: null }) notes.Unread(label, map.Get(row, field), "日まで書かれていません。年度だけ使います (no day: only its fiscal year is used)");
        return date;
    }

    // A date that cannot be read keeps the row out: the order may belong to another year.
    private DateReading? Date(SourceRow row, string field, string label, RowNotes notes)
    {
        var text = map.Get(row, field);
        if (Plain.IsNothing(text)) return null;
        if (!Dates.TryRead(text, out var reading, out var fault, serials: true))
        {
            notes.Fault($"{label}が日付ではありません: {fault}", text!);
            return null;
        }

        if (reading.Flag is { } flag) notes.Repaired($"{label}「{text}」: {flag}");
        return reading;
    }

    private readonly record struct Price(long? Yen, string Kind, bool? TaxIncluded);
}
