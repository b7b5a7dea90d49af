using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>A group that is to be stored.</summary>
/// <param name="Score">0…100.</param>
/// <param name="Facts">Its numbers.</param>
/// <param name="Words">Reasons and objection.</param>
/// <param name="OutlineM">Outline as WKB in the local metres of the study area.</param>
public sealed record NewGroup(double Score, GroupFacts Facts, GroupReasons Words, byte[] OutlineM);

/// <summary>A run that is to be stored.</summary>
/// <param name="Id">Its public id.</param>
/// <param name="Job">The job that made it; need not exist any more.</param>
/// <param name="Area">The study area.</param>
/// <param name="DataVersion">The data version that it was made from.</param>
/// <param name="Engine">kernel or postgis.</param>
/// <param name="EngineVersion">Version of the product.</param>
/// <param name="Parameters">Its inputs as JSON.</param>
/// <param name="Labels">Per dense id: number of the group, 0 in none, −1 not looked at.</param>
/// <param name="Groups">Its groups; the first is number 1.</param>
/// <param name="Notes">What has to be told about it as a whole.</param>
public sealed record NewRun(
    RunId Id, JobId? Job, StudyAreaId Area, long DataVersion, string Engine, string EngineVersion, string Parameters,
    int[] Labels, IReadOnlyList<NewGroup> Groups, IReadOnlyList<Sentence> Notes);

/// <summary>Grouping runs and their groups. Every method runs in the caller's session.</summary>
public static class RunStore
{
    /// <summary>Stores a run, its groups and its members.</summary>
    public static async Task StoreAsync(Session session, NewRun run, CancellationToken cancellation)
    {
        await session.ExecuteAsync("runs.insert", cancellation,
            run.Id.Value, run.Job?.Value ?? Guid.Empty, run.Area.Value, run.DataVersion, run.Engine, run.EngineVersion, run.Parameters,
            run.Labels.Count(label => label >= 0), run.Labels.Count(label => label == 0), LittleEndian(run.Labels), session.Scope.Actor,
            JsonSerializer.Serialize(run.Notes, JsonSerializerOptions.Web));
        if (run.Groups.Count == 0) return;
        await InsertGroupsAsync(session, run, cancellation);
        await CopyMembersAsync(session, run, cancellation);
    }

    /// <summary>Runs of a study area, newest first.</summary>
    public static Task<IReadOnlyList<RunSummary>> ListAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        session.ListAsync("runs.list", Summary, cancellation, area.Value);

    /// <summary>A run with its groups.</summary>
    /// <exception cref="GunManeException">There is none (NotFound).</exception>
    public static async Task<RunDetail> FindAsync(Session session, RunId run, CancellationToken cancellation) =>
        new(await SummaryAsync(session, run, cancellation), await session.ListAsync("runs.groups", Group, cancellation, run.Value));

    /// <summary>A run without its groups.</summary>
    /// <exception cref="GunManeException">There is none (NotFound).</exception>
    public static async Task<RunSummary> SummaryAsync(Session session, RunId run, CancellationToken cancellation)
    {
        var found = await session.ListAsync("runs.find", Summary, cancellation, run.Value);
        return found.Count == 0 ? throw Missing(run) : found[0];
    }

    /// <summary>Little-endian int32 per dense id: number of the group, 0 in none, −1 not looked at.</summary>
    /// <exception cref="GunManeException">There is no such run (NotFound).</exception>
    public static async Task<byte[]> LabelsAsync(Session session, RunId run, CancellationToken cancellation) =>
        await session.ScalarAsync<byte[]>("runs.labels", cancellation, run.Value) ?? throw Missing(run);

    /// <summary>Assets in groups, by group; streamed. An asset that was removed since is left out.</summary>
    public static async IAsyncEnumerable<RunMember> MembersAsync(Session session, RunId run, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = session.Command("runs.members", run.Value);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) yield return new RunMember(rows.GetGuid(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetDouble(3));
    }

    /// <summary>Removes a run with its groups; false if there was none.</summary>
    public static async Task<bool> DeleteAsync(Session session, RunId run, CancellationToken cancellation) =>
        await session.ExecuteAsync("runs.delete", cancellation, run.Value) > 0;

    private static GunManeException Missing(RunId run) =>
        new(Refusal.NotFound, $"群候補の計算結果「{run.Value}」はありません。(There is no grouping run {run.Value}.)", "run");

    /// <summary>Labels as they are stored and sent: little-endian int32.</summary>
    public static byte[] LittleEndian(int[] labels)
    {
        if (!BitConverter.IsLittleEndian) labels = Array.ConvertAll(labels, System.Buffers.Binary.BinaryPrimitives.ReverseEndianness);
        return MemoryMarshal.AsBytes(labels.AsSpan()).ToArray();
    }

    private static Task<int> InsertGroupsAsync(Session session, NewRun run, CancellationToken cancellation) =>
        session.ExecuteAsync("runs.insert_groups", cancellation, run.Id.Value, run.Area.Value,
            Enumerable.Range(1, run.Groups.Count).ToArray(),
            run.Groups.Select(_ => Guid.CreateVersion7()).ToArray(),
            run.Groups.Select(group => group.Score).ToArray(),
            run.Groups.Select(group => group.Facts.Holding.Assets).ToArray(),
            run.Groups.Select(group => JsonSerializer.Serialize(group.Facts, JsonSerializerOptions.Web)).ToArray(),
            run.Groups.Select(group => JsonSerializer.Serialize(group.Words, JsonSerializerOptions.Web)).ToArray(),
            run.Groups.Select(group => group.OutlineM).ToArray());

    private static async Task CopyMembersAsync(Session session, NewRun run, CancellationToken cancellation)
    {
        await using var copy = await CopyWriter.StartAsync(session.Connection, SqlText.Query("runs.copy_members"), cancellation);
        for (var dense = 0; dense < run.Labels.Length; dense++)
        {
            if (run.Labels[dense] <= 0) continue;
            copy.Row(4);
            copy.Write(run.Id.Value);
            copy.Write(run.Area.Value);
            copy.Write(dense);
            copy.Write(run.Labels[dense]);
        }

        await copy.CompleteAsync(cancellation);
    }

    private static RunSummary Summary(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(10), row.GetDateTime(1), row.GetString(2), row.GetString(3), Json(row.GetString(4)),
        row.GetInt32(5), row.GetInt32(6), row.GetInt32(7), row.GetInt64(8), row.GetBoolean(9),
        JsonSerializer.Deserialize<List<Sentence>>(row.GetString(11), JsonSerializerOptions.Web)!);

    private static GroupDocument Group(NpgsqlDataReader row)
    {
        var words = JsonSerializer.Deserialize<GroupReasons>(row.GetString(10), JsonSerializerOptions.Web)!;
        return new GroupDocument(row.GetGuid(0), row.GetInt32(1), row.GetDouble(2), row.GetInt32(3),
            [row.GetDouble(4), row.GetDouble(5), row.GetDouble(6), row.GetDouble(7)], Json(row.GetString(8)),
            JsonSerializer.Deserialize<GroupFacts>(row.GetString(9), JsonSerializerOptions.Web)!, words.Reasons, words.Objection);
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
