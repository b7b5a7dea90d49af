using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>What people decide about firms, and all that follows in the same transaction: the review and the links that rules derive.</summary>
public static class FirmDecisions
{
    /// <summary>Decides a doubtful pair; see <see cref="FirmStore.DecideAsync"/>.</summary>
    public static Task<long> DecideAsync(Database database, AccessScope scope, string areaCode, long one, long other, string verdict, CancellationToken cancellation) =>
        FollowedAsync(database, scope, areaCode, (session, area) => FirmStore.DecideAsync(session, area, one, other, verdict, cancellation), cancellation);

    /// <summary>Takes a decision back; see <see cref="FirmStore.WithdrawAsync"/>.</summary>
    public static Task WithdrawAsync(Database database, AccessScope scope, string areaCode, long decision, CancellationToken cancellation) =>
        FollowedAsync(database, scope, areaCode, async (session, area) =>
        {
            await FirmStore.WithdrawAsync(session, area, decision, cancellation);
            return decision;
        }, cancellation);

    /// <summary>Undoes a merge; see <see cref="FirmStore.UndoAsync"/>.</summary>
    public static Task<long> UndoAsync(Database database, AccessScope scope, string areaCode, long merge, CancellationToken cancellation) =>
        FollowedAsync(database, scope, areaCode, (session, area) => FirmStore.UndoAsync(session, area, merge, cancellation), cancellation);

    private static Task<long> FollowedAsync(
        Database database, AccessScope scope, string areaCode, Func<Session, StudyAreaId, Task<long>> work, CancellationToken cancellation) =>
        database.WriteAsync(scope, async session =>
        {
            var area = (await AreaStore.FindAsync(session, areaCode, cancellation)).Id;
            var result = await work(session, area);
            await LinkRun.RunAsync(session, area, cancellation);
            return result;
        }, cancellation);
}
