using GunMane.ModelRegion.Ledger;
using GunMane.ModelRegion.Network;
using GunMane.ModelRegion.Support;

var clock = System.Diagnostics.Stopwatch.StartNew();
var region = new Region(new Rng(20260401));
var country = region.Country;
foreach (var t in country.Towns)
    Console.WriteLine($"{t.Seat.Name} {t.Area.Area / 1e6:F1}");
foreach (var (s, _) in Book.Sectors)
    Console.WriteLine($"{s} {region.Book.Of(s).Count()} " + string.Join(" ", region.Book.Of(s).GroupBy(a => a.Kind).Select(g => $"{g.Key}:{g.Count()}")));
Console.WriteLine($"total {region.Book.Assets.Count} edges {region.Places.Sum(p => p.Streets?.Edges.Count ?? 0)} {clock.ElapsedMilliseconds} ms");
foreach (var p in region.Places.Where(p => p.IsTown))
    Console.WriteLine($"{p.Name} nodes {p.Streets?.Nodes.Count} edges {p.Streets?.Edges.Count}");
var dump = new System.Text.StringBuilder();
foreach (var t in country.Towns)
    dump.Append("T\t").Append(t.Seat.Name).Append('\t').Append(t.Area.AsText()).Append('\n');
foreach (var a in region.Book.Assets)
    dump.Append(a.Sector + "/" + (a.Kind == "県道" ? "P" : "")).Append("\t5\t").Append(a.Shape.AsText()).Append('\n');
File.WriteAllText("/tmp/dump.tsv", dump.ToString());
