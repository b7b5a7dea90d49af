using System.Reflection;
using System.Text.Json;

namespace GunMane.Spatial.Contractors;

/// <summary>
/// What each agreement or difference of two mentions says, as weights that add up to the log odds that they are one firm:
/// the composite weight of Fellegi and Sunter (A Theory for Record Linkage, JASA 64, 1969), with weights fitted together
/// by logistic regression instead of one by one, so that evidence that says the same thing twice is not counted twice.
/// </summary>
/// <param name="Weights">One weight per feature, in the order of <see cref="Features"/>.</param>
/// <param name="Merge">Log odds from which two groups of mentions are one firm.</param>
/// <param name="Ask">Log odds from which the planner is asked; below, they are two.</param>
public sealed record IdentityModel(IReadOnlyList<double> Weights, double Merge, double Ask)
{
    private static readonly Lazy<IdentityModel> Read = new(Load);

    /// <summary>Names of the features, in the order of the weights.</summary>
    public static IReadOnlyList<string> Features { get; } =
    [
        "bias", "placeLift", "sharedHead", "shortName", "yenDifference", "yenSize", "branch", "formMissing", "samePlace", "workDifference", "localTrade",
        "surname", "titleWords", "otherLetters",
    ];

    // After Features: static fields are set in the order in which they stand.
    private static readonly Dictionary<string, int> Positions = Features.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);

    /// <summary>Where a feature stands.</summary>
    public static int At(string feature) => Positions[feature];

    /// <summary>The model that comes with the program (data/reference/identity-model.json).</summary>
    public static IdentityModel Shipped => Read.Value;

    /// <summary>Log odds of a comparison.</summary>
    public double LogOdds(ReadOnlySpan<double> features)
    {
        var sum = 0.0;
        for (var at = 0; at < features.Length; at++) sum += Weights[at] * features[at];
        return sum;
    }

    /// <summary>Probability of log odds.</summary>
    public static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    private static IdentityModel Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Reference/identity-model.json")!;
        var document = JsonSerializer.Deserialize<Document>(stream, JsonSerializerOptions.Web)!;
        return new IdentityModel([.. Features.Select(name => document.Weights[name])], document.Merge, document.Ask);
    }

    private sealed record Document(Dictionary<string, double> Weights, double Merge, double Ask);
}
