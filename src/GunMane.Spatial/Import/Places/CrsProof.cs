using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Loading;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Npgsql;

namespace GunMane.Spatial.Import.Places;

/// <summary>
/// Finds in which system the staged coordinates of a file are. What is declared is checked against the boundaries, what is
/// not declared is guessed and proved by them; a doubt is a question to the planner, never a choice made silently.
/// </summary>
internal sealed class CrsProof(ImportContext context)
{
    private const int SampleSize = 500;
    private const int DatumSampleSize = 20_000;

    // From how many rows a sampled one on, pages are sampled: a page holds some tens of rows.
    private const long LargeSample = 100;

    /// <summary>The frame of a file of assets.</summary>
    /// <param name="stated">EPSG code that the file states; 0 if it states an unknown one, null if none.</param>
    /// <param name="namedDegrees">Whether its columns are called latitude and longitude: without boundaries that decides.</param>
    /// <param name="owners">The owners that rows mention, by their number.</param>
    /// <exception cref="GunManeException">It is not declared and nothing is proved, or another system than the declared one is.</exception>
    public async Task<SourceFrame> OfAssetsAsync(int? stated, bool namedDegrees, IReadOnlyList<OrganisationMention> owners)
    {
        await DoAsync("places.proof_tables");
        await DoAsync("places.pick_table");
        await SampleAsync(SampleSize);
        var (points, degrees) = (await ListAsync("places.sample_size", row => (row.GetInt64(0), row.GetInt64(1) * 2 >= row.GetInt64(0)))).Single();
        var declared = Declared(stated, degrees);
        var swapped = declared is not null && context.Options.Crs?.Contains(SourceFrame.SwappedMark, StringComparison.Ordinal) == true;
        if (points == 0 || swapped) return await FrameAsync(declared ?? Crs.StorageSource, swapped, false);
        var prefectures = await ListAsync("places.prefectures", row => row.GetString(0), Area);
        if (prefectures.Count == 0) return await FrameAsync(declared ?? Assumed(degrees || namedDegrees), false, false);
        await ClaimAsync(owners);
        // Degrees that say nothing are JGD2011 by custom (自治体標準オープンデータセット, RFC 7946), and checked like a declaration.
        // A datum said by name is no system for metres, but it answers the one question that boundaries cannot.
        if (declared is { IsDegrees: true } && !degrees && context.Options.SourceCrs is not null) return await GuessedAsync(prefectures, declared.Datum);
        if (declared is null && !degrees) return await GuessedAsync(prefectures, null);
        return await CheckedAsync(declared ?? Assumed(true), prefectures, degrees);
    }

    /// <summary>The frame of a file of boundaries: declared, or degrees.</summary>
    /// <exception cref="GunManeException">It is in metres and says nothing, or in the Tokyo datum without a grid.</exception>
    public Task<SourceFrame> OfBoundariesAsync(int? stated, bool looksLikeDegrees) =>
        FrameAsync(Declared(stated, looksLikeDegrees) ?? Assumed(looksLikeDegrees), false, true);

    private int Area => context.Area.Id.Value;

    private SourceCrs? Declared(int? stated, bool degrees)
    {
        if (context.Options.SourceCrs is { } said) return said;
        if (stated is > 0 && Crs.FromEpsg(stated.Value) is { } known) return known;
        if (stated is not null) context.Notes.Add(new("書かれている座標系が分からないので、書かれていないものとして扱いました。", "The stated CRS is unknown: taken as not stated."));
        return context.Profile.Crs is { } usual && Crs.Named(usual) is { } crs && (!crs.Degrees || degrees) ? crs : null;
    }

    private SourceCrs Assumed(bool degrees)
    {
        if (!degrees) throw Question("座標系が書かれていません(.prj がない)。境界がまだないので確かめられません。", "no CRS stated, and no boundaries yet to prove one");
        context.Notes.Add(new("座標系が書かれていないので、経度・緯度(JGD2011)とみなしました。", "No CRS is stated: taken as longitude/latitude (JGD2011)."));
        return Crs.StorageSource;
    }

    private async Task<SourceFrame> CheckedAsync(SourceCrs declared, IReadOnlyList<string> prefectures, bool degrees)
    {
        var guess = await TryAsync(declared, false);
        if (CrsEvidence.IsProved(guess))
        {
            await CheckDatumAsync(guess);
            return await FrameAsync(declared, false, false);
        }

        var turned = await TryAsync(declared, true);
        if (CrsEvidence.IsProved(turned) && CrsEvidence.IsAhead(turned, guess))
        {
            context.Notes.Add(new($"{Said(turned)}。縦と横が入れ替わっているものとして読みました。", $"{turned.Placed} of {turned.Standing.Count} sampled points fit with axes swapped ({guess.Placed} as declared): turned."));
            return await FrameAsync(declared, true, false);
        }

        foreach (var other in await TryAllAsync(CrsGuess.Worth(prefectures, degrees, null)))
        {
            if (CrsEvidence.Refutes(other, guess)) throw Question($"座標系は {declared.Name} とされていますが、{await WhereAsync()}に入るのは標本 {guess.Standing.Count:N0} 点のうち {guess.Placed:N0} 点だけです。{Said(other)}。",
                $"declared {declared.Srid}, where {guess.Placed} of {guess.Standing.Count} points fit, but {other.Placed} fit as EPSG:{other.Crs.Srid}{(other.Swapped ? " with axes swapped" : "")}");
        }

        return await FrameAsync(declared, false, false);
    }

    // A .prj may name the wrong datum; the planner's own word is the answer to that question and is not asked again.
    private async Task CheckDatumAsync(CrsGuess declared)
    {
        if (context.Options.SourceCrs is not null || declared.Crs.Kind == CrsKind.WebMercator) return;
        var twin = await TryAsync(declared.Crs.In(declared.Crs.Datum == Datum.Tokyo ? Datum.Jgd2011 : Datum.Tokyo), false);
        if (CrsEvidence.Favours(declared.Standing, twin.Standing) > 0)
            throw Question($"座標系は {declared.Crs.Name} とされていますが、{await WhereAsync()}に入る点は {twin.Name} とした方が多くなります({declared.AsClaimed:N0} 点と {twin.AsClaimed:N0} 点)。どちらの測地系か確かめてください。",
                $"declared {declared.Crs.Srid}, but the places fit EPSG:{twin.Crs.Srid} better: which datum is it?");
    }

    private async Task<SourceFrame> GuessedAsync(IReadOnlyList<string> prefectures, Datum? datum)
    {
        var guesses = await TryAllAsync(CrsGuess.Worth(prefectures, false, datum));
        if (!CrsEvidence.IsProved(guesses[0]))
        {
            await DoAsync("places.forget_claims");
            guesses = await TryAllAsync(CrsGuess.Worth(prefectures, false, datum));
        }

        var best = guesses[0];
        var next = guesses.FirstOrDefault(guess => guess != best && !best.IsTwin(guess));
        if (!CrsEvidence.IsProved(best) || (next is not null && !CrsEvidence.IsAhead(best, next)))
            throw Question($"座標系が書かれていません(.prj がない)。試した {guesses.Count} 通りのどれとも決められません({string.Join("、", guesses.Take(3).Select(Said))})。", "no CRS stated, and none of those tried is proved");
        if (datum is null) best = await WithDatumAsync(best, guesses.FirstOrDefault(best.IsTwin));
        context.Notes.Add(new($"座標系は書かれていません。標本 {best.Standing.Count:N0} 点のうち {best.Placed:N0} 点が{await WhereAsync()}に入るので {best.Name} としました(次に合うのは{(next is null ? "ありません" : $" {next.Name} の {next.Placed:N0} 点")})。"
            + (best.Crs.Datum == Datum.Jgd2011 ? "JGD2000・WGS84 との違いは見分けられないので、JGD2011 とみなしています。" : ""),
            FormattableString.Invariant($"No CRS is stated: {best.Placed} of {best.Standing.Count} sampled points fit as EPSG:{best.Crs.Srid}{(best.Swapped ? " with axes swapped" : "")}; next best {next?.Placed ?? 0}.")));
        return await FrameAsync(best.Crs, best.Swapped, false);
    }

    // 450 m tell only where rows lie along a border: many more points are looked at than for the system itself.
    private async Task<CrsGuess> WithDatumAsync(CrsGuess best, CrsGuess? twin)
    {
        if (twin is null || best.Crs.Kind == CrsKind.WebMercator) return best;
        await DoAsync("places.clear_sample");
        await SampleAsync(DatumSampleSize);
        var (one, other) = (await TryAsync(best.Crs, best.Swapped), await TryAsync(twin.Crs, twin.Swapped));
        return CrsEvidence.Favours(one.Standing, other.Standing) switch
        {
            -1 => one,
            1 => other,
            _ => throw Question($"座標は {best.Name} で{await WhereAsync()}に入りますが({one.Placed:N0}/{one.Standing.Count:N0} 点)、世界測地系か日本測地系(旧)か(約 450 m の違い)を見分けられません({Said(other)})。"
                + "どちらの測地系か確かめて指定してください。", "the datum (JGD2011 or Tokyo, 450 m apart) cannot be told from the places"),
        };
    }

    private async Task<SourceFrame> FrameAsync(SourceCrs crs, bool swapped, bool boundaries)
    {
        if (crs.Datum == Datum.Tokyo) return await TokyoFrameAsync(crs, swapped, boundaries);
        if (crs.Datum != Datum.Jgd2000 || !await HasGridAsync(Crs.EarthquakeGrid)) return new SourceFrame(crs, swapped);
        return new SourceFrame(crs, swapped, $"{crs.Proj} +nadgrids={Crs.EarthquakeGrid},null", Crs.EarthquakeGrid);
    }

    private async Task<SourceFrame> TokyoFrameAsync(SourceCrs crs, bool swapped, bool boundaries)
    {
        var byGrid = new SourceFrame(crs, swapped, $"{crs.Proj} +nadgrids={Crs.TokyoGrid}", Crs.TokyoGrid);
        if (await HasGridAsync(Crs.TokyoGrid) && await ScalarAsync<bool>("places.grid_reaches", byGrid.Source, byGrid.Target, swapped))
        {
            context.Notes.Add(new("日本測地系(旧)から TKY2JGD の格子で JGD2011 に変換しました。精度は約 0.2 m です。", "Converted from the Tokyo datum by the TKY2JGD grid, accurate to about 0.2 m."));
            return byGrid;
        }

        if (boundaries)
            throw context.File.Refuse("日本測地系(旧)の境界です。このサーバーには TKY2JGD の格子がなく、約 9 m の精度でしか変換できないので取り込みません。世界測地系(JGD2011)に変換したファイルを使ってください。",
                "boundaries in the Tokyo datum, and no TKY2JGD grid here: convert to JGD2011 first");
        context.Notes.Add(new("日本測地系(旧)から 3 つの定数(−146.414, 507.337, 680.507 m)で JGD2011 に変換しました。精度は約 9 m です(TKY2JGD の格子がありません)。",
            "Converted from the Tokyo datum by three parameters, accurate to about 9 m (no TKY2JGD grid here)."));
        return new SourceFrame(crs, swapped, SourceFrame.Shifted(crs));
    }

    private Task<bool> HasGridAsync(string grid) => ScalarAsync<bool>("places.has_grid", grid);

    private async Task<IReadOnlyList<CrsGuess>> TryAllAsync(IEnumerable<(SourceCrs Crs, bool Swapped)> systems)
    {
        var tried = new List<CrsGuess>();
        foreach (var (crs, swapped) in systems) tried.Add(await TryAsync(crs, swapped));
        return CrsEvidence.Ranked(tried);
    }

    private async Task<CrsGuess> TryAsync(SourceCrs crs, bool swapped) => new(crs, swapped, await ListAsync("places.attempt", row => (Standing)row.GetInt32(0),
        Area, swapped, SourceFrame.Shifted(crs), Crs.StorageProj, crs.Range ?? [-180.0, 180.0, -90.0, 90.0]));

    private async Task SampleAsync(int size)
    {
        await DoAsync("places.clear_pick");
        await DoAsync(context.Staged > LargeSample * size ? "places.pick_pages" : "places.pick_rows", (long)size, context.Staged);
        await DoAsync("places.sample", (long)size);
    }

    private Task<int> ClaimAsync(IReadOnlyList<OrganisationMention> owners) => DoAsync("places.claims", Area,
        Enumerable.Range(0, owners.Count).ToArray(), owners.Select(owner => owner.Code).ToArray(), owners.Select(owner => owner.Name is null ? null : OrganisationName.Parse(owner.Name).Name).ToArray());

    // 焼津市, or the study area where rows claim no town.
    private async Task<string> WhereAsync()
    {
        var claimed = await ListAsync("places.claimed", row => row.GetString(0), Area);
        return claimed.Count switch { 0 => "対象地域", 1 => claimed[0], _ => $"{claimed[0]} ほか各行の市区町村" };
    }

    private static string Said(CrsGuess guess) => $"{guess.Name} なら {guess.Placed:N0}/{guess.Standing.Count:N0} 点";

    private GunManeException Question(string japanese, string english) => context.File.Refuse(
        $"{japanese}--crs(crs)で座標系を指定してください。例: {Crs.SourceExample}、平面直角8系、日本測地系。", $"{english}: name it with --crs, e.g. {Crs.SourceExample}");

    private Task<int> DoAsync(string query, params object?[] values) => context.Session.ExecuteAsync(query, context.Cancellation, values);

    private Task<T?> ScalarAsync<T>(string query, params object?[] values) => context.Session.ScalarAsync<T>(query, context.Cancellation, values);

    private Task<IReadOnlyList<T>> ListAsync<T>(string query, Func<NpgsqlDataReader, T> row, params object?[] values) =>
        context.Session.ListAsync(query, row, context.Cancellation, values);
}
