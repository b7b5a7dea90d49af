namespace GunMane.Spatial.Model;

/// <summary>Internal number of a study area (対象地域).</summary>
public readonly record struct StudyAreaId(int Value);

/// <summary>Public id of a scenario (検討案).</summary>
public readonly record struct ScenarioId(Guid Value);

/// <summary>Public id of a zone (区域).</summary>
public readonly record struct ZoneId(Guid Value);

/// <summary>Public id of a grouping run.</summary>
public readonly record struct RunId(Guid Value);

/// <summary>Public id of a job.</summary>
public readonly record struct JobId(Guid Value);
