using GunMane.Spatial.Import;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>What happens to imports after they were made: taken back, rows corrected. Who is who among firms, and links that rules derive, follow.</summary>
public static class ImportLifecycle
{
    /// <summary>Takes an import back as a whole; see <see cref="ImportUndo"/>.</summary>
    /// <exception cref="GunManeException">There is none (NotFound), or something stands in the way (Conflict).</exception>
    public static Task<ImportReport> UndoAsync(Database database, AccessScope scope, long import, CancellationToken cancellation) =>
        database.WriteAsync(scope, async session =>
        {
            var report = await ImportUndo.RunAsync(session, import, cancellation);
            await FirmReview.RunAsync(session, report.Area, cancellation);
            await LinkRun.RunAsync(session, report.Area, cancellation);
            return report;
        }, cancellation);

    /// <summary>Takes corrected rows in; see <see cref="RowCorrection"/>.</summary>
    public static async Task<CorrectionOutcome> CorrectAsync(
        Database database, AccessScope scope, Task<CorrectionOutcome> correction, CancellationToken cancellation)
    {
        var outcome = await correction;
        if (outcome.Taken > 0) await database.WriteAsync(scope, session => LinkRun.RunAsync(session, outcome.Report.Area, cancellation), cancellation);
        return outcome;
    }
}
