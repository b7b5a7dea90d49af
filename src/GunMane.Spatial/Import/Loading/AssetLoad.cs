using System.Globalization;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Places;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Import.Text;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using NetTopologySuite.Geometries;
using Npgsql;
using NpgsqlTypes;

namespace GunMane.Spatial.Import.Loading;

/// <summary>Rows that become assets.</summary>
internal sealed class AssetLoad(ImportContext context, IRowSource source) : RowLoad(context)
{
    private readonly AssetMapper mapper = new(context, source.Columns);
    private readonly List<(long Row, int Firm, string Role, DateOnly? Since)> firms = [];
    private PlaceStep? places;

    /// <inheritdoc/>
    protected override string Queries => "import_assets";

    /// <inheritdoc/>
    protected override async Task WriteAsync(NpgsqlBinaryImporter copy, SourceRow row)
    {
        var notes = Begin(row);
        var draft = mapper.Map(row, notes);
        if (draft.Geometry is not null) Examine(draft.Geometry, notes);
        await PutHeadAsync(copy, row, notes);
        await PutAsync<Guid>(copy, draft.Id, NpgsqlDbType.Uuid);
        await PutAsync(copy, Clean(draft.Identity.Key), NpgsqlDbType.Text);
        await PutAsync(copy, draft.Identity.Content, NpgsqlDbType.Bytea);
        await PutAsync(copy, draft.Owner, NpgsqlDbType.Integer);
        foreach (var text in draft.Texts) await PutAsync(copy, text is null ? null : Clean(text), NpgsqlDbType.Text);
        await PutAsync(copy, draft.BuiltYear, NpgsqlDbType.Smallint);
        await PutAsync(copy, draft.InspectionDue, NpgsqlDbType.Smallint);
        await PutAsync(copy, draft.ConditionScale, NpgsqlDbType.Text);
        await PutAsync(copy, draft.ConditionRaw, NpgsqlDbType.Text);
        await PutAsync(copy, draft.StatedLength, NpgsqlDbType.Double);
        await PutAsync(copy, draft.StatedArea, NpgsqlDbType.Double);
        await PutAsync(copy, draft.Attributes, NpgsqlDbType.Jsonb);
        if (notes.Reason is null) await copy.WriteAsync(draft.Geometry!, NpgsqlDbType.Geometry, Context.Cancellation);
        else await copy.WriteNullAsync(Context.Cancellation);
        firms.AddRange(draft.Firms.Select(firm => (row.Number, firm.Firm, firm.Role, firm.Since)));
    }

    /// <inheritdoc/>
    protected override async Task SettleAsync(IRowSource read)
    {
        var frame = await new CrsProof(Context).OfAssetsAsync(read.StatedCrs, mapper.Owners.All);
        Crs = frame.Crs;
        places = new PlaceStep(Context, frame);
        await CopyFirmsAsync();
        await DoAsync($"{Queries}.ready_table");
        await places.PrepareAsync($"{Queries}.prepare");
        await DoAsync("imports.lock_area", Context.Area.Id.Value);
        await DoAsync($"{Queries}.judge", Context.Area.Id.Value, Context.Source);
        await FirmStep.RunAsync(Context, mapper.Firms.All);
        await OwnerStep.RunAsync(Context, mapper.Owners.All);
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
        var stored = await DoAsync($"{Queries}.store", area, next, Context.Source, Context.Import);
        if (stored == 0) return;
        await places!.ShareOutAsync();
        await DoAsync($"{Queries}.take_dense_ids", area, stored);
        await DoAsync($"{Queries}.link_firms", area, Context.Import);
        await AreaStore.RaiseVersionAsync(Context.Session, Context.Area.Id, Context.Cancellation);
        await AnalyseAsync(stored);
        await places.TellAsync();
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

    private async Task CopyFirmsAsync()
    {
        await DoAsync("imports.firm_table");
        if (firms.Count == 0) return;
        await using var copy = await CopyAsync("imports.copy_firms");
        foreach (var (row, firm, role, since) in firms)
        {
            await copy.StartRowAsync(Context.Cancellation);
            await copy.WriteAsync(row, NpgsqlDbType.Bigint, Context.Cancellation);
            await copy.WriteAsync(firm, NpgsqlDbType.Integer, Context.Cancellation);
            await copy.WriteAsync(role, NpgsqlDbType.Text, Context.Cancellation);
            await PutAsync(copy, since, NpgsqlDbType.Date);
        }

        await copy.CompleteAsync(Context.Cancellation);
    }
}
