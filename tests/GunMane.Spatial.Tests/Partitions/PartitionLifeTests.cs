using GunMane.Spatial.Tests.Import;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Partitions;

/// <summary>Whatever prefectures have partitions of their own, and whenever they get them: every fact, every record of changes and every answer is the same.</summary>
public sealed class PartitionLifeTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_life_is_the_same_in_every_layout()
    {
        var whole = await LifeAsync((_, _) => Task.CompletedTask);
        Assert.Contains(whole, line => line.StartsWith("links: 3 orders", StringComparison.Ordinal));
        // From the beginning; in the middle of the story, one more later and one back; every prefecture.
        Same(whole, await LifeAsync((town, step) => step == 0 ? DoAsync(town, "partition", "22", "23") : Task.CompletedTask));
        Same(whole, await LifeAsync((town, step) => step switch
        {
            2 => DoAsync(town, "partition", "23"),
            4 => DoAsync(town, "partition", "22"),
            5 => DoAsync(town, "unpartition", "23"),
            _ => Task.CompletedTask,
        }));
        Same(whole, await LifeAsync((town, step) => step == 0 ? DoAsync(town, "partition", "22", "23", "24") : Task.CompletedTask));
    }

    private static async Task<IReadOnlyList<string>> LifeAsync(Func<ImportTown, int, Task> between)
    {
        await using var database = new TestDatabase();
        await database.InitializeAsync();
        return await AreaLife.TellAsync(database, between);
    }

    private static async Task DoAsync(ImportTown town, string what, params string[] prefectures)
    {
        foreach (var prefecture in prefectures) Assert.Equal(2, (await town.AskAsync($"SELECT * FROM gunmane.{what}_prefecture('{prefecture}')")).Count);
    }

    // Line by line, so that a difference is told where it is.
    private static void Same(IReadOnlyList<string> expected, IReadOnlyList<string> found)
    {
        foreach (var (at, line) in expected.Index()) Assert.True(at < found.Count && line == found[at], $"line {at}:\n{line}\n{found.ElementAtOrDefault(at)}");
        Assert.Equal(expected.Count, found.Count);
    }
}
