using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Health;

/// <summary>A part that the service needs.</summary>
/// <param name="Name">database, schema or workers.</param>
/// <param name="Ready">Whether it does its work.</param>
/// <param name="Ja">What is wrong, or how it is, in Japanese.</param>
/// <param name="En">The same in English.</param>
internal sealed record ReadyPart(string Name, bool Ready, string Ja, string En);

/// <summary>Looks at every part that the service needs, within a short time whatever state they are in.</summary>
internal sealed class Readiness(WorkerLife workers, HostSettings settings)
{
    /// <summary>The parts, in the order in which one would repair them.</summary>
    public async Task<IReadOnlyList<ReadyPart>> LookAsync(CancellationToken cancellation)
    {
        var schema = await SchemaAsync(cancellation);
        return [DatabasePart(schema), SchemaPart(schema), WorkersPart()];
    }

    /// <summary>What the database says of its schema; null if it says nothing in time.</summary>
    private async Task<SchemaState?> SchemaAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.ReadyWithin);
        try
        {
            // A server that hangs does not hear that it should stop: who asked gets his answer all the same.
            return await settings.Database.ReadAsync(AccessScope.Local, session => SchemaCheck.ReadAsync(session, patience.Token), patience.Token).WaitAsync(patience.Token);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && (e is OperationCanceledException || DatabaseFault.IsAway(e) || DatabaseFault.IsTimeout(e)))
        {
            return null;
        }
        catch (Exception e) when (DatabaseFault.IsSchemaFault(e))
        {
            return SchemaState.None;
        }
    }

    private ReadyPart DatabasePart(SchemaState? schema) => schema is null
        ? new ReadyPart("database", false, $"データベースが {settings.ReadyWithin.TotalSeconds:0.#} 秒以内に応答しません。", $"The database does not answer within {settings.ReadyWithin.TotalSeconds:0.#} s.")
        : new ReadyPart("database", true, "データベースにつながっています。", "The database answers.");

    private static ReadyPart SchemaPart(SchemaState? schema) => schema switch
    {
        null => new ReadyPart("schema", false, "データベースにつながらないため、版を確かめられません。", "Not known while the database is away."),
        { IsGood: false } => new ReadyPart("schema", false,
            $"データベースの版がこのプログラムと合いません（{string.Join("、", schema.Missing.Concat(schema.Edited))}）。サービスを起動し直すと更新されます。",
            $"The schema is not the one this program needs ({string.Join(", ", schema.Missing.Concat(schema.Edited))}). Starting the service again brings it up to date."),
        { OtherFunctions: true } => new ReadyPart("schema", true, "別の版のサービスが同じデータベースを使っています。", "A service of another version uses the same database."),
        _ => new ReadyPart("schema", true, "データベースの版が合っています。", "The schema is the one this program needs."),
    };

    private ReadyPart WorkersPart() => workers.IsGood
        ? new ReadyPart("workers", true, "処理の担当が動いています。", "The job workers run.")
        : new ReadyPart("workers", false, $"処理の担当が止まっています（{workers.Expected} のうち {workers.Running} が動作中）。続くときはサービスを起動し直してください。",
            $"Job workers have stopped ({workers.Running} of {workers.Expected} run). If this lasts, start the service again.");
}
