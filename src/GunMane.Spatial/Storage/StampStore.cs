using GunMane.Spatial.Model;

namespace GunMane.Spatial.Storage;

/// <summary>What an answer depends on, beside the request and the program.</summary>
[Flags]
public enum StampParts
{
    /// <summary>Nothing in the database.</summary>
    None = 0,

    /// <summary>The facts of the study areas.</summary>
    Facts = 1,

    /// <summary>The grouping runs.</summary>
    Runs = 2,

    /// <summary>The scenarios with their zones.</summary>
    Scenarios = 4,
}

/// <summary>
/// Short texts that differ whenever what they stand for has changed. They are made of the versions that rise in the transaction of a change, and of the
/// system column that PostgreSQL sets at every write of those few rows.
/// </summary>
public static class StampStore
{
    /// <summary>The stamp of the parts at this moment.</summary>
    public static async Task<string> ReadAsync(Session session, StampParts parts, CancellationToken cancellation) => await session.ScalarAsync<string>("stamps.read", cancellation,
        parts.HasFlag(StampParts.Facts) || parts.HasFlag(StampParts.Runs), parts.HasFlag(StampParts.Runs), parts.HasFlag(StampParts.Scenarios)) ?? "";
}
