using GunMane.Spatial.Contracts;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Contracts;

/// <summary>
/// The model region's orders state the numbers of their assets: with these hidden from the rules, how many of the links that
/// titles give are true, and how many of the true ones are found.
/// </summary>
public sealed class PlantedLinksTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Titles_find_the_right_line_of_the_model_region_and_reach_its_assets()
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        await ModelRegion.LoadAsync(database.Database, AccessScope.Local, Checkout.At("data", "sample"), (_, _) => Task.CompletedTask, Now);
        var (facts, truth) = await database.Database.SnapshotAsync(AccessScope.Local, async session =>
        {
            var area = await AreaStore.FindAsync(session, "model", Now);
            return (await LinkStore.ReadAsync(session, area.Id, Now), await TruthAsync(session, area.Id));
        }, Now);
        var told = truth.Select(pair => pair.Contract).ToHashSet();
        var hidden = facts with { Contracts = [.. facts.Contracts.Where(order => told.Contains(order.Id)).Select(order => order with { Numbered = false })], Numbers = [] };
        var sure = ContractLinker.Propose(hidden).Where(proposal => proposal.Sure).ToList();
        var found = sure.Select(proposal => (proposal.Contract, proposal.DenseId)).ToHashSet();
        var linked = sure.Select(proposal => proposal.Contract).ToHashSet();
        var right = found.Count(truth.Contains);
        var reached = truth.Count(pair => linked.Contains(pair.Contract));
        // An order is rightly linked when at least one of its own assets is among those that its title gave.
        var rightOrders = linked.Count(order => sure.Any(proposal => proposal.Contract == order && truth.Contains((order, proposal.DenseId))));
        output.WriteLine(FormattableString.Invariant(
            $"orders with numbers {told.Count}, linked by title {linked.Count}, of these rightly {rightOrders}; links {found.Count}, true {right} (precision {(double)right / found.Count:0.000}); true links of the linked orders {reached}, found {(double)right / reached:0.000}; of all true links {truth.Count}: {(double)right / truth.Count:0.000}"));
        Assert.True(linked.Count > 200, $"{linked.Count} linked");
        Assert.True(rightOrders >= 0.99 * linked.Count, $"{rightOrders} of {linked.Count} orders");
    }

    private static async Task<HashSet<(long Contract, int DenseId)>> TruthAsync(Session session, StudyAreaId area)
    {
        await using var command = new Npgsql.NpgsqlCommand("SELECT contract, dense_id FROM gunmane.contract_asset WHERE study_area = $1 AND origin = 'import'", session.Connection);
        command.Parameters.AddWithValue(area.Value);
        await using var reader = await command.ExecuteReaderAsync(Now);
        var pairs = new HashSet<(long, int)>();
        while (await reader.ReadAsync(Now)) pairs.Add((reader.GetInt64(0), reader.GetInt32(1)));
        return pairs;
    }
}
