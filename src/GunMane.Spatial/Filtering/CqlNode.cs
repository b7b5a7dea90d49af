using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Filtering;

/// <summary>
/// A node of a CQL2 filter (OGC 21-065r2), the same whether it came as text or as JSON. Two nodes are equal when they mean
/// the same; where they stood does not count.
/// </summary>
public abstract record CqlNode
{
    /// <summary>Where it stood, for messages: 「12 文字目」 of a text, the path <c>$.args[0]</c> of a JSON filter; empty when made in code.</summary>
    public string At { get; init; } = "";

    /// <summary>Same kind of node; what it holds is compared by each kind.</summary>
    public virtual bool Equals(CqlNode? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();
}

/// <summary>An operator of <see cref="CqlOperators"/> with its operands.</summary>
/// <param name="Operator">Its name as CQL2 JSON writes it.</param>
/// <param name="Operands">Its operands in order.</param>
public sealed record CqlCall(string Operator, IReadOnlyList<CqlNode> Operands) : CqlNode
{
    /// <summary>Creates a call.</summary>
    public CqlCall(string name, params CqlNode[] operands) : this(name, (IReadOnlyList<CqlNode>)operands)
    {
    }

    /// <inheritdoc/>
    public bool Equals(CqlCall? other) => base.Equals(other) && Operator == other!.Operator && Operands.SequenceEqual(other.Operands);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Operator, Operands.Count);
}

/// <summary>A property of a feature, by name.</summary>
public sealed record CqlProperty(string Name) : CqlNode;

/// <summary>A text.</summary>
public sealed record CqlString(string Value) : CqlNode;

/// <summary>A finite number.</summary>
public sealed record CqlNumber(double Value) : CqlNode;

/// <summary>True or false.</summary>
public sealed record CqlBoolean(bool Value) : CqlNode;

/// <summary>A day.</summary>
public sealed record CqlDate(DateOnly Value) : CqlNode;

/// <summary>A moment in UTC, to the microsecond.</summary>
public sealed record CqlTimestamp(DateTime Value) : CqlNode;

/// <summary>The open end of an interval (<c>..</c>).</summary>
public sealed record CqlOpen : CqlNode;

/// <summary>An interval; its ends are a day, a moment, a property or open.</summary>
public sealed record CqlInterval(CqlNode From, CqlNode To) : CqlNode;

/// <summary>A geometry, x and y in the order of its file (filter-crs says what they are).</summary>
public sealed record CqlGeometry(Geometry Value) : CqlNode;

/// <summary>A bounding box, in the order of filter-crs; with First1 &gt; First2 in degrees of longitude it crosses the antimeridian.</summary>
public sealed record CqlBox(double First1, double Second1, double First2, double Second2) : CqlNode;

/// <summary>A list of literals.</summary>
public sealed record CqlList(IReadOnlyList<CqlNode> Items) : CqlNode
{
    /// <inheritdoc/>
    public bool Equals(CqlList? other) => base.Equals(other) && Items.SequenceEqual(other!.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Count;
}
