using GunMane.Spatial.Contractors;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Storage;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Import.Loading;

/// <summary>
/// Rows of a register of firms. A firm known by less is completed; one that is stored with other facts keeps them and the
/// row goes to quarantine.
/// </summary>
internal sealed class ContractorLoad(ImportContext context, IRowSource source) : RowLoad(context)
{
    private readonly FieldMap map = new(context.Profile, source.Columns);
    private readonly List<(long Row, FirmMention Mention, ContractorFacts Facts, string[] Members, string? Repair)> rows = [];
    private readonly List<(long Row, string State, string Reason, string Detail)> verdicts = [];

    /// <inheritdoc/>
    protected override string Queries => "import_contractors";

    /// <inheritdoc/>
    protected override void Write(CopyWriter copy, SourceRow row)
    {
        var notes = Begin(row);
        var name = FirmName.Normalise(map.Get(row, "name"));
        if (name is null) notes.Fault("商号がありません (no name)");
        var number = Number(row, notes);
        var office = Office(row, notes);
        if (notes.Reason is null) rows.Add((row.Number, new FirmMention(name!, number, map.Get(row, "sourceNumber")), Facts(row, name!, number, office), Members(row), notes.Repair));
        PutHead(copy, row, notes, 0);
    }

    /// <inheritdoc/>
    protected override async Task TakeAsync(IRowSource read)
    {
        await DoAsync("imports.lock_area", Context.Area.Id.Value);
        var known = await ContractorStore.ListAsync(Context.Session, Context.Area.Id, Context.Cancellation);
        var result = ContractorIdentity.Resolve([.. known.Select(pair => pair.Firm)], [.. rows.Select(row => row.Mention)]);
        foreach (var firm in result.Upgraded) await ContractorStore.UpgradeAsync(Context.Session, Context.Area.Id, firm, Context.Cancellation);
        var ids = await StoreAsync(result, known.ToDictionary(pair => pair.Firm.Id, pair => pair.Facts), [.. result.Upgraded.Select(firm => firm.Id)]);
        await AddMembersAsync(ids);
        await DoAsync($"{Queries}.verdicts", verdicts.ConvertAll(row => row.Row).ToArray(), verdicts.ConvertAll(row => row.State).ToArray(),
            verdicts.ConvertAll(row => row.Reason).ToArray(), verdicts.ConvertAll(row => row.Detail).ToArray());
        if (verdicts.Exists(row => row.State is "stored" or "repaired"))
        {
            Context.FirmsChanged = true;
            await AreaStore.RaiseVersionAsync(Context.Session, Context.Area.Id, Context.Cancellation);
        }
    }

    private async Task<long[]> StoreAsync(IdentityResult result, Dictionary<long, ContractorFacts> stored, HashSet<long> upgraded)
    {
        var first = new Dictionary<long, int>();
        var ids = result.Of.ToArray();
        var make = new (string Key, ContractorFacts Facts)[result.Made.Count];
        for (var at = 0; at < rows.Count; at++)
        {
            if (!first.TryAdd(ids[at], at)) Judge(at, rows[first[ids[at]]].Facts, "このファイルの前の行と同じ事業者です (same firm as an earlier row)");
            else if (ids[at] < 0)
            {
                make[-1 - ids[at]] = (result.Made[(int)(-1 - ids[at])].Firm.Key, rows[at].Facts);
                Stored(at);
            }
            else if (Same(stored[ids[at]], rows[at].Facts) && !upgraded.Contains(ids[at])) verdicts.Add((rows[at].Row, "duplicate", "登録済みです (already stored)", ""));
            else if (Completes(stored[ids[at]], rows[at].Facts)) await CompleteAsync(ids[at], at);
            else Judge(at, stored[ids[at]], "既に別の内容で登録済みです (stored with other content)");
        }

        var made = await ContractorStore.AddAsync(Context.Session, Context.Area.Id, Context.Import, make, Context.Cancellation);
        return Array.ConvertAll(ids, id => id < 0 ? made[(int)(-1 - id)] : id);
    }

    private async Task CompleteAsync(long id, int at)
    {
        await ContractorStore.CompleteAsync(Context.Session, id, rows[at].Facts, Context.Cancellation);
        Stored(at);
    }

    private void Stored(int at) => verdicts.Add((rows[at].Row, rows[at].Repair is null ? "stored" : "repaired", rows[at].Repair ?? "", ""));

    private void Judge(int at, ContractorFacts other, string reason) => verdicts.Add(Same(other, rows[at].Facts)
        ? (rows[at].Row, "duplicate", reason, other.Name)
        : (rows[at].Row, "quarantined", reason, other.Name));

    private async Task AddMembersAsync(long[] ids)
    {
        var bySource = (await ContractorStore.ListAsync(Context.Session, Context.Area.Id, Context.Cancellation))
            .Where(pair => pair.Facts.SourceNumber is not null).ToLookup(pair => pair.Facts.SourceNumber!, pair => pair.Firm.Id);
        var (members, missing) = (new List<(long, long)>(), 0);
        for (var at = 0; at < rows.Count; at++)
        {
            foreach (var member in rows[at].Members)
            {
                if (bySource[member].FirstOrDefault() is > 0 and var id) members.Add((ids[at], id));
                else missing++;
            }
        }

        if (members.Count > 0) await ContractorStore.AddMembersAsync(Context.Session, members, Context.Cancellation);
        if (missing > 0) Context.Notes.Add(new($"構成員 {missing} 件は名簿に見つかりません。", $"{missing} members are not in the register."));
    }

    private string? Number(SourceRow row, RowNotes notes)
    {
        var text = map.Get(row, "number");
        var number = CorporateNumber.Parse(text);
        if (text is not null && number is null) notes.Repaired($"法人番号「{text}」は検査数字が合わないので使いません (corporate number with a wrong check digit left out)");
        return number;
    }

    private Point? Office(SourceRow row, RowNotes notes)
    {
        if (row.Geometry is Point point) return Crs84(point.Coordinate);
        var (longitude, latitude) = (notes.Number("経度", map.Get(row, "longitude")), notes.Number("緯度", map.Get(row, "latitude")));
        return longitude is null || latitude is null ? null : Crs84(new Coordinate(longitude.Value, latitude.Value));
    }

    private static Point Crs84(Coordinate place) => Geo.Crs.StorageFactory.CreatePoint(place);

    private ContractorFacts Facts(SourceRow row, FirmName name, string? number, Point? office) => new(
        name.Raw.Trim(), map.Get(row, "nameEn") ?? "", name.Core, name.Form, number, map.Get(row, "sourceNumber"), Kind(row, name),
        map.Get(row, "address") ?? "", map.Get(row, "trades") ?? "", office);

    private string Kind(SourceRow row, FirmName name) => map.Get(row, "kind") switch
    {
        "会社" or "法人" => "company",
        "共同企業体" or "JV" => "joint_venture",
        "協同組合" or "事業協同組合" => "cooperative",
        "個人" or "個人事業主" => "sole_trader",
        _ => FirmStep.Kind(name.Kind),
    };

    private string[] Members(SourceRow row) =>
        map.Get(row, "members")?.Split([';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool Same(ContractorFacts a, ContractorFacts b) =>
        a with { Office = null, Form = "" } == b with { Office = null, Form = "" } && SamePlace(a.Office, b.Office);

    private static bool SamePlace(Point? a, Point? b) => a is null ? b is null : b is not null && a.Coordinate.Equals2D(b.Coordinate);

    // The new row only adds to what is stored: nothing stored is contradicted.
    private static bool Completes(ContractorFacts stored, ContractorFacts row) =>
        Adds(stored.NameEn, row.NameEn) && Adds(stored.SourceNumber ?? "", row.SourceNumber ?? "") && Adds(stored.Address, row.Address)
        && Adds(stored.Trades, row.Trades) && (stored.Number is null || row.Number is null || stored.Number == row.Number)
        && (stored.Office is null || row.Office is null || SamePlace(stored.Office, row.Office));

    private static bool Adds(string stored, string row) => stored.Length == 0 || row.Length == 0 || stored == row;
}
