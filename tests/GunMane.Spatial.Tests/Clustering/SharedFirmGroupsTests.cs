using CsCheck;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Tests.Runs;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Clustering;

public sealed class SharedFirmGroupsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const double Reach = 12;
    private const double Near = 5;

    /// <summary>Points anywhere, or on steps with duplicates and many exactly at a limit; few firms (some 64 apart, which share a bit), or none.</summary>
    private static readonly Gen<(double X, double Y, int[] Firms)[]> Points = Gen.Bool.SelectMany(whole =>
    {
        var number = whole ? Gen.Int[-20, 20].Select(step => step * 1.0) : Gen.Double[-50, 50];
        var firms = Gen.Int[0, 9].Select(firm => firm % 2 * 64 + firm / 2).Array[0, 3].Select(drawn => drawn.Distinct().Order().ToArray());
        return Gen.Select(number, number, firms, (x, y, behind) => (x, y, behind)).Array[0, 90];
    });

    [Fact]
    public void Groups_are_those_of_the_definition() => Points.Sample(points => Assert.Equal(ByDefinition(points), Kernel(points)), iter: 3000);

    [Fact]
    public void Input_order_changes_nothing_but_the_numbers() => Points.Sample(points =>
        Assert.Equal(Firsts(Kernel(points)), Firsts([.. Kernel([.. points.Reverse()]).Reverse()])), iter: 500);

    [Fact]
    public async Task Groups_are_those_of_a_spatial_self_join() => await Points.SampleAsync(async points =>
    {
        var pairs = await new TownSeed(database).RowsAsync("""
            WITH p AS (SELECT n::integer - 1 AS n, ST_Point(x, y) AS g, string_to_array(f, ',')::integer[] AS f
              FROM unnest($1::float8[], $2::float8[], $3::text[]) WITH ORDINALITY AS u(x, y, f, n))
            SELECT a.n, b.n FROM p a JOIN p b ON ST_DWithin(a.g, b.g, 12) AND a.n < b.n WHERE ST_Distance(a.g, b.g) <= 5 OR a.f && b.f
            """, row => (One: row.GetInt32(0), Other: row.GetInt32(1)), points.Select(point => point.X).ToArray(), points.Select(point => point.Y).ToArray(), points.Select(point => string.Join(',', point.Firms)).ToArray());
        Assert.Equal(Components(points.Length, pairs), Kernel(points));
    }, iter: 100, threads: 1);

    private static int[] Kernel((double X, double Y, int[] Firms)[] points)
    {
        int[] start = [0, .. points.Select((_, at) => points.Take(at + 1).Sum(point => point.Firms.Length))];
        return SharedFirmGroups.Of([.. points.Select(point => point.X)], [.. points.Select(point => point.Y)], start, [.. points.SelectMany(point => point.Firms)], Near, Reach).Label;
    }

    private static int[] ByDefinition((double X, double Y, int[] Firms)[] points)
    {
        var pairs = from one in Enumerable.Range(0, points.Length)
                    from other in Enumerable.Range(0, points.Length)
                    let squared = Math.Pow(points[one].X - points[other].X, 2) + Math.Pow(points[one].Y - points[other].Y, 2)
                    where one < other && (squared <= Near * Near || squared <= Reach * Reach && points[one].Firms.Intersect(points[other].Firms).Any())
                    select (one, other);
        return Components(points.Length, pairs);
    }

    private static int[] Components(int count, IEnumerable<(int One, int Other)> pairs)
    {
        var beside = pairs.SelectMany(pair => new[] { pair, (One: pair.Other, Other: pair.One) }).ToLookup(pair => pair.One, pair => pair.Other);
        var (group, groups) = (Enumerable.Repeat(-1, count).ToArray(), 0);
        void Spread(int at)
        {
            if (group[at] >= 0) return;
            group[at] = groups;
            foreach (var other in beside[at]) Spread(other);
        }

        for (var at = 0; at < count; at++)
        {
            if (group[at] >= 0 || !beside[at].Any()) continue;
            Spread(at);
            groups++;
        }

        return group;
    }

    private static int[] Firsts(int[] labels) => Array.ConvertAll(labels, label => label < 0 ? -1 : Array.IndexOf(labels, label));
}
