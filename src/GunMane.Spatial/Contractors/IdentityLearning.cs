namespace GunMane.Spatial.Contractors;

/// <summary>A compared pair whose truth is known.</summary>
/// <param name="Features">Its features.</param>
/// <param name="Same">Whether both are one firm.</param>
public readonly record struct LabelledPair(double[] Features, bool Same);

/// <summary>Fits the weights of an <see cref="IdentityModel"/>: logistic regression with a ridge of 1 on all weights but the bias, by Newton's method. Pure.</summary>
public static class IdentityLearning
{
    private const double Ridge = 1;
    private const int MostSteps = 50;

    /// <summary>The weights that make the labels most likely.</summary>
    public static double[] Fit(IReadOnlyList<LabelledPair> pairs)
    {
        var size = IdentityModel.Features.Count;
        var weights = new double[size];
        for (var step = 0; step < MostSteps; step++)
        {
            var move = Step(pairs, weights);
            for (var at = 0; at < size; at++) weights[at] += move[at];
            if (move.Max(Math.Abs) < 1e-8) break;
        }

        return weights;
    }

    private static double[] Step(IReadOnlyList<LabelledPair> pairs, double[] weights)
    {
        var size = weights.Length;
        var system = new double[size, size + 1];
        for (var at = 0; at < size; at++)
        {
            // The bias has a very small ridge, so that the system can be solved when all labels are equal.
            var ridge = at == 0 ? 1e-6 : Ridge;
            system[at, at] = ridge;
            system[at, size] = -ridge * weights[at];
        }

        foreach (var (features, same) in pairs) Add(system, weights, features, same);
        return Solve(system, size);
    }

    private static void Add(double[,] system, double[] weights, double[] features, bool same)
    {
        var size = weights.Length;
        var odds = 0.0;
        for (var at = 0; at < size; at++) odds += weights[at] * features[at];
        var probability = IdentityModel.Probability(Math.Clamp(odds, -30, 30));
        var (error, curve) = ((same ? 1 : 0) - probability, probability * (1 - probability));
        for (var row = 0; row < size; row++)
        {
            if (features[row] == 0) continue;
            system[row, size] += error * features[row];
            for (var column = 0; column < size; column++) system[row, column] += curve * features[row] * features[column];
        }
    }

    // Gauss–Jordan with row pivots.
    private static double[] Solve(double[,] system, int size)
    {
        for (var at = 0; at < size; at++)
        {
            var pivot = at;
            for (var row = at + 1; row < size; row++) if (Math.Abs(system[row, at]) > Math.Abs(system[pivot, at])) pivot = row;
            for (var column = 0; column <= size; column++) (system[at, column], system[pivot, column]) = (system[pivot, column], system[at, column]);
            for (var row = 0; row < size; row++)
            {
                if (row == at) continue;
                var factor = system[row, at] / system[at, at];
                if (factor == 0) continue;
                for (var column = at; column <= size; column++) system[row, column] -= factor * system[at, column];
            }
        }

        return [.. Enumerable.Range(0, size).Select(at => system[at, size] / system[at, at])];
    }
}
