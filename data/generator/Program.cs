using GunMane.ModelRegion;
using GunMane.ModelRegion.Ledger;
using GunMane.ModelRegion.Output;
using GunMane.ModelRegion.Support;
using GunMane.ModelRegion.Trade;

if (Options.Read(args) is not { } options)
{
    Console.Error.WriteLine("usage: dotnet run --project data/generator -- [--out DIR] [--seed N]");
    return 2;
}

var rng = new Rng(options.Seed);
var region = new Region(rng.Fork("region"));
var market = new Market(region, rng.Fork("market"));
var failures = new Checks(region, market).Run();
foreach (var failure in failures.Take(60))
    Console.Error.WriteLine("FAILED " + failure);
if (failures.Count > 0)
{
    Console.Error.WriteLine($"{failures.Count} checks failed; nothing written");
    return 1;
}

var files = new Files(options.Folder);
files.Write("region.json", Truth.Region());
files.Write("municipalities.geojson.gz", Tables.Municipalities(region.Country.Towns));
files.Write("contractors.csv", Tables.Contractors(market.Firms.All));
foreach (var (sector, _) in Book.Sectors)
    files.Write($"assets-{sector}.geojson.gz", Tables.Assets(region.Book.Of(sector)));
files.Write("contracts.csv.gz", Tables.Contracts(market.Contracts));
files.Write("truth.json", Truth.Bundles(options.Seed, market.Bundles, market.Contracts));
Report.Print(region, market, files);
Console.WriteLine("all checks passed");
return 0;
