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
    public async Task A_missing_file_is_named()
    {
        await using var command = Start([Path.Combine(home, "nothing.csv")]);
        await command.EndedAsync(Now);
        Assert.Equal(1, command.ExitCode);
        Assert.Contains("nothing.csv", command.Output, StringComparison.Ordinal);
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
