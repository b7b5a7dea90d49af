using System.Globalization;
using System.Text.RegularExpressions;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Places;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Loading;

/// <summary>
/// Rows that become municipal boundaries. Features of one code are united; organisations are made for each municipality
/// and prefecture; the first boundaries set the study area's local metres; assets that came before are located.
/// </summary>
internal sealed partial class MunicipalityLoad(ImportContext context, IRowSource source) : RowLoad(context)
{
    private const int Fields = 8;
    private const string Fact = "municipality";

    private readonly FieldMap map = new(context.Profile, source.Columns);

    /// <inheritdoc/>
    protected override string Queries => "import_municipalities";

    /// <inheritdoc/>
    protected override void Write(CopyWriter copy, SourceRow row)
    {
        var notes = Begin(row);
        var code = CodeOf(row, notes);
        var shape = row.Shape;
        if (shape is null) notes.Fault("図形がありません (no geometry)");
        else Examine(shape, notes);
        var prefecture = map.Get(row, "prefectureCode") ?? code?[..2];
        var (name, prefectureName) = NameOf(row, code);
        PutHead(copy, row, notes, Fields);
        foreach (var text in new[] { code, code is null ? null : MunicipalityCode.BorderCode(code), prefecture, name, map.Get(row, "nameEn") ?? "",
            prefectureName, map.Get(row, "prefectureNameEn") ?? "" })
            copy.Write(text);
        PutShape(copy, shape, notes);
    }

    /// <inheritdoc/>
    public override async Task CheckAsync(IRowSource read)
    {
        await base.CheckAsync(read);
        var frame = await new CrsProof(Context).OfBoundariesAsync(read.StatedCrs, LooksLikeDegrees);
        Crs = frame.Told;
        await DoAsync($"{Queries}.ready_table");
        await DoAsync($"{Queries}.prepare", Context.Area.Id.Value, frame.Crs.Srid, frame.Crs.Degrees, frame.Source, frame.Target);
        await new PlaceStep(Context, frame).TellDatumAsync(Queries);
    }

    /// <inheritdoc/>
    protected override async Task TakeAsync(IRowSource read)
    {
        var area = Context.Area.Id.Value;
        await DoAsync($"{Queries}.unite_table");
        await DoAsync($"{Queries}.unite");
        await DoAsync("imports.lock_area", area);
        await CompareAsync(area);
        await DoAsync($"{Queries}.judge", area, Context.Options.Update);
        await MakeOrganisationsAsync();
        await LedgerUpdate.CompareAsync(Context, Fact);
        if (Context.Options.Update) await UpdateAsync(area);
        var stored = await DoAsync($"{Queries}.store", area, Context.Import);
        if (stored + Context.Changed + Context.Removed == 0) return;
        await DoAsync("import_update.cut_changed", area, Context.Import);
        await DoAsync("imports.analyse_boundaries");
        if (stored > 0) await SetMetresAsync();
        if (stored > 0) await LocateAsync(stored);
        if (Context.Changed + Context.Removed > 0) await RelocateAsync(area);
        await AreaStore.RaiseVersionAsync(Context.Session, Context.Area.Id, Context.Cancellation);
    }

    // Editions of one boundary at another scale or of another year are no news, and no reason to ask anybody either.
    private async Task CompareAsync(int area)
    {
        await DoAsync($"{Queries}.apart_table");
        if (Context.Options.Update) return;
        await DoAsync($"{Queries}.compare", area);
        var (towns, most) = (await Context.Session.ListAsync($"{Queries}.redrawn", row => (row.GetInt64(0), row.GetDouble(1)), Context.Cancellation)).Single();
        if (towns == 0) return;
        Context.Notes.Add(new($"{towns:N0} 市区町村の境界は、別の描き方で登録済みです(違いは面積の {100 * most:0.##} % まで)。登録済みのものを残しました。置き換えるときは「台帳の更新」で取り込んでください。",
            FormattableString.Invariant($"Boundaries of {towns} municipalities are stored already in another drawing (differing by up to {100 * most:0.##} % of the area); those stored stay. To replace them, import with update.")));
    }

    private async Task UpdateAsync(int area)
    {
        Context.Changed = await DoAsync("import_update.apply_municipality", area, Context.Import);
        if (Context.Options.RemoveMissing) Context.Removed = await DoAsync("import_update.remove_municipality", area);
    }

    private async Task RelocateAsync(int area)
    {
        var moved = await Context.Session.ScalarAsync<long>("import_update.relocate", Context.Cancellation, area);
        Context.Notes.Add(new($"境界を {Context.Changed:N0} 件置き換え、{Context.Removed:N0} 件消しました。{moved:N0} 施設の市区町村が変わりました。",
            FormattableString.Invariant($"{Context.Changed} boundaries were replaced, {Context.Removed} removed; {moved} assets lie in another municipality now.")));
    }

    private async Task LocateAsync(int stored)
    {
        Context.Notes.Add(new($"{stored} 市区町村の境界を登録しました。", $"Boundaries of {stored} municipalities were stored."));
        var located = await Context.Session.ScalarAsync<long>($"{Queries}.locate", Context.Cancellation, Context.Area.Id.Value);
        if (located > 0)
            Context.Notes.Add(new($"先に登録されていた {located:N0} 施設の市区町村が決まりました。", FormattableString.Invariant($"{located} assets stored before now have a municipality.")));
    }

    private string? CodeOf(SourceRow row, RowNotes notes)
    {
        var text = map.Get(row, "code") ?? (map.Has("code") ? null : FileCode().Match(Context.File.Name).Groups[1].Value);
        var code = notes.Code(Context.Codes.Read(text));
        if (code is null) notes.Fault("市区町村コードがありません (no municipality code)", string.IsNullOrEmpty(text) ? "所属未定地など" : text);
        return code;
    }

    // N03 before 2024: N03_003 county or designated city, N03_004 municipality or ward; since then N03_004 city, N03_005 ward.
    private (string Name, string PrefectureName) NameOf(SourceRow row, string? code)
    {
        var (upper, name, ward) = (map.Get(row, "upper") ?? "", map.Get(row, "name") ?? "", map.Get(row, "ward") ?? "");
        var prefecture = map.Get(row, "prefectureName") ?? (code is null ? null : Prefectures.Find(code[..2])?.Name) ?? "";
        if (prefecture.Length > 0 && name.StartsWith(prefecture, StringComparison.Ordinal)) name = name[prefecture.Length..];
        name = OrganisationName.WithoutCounty(name);
        if (ward.Length > 0) return (name + ward, prefecture);
        return (upper.EndsWith('市') && upper != name ? upper + name : name, prefecture);
    }

    private async Task MakeOrganisationsAsync()
    {
        var wanted = await Context.Session.ListAsync($"{Queries}.organisations",
            row => (Code: row.GetString(0), Name: row.GetString(1), NameEn: row.GetString(2)), Context.Cancellation);
        var book = await OrganisationBook.OpenAsync(Context.Session, Context.Area.Id, Context.Cancellation);
        foreach (var (code, name, nameEn) in wanted) await book.ByCodeAsync(code, OrganisationName.WithoutWard(name), nameEn);
    }

    private async Task SetMetresAsync()
    {
        var (prefecture, longitude, latitude) = (await Context.Session.ListAsync($"{Queries}.centre",
            row => (row.GetString(0), row.GetDouble(1), row.GetDouble(2)), Context.Cancellation, Context.Area.Id.Value, Context.Import)).Single();
        var proj = PlaneZones.Proj(prefecture, longitude, latitude) ?? Geo.Crs.LocalMetres(Math.Round(longitude, 2), Math.Round(latitude, 2));
        await AreaStore.SetMetresAsync(Context.Session, Context.Area.Id, proj, Context.Cancellation);
    }

    [GeneratedRegex("^([0-9]{5})(?:[._-]|$)")]
    private static partial Regex FileCode();
}
