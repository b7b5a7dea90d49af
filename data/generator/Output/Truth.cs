using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.ModelRegion.Ledger;
using GunMane.ModelRegion.Support;
using GunMane.ModelRegion.Trade;

namespace GunMane.ModelRegion.Output;

/// <summary>region.json and truth.json.</summary>
public static class Truth
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the region is and in which order to import its files.</summary>
    public static string Region()
    {
        var files = new JsonArray(File("municipalities.geojson.gz", "model-municipalities"), File("contractors.csv", "model-contractors"));
        foreach (var (sector, _) in Book.Sectors)
            files.Add((JsonNode)File($"assets-{sector}.geojson.gz", "model-assets"));
        files.Add((JsonNode)File("contracts.csv.gz", "model-contracts"));
        var region = new JsonObject
        {
            ["code"] = "model",
            ["name"] = "モデル地域（架空）",
            ["nameEn"] = "Model region (fictitious)",
            ["fictitious"] = true,
            ["metresProj"] = Projection.Proj,
            ["attribution"] = "GunMane モデル地域（架空のデータ。実在の自治体・事業者・施設とは関係ありません） / fictitious, made by data/generator",
            ["files"] = files,
        };
        return region.ToJsonString(Pretty) + "\n";
    }

    /// <summary>The planted bundles.</summary>
    public static string Bundles(ulong seed, IEnumerable<Bundle> bundles, IReadOnlyList<Contract> contracts)
    {
        var list = new JsonArray([.. bundles.Select(b => (JsonNode)One(b, contracts))]);
        return new JsonObject { ["seed"] = seed, ["gapMetres"] = BundlePlanter.Gap, ["bundles"] = list }.ToJsonString(Pretty) + "\n";
    }

    private static JsonObject One(Bundle bundle, IReadOnlyList<Contract> contracts) => new()
    {
        ["id"] = bundle.Spec.Id,
        ["name"] = bundle.Spec.Name,
        ["kind"] = bundle.Spec.Kind,
        ["why"] = Reasons.Why(bundle, contracts),
        ["firms"] = new JsonArray([.. bundle.Firms.Select(f => (JsonNode)f.Id)]),
        ["termEnds"] = bundle.Spec.TermEnds.ToString("yyyy-MM-dd", null),
        ["assets"] = new JsonArray([.. bundle.Assets.Select(a => a.Number).Order(StringComparer.Ordinal).Select(n => (JsonNode)n)]),
    };

    private static JsonObject File(string file, string profile) => new() { ["file"] = file, ["profile"] = profile };
}
