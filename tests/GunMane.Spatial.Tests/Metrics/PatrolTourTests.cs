using CsCheck;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Metrics;

/// <summary>Tours against the shortest ones of small inputs, found by trying all orders.</summary>
public sealed class PatrolTourTests(ITestOutputHelper output)
{
    private static readonly Gen<(double X, double Y)[]> Places = Gen.Bool.SelectMany(whole =>
        Gen.Select(Number(whole), Number(whole)).Array[1, 8].Select(places => places.Distinct().ToArray()));

    [Fact]
    public void No_tour_is_shorter_than_the_shortest_and_most_are_as_short()
    {
        var (ratios, gate) = (new List<double>(), new Lock());
        Places.Sample(places =>
        {
            var (found, shortest) = (PatrolTour.LengthM(places), Shortest(places));
            Assert.InRange(found, shortest - 1e-6, 1.15 * shortest + 1e-6);
            lock (gate) ratios.Add(shortest == 0 ? 1 : found / shortest);
        }, iter: 2_000);
        output.WriteLine($"{ratios.Count} inputs of up to 8 places: mean ratio {ratios.Average():0.0000}, worst {ratios.Max():0.0000}, shortest found in {ratios.Count(ratio => ratio < 1 + 1e-9):N0}");
        Assert.True(ratios.Average() < 1.01);
    }

    [Fact]
    public void The_order_in_which_places_are_named_does_not_matter() => Gen.Select(Places, Gen.Int[0, 1000]).Sample((places, seed) =>
    {
        var shuffled = places.ToArray();
        new Random(seed).Shuffle(shuffled);
        Assert.Equal(PatrolTour.LengthM(places), PatrolTour.LengthM(shuffled));
    }, iter: 500);

    [Theory]
    [InlineData(12, 0)]
    [InlineData(40, 60)]
    public void Along_a_ring_the_tour_is_the_ring(int corners, int moved)
    {
        var ring = Enumerable.Range(0, corners).Select(at => (X: 1000 * Math.Cos(2 * Math.PI * at / corners) + moved, Y: 1000 * Math.Sin(2 * Math.PI * at / corners))).ToArray();
        Assert.Equal(corners * 2000 * Math.Sin(Math.PI / corners), PatrolTour.LengthM(ring), 6);
    }

    [Fact]
    public void Of_many_random_places_the_tour_is_near_the_length_that_theory_gives()
    {
        // Mean length of the shortest tour of 1,000 random places in a square: 0.7313 √(n · area) (Johnson, McGeoch and Rothberg 1996).
        var expected = 0.7313 * Math.Sqrt(1000 * 1e6);
        var ratios = Enumerable.Range(0, 5).Select(seed =>
        {
            var random = new Random(seed);
            return PatrolTour.LengthM([.. Enumerable.Range(0, 1000).Select(_ => (random.NextDouble() * 1000, random.NextDouble() * 1000))]) / expected;
        }).ToArray();
        output.WriteLine($"1,000 places, 5 draws: {ratios.Average():0.000} of the expected length of the shortest tour ({ratios.Min():0.000}–{ratios.Max():0.000})");
        Assert.InRange(ratios.Average(), 0.97, 1.12);
    }

    [Fact]
    public void Interleaved_sides_save_half_and_a_lone_side_nothing()
    {
        GroupedAsset At(int id, double x, string town) => new(new HeldAsset(id, true, 1, town, 1, Sector.Road, 0, 0, []), [], null) { Middle = (x, 0) };
        var mixed = GroupTravel.Of([At(0, 0, "a"), At(1, 1000, "b"), At(2, 2000, "a"), At(3, 3000, "b"), At(4, 4000, "a"), At(5, 4010, "b"), At(6, 5, "b")]);
        Assert.Equal(5, mixed.Stops);
        Assert.InRange(mixed.TogetherM, 7990, 8010);
        Assert.InRange(mixed.BySideM, 15990, 16020);
        Assert.Equal(0.5, mixed.SavedBySide, 2);
        var alone = GroupTravel.Of([At(0, 0, "a"), At(1, 1000, "a")]);
        Assert.Equal((0, 0), (alone.SavedBySide, alone.SavedBySector));
        var apart = GroupTravel.Of([At(0, 0, "a"), At(1, 100, "a"), At(2, 9000, "b"), At(3, 9100, "b")]);
        Assert.True(apart.SavedBySide < 0);
    }

    private static Gen<double> Number(bool whole) => whole ? Gen.Int[0, 6].Select(step => step * 100.0) : Gen.Double[0, 1000];

    private static double Shortest((double X, double Y)[] places)
    {
        double Apart(int one, int other) => Math.Sqrt(Math.Pow(places[one].X - places[other].X, 2) + Math.Pow(places[one].Y - places[other].Y, 2));
        double From(int last, int left) => left == 0 ? Apart(last, 0)
            : Enumerable.Range(1, places.Length - 1).Where(at => (left & 1 << at) != 0).Min(at => Apart(last, at) + From(at, left & ~(1 << at)));
        return places.Length == 1 ? 0 : From(0, (1 << places.Length) - 2);
    }
}
