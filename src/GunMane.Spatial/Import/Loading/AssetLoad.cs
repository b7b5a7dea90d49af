using System.Globalization;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Places;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Import.Text;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Import.Loading;

/// <summary>Rows that become assets.</summary>
internal sealed class AssetLoad(ImportContext context, IRowSource source) : RowLoad(context)
{
    private const string Fact = "asset";
    private const int Fields = 22;
    private readonly AssetMapper mapper = new(context, source.Columns);
    private PlaceStep? places;
    private ImportBounds bounds;
    private long unplaced;

    /// <inheritdoc/>
    protected override string Queries => "import_assets";

    /// <inheritdoc/>
    protected override void Write(CopyWriter copy, SourceRow row)
    {
        var notes = Begin(row);
        var draft = mapper.Map(row, notes);
        if (draft.Shape is not null) Examine(draft.Shape, notes);
        PutHead(copy, row, notes, Fields);
        copy.Write(draft.Identity.Id);
        copy.Write(draft.Identity.Key.Span);
        copy.Write(draft.Identity.Content.Span);
        copy.Write(draft.Owner);
        PutTexts(copy, draft.Texts);
        copy.Write(draft.BuiltYear);
        copy.Write(draft.InspectionDue);
        copy.Write(draft.ConditionScale);
        copy.Write(draft.ConditionRaw);
        copy.Write(draft.StatedLength);
        copy.Write(draft.StatedArea);
        copy.Write(draft.Attributes.Span);
        PutShape(copy, draft.Shape, notes);
        copy.Write(IsPlaced(draft.Shape, notes));
        PutFirms(copy, draft.Firms);
    }

    /// <inheritdoc/>
    protected override async Task BeginAsync() => bounds = (await Context.Session.ListAsync($"{Queries}.bounds", ImportBounds.Of, Context.Cancellation, Context.Area.Id.Value)).Single();

    /// <inheritdoc/>
    public override async Task CheckAsync(IRowSource read)
    {
        await base.CheckAsync(read);
        var frame = await new CrsProof(Context).OfAssetsAsync(read.StatedCrs, mapper.HasDegreeColumns, mapper.Owners.All);
        Crs = frame.Told;
        places = new PlaceStep(Context, frame);
        places.Tell(Traits.Heights, Traits.ClosedLines);
        var plain = frame is { Crs.Degrees: true, Swapped: false, Source: null };
        await DoAsync($"{Queries}.moved_table");
        if (!plain || unplaced > 0) await places.PrepareAsync($"{Queries}.prepare");
        await DoAsync(plain ? $"{Queries}.ready_placed" : $"{Queries}.ready_moved");
    }

    /// <inheritdoc/>
    protected override async Task TakeAsync(IRowSource read)
    {
        await DoAsync($"{Queries}.analyse_moved");
        await DoAsync("imports.firm_table");
        await DoAsync($"{Queries}.list_firms");
        await DoAsync("imports.lock_area", Context.Area.Id.Value);
        await places!.LocateAsync();
        await DoAsync("imports.judge", Fact, Context.Area.Id.Value, Context.Source, Context.Options.Update);
        await DoAsync("imports.analyse_verdict");
        await DoAsync("import_update.free_ids", Context.Area.Id.Value, Context.Source);
        await LedgerUpdate.MatchAsync(Context, Fact);
        await FirmStep.RunAsync(Context, mapper.Firms.All);
        await OwnerStep.RunAsync(Context, mapper.Owners.All);
        await LedgerUpdate.CompareAsync(Context, Fact);
        await StoreAsync();
    }

    private async Task StoreAsync()
    {
        var area = Context.Area.Id.Value;
        var (proj, next) = (await Context.Session.ListAsync("imports.lock_area",
            row => (row.IsDBNull(0) ? null : row.GetString(0), row.GetInt32(2)), Context.Cancellation, area)).Single();
        proj ??= await SetMetresAsync();
        if (proj is null) return;
        await DoAsync($"{Queries}.metres_table");
        await DoAsync($"{Queries}.project", proj);
        await DoAsync($"{Queries}.analyse_metres");
        if (Context.Options.Update) await UpdateAsync(area);
        var stored = await DoAsync($"{Queries}.store", area, next, Context.Source, Context.Import);
        if (stored + Context.Changed + Context.Removed == 0) return;
        // What follows joins the new assets: before any statistics they would be looked through once per row.
        await AnalyseAsync(stored, "imports.analyse_assets");
        await places!.ShareOutAsync(Context.Source);
        await DoAsync($"{Queries}.take_dense_ids", area, stored);
        if (mapper.Firms.All.Count > 0) await DoAsync($"{Queries}.link_firms", area, Context.Import, Context.Source);
        await AreaStore.RaiseVersionAsync(Context.Session, Context.Area.Id, Context.Cancellation);
        await AnalyseAsync(stored, "imports.analyse_links");
        await places!.TellAsync();
    }

    private async Task UpdateAsync(int area)
    {
        await DoAsync("import_update.unlink_asset", area);
        await DoAsync("import_update.unshare_asset", area);
        Context.Changed = await DoAsync("import_update.apply_asset", area, Context.Import);
        if (Context.Options.RemoveMissing) Context.Removed = await LedgerUpdate.RemoveAsync(Context, "remove_asset_orders", "remove_asset_firms", "remove_asset_places", "remove_asset");
    }

    // A line that is an outline of an area becomes one: PostGIS looks at it.
    private bool IsPlaced(FileShape? shape, RowNotes notes)
    {
        if (notes.Reason is not null) return false;
        if (bounds.Holds(shape!) && (shape!.IsPoint || !Context.Profile.CloseLines)) return true;
        unplaced++;
        return false;
    }

    // Assets before any boundary: the centre of the file becomes the origin of the local metres.
    private async Task<string?> SetMetresAsync()
    {
        var centre = (await Context.Session.ListAsync($"{Queries}.centre",
            row => row.IsDBNull(0) ? null : new Coordinate(row.GetDouble(0), row.GetDouble(1)), Context.Cancellation)).Single();
        if (centre is null) return null;
        var proj = Geo.Crs.LocalMetres(Math.Round(centre.X, 2), Math.Round(centre.Y, 2));
        await AreaStore.SetMetresAsync(Context.Session, Context.Area.Id, proj, Context.Cancellation);
        return proj;
    }

    private static void PutTexts(CopyWriter copy, RowTexts texts)
    {
        for (var at = 0; at < texts.Count; at++)
        {
            if (texts.Has(at)) copy.Write(texts[at]);
            else copy.WriteNull();
        }
    }

    private static void PutFirms(CopyWriter copy, IReadOnlyList<AssetFirm> firms)
    {
        copy.Write(firms.Count == 0 ? [] : [.. firms.Select(firm => firm.Firm)]);
        copy.Write(firms.Count == 0 ? [] : [.. firms.Select(firm => firm.Role)]);
        copy.Write(firms.Count == 0 ? [] : [.. firms.Select(firm => firm.Since)]);
    }
}
