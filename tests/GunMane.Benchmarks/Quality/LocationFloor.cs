using GunMane.Spatial.Clustering;

namespace GunMane.Benchmarks.Quality;

/// <summary>The floor: DBSCAN of the points alone, with the radius and the least number of points that agree best with the truth.</summary>
/// <param name="Radius">That radius, metres.</param>
/// <param name="MinPoints">That number of points.</param>
/// <param name="AdjustedRand">How well it agrees.</param>
internal sealed record LocationFloor(double Radius, int MinPoints, double AdjustedRand)
{
    private const double Least = 12;
    private const double Factor = 1.12;
    private const int Radii = 36;
    private const int MostPoints = 12;

    /// <summary>Tries radii from 12 to 630 m, each 12 % more than the one before, with 2…12 points.</summary>
    public static LocationFloor Best(PlantedRegion region) =>
        Enumerable.Range(0, Radii).SelectMany(step => Enumerable.Range(2, MostPoints - 1).Select(points => (Radius: Least * Math.Pow(Factor, step), Points: points)))
            .Select(at => new LocationFloor(at.Radius, at.Points, Agreement.Of(region.Bundle, DensityPoints.Of(region.X, region.Y, at.Radius, at.Points).Label)))
            .MaxBy(floor => floor.AdjustedRand)!;
}
