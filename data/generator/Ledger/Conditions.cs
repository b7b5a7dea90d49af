using GunMane.ModelRegion.Support;

namespace GunMane.ModelRegion.Ledger;

/// <summary>Age, grade and next inspection; older assets are worse. Each scale keeps its own letters and direction.</summary>
public sealed class Conditions(Rng rng)
{
    private const int Now = 2026;
    private static readonly string[] Structure = ["I", "II", "III", "IV"], Sewer = ["III", "II", "I"], Park = ["A", "B", "C", "D"], Pavement = ["I", "II", "III"];

    /// <summary>Fills year, scale, grade and next inspection.</summary>
    public void Fill(Asset asset)
    {
        var (from, to, known) = Built(asset.Sector);
        var age = Now - (int)(from + ((to - from) * Math.Pow(rng.Unit(), 0.8)));
        asset.Year = rng.Chance(known) ? Now - age : null;
        var (scale, grades, share, cycle) = ScaleOf(asset);
        if (scale is null || !rng.Chance(share))
            return;
        asset.Scale = scale;
        asset.Grade = grades[Worse(age, grades.Length)];
        asset.NextInspection = 2026 + rng.Below(cycle);
    }

    private int Worse(int age, int grades)
    {
        var wear = (age / 60.0 * rng.Between(0.5, 1.35)) + rng.Between(-0.22, 0.18);
        var top = grades == 4 ? new[] { 0.42, 0.92, 1.33 } : [0.55, 1.02, 9];
        return Math.Min(grades - 1, top.TakeWhile(limit => wear > limit).Count());
    }

    private static (int From, int To, double Known) Built(string sector) => sector switch
    {
        "bridge" => (1956, 2018, 0.82),
        "tunnel" => (1962, 2016, 1),
        "river" => (1960, 2005, 0.3),
        "park" => (1968, 2015, 0.95),
        "sewer" => (1976, 2019, 0.93),
        "water" => (1965, 2022, 0.88),
        "lighting" => (1998, 2025, 0.7),
        "slope" => (1965, 2020, 0.55),
        _ => (1955, 2022, 0.62),
    };

    private static (string? Scale, string[] Grades, double Share, int Cycle) ScaleOf(Asset asset) => asset.Sector switch
    {
        "bridge" => ("道路橋定期点検要領", Structure, 0.97, 5),
        "tunnel" => ("道路トンネル定期点検要領", Structure, 1, 5),
        "sewer" => ("下水道管路緊急度", Sewer, 0.42, 10),
        "park" => ("公園施設健全度", Park, 0.93, 5),
        "slope" => ("道路土工構造物点検要領", Structure, 0.6, 5),
        "road" when asset.Kind == "県道" => ("舗装点検要領", Pavement, 0.85, 5),
        "road" => ("舗装点検要領", Pavement, 0.3, 10),
        _ => (null, Pavement, 0, 1),
    };
}
