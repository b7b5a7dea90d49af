namespace GunMane.Benchmarks.Quality;

/// <summary>
/// Where assets lie, as a density that can be drawn from and evaluated exactly: a straight stretch of road (even along it, normal across),
/// a cluster (normal in both directions) or a rectangle (even).
/// </summary>
/// <param name="Share">Share of the assets of its bundle (or of the noise) that lie here.</param>
/// <param name="IsRoad">Whether sectors of roads lie here, else those of towns.</param>
internal abstract record PlantedPiece(double Share, bool IsRoad)
{
    /// <summary>Draws a place, metres.</summary>
    public abstract (double X, double Y) Draw(PlantedRandom random);

    /// <summary>Density at a place, per square metre.</summary>
    public abstract double At(double x, double y);

    /// <summary>Density of the standard normal law, scaled.</summary>
    protected static double Bell(double away, double deviation) => Math.Exp(-away * away / (2 * deviation * deviation)) / (deviation * Math.Sqrt(2 * Math.PI));
}

/// <summary>A straight stretch of road.</summary>
internal sealed record PlantedStretch(double Share, double X0, double Y0, double X1, double Y1, double Across) : PlantedPiece(Share, true)
{
    private double Length => Math.Sqrt((X1 - X0) * (X1 - X0) + (Y1 - Y0) * (Y1 - Y0));

    /// <inheritdoc/>
    public override (double X, double Y) Draw(PlantedRandom random)
    {
        var (along, across, length) = (random.Between(0, 1), random.Normal(Across), Length);
        return (X0 + (X1 - X0) * along - (Y1 - Y0) / length * across, Y0 + (Y1 - Y0) * along + (X1 - X0) / length * across);
    }

    /// <inheritdoc/>
    public override double At(double x, double y)
    {
        var length = Length;
        var (ux, uy) = ((X1 - X0) / length, (Y1 - Y0) / length);
        var along = (x - X0) * ux + (y - Y0) * uy;
        return along < 0 || along > length ? 0 : Bell((y - Y0) * ux - (x - X0) * uy, Across) / length;
    }
}

/// <summary>A cluster in a town or beside a road.</summary>
internal sealed record PlantedCluster(double Share, double X, double Y, double Deviation) : PlantedPiece(Share, false)
{
    /// <inheritdoc/>
    public override (double X, double Y) Draw(PlantedRandom random) => (X + random.Normal(Deviation), Y + random.Normal(Deviation));

    /// <inheritdoc/>
    public override double At(double x, double y) => Bell(x - X, Deviation) * Bell(y - Y, Deviation);
}

/// <summary>Anywhere in the region.</summary>
internal sealed record PlantedField(double Share, double Width, double Height) : PlantedPiece(Share, false)
{
    /// <inheritdoc/>
    public override (double X, double Y) Draw(PlantedRandom random) => (random.Between(0, Width), random.Between(0, Height));

    /// <inheritdoc/>
    public override double At(double x, double y) => x < 0 || y < 0 || x > Width || y > Height ? 0 : 1 / (Width * Height);
}
