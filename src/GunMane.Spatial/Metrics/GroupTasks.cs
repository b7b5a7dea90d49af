using GunMane.Spatial.Model;

namespace GunMane.Spatial.Metrics;

/// <summary>A placed order of a work kind that names an asset, with its firm.</summary>
/// <param name="Kind">The work kind.</param>
/// <param name="Contractor">The firm; 0 where it is not known.</param>
public readonly record struct WorkDone(WorkKind Kind, long Contractor);

/// <summary>A work kind among the orders behind a group.</summary>
/// <param name="Kind">The work kind.</param>
/// <param name="Assets">Assets that a placed order of that kind names.</param>
/// <param name="Firms">Firms that had such an order.</param>
/// <param name="Main">The firm with most of these assets (the lowest number of equal ones); 0 where no firm is known.</param>
public sealed record TaskShare(WorkKind Kind, int Assets, int Firms, long Main);

/// <summary>Field work, or management, among the orders behind a group.</summary>
/// <param name="Assets">Assets that such an order names.</param>
/// <param name="Firms">Firms that had one.</param>
/// <param name="Local">Of them able local firms within reach (<see cref="LocalFirms"/>); a joint venture is local with any of its members.</param>
public sealed record TaskSide(int Assets, int Firms, int Local);

/// <summary>
/// How roles are split by task behind a group (precedents 明和町: town firms do field work, an outside firm manages; 多摩市, 田原本町: several processes of
/// one sector). Field work is everything done at the asset with crews; inspection and design are management: they look, plan and see to it that it is done.
/// Measured from the work kinds of placed orders that name assets.
/// </summary>
/// <param name="Kinds">Work kinds, in the order of <see cref="WorkKind"/>.</param>
/// <param name="Field">Patrol, cleaning, mowing, snow removal, repair.</param>
/// <param name="Management">Inspection and design.</param>
/// <param name="InBoth">Firms with orders of both.</param>
public sealed record GroupTasks(IReadOnlyList<TaskShare> Kinds, TaskSide Field, TaskSide Management, int InBoth)
{
    /// <summary>Whether a work kind is management rather than field work.</summary>
    public static bool IsManagement(WorkKind kind) => kind is WorkKind.Inspection or WorkKind.Design;

    /// <summary>Measures a group.</summary>
    /// <param name="work">What was ordered for each of its assets.</param>
    /// <param name="isLocal">Whether a firm is local.</param>
    public static GroupTasks Of(IReadOnlyList<IReadOnlyList<WorkDone>> work, Func<long, bool> isLocal)
    {
        var rows = work.SelectMany((done, asset) => done.Select(one => (Asset: asset, one.Kind, one.Contractor))).Distinct().ToList();
        var (management, field) = (rows.Where(row => IsManagement(row.Kind)).ToList(), rows.Where(row => !IsManagement(row.Kind)).ToList());
        return new GroupTasks([.. rows.GroupBy(row => row.Kind).OrderBy(kind => kind.Key).Select(kind => Share(kind.Key, [.. kind.Select(row => (row.Asset, row.Contractor))]))],
            Side(field.Select(row => (row.Asset, row.Contractor)), isLocal), Side(management.Select(row => (row.Asset, row.Contractor)), isLocal),
            Firms(field.Select(row => row.Contractor)).Intersect(Firms(management.Select(row => row.Contractor))).Count());
    }

    private static TaskShare Share(WorkKind kind, IReadOnlyList<(int Asset, long Firm)> rows) => new(kind, rows.Select(row => row.Asset).Distinct().Count(),
        Firms(rows.Select(row => row.Firm)).Count(),
        rows.Where(row => row.Firm != 0).CountBy(row => row.Firm).OrderByDescending(firm => firm.Value).ThenBy(firm => firm.Key).Select(firm => firm.Key).FirstOrDefault());

    private static TaskSide Side(IEnumerable<(int Asset, long Firm)> rows, Func<long, bool> isLocal)
    {
        var all = rows.ToList();
        var firms = Firms(all.Select(row => row.Firm)).ToList();
        return new TaskSide(all.Select(row => row.Asset).Distinct().Count(), firms.Count, firms.Count(isLocal));
    }

    private static IEnumerable<long> Firms(IEnumerable<long> contractors) => contractors.Where(firm => firm != 0).Distinct();
}
