using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Text;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Import;

/// <summary>Every shipped profile says only what the import understands.</summary>
public sealed class ProfileFilesTests
{
    private static readonly string[] Defaults = ["sector", "kind", "owner", "conditionScale", "workKind", "priceKind", "tax"];
    private static readonly string[] Roles = ["built", "repaired", "inspects", "maintains", "designed"];
    private static readonly string[] PriceKinds = ["estimated", "award", "contract", "changed"];
    private static readonly Dictionary<string, Quantity> Measured = new() { ["length"] = Quantity.Length, ["area"] = Quantity.Area, ["yen"] = Quantity.Money };

    public static TheoryData<string> Names => [.. ProfileCatalogue.All.Select(profile => profile.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Fields_are_known_and_columns_belong_to_one_field(string name)
    {
        var profile = ProfileCatalogue.Named(name);
        var known = ColumnNames.Shipped.FieldsOf(profile.Kind).Select(field => field.Field).ToHashSet();
        Assert.All(profile.Fields.Keys, field => Assert.Contains(field, known));
        Assert.All(profile.Required, field => Assert.Contains(field, profile.Fields.Keys));
        Assert.All(profile.Values.Keys.Concat(profile.Units.Keys), field => Assert.Contains(field, profile.Fields.Keys));
        var columns = profile.Fields.Values.SelectMany(names => names.Select(ProfileCatalogue.Plain)).ToList();
        Assert.Equal(columns.Distinct().Count(), columns.Count);
        Assert.All(profile.Fields, field => Assert.NotEmpty(field.Value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_mean_something(string name)
    {
        var profile = ProfileCatalogue.Named(name);
        Assert.All(profile.Defaults.Keys, field => Assert.Contains(field, Defaults));
        Assert.All(profile.SectorByColumn.Values.Concat(Only(profile.Defaults, "sector")), sector => Assert.True(Sectors.TryParse(sector, out _), sector));
        Assert.All(Only(profile.Defaults, "workKind"), kind => Assert.True(WorkKinds.TryParse(kind, out _), kind));
        Assert.All(Only(profile.Defaults, "owner"), code => Assert.True(MunicipalityCode.TryParse(code, false, out _, out _), code));
        Assert.All(profile.OwnerByWord.Values.SelectMany(words => words), word => Assert.True(word.Key == Plain.Tight(word.Key) && (word.Value.Length == 0 || MunicipalityCode.TryParse(word.Value, false, out _, out _)), word.Key));
        Assert.All(Only(profile.Defaults, "conditionScale"), scale => Assert.Equal(scale, ConditionScale.Find(scale)?.Key));
        Assert.All(Only(profile.Defaults, "priceKind"), kind => Assert.Contains(kind, PriceKinds));
        Assert.All(profile.Units, unit => Assert.NotNull(Quantities.Factor(Measured[unit.Key], unit.Value)));
        Assert.All(profile.Firms, firm => Assert.Contains(firm.Role, Roles));
        Assert.All(profile.Values.Values.SelectMany(values => values.Keys), raw => Assert.Equal(Plain.Tight(raw), raw));
        if (profile.Crs is { } crs) Assert.NotNull(Crs.FromEpsg(Crs.EpsgOf(crs)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_are_described(string name)
    {
        var profile = ProfileCatalogue.Named(name);
        Assert.True(profile.Title.Length > 0 && profile.TitleEn.Length > 0 && profile.Version > 0);
        Assert.True(profile.Description.Length > 0 || profile.Attribution.Length > 0, "It does not say where the files come from.");
        Assert.NotEmpty(profile.Shapes);
    }

    private static IEnumerable<string> Only(IReadOnlyDictionary<string, string> values, string field) =>
        values.TryGetValue(field, out var value) ? [value] : [];
}
