using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Commands;

public sealed class ImportCommandTests : IAsyncLifetime
{
    private readonly string home = Directory.CreateTempSubdirectory("gunmane-import-command-").FullName;
    private string database = "";
    private string connection = "";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TestCluster.CloneAsync(Now);
        connection = TestCluster.At((await TestCluster.SharedAsync(Now)).Administrator, database);
        await File.WriteAllTextAsync(Path.Combine(home, "parks.csv"), "公園名,緯度,経度\n東公園,34.80,138.30\n西公園,34.81,138.31\n", Now);
    }

    public async ValueTask DisposeAsync()
    {
        await TestCluster.DropAsync(database);
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Without_an_area_the_only_one_is_meant_and_of_several_none()
    {
        Assert.Contains("読んだ行 2 = 保存 2", (await ImportAsync()).Output, StringComparison.Ordinal);
        Assert.Contains("重複 2", (await ImportAsync()).Output, StringComparison.Ordinal);
        Assert.Contains("保存 2", (await ImportAsync("--area", "another")).Output, StringComparison.Ordinal);
        var (code, output) = await ImportAsync();
        Assert.Equal(1, code);
        Assert.Contains("another、area1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_is_suggested_written_used_and_refused_where_it_is_wrong()
    {
        var (rails, profile) = (Path.Combine(home, "rails.csv"), Path.Combine(home, "rails.json"));
        await File.WriteAllTextAsync(rails, "管理番号,名称,設置年,緯度,経度\nG7,北ガードレール,S61,34.8012,138.3012\nG9,南ガードレール,H12,34.8112,138.3112\n", Now);
        await using var suggest = Start(["--suggest", rails, "--out", profile]);
        await suggest.EndedAsync(Now);
        Assert.Equal(0, suggest.ExitCode);
        Assert.Contains("→ 名称 (name)", suggest.Output, StringComparison.Ordinal);
        Assert.Contains("見出しが「設置年」", suggest.Output, StringComparison.Ordinal);
        Assert.Contains("分野 (sector): 道路", suggest.Output, StringComparison.Ordinal);

        await using var import = Start([rails, "--profile", profile]);
        await import.EndedAsync(Now);
        Assert.Contains("保存 2", import.Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(profile, (await File.ReadAllTextAsync(profile, Now)).Replace("\"builtYear\"", "\"builtYaer\"", StringComparison.Ordinal), Now);
        await using var wrong = Start([rails, "--profile", profile]);
        await wrong.EndedAsync(Now);
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("fields.builtYaer", wrong.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_is_compared_updated_and_the_update_undone()
    {
        await ImportAsync();
        await File.WriteAllTextAsync(Path.Combine(home, "parks.csv"), "公園名,緯度,経度\n東公園,34.801,138.30\n新公園,34.82,138.32\n", Now);
        var (_, compared) = await ImportAsync("--update");
        Assert.Contains("増えた 1・変わった 1・消えた 1(残す)", compared, StringComparison.Ordinal);
        Assert.Contains("--apply", compared, StringComparison.Ordinal);
        Assert.Contains("重複 0 + 保留 0", (await ImportAsync("--update", "--apply")).Output, StringComparison.Ordinal);
        // The comparison was taken back, but not its number.
        var last = await CountAsync("SELECT max(id) FROM gunmane.import");
        await using var undo = Start(["--undo", last.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await undo.EndedAsync(Now);
        Assert.Equal((0, true), (undo.ExitCode, undo.Output.Contains("取り消しました", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_folder_whose_import_was_killed_is_simply_imported_again()
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, "many")).FullName;
        for (var file = 0; file < 12; file++)
        {
            var rows = Enumerable.Range(0, 2_000).Select(row => FormattableString.Invariant($"公園{file}-{row},34.{row:D4},138.{file:D2}"));
            await File.WriteAllTextAsync(Path.Combine(folder, $"parks{file:D2}.csv"), "公園名,緯度,経度\n" + string.Join('\n', rows) + "\n", Now);
        }

        await using (var killed = Start([folder, "--profile", "points-csv", "--area", "many"]))
        {
            await TestWait.UntilAsync(async () => await CountAsync("SELECT count(*) FROM gunmane.import") >= 2);
            killed.Kill();
            await killed.EndedAsync(Now);
        }

        var done = await CountAsync("SELECT count(*) FROM gunmane.import");
        Assert.Equal(2_000 * done, await CountAsync("SELECT count(*) FROM gunmane.asset"));
        await using var again = Start([folder, "--profile", "points-csv", "--area", "many"]);
        await again.EndedAsync(Now);
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(24_000, await CountAsync("SELECT count(*) FROM gunmane.asset"));
        Assert.True(await CountAsync("SELECT count(*) FROM gunmane.import WHERE same_as IS NOT NULL") >= done);
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM gunmane.import WHERE rows_read <> 2000"));
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        await using var command = Start([Path.Combine(home, "nothing.csv")]);
        await command.EndedAsync(Now);
        Assert.Equal(1, command.ExitCode);
        Assert.Contains("nothing.csv", command.Output, StringComparison.Ordinal);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var open = new Npgsql.NpgsqlConnection(connection);
        await open.OpenAsync(Now);
        await using var command = new Npgsql.NpgsqlCommand(sql, open);
        return (long)(await command.ExecuteScalarAsync(Now))!;
    }

    private async Task<(int Code, string Output)> ImportAsync(params string[] options)
    {
        await using var command = Start([Path.Combine(home, "parks.csv"), "--profile", "points-csv", .. options]);
        await command.EndedAsync(Now);
        return (command.ExitCode, command.Output);
    }

    private ServiceProcess Start(IEnumerable<string> arguments) =>
        ServiceProcess.Start(["import", .. arguments, "--home", home], new Dictionary<string, string> { ["GUNMANE_DB"] = connection });
}
