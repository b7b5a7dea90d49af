namespace GunMane.Spatial.Model;

/// <summary>A limit that a refusal is about, for machines: a member <c>limit</c> of its details.</summary>
/// <param name="Name">Its name in docs/reference/limits.md.</param>
/// <param name="Value">What is allowed.</param>
/// <param name="Unit">Of what: bytes, seconds, vertices …</param>
public sealed record LimitFact(string Name, long Value, string Unit)
{
    /// <summary>Name of the member.</summary>
    public const string Member = "limit";
}
