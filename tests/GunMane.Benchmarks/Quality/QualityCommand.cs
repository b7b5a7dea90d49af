using System.Globalization;

namespace GunMane.Benchmarks.Quality;

internal static class QualityCommand
{
    public static int Run(string[] args)
    {
        foreach (var seed in Enumerable.Range(1, args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3))
        {
            var region = PlantedRegion.Make(new PlantedParameters(), seed);
            var floor = LocationFloor.Best(region);
            var w = region.World;
            Console.WriteLine($"seed {seed}: {region.Count} assets, {w.Bundles.Length} bundles, {w.LocalFirms} firms, floor {floor}");
            foreach (var missing in new[] { 0, 0.2, 0.4, 0.6 })
            {
                Console.Write($"  {missing}: ceiling {Agreement.Of(region.Bundle, BayesCeiling.Label(region, missing)):0.000}");
                var seen = region.Seen(missing);
                foreach (var method in EngineMethods.All) Console.Write($"  {method} {Agreement.Of(region.Bundle, EngineMethods.Label(seen, method)):0.000}");
                Console.WriteLine();
            }
        }

        return 0;
    }
}
