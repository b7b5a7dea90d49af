using System.Text;
using CsCheck;
using GunMane.Spatial.Import;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import;

/// <summary>Every row ends in exactly one state, and nothing that was in the file is gone.</summary>
public sealed class RowStateTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Header = "ID,公園名,緯度,経度,面積\n";

    [Fact]
    public async Task Good_rows_are_stored_and_bad_ones_kept_with_reason_place_and_raw_text()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("parks.csv", Header
            + "1,海辺公園,34.85,138.32,100\n"
            + "2,山手公園,,138.32,100\n"
            + "3,\"川,沿い公園\",北緯,138.32,100\n"
            + "4,入替公園,138.33,34.86,\"32,500 \"\n"
            + "5,原点公園,0,0,100\n"
            + "6,列足らず公園,34.85\n"
            + "1,海辺公園,34.85,138.32,100\n");
        var report = await town.ImportAsync(path);
        Assert.Equal((7, 1, 1, 1, 4), (report.Read, report.Stored, report.Repaired, report.Duplicate, report.Quarantined));
        var quarantined = await town.RowsAsync(report, "quarantined");
        Assert.Equal([2L, 3, 5, 6], quarantined.Select(row => row.RowNumber));
        Assert.Equal("3,\"川,沿い公園\",北緯,138.32,100", quarantined[1].Raw);
        Assert.Equal("4 行目", quarantined[1].Place);
        Assert.All(quarantined, row => Assert.NotEmpty(row.Reason));
        var repaired = Assert.Single(await town.RowsAsync(report, "repaired"));
        Assert.Contains("入れ替わって", repaired.Reason, StringComparison.Ordinal);
        Assert.Contains("32500", repaired.Reason, StringComparison.Ordinal);
        Assert.Equal(["park|海辺公園|138.32|34.85|100", "park|入替公園|138.33|34.86|32500"],
            await town.AskAsync("SELECT sector, name, ST_X(geom), ST_Y(geom), area_m2 FROM gunmane.asset WHERE study_area = $1 ORDER BY area_m2"));
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("parks.csv", Header + "1,海辺公園,34.85,138.32,100\n2,山手公園,34.86,138.33,200\n3,幽霊公園,,,\n");
        await town.ImportAsync(path);
        var (before, facts) = (await town.AreaAsync(), await FactsAsync(town));
        var again = await town.ImportAsync(path);
        Assert.Equal((3, 0, 0, 2, 1), (again.Read, again.Stored, again.Repaired, again.Duplicate, again.Quarantined));
        Assert.Equal(before, await town.AreaAsync());
        Assert.Equal(facts, await FactsAsync(town));
    }

    [Fact]
    public async Task Ids_are_the_same_in_every_database_and_dense_ids_have_no_gap()
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("a.csv", Header + "1,甲公園,34.85,138.32,1\n2,乙公園,34.80,138.30,1\n"));
        await town.ImportAsync(town.Write("b.csv", Header + "1,丙公園,34.81,138.31,1\n"));
        Assert.Equal(["0", "1", "2"], await town.AskAsync("SELECT dense_id FROM gunmane.asset WHERE study_area = $1 ORDER BY 1"));
        var ids = await town.AskAsync("SELECT id FROM gunmane.asset WHERE study_area = $1 ORDER BY 1");
        await town.AskAsync("DELETE FROM gunmane.asset WHERE study_area = $1");
        await town.ImportAsync(town.Write("b.csv", Header + "1,丙公園,34.81,138.31,1\n"));
        await town.ImportAsync(town.Write("a.csv", Header + "2,乙公園,34.80,138.30,1\n1,甲公園,34.85,138.32,1\n"));
        Assert.Equal(ids, await town.AskAsync("SELECT id FROM gunmane.asset WHERE study_area = $1 ORDER BY 1"));
    }

    [Fact]
    public async Task Two_imports_into_one_area_at_once_wait_for_each_other()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var files = Enumerable.Range(0, 6).Select(file => town.Write($"{file % 3}/parks{file % 3}-{file / 3}.csv",
            Header + string.Concat(Enumerable.Range(0, 200).Select(row => FormattableString.Invariant($"{row},公園{file},34.{row:D3},138.3,1\n"))))).ToList();
        var reports = await Task.WhenAll(files.Concat(files).Select(path => town.ImportAsync(path)));
        Assert.Equal((1200, 1200), (reports.Sum(report => report.Stored), reports.Sum(report => report.Duplicate)));
        Assert.Equal(["1200|0|1199|1200"], await town.AskAsync(
            "SELECT count(DISTINCT dense_id), min(dense_id), max(dense_id), (SELECT next_dense_id FROM gunmane.study_area WHERE id = $1) FROM gunmane.asset WHERE study_area = $1"));
    }

    [Fact]
    public async Task The_same_key_with_other_content_does_not_overwrite()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var options = new ImportOptions("yaizu-park-list");
        await town.ImportAsync(town.Write("list.csv", Header + "1,海辺公園,34.85,138.32,100\n"), options);
        var report = await town.ImportAsync(town.Write("list.csv", Header + "1,海辺公園(改),34.85,138.32,100\n2,山手公園,34.86,138.32,1\n2,山手公園,34.87,138.32,1\n"), options);
        Assert.Equal((3, 1, 0, 2), (report.Read, report.Stored, report.Duplicate, report.Quarantined));
        var rows = await town.RowsAsync(report);
        Assert.StartsWith("既に別の内容で登録済み", rows[0].Reason, StringComparison.Ordinal);
        Assert.StartsWith("同じ番号で内容の違う行", rows[1].Reason, StringComparison.Ordinal);
        Assert.Equal(["海辺公園", "山手公園"], await town.AskAsync("SELECT name FROM gunmane.asset WHERE study_area = $1 ORDER BY source_key"));
    }

    [Fact]
    public async Task Japanese_in_either_encoding_is_the_same_and_unreadable_bytes_cost_one_row()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = Header + "1,麴町㈱髙公園,34.85,138.32,100\n2,山手公園,34.86,138.33,200\n";
        await using var town = await ImportTown.CreateAsync(database);
        var shiftJis = await town.ImportAsync(town.Write("sjis/parks.csv", Encoding.GetEncoding(932).GetBytes(text.Replace("麴", "麹", StringComparison.Ordinal))));
        Assert.Equal("CP932 (Shift_JIS)", shiftJis.Encoding);
        Assert.Equal("UTF-8", (await town.ImportAsync(town.Write("utf8/parks8.csv", "\uFEFF" + text))).Encoding);
        Assert.Equal(["parks|麹町㈱髙公園", "parks8|麴町㈱髙公園"], await town.AskAsync(
            "SELECT split_part(source, '/', 2), name FROM gunmane.asset WHERE study_area = $1 AND name LIKE '%町%' ORDER BY 1"));

        var broken = Encoding.UTF8.GetBytes(Header + "1,甲公園,34.85,138.32,100\n2,乙?公園,34.86,138.33,200\n");
        broken[Array.IndexOf(broken, (byte)'?')] = 0xFF;
        var report = await town.ImportAsync(town.Write("broken.csv", broken));
        Assert.Equal((2, 1, 1), (report.Read, report.Stored, report.Quarantined));
        Assert.Equal("2,乙\\xFF公園,34.86,138.33,200", Assert.Single(await town.RowsAsync(report, "quarantined")).Raw);
    }

    [Fact]
    public async Task The_four_states_add_up_on_any_file()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var field = Gen.OneOf(Gen.OneOf("", "34.85", "138.3", "３４．８", "NaN", "1e999", "-", "\"a,b\"", "\"", "a\"b", "32,500", "公園", "\0", "🌊", " "), Gen.Double[-200, 200].Select(value =>
            value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)), Gen.String[Gen.Char.AlphaNumeric, 0, 6]);
        var files = Gen.Select(field.Array[0, 7].Select(fields => string.Join(',', fields)).Array[0, 12], Gen.OneOf("\n", "\r\n"));
        var number = 0;
        await files.SampleAsync(async (lines, ending) =>
        {
            var path = town.Write($"fuzz{Interlocked.Increment(ref number)}.csv", Header + string.Join(ending, lines));
            var report = await town.ImportAsync(path);
            var kept = await town.RowsAsync(report);
            Assert.Equal(report.Repaired + report.Duplicate + report.Quarantined, kept.Count);
            Assert.Equal(kept.Count, kept.Select(row => row.RowNumber).Distinct().Count());
        }, iter: 60, threads: 1);
    }

    private static Task<IReadOnlyList<string>> FactsAsync(ImportTown town) =>
        town.AskAsync("SELECT a::text FROM gunmane.asset a WHERE study_area = $1 ORDER BY dense_id");
}
