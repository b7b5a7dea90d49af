using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Npgsql;
using NpgsqlTypes;

namespace GunMane.Spatial.Runs;

/// <summary>One grouping from facts to stored groups: snapshot → affinity → groups → metrics and reasons → one transaction.</summary>
public sealed class GroupingRun(Database database, SnapshotCache snapshots)
{
    private const int Attempts = 3;

    /// <summary>Version of the product, stored with every run.</summary>
    public static string EngineVersion { get; } = ProductVersion.Current;

    /// <summary>Groups a study area and stores the run; <paramref name="stored"/> is called in the session that stores it, last.</summary>
    /// <exception cref="GunManeException">The request cannot be worked on, or the facts kept changing (Conflict).</exception>
    public async Task<RunId> RunAsync(
        GroupingRequest request, StudyAreaId area, JobId? job, AccessScope scope, Func<Session, RunId, Task> stored, JobProgress progress, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await progress(5, "施設・事業者・契約を読み込んでいます");
            var snapshot = await snapshots.GetAsync(database, area, scope, cancellation);
            if (await snapshots.FactsAsync(database, snapshot, scope, cancellation) is not { } facts) continue;
            var active = Active(snapshot, request);
            var kernel = request.Engine == "kernel" ? await KernelAsync(snapshot, active, request, await YearsAsync(area, scope, cancellation), progress, cancellation) : null;
            if (await StoreAsync(request, snapshot, facts, active, kernel, job, scope, stored, progress, cancellation) is { } run) return run;
        }

        throw new GunManeException(Refusal.Conflict,
            "計算中にデータが変わり続けています。取り込みが終わってからもう一度実行してください。(The data kept changing; run it again after the import.)");
    }

    // How many years the orders of the study area cover, at least one.
    private async Task<double> YearsAsync(StudyAreaId area, AccessScope scope, CancellationToken cancellation) =>
        (await database.ReadAsync(scope, session => HoldingStore.YearsAsync(session, area, cancellation), cancellation)).Years is var (first, last) ? last - first + 1 : 1;

    /// <summary>Which assets a request looks at; null for all.</summary>
    internal static bool[]? Active(Snapshot snapshot, GroupingRequest request)
    {
        if (request.Sectors is null && request.Municipalities is null && request.Owners is null) return null;
        var towns = request.Municipalities?.Select(code => TownIndex(snapshot, code)).ToHashSet();
        var active = new bool[snapshot.Count];
        for (var at = 0; at < active.Length; at++)
        {
            active[at] = (towns is null || towns.Contains(snapshot.Town[at])) && (request.Sectors is null || request.Sectors.Contains(snapshot.Sectors[at].Key()))
                && (request.Owners is null || request.Owners.Contains(snapshot.Owner[at] < 0 ? "other" : snapshot.Owners[snapshot.Owner[at]].Kind));
        }

        return active;
    }

    private static int TownIndex(Snapshot snapshot, string code)
    {
        for (var at = 0; at < snapshot.Towns.Count; at++)
        {
            if (snapshot.Towns[at].Code == code) return at;
        }

        throw GroupingInputs.Refused("municipalities",
            $"市区町村「{code}」はこの対象地域にありません。使えるのは {string.Join("、", snapshot.Towns.Select(town => town.Code))} です。(There is no municipality {code} here.)");
    }

    private static async Task<MadeGroups> KernelAsync(
        Snapshot snapshot, bool[]? active, GroupingRequest request, double years, JobProgress progress, CancellationToken cancellation)
    {
        await progress(25, $"{snapshot.Count:N0} 件の施設の近さと共通の事業者を調べています");
        var graph = ProximityPairs.Find(snapshot.Shapes, active, request.RadiusMm, cancellation);
        var along = request.Distance == "road" ? RoadWays.Along(snapshot, graph, cancellation) : null;
        graph = along?.Graph ?? graph;
        if (request.Borders == "keep") graph = BorderPairs.Inside(graph, snapshot.Town, snapshot.Owner);
        var ties = GroupingMethods.Ties(snapshot, graph, request, cancellation);
        await progress(50, $"{graph.Count:N0} 組の結びつきから群を作っています");
        var made = GroupingMethods.Make(snapshot, graph, ties, active, request, years, cancellation) with { Graph = graph };
        return along is not null && RoadWays.Note(along) is { } note ? made with { Notes = [note, .. made.Notes] } : made;
    }

    /// <summary>Measures and stores in one transaction; null if the facts changed since the snapshot.</summary>
    private Task<RunId?> StoreAsync(
        GroupingRequest request, Snapshot snapshot, ScoreFacts facts, bool[]? active, MadeGroups? made, JobId? job, AccessScope scope,
        Func<Session, RunId, Task> stored, JobProgress progress, CancellationToken cancellation) => database.WriteAsync<RunId?>(scope, async session =>
    {
        if (made is null)
        {
            if (await session.ScalarAsync<long>("runs.hold_version", cancellation, snapshot.Area.Value) != snapshot.DataVersion) return null;
            await progress(25, "PostGIS で群を作っています");
            made = new(await PostGisAsync(session, snapshot, request, cancellation), []) { Graph = ProximityPairs.Find(snapshot.Shapes, active, request.RadiusMm, cancellation) };
        }

        await progress(65, $"{made.Grouping.Groups:N0} の群候補の中身と理由をまとめています");
        var (years, _) = await HoldingStore.YearsAsync(session, snapshot.Area, cancellation);
        var names = await HoldingNames.LoadAsync(session, snapshot.Area, null, cancellation);
        var measured = GroupAssembly.Measure(snapshot, facts, made.Grouping, made.Graph!, request, GroupAssembly.Names(snapshot), cancellation);
        var phases = GroupAssembly.Phases(measured);
        var run = new NewRun(new RunId(Guid.CreateVersion7()), job, snapshot.Area, snapshot.DataVersion, request.Engine, EngineVersion, request.ToJson(),
            GroupAssembly.Labels(snapshot, active, measured),
            [.. measured.Select((group, at) => group.ToStore(GroupFacts.Of(group.Metrics, names, years, snapshot.DataVersion), phases?[at], names))],
            // Bounded says itself which limits conflict.
            measured.Count == 0 && (request.Method != "bounded" || made.Notes.Count == 0) ? [.. made.Notes, NoGroups.Note(made.Graph!, active, request)] : made.Notes);
        await progress(85, "結果を保存しています");
        await RunStore.StoreAsync(session, run, cancellation);
        await stored(session, run.Id);
        return run.Id;
    }, cancellation);

    private static async Task<Grouping> PostGisAsync(Session session, Snapshot snapshot, GroupingRequest request, CancellationToken cancellation)
    {
        var label = new int[snapshot.Count];
        Array.Fill(label, -1);
        var groups = 0;
        var rows = request.Method == "shared-firm"
            ? await session.ListAsync("runs.shared_firm_groups", row => (DenseId: row.GetInt32(0), Group: row.GetInt32(1)), cancellation,
                snapshot.Area.Value, request.Radius, new NpgsqlParameter { Value = (object?)request.Near ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Double }, request.Evidence, TextArray(request.Sectors), TextArray(request.Municipalities))
            : await session.ListAsync("runs.density_groups", row => (DenseId: row.GetInt32(0), Group: row.GetInt32(1)), cancellation,
            snapshot.Area.Value, request.Radius, request.MinPoints, request.ContractorWeight, request.Threshold, TextArray(request.Sectors), TextArray(request.Municipalities),
            request.SectorWeight, request.TermsWeight, request.InspectionWeight, request.BorderWeight, request.TermDays, request.WorkKindWeight, request.YenWeight);
        foreach (var (denseId, group) in rows)
        {
            label[Array.BinarySearch(snapshot.DenseIds, denseId)] = group - 1;
            groups = Math.Max(groups, group);
        }

        return new Grouping(label, groups);
    }

    private static NpgsqlParameter TextArray(IReadOnlyList<string>? values) =>
        new() { Value = values is null ? DBNull.Value : values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
