using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>The model region in a database of its own, loaded once for all presets.</summary>
public sealed class PresetRegion : IAsyncLifetime
{
    private readonly TestDatabase database = new();
    private GroupingJobHandler handler = null!;
    private StudyAreaId area;
    private IReadOnlyList<GroupDocument>? usual;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        await database.InitializeAsync();
        await ModelRegion.LoadAsync(database.Database, AccessScope.Local, Checkout.At("data", "sample"), (_, _) => Task.CompletedTask, CancellationToken.None);
        area = (await database.Database.ReadAsync(AccessScope.Local, session => AreaStore.FindAsync(session, "model", CancellationToken.None), CancellationToken.None)).Id;
        handler = new GroupingJobHandler(database.Database, new SnapshotCache());
    }

    /// <summary>Groups of a run with these inputs.</summary>
    public async Task<RunDetail> RunAsync(JsonObject inputs, CancellationToken cancellation)
    {
        inputs["studyArea"] = "model";
        var result = await handler.RunAsync(new JobRequest(new JobId(Guid.NewGuid()), area, inputs, AccessScope.Local), (_, _) => Task.CompletedTask, cancellation);
        var run = new RunId(Guid.Parse(result["run"]!.GetValue<string>()));
        return await database.Database.SnapshotAsync(AccessScope.Local, session => RunStore.FindAsync(session, run, cancellation), cancellation);
    }

    /// <summary>Groups of the process's defaults.</summary>
    public async Task<IReadOnlyList<GroupDocument>> UsualAsync(CancellationToken cancellation) => usual ??= (await RunAsync([], cancellation)).Groups;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => database.DisposeAsync();
}
