namespace GunMane.Spatial.Model;

/// <summary>
/// Who asks, for which organisation, and what may be seen. Every store call takes one, every write records its
/// actor, and every cache, tile and snapshot key contains <see cref="Key"/>.
/// </summary>
/// <param name="Actor">The person or process that acts, for the record.</param>
/// <param name="Organisation">Code of the organisation acted for; empty for the local user.</param>
public sealed record AccessScope(string Actor, string Organisation)
{
    /// <summary>The single user of a service on loopback: sees everything.</summary>
    public static AccessScope Local { get; } = new("local", "");

    /// <summary>Two scopes with the same key see the same rows; part of every cache key.</summary>
    public string Key => Organisation.Length == 0 ? "all" : Organisation;
}
