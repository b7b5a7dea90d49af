using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Storage;
using Npgsql;
using NpgsqlTypes;

namespace GunMane.Spatial.Import.Loading;

/// <summary>Rows that become contracts, with their links to assets and firms.</summary>
internal sealed class ContractLoad(ImportContext context, IRowSource source) : RowLoad(context)
{
    private readonly ContractMapper mapper = new(context, source.Columns);
    private readonly List<(long Row, int Firm)> firms = [];
    private readonly List<(long Row, string Number)> numbers = [];

    /// <inheritdoc/>
    protected override string Queries => "import_contracts";

    /// <inheritdoc/>
    protected override async Task WriteAsync(NpgsqlBinaryImporter copy, SourceRow row)
    {
        var notes = Begin(row);
        var draft = mapper.Map(row, notes);
        await PutHeadAsync(copy, row, notes);
        await PutAsync(copy, Clean(draft.Identity.Key), NpgsqlDbType.Text);
        await PutAsync(copy, draft.Identity.Content, NpgsqlDbType.Bytea);
        await PutAsync(copy, draft.Orderer, NpgsqlDbType.Integer);
        foreach (var text in draft.Texts) await PutAsync(copy, text is null ? null : Clean(text), NpgsqlDbType.Text);
        await PutAsync(copy, draft.Bidders, NpgsqlDbType.Integer);
        await PutAsync(copy, draft.Outcome, NpgsqlDbType.Text);
        await PutAsync(copy, draft.Yen, NpgsqlDbType.Bigint);
        await PutAsync(copy, draft.PriceKind, NpgsqlDbType.Text);
        await PutAsync(copy, draft.TaxIncluded, NpgsqlDbType.Boolean);
        foreach (var date in new[] { draft.TenderDate, draft.StartsOn, draft.EndsOn }) await PutAsync(copy, date, NpgsqlDbType.Date);
        await PutAsync(copy, draft.FiscalYear, NpgsqlDbType.Smallint);
        await PutAsync<int>(copy, draft.Firm < 0 ? null : draft.Firm, NpgsqlDbType.Integer);
        await PutAsync(copy, Clean(draft.FirmRaw), NpgsqlDbType.Text);
        if (draft.Firm >= 0) firms.Add((row.Number, draft.Firm));
        numbers.AddRange(draft.AssetNumbers.Select(number => (row.Number, number)));
    }

    /// <inheritdoc/>
    protected override async Task SettleAsync(IRowSource read)
    {
        var area = Context.Area.Id.Value;
        await CopyListsAsync();
        await DoAsync("imports.lock_area", area);
        await DoAsync($"{Queries}.judge", area, Context.Source);
        await DoAsync($"{Queries}.analyse_numbers");
        await DoAsync($"{Queries}.analyse_verdict");
        await FirmStep.RunAsync(Context, mapper.Firms.All);
        await OwnerStep.RunAsync(Context, mapper.Orderers.All);
        await DoAsync($"{Queries}.find_assets", area);
        await DoAsync($"{Queries}.tell_missing");
        var stored = await DoAsync($"{Queries}.store", area, Context.Source, Context.Import);
        if (stored == 0) return;
        await DoAsync($"{Queries}.keep_numbers", area, Context.Source, Context.Import);
        await DoAsync($"{Queries}.link_assets", area, Context.Source, Context.Import);
        await DoAsync($"{Queries}.link_firms", area, Context.Import);
        await AnalyseAsync(stored);
        await AreaStore.RaiseVersionAsync(Context.Session, Context.Area.Id, Context.Cancellation);
    }

    private async Task CopyListsAsync()
    {
        await DoAsync("imports.firm_table");
        await DoAsync($"{Queries}.number_table");
        await using (var copy = await CopyAsync("imports.copy_firms"))
        {
            foreach (var (row, firm) in firms)
            {
                await copy.StartRowAsync(Context.Cancellation);
                await copy.WriteAsync(row, NpgsqlDbType.Bigint, Context.Cancellation);
                await copy.WriteAsync(firm, NpgsqlDbType.Integer, Context.Cancellation);
                await copy.WriteAsync("contract", NpgsqlDbType.Text, Context.Cancellation);
                await copy.WriteNullAsync(Context.Cancellation);
            }

            await copy.CompleteAsync(Context.Cancellation);
        }

        await using var list = await CopyAsync($"{Queries}.copy_numbers");
        foreach (var (row, number) in numbers)
        {
            await list.StartRowAsync(Context.Cancellation);
            await list.WriteAsync(row, NpgsqlDbType.Bigint, Context.Cancellation);
            await list.WriteAsync(Clean(number), NpgsqlDbType.Text, Context.Cancellation);
        }

        await list.CompleteAsync(Context.Cancellation);
    }
}
