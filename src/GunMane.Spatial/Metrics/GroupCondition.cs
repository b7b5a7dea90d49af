namespace GunMane.Spatial.Metrics;

/// <summary>What the condition grade (健全性) of an asset asks for, through the documented scales (<see cref="Model.ConditionScale"/>).</summary>
public enum ConditionState : byte
{
    /// <summary>No grade, or one that no scale knows.</summary>
    Unknown,

    /// <summary>Nothing before the next inspection.</summary>
    Sound,

    /// <summary>Measures before the next inspection: early action or emergency.</summary>
    EarlyAction,
}

/// <summary>Condition of a group. Grades of different scales are compared only in whether they ask for early action.</summary>
/// <param name="EarlyAction">Share, of the assets whose condition is known, that need early action; 0 where none is known.</param>
/// <param name="Known">Share of the assets whose condition is known.</param>
public sealed record GroupCondition(double EarlyAction, double Known)
{
    /// <summary>Counts.</summary>
    public static GroupCondition Of(IReadOnlyCollection<GroupedAsset> assets)
    {
        var (known, early) = (assets.Count(asset => asset.Condition != ConditionState.Unknown), assets.Count(asset => asset.Condition == ConditionState.EarlyAction));
        return new GroupCondition(known == 0 ? 0 : (double)early / known, assets.Count == 0 ? 0 : (double)known / assets.Count);
    }
}
