namespace GunMane.Spatial.Model;

/// <summary>What kind of refusal a <see cref="GunManeException"/> is; the host maps each to one HTTP status.</summary>
public enum Refusal
{
    /// <summary>A value is not acceptable (400).</summary>
    BadInput,

    /// <summary>The named thing does not exist (404).</summary>
    NotFound,

    /// <summary>The request contradicts the present state (409).</summary>
    Conflict,

    /// <summary>Someone else changed it since the stated version (412).</summary>
    Stale,

    /// <summary>The installation cannot do it, e.g. PostGIS is missing (500 / exit code 1).</summary>
    Environment,
}

/// <summary>A refusal with its place and remedy, in words for a planner.</summary>
public sealed class GunManeException : Exception
{
    /// <summary>Creates a refusal.</summary>
    /// <param name="refusal">Its kind.</param>
    /// <param name="message">What is wrong, where, and what would be accepted (Japanese first where a planner reads it).</param>
    /// <param name="parameter">The parameter or field at fault, if one is.</param>
    public GunManeException(Refusal refusal, string message, string? parameter = null) : base(message)
    {
        Refusal = refusal;
        Parameter = parameter;
    }

    /// <summary>The kind of refusal.</summary>
    public Refusal Refusal { get; }

    /// <summary>The parameter or field at fault.</summary>
    public string? Parameter { get; }

    /// <summary>Further members for the ProblemDetails, e.g. both versions of a conflict.</summary>
    public IReadOnlyDictionary<string, object?> Details { get; init; } = new Dictionary<string, object?>();
}
