using GunMane.Spatial.Storage;
using NpgsqlTypes;

namespace GunMane.Spatial.Import.Loading;

/// <summary>Finds or makes the organisations and departments that the new rows name, and leaves the map in <c>import_org_map</c>.</summary>
internal static class OwnerStep
{
    /// <summary>Runs the step.</summary>
    public static async Task RunAsync(ImportContext context, IReadOnlyList<OrganisationMention> mentions)
    {
        var (session, cancellation) = (context.Session, context.Cancellation);
        await session.ExecuteAsync("imports.org_map", cancellation);
        var used = await session.ListAsync("imports.used_owners", row => row.GetInt32(0), cancellation);
        if (used.Count == 0) return;
        var book = await OrganisationBook.OpenAsync(session, context.Area.Id, cancellation);
        var found = new List<int>();
        foreach (var at in used) found.Add((await book.FindAsync(mentions[at])).Id);
        await using (var copy = await session.Connection.BeginBinaryImportAsync(SqlText.Query("imports.copy_org_map"), cancellation))
        {
            for (var at = 0; at < used.Count; at++)
            {
                await copy.StartRowAsync(cancellation);
                await copy.WriteAsync(used[at], NpgsqlDbType.Integer, cancellation);
                await copy.WriteAsync(found[at], NpgsqlDbType.Integer, cancellation);
            }

            await copy.CompleteAsync(cancellation);
        }

        await session.ExecuteAsync("imports.departments", cancellation, context.Area.Id.Value);
    }
}
