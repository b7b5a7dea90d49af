using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Network;
using GunMane.ModelRegion.Support;

var rng = new Rng(20260401);
var clock = System.Diagnostics.Stopwatch.StartNew();
var country = new Country(rng, 4);
Console.WriteLine($"{country.Rivers.Count} rivers {country.Prefecture.Area / 1e6:F0} km2 {clock.ElapsedMilliseconds} ms");
var plan = new RoadPlan(country, rng.Fork("roads"));
plan.Build();
Console.WriteLine($"{plan.Builder.Roads.Count} roads {plan.Builder.Roads.Sum(r => r.Line.Length) / 1000:F0} km, {plan.Places.Count} places {clock.ElapsedMilliseconds} ms");
var planner = new StreetPlanner(country, plan.Builder, rng.Fork("streets"));
foreach (var p in plan.Places)
    p.Streets = planner.Plan(p);
foreach (var p in plan.Places.Where(p => p.IsTown))
    Console.WriteLine($"{p.Name} nodes {p.Streets?.Nodes.Count} edges {p.Streets?.Edges.Count}");
Console.WriteLine($"edges {plan.Places.Sum(p => p.Streets?.Edges.Count ?? 0)} {clock.ElapsedMilliseconds} ms");
var dump = new System.Text.StringBuilder();
foreach (var t in country.Towns)
    dump.Append("T\t").Append(t.Seat.Name).Append('\t').Append(t.Area.AsText()).Append('\n');
foreach (var r in country.Rivers)
    dump.Append("V\t").Append(r.Width.ToString("F1", null)).Append('\t').Append(r.Line.AsText()).Append('\n');
foreach (var e in plan.Places.Where(p => p.Streets != null).SelectMany(p => p.Streets!.Edges))
    dump.Append("S\t5\t").Append(e.Line.AsText()).Append('\n');
foreach (var r in plan.Builder.Roads)
    dump.Append(r.Kind == RoadClass.Prefectural ? "P\t" : "A\t").Append("5\t").Append(r.Line.AsText()).Append('\n');
File.WriteAllText("/tmp/dump.tsv", dump.ToString());
var hs = new byte[country.Terrain.Heights.Length * 4];
Buffer.BlockCopy(country.Terrain.Heights.Select(h => (float)h).ToArray(), 0, hs, 0, hs.Length);
File.WriteAllBytes("/tmp/heights.bin", hs);
