using CsCheck;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Tests.Runs;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Clustering;

public sealed class DensityPointsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    /// <summary>Points anywhere, or on whole metres with duplicates and many exactly at the radius.</summary>
    private static readonly Gen<(double X, double Y)[]> Points = Gen.Bool.SelectMany(whole =>
    {
        var number = whole ? Gen.Int[-9, 9].Select(step => step * 5.0) : Gen.Double[-50, 50];
        return Gen.Select(number, number, (x, y) => (x, y)).Array[0, 120];
    });

    [Fact]
    public void Groups_are_those_of_the_definition() => Gen.Select(Points, Gen.Int[1, 5], Gen.Int[2, 7]).Sample((points, eps, minPoints) =>
        Assert.Equal(ByDefinition(points, 5 * eps, minPoints), Kernel(points, 5 * eps, minPoints)), iter: 2000);

    [Fact]
    public void Input_order_changes_nothing_but_the_numbers() => Gen.Select(Points, Gen.Int[2, 7]).Sample((points, minPoints) =>
    {
        var distinct = points.Distinct().ToArray();
        var (there, back) = (Kernel(distinct, 10, minPoints), Kernel([.. distinct.Reverse()], 10, minPoints).Reverse().ToArray());
        Assert.Equal(there.Select(label => label < 0), back.Select(label => label < 0));
    }, iter: 500);

    [Fact]
    public async Task Cores_and_groups_are_those_of_ST_ClusterDBSCAN() => await Gen.Select(Points, Gen.Int[2, 7]).SampleAsync(async (points, minPoints) =>
    {
        var theirs = await new TownSeed(database).RowsAsync("""
            WITH p AS (SELECT n, ST_Point(x, y) AS g FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS u(x, y, n))
            SELECT coalesce(ST_ClusterDBSCAN(g, 10, $3) OVER (), -1), (SELECT count(*) >= $3 FROM p q WHERE ST_DWithin(p.g, q.g, 10)) FROM p ORDER BY n
            """, row => (Group: row.GetInt32(0), Core: row.GetBoolean(1)), points.Select(point => point.X).ToArray(), points.Select(point => point.Y).ToArray(), minPoints);
        var ours = Kernel(points, 10, minPoints);
        var cores = Enumerable.Range(0, ours.Length).Where(at => theirs[at].Core).ToList();
        Assert.Equal(cores.Select(at => cores.First(other => theirs[other].Group == theirs[at].Group)), cores.Select(at => cores.First(other => ours[other] == ours[at])));
        Assert.Equal(theirs.Select(row => row.Group < 0), ours.Select(label => label < 0));
    }, iter: 100, threads: 1);

    [Fact]
    public void No_points_no_groups() => Assert.Empty(Kernel([], 10, 2));

    private static int[] Kernel((double X, double Y)[] points, double eps, int minPoints) =>
        DensityPoints.Of([.. points.Select(point => point.X)], [.. points.Select(point => point.Y)], eps, minPoints).Label;

    private static int[] ByDefinition((double X, double Y)[] points, double eps, int minPoints)
    {
        double Squared(int a, int b) => (points[a].X - points[b].X) * (points[a].X - points[b].X) + (points[a].Y - points[b].Y) * (points[a].Y - points[b].Y);
        var near = Enumerable.Range(0, points.Length).Select(a => Enumerable.Range(0, points.Length).Where(b => Squared(a, b) <= eps * eps).ToList()).ToList();
        var group = Enumerable.Repeat(-1, points.Length).ToArray();
        void Spread(int at, int number)
        {
            if (near[at].Count < minPoints || group[at] >= 0) return;
            group[at] = number;
            near[at].ForEach(other => Spread(other, number));
        }

        for (var at = 0; at < points.Length; at++) Spread(at, at);
        for (var at = 0; at < points.Length; at++)
        {
            if (near[at].Count >= minPoints) continue;
            var best = near[at].Where(other => near[other].Count >= minPoints).OrderBy(other => Squared(at, other)).ThenBy(other => other).ToList();
            if (best.Count > 0) group[at] = group[best[0]];
        }

        var numbers = group.Where(number => number >= 0).Distinct().ToList();
        return Array.ConvertAll(group, number => numbers.IndexOf(number));
    }
}
