using System.Reflection;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>docs/reference/ogc-requirements.md says what the tests show. <c>GUNMANE_BLESS=1</c> writes it anew.</summary>
public sealed class RequirementTableTests
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Tests = RequirementTable.Tests(Assembly.GetExecutingAssembly());

    [Fact]
    public void The_table_is_what_the_tests_carry()
    {
        var written = File.ReadAllText(RequirementTable.Path);
        var renewed = RequirementTable.Renewed(written, Tests);
        if (Environment.GetEnvironmentVariable("GUNMANE_BLESS") == "1") File.WriteAllText(RequirementTable.Path, written = renewed);
        Assert.Equal(renewed, written);
    }

    [Fact]
    public void What_is_absent_says_why() =>
        Assert.Empty(RequirementTable.Read(File.ReadAllText(RequirementTable.Path)).Where(line => !line.IsMet && line.Note.Length < 10).Select(line => line.Id));

    [Fact]
    public void A_requirement_names_its_standard_and_class() =>
        Assert.All(Tests.Keys, id => Assert.Matches("^[a-z0-9-]+/(req|rec|per)/[A-Za-z0-9-]+/[A-Za-z0-9_./-]+$", id));

    [Fact]
    public void A_new_test_joins_the_table_and_a_lost_one_leaves_it()
    {
        const string before = "# Title\n\n## a\n0 of 2 met.\n\n| `a/req/x/one` | met | `T.Gone` |\n| `a/req/x/two` | absent | because of y |\n";
        var after = RequirementTable.Renewed(before, new Dictionary<string, IReadOnlyList<string>> { ["a/req/x/two"] = ["T.New"], ["b/req/x/three"] = ["T.A", "T.B"] });
        Assert.Equal(
            [("a/req/x/one", false, ""), ("a/req/x/two", true, "T.New"), ("b/req/x/three", true, "T.A T.B")],
            RequirementTable.Read(after).Select(line => (line.Id, line.IsMet, string.Join(' ', line.Tests))));
        Assert.StartsWith("# Title\n", after, StringComparison.Ordinal);
        Assert.Contains("## a\n1 of 2 met.", after, StringComparison.Ordinal);
    }
}
