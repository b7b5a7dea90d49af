using GunMane.ModelRegion.Ledger;

namespace GunMane.ModelRegion.Trade;

/// <summary>How a bundle is to be planted: where, out of which sectors and how large.</summary>
/// <param name="Id">Short id.</param>
/// <param name="Name">Name in Japanese.</param>
/// <param name="Kind">horizontal, vertical, multi-sector or process.</param>
/// <param name="Towns">Municipality codes: two for a border, one for a place.</param>
/// <param name="Sectors">Sectors it may hold.</param>
/// <param name="Size">Number of assets wanted.</param>
/// <param name="TermEnds">Last day of the common term.</param>
/// <param name="Joint">Stem of the joint venture to which the work goes, if one does.</param>
public sealed record BundleSpec(string Id, string Name, string Kind, string[] Towns, string[] Sectors, int Size, DateOnly TermEnds, (string Ja, string En)? Joint = null)
{
    /// <summary>The bundles of the model region.</summary>
    public static readonly BundleSpec[] All =
    [
        new("coast-west", "燈崎海岸の県道と町道（汐見浜市・燈崎町）", "horizontal", ["90201", "90302"], ["road", "bridge", "slope", "lighting", "tunnel"], 64, new(2026, 3, 31)),
        new("river-towns", "待瀬川両岸の公園と街路（磯辺野町・風待町）", "horizontal", ["90303", "90304"], ["park", "lighting", "road"], 240, new(2026, 9, 30)),
        new("coast-east", "桐磯海岸の道路と河川（桐ノ瀬市・磯辺野町）", "horizontal", ["90202", "90303"], ["road", "bridge", "slope", "lighting", "river"], 62, new(2027, 3, 31)),
        new("valley-vertical", "川合瀬谷の県道と町道（下田型）", "vertical", ["90321"], ["road", "bridge", "slope", "lighting"], 96, new(2026, 3, 31)),
        new("road-river-jv", "杉谷原の道路と河川（大館型）", "multi-sector", ["90322"], ["road", "river", "bridge"], 90, new(2026, 9, 30), ("杉谷原みちかわ維持", "Sugitanihara Michikawa Iji")),
        new("city-centre", "桐ノ瀬中心部の上下水道と市道", "multi-sector", ["90202"], ["sewer", "water", "road"], 300, new(2027, 3, 31)),
        new("bridges-process", "汐見浜市の橋梁と取付道路（多摩型）", "process", ["90201"], ["bridge", "road", "river"], 130, new(2028, 3, 31)),
        new("pass", "川合瀬町・霧ノ沢村の境の峠道", "horizontal", ["90321", "90341"], ["road", "tunnel", "slope", "bridge", "lighting", "river"], 44, new(2026, 9, 30)),
        new("west-hamlets", "潮路町・汐見浜市の境の集落をつなぐ道路", "horizontal", ["90301", "90201"], ["road", "lighting", "slope", "bridge", "river"], 70, new(2025, 12, 19)),
        new("kiri-valley", "桐沢川沿いの県道・村道・河川（桐ノ瀬市・霧ノ沢村）", "multi-sector", ["90202", "90341"], ["road", "lighting", "river", "slope", "bridge", "water"], 90, new(2026, 3, 31)),
        new("port-pipes", "燈崎港町の上下水道", "multi-sector", ["90302"], ["sewer", "water"], 150, new(2026, 11, 30)),
        new("east-border", "杉谷原町・風待町の境の県道と町道", "horizontal", ["90322", "90304"], ["road", "slope", "bridge", "river", "lighting"], 60, new(2027, 3, 31), ("待瀬川かみて維持", "Machise Kamite Iji")),
    ];
}

/// <summary>A bundle as planted.</summary>
public sealed record Bundle(BundleSpec Spec, List<Asset> Assets, List<Firm> Firms)
{
    /// <summary>The firm that signs: the joint venture where there is one, any of the firms otherwise.</summary>
    public IReadOnlyList<Firm> Signing => Spec.Joint is not null ? [Firms[^1]] : Firms;
}
