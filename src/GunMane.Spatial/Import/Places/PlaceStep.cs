using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Loading;
using NpgsqlTypes;

namespace GunMane.Spatial.Import.Places;

/// <summary>Takes staged geometries to storage coordinates, locates them in their municipalities, and tells what is odd about their places.</summary>
internal sealed class PlaceStep(ImportContext context, SourceFrame frame)
{
    private int Area => context.Area.Id.Value;

    /// <summary>Brings geometries into storage coordinates by a query of the kind of row.</summary>
    public Task PrepareAsync(string query) =>
        DoAsync(query, Area, frame.Crs.Srid, frame.Crs.Degrees, frame.Swapped, frame.Source, frame.Target, context.Profile.CloseLines,
            new Npgsql.NpgsqlParameter { Value = (object?)frame.Crs.Range ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double });

    /// <summary>Fills <c>place_found</c> and <c>place_share</c>.</summary>
    public async Task LocateAsync()
    {
        await DoAsync("places.tables");
        await DoAsync("places.locate", Area);
        await TellDatumAsync("places");
    }

    /// <summary>Records the municipalities of what crosses a border; call it after the assets are stored.</summary>
    /// <param name="source">The ledger.</param>
    public Task ShareOutAsync(string source) => DoAsync("places.share_out", Area, source, context.Import);

    /// <summary>Says how accurate a file in JGD2000 is, where the earthquake of 2011 moved the ground.</summary>
    /// <param name="queries">Query file whose <c>moved_region</c> knows where the rows lie.</param>
    public async Task TellDatumAsync(string queries)
    {
        if (frame.Crs.Datum != Datum.Jgd2000) return;
        if (frame.Grid is not null)
            Note("JGD2000 から東北地方太平洋沖地震の補正格子で JGD2011 に変換しました。精度は約 0.2 m です。", "Converted from JGD2000 by the grid of the 2011 earthquake, accurate to about 0.2 m.");
        else if (await context.Session.ScalarAsync<bool>($"{queries}.moved_region", context.Cancellation))
            Note("JGD2000 を JGD2011 とみなしました。東日本・北陸では 2011 年の地震の分(最大約 5 m)ずれることがあります(補正の格子がありません)。", "JGD2000 is taken as JGD2011; here the 2011 earthquake moved the ground by up to about 5 m (no grid to correct it).");
    }

    /// <summary>Says how many of the assets just stored lie where they are not expected.</summary>
    public async Task TellAsync()
    {
        var flags = await context.Session.ListAsync("places.flags", row => (Flag: row.GetString(0), Count: row.GetInt64(1), Examples: row.GetFieldValue<string?[]>(2)),
            context.Cancellation, Area, context.Import);
        foreach (var (flag, count, examples) in flags)
        {
            var some = string.Join("、", examples.Where(text => text is not null));
            var (japanese, english) = Words(flag);
            Note(string.Format(null, japanese, $"{count:N0}") + (some.Length > 0 ? $"例: {some}" : ""), FormattableString.Invariant($"{count} {english}"));
        }
    }

    private static (string Japanese, string English) Words(string flag) => flag switch
    {
        "other_town" => ("管理者とは別の市区町村にある施設が {0} 件あります。", "assets lie in another municipality than their owner's."),
        "near_shore" => ("境界のすぐ外(300 m 以内、海岸など)にあり、近い市区町村のものとした施設が {0} 件あります。", "assets lie just off the boundaries and were given to the nearest municipality."),
        "crossing" => ("市区町村の境をまたぐ施設が {0} 件あります。大きい部分のある方を所在地としました。", "assets cross municipal borders; the larger part decides."),
        _ => ("{0} 件はどの市区町村の境界の中にもありません。", "rows lie within no municipality."),
    };

    /// <summary>Says what the file's shapes bring that is not stored as such: heights, and closed lines that may be meant as areas.</summary>
    public void Tell(long heights, long closed)
    {
        if (heights > 0) Note($"{heights:N0} 件の図形に高さなど(Z・M)があります。平面の位置だけを保存しました。", $"{heights} geometries have Z or M: only the plane is stored.");
        if (closed > 0 && !context.Profile.CloseLines)
            Note($"{closed:N0} 件は閉じた線です。面(敷地など)かもしれませんが、線として保存しました。面にするには取り込み方に closeLines を書きます。", $"{closed} lines are closed and may be meant as areas; stored as lines (profile member closeLines makes them polygons).");
    }

    private void Note(string japanese, string english) => context.Notes.Add(new(japanese, english));

    private Task<int> DoAsync(string query, params object?[] values) => context.Session.ExecuteAsync(query, context.Cancellation, values);
}
