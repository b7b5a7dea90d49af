using System.Text.Json.Nodes;
using GunMane.Spatial.Contracts;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>What a run of the links came to.</summary>
/// <param name="Contracts">Placed orders looked at.</param>
/// <param name="Changed">Links made, changed or taken back.</param>
public sealed record LinkOutcome(long Contracts, long Changed);

/// <summary>
/// Links orders to assets anew from all that is stored: the same facts give the same links in whatever order files came,
/// and a run without news changes nothing. What files state and planners decided is left as it is.
/// </summary>
public static class LinkRun
{
    /// <summary>Version of the rules; raise it when they change.</summary>
    public const string EngineVersion = "1";

    /// <summary>Runs the rules over a study area, in one transaction.</summary>
    /// <exception cref="GunManeException">There is no such study area (NotFound).</exception>
    public static Task<LinkOutcome> RunAsync(Database database, AccessScope scope, string areaCode, CancellationToken cancellation) =>
        database.WriteAsync(scope, async session => await RunAsync(session, (await AreaStore.FindAsync(session, areaCode, cancellation)).Id, cancellation), cancellation);

    /// <summary>Runs the rules over a study area in the caller's transaction.</summary>
    public static async Task<LinkOutcome> RunAsync(Session session, StudyAreaId area, CancellationToken cancellation)
    {
        // Imports of the same area wait, and this waits for them.
        await session.ExecuteAsync("imports.lock_area", cancellation, area.Value);
        var facts = await LinkStore.ReadAsync(session, area, cancellation);
        await LinkStore.ProposeAsync(session, area, ContractLinker.Propose(facts), cancellation);
        var changed = await LinkStore.SettleAsync(session, area, null, cancellation);
        await LinkStore.RecordAsync(session, area, EngineVersion, facts.Contracts.Count, changed, cancellation);
        return new LinkOutcome(facts.Contracts.Count, changed);
    }
}

/// <summary>The process <c>links</c>. Input: <c>studyArea</c>. Result: <c>{contracts, changed}</c>.</summary>
public sealed class LinkJobHandler(Database database) : IJobHandler
{
    /// <inheritdoc/>
    public string Process => "links";

    /// <summary>The process as the service offers it.</summary>
    public static OfferedProcess Offer(Database database) => new(new LinkJobHandler(database), Description);

    /// <inheritdoc/>
    public async Task<JsonObject> RunAsync(JobRequest job, JobProgress progress, CancellationToken cancellation)
    {
        await progress(0, "契約と施設を結び付けています");
        return await database.WriteAsync(job.Scope, async session =>
        {
            var outcome = await LinkRun.RunAsync(session, job.Area, cancellation);
            JsonObject Document() => new() { ["contracts"] = outcome.Contracts, ["changed"] = outcome.Changed };
            await job.EndAsync(session, Document());
            return Document();
        }, cancellation);
    }

    private static ProcessDescription Description { get; } = new(
        "links", "契約と施設を結び付ける",
        "施設番号・件名の施設名や路線名・施工業者・地区から、契約を施設に結び付ける。取り込みの後には自動で行われる。(Links orders to assets by ledger numbers, names in titles, builders and districts; runs by itself after imports.)",
        LinkRun.EngineVersion,
        [new ProcessValue("studyArea", "対象地域", "対象地域のコード。(Code of the study area.)", new JsonObject { ["type"] = "string" }, Required: true)],
        [
            new ProcessValue("contracts", "見た契約の数", "結び付けを調べた、契約に至った発注。(Placed orders looked at.)", new JsonObject { ["type"] = "integer" }),
            new ProcessValue("changed", "変わった結び付きの数", "新しく付いた、変わった、外れた結び付き。(Links made, changed or taken back.)", new JsonObject { ["type"] = "integer" }),
        ]);
}
