using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Loading;

/// <summary>Rows that become contracts, with their links to assets and firms.</summary>
internal sealed class ContractLoad(ImportContext context, IRowSource source) : RowLoad(context)
{
    private const string Fact = "contract";
    private const int Fields = 22;
    private readonly ContractMapper mapper = new(context, source.Columns);

    /// <inheritdoc/>
    protected override string Queries => "import_contracts";

    /// <inheritdoc/>
    protected override void Write(CopyWriter copy, SourceRow row)
    {
        var notes = Begin(row);
        var draft = mapper.Map(row, notes);
        PutHead(copy, row, notes, Fields);
        copy.Write(draft.Identity.Key.Span);
        copy.Write(draft.Identity.Content.Span);
        copy.Write(draft.Orderer);
        foreach (var text in draft.Texts) copy.Write(text);
        copy.Write(draft.Bidders);
        copy.Write(draft.Outcome);
        copy.Write(draft.Yen);
        copy.Write(draft.PriceKind);
        copy.Write(draft.TaxIncluded);
        foreach (var date in new[] { draft.TenderDate, draft.StartsOn, draft.EndsOn }) copy.Write(date);
        copy.Write(draft.FiscalYear);
        copy.Write(draft.Firm < 0 ? null : draft.Firm);
        copy.Write(draft.FirmRaw);
        copy.Write(draft.AssetNumbers);
    }

    /// <inheritdoc/>
    protected override async Task TakeAsync(IRowSource read)
    {
        var area = Context.Area.Id.Value;
        await DoAsync("imports.firm_table");
        await DoAsync($"{Queries}.list_firms");
        await DoAsync($"{Queries}.number_table");
        await DoAsync($"{Queries}.list_numbers");
        await DoAsync("imports.lock_area", area);
        await DoAsync("imports.judge", Fact, area, Context.Source, Context.Options.Update);
        await LedgerUpdate.MatchAsync(Context, Fact);
        await DoAsync($"{Queries}.analyse_numbers");
        await DoAsync("imports.analyse_verdict");
        await FirmStep.RunAsync(Context, mapper.Firms.All);
        await OwnerStep.RunAsync(Context, mapper.Orderers.All);
        await DoAsync($"{Queries}.find_assets", area);
        await DoAsync($"{Queries}.tell_missing");
        await LedgerUpdate.CompareAsync(Context, Fact);
        if (Context.Options.Update) await UpdateAsync(area);
        var stored = await DoAsync($"{Queries}.store", area, Context.Source, Context.Import);
        if (stored + Context.Changed + Context.Removed == 0) return;
        await DoAsync($"{Queries}.keep_numbers", area, Context.Source, Context.Import);
        await DoAsync($"{Queries}.link_assets", area, Context.Source, Context.Import);
        if (Context.Options.Update) await RelinkAsync(area);
        await DoAsync($"{Queries}.link_firms", area, Context.Import);
        await AnalyseAsync(stored);
        await AreaStore.RaiseVersionAsync(Context.Session, Context.Area.Id, Context.Cancellation);
    }

    private async Task UpdateAsync(int area)
    {
        await DoAsync("import_update.affected_table", Context.Options.RemoveMissing);
        await DoAsync("import_update.unlink_contract");
        await DoAsync("import_update.unnumber_contract");
        Context.Changed = await DoAsync("import_update.apply_contract", area, Context.Import);
        if (Context.Options.RemoveMissing) Context.Removed = await LedgerUpdate.RemoveAsync(Context, "remove_contract_assets", "remove_contract_numbers", "remove_contract");
    }

    // What orders say about the firms of an asset is a sum over them: where one of them changed, it is made anew.
    private async Task RelinkAsync(int area)
    {
        await DoAsync("import_update.affect_linked");
        await DoAsync("import_update.unlink_affected", area);
        await DoAsync("import_update.relink_affected", area, Context.Import);
    }
}
