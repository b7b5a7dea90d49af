using System.Reflection;
using System.Text;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>A line of docs/reference/ogc-requirements.md.</summary>
/// <param name="Id">Standard and requirement, e.g. ogcapi-features-1/req/core/root-op.</param>
/// <param name="Tests">The tests that carry it, as Class.Method; none where it is absent.</param>
/// <param name="Note">What is missing and why; only where it is absent.</param>
internal sealed record Requirement(string Id, IReadOnlyList<string> Tests, string Note)
{
    public bool IsMet => Tests.Count > 0;
}

/// <summary>
/// docs/reference/ogc-requirements.md and the tests that it stands on. A test says which requirement it is about by
/// <c>[Trait("Requirement", "ogcapi-features-1/req/core/root-op")]</c>; a requirement that no test carries is absent and says why.
/// </summary>
internal static class RequirementTable
{
    public const string TraitName = "Requirement";

    private const string Met = "met";
    private const string Absent = "absent";
    private const string Header = "| requirement | state | test, or what is absent |";

    public static string Path { get; } = Checkout.At("docs", "reference", "ogc-requirements.md");

    /// <summary>The lines of a table, in its order.</summary>
    public static IReadOnlyList<Requirement> Read(string text) =>
        [.. text.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(Line)];

    /// <summary>The table with the tests as they are: new requirements join those of their class, what lost its tests is absent.</summary>
    public static string Renewed(string text, IReadOnlyDictionary<string, IReadOnlyList<string>> tests)
    {
        var known = Read(text);
        var all = known.Select(line => line.Id).Union(tests.Keys, StringComparer.Ordinal)
            .Select(id => new Requirement(id, tests.GetValueOrDefault(id) ?? [], known.FirstOrDefault(line => line.Id == id)?.Note ?? ""))
            .OrderBy(line => line.Id, StringComparer.Ordinal).ToList();
        var intro = text.IndexOf("\n## ", StringComparison.Ordinal) is var at and >= 0 ? text[..at] : text.TrimEnd('\n') + "\n";
        var page = new StringBuilder(intro);
        foreach (var standard in all.GroupBy(line => Standard(line.Id)))
        {
            page.Append('\n').Append("## ").Append(standard.Key).Append('\n');
            page.Append(FormattableString.Invariant($"{standard.Count(line => line.IsMet)} of {standard.Count()} met.\n\n{Header}\n|---|---|---|\n"));
            foreach (var line in standard) page.Append(Text(line)).Append('\n');
        }

        return page.ToString();
    }

    /// <summary>The tests of an assembly by the requirements that they carry.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Tests(Assembly assembly) => assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .SelectMany(method => Traits(method).Concat(Traits(type).Where(_ => method.IsDefined(typeof(FactAttribute), inherit: true)))
                .Select(id => (Id: id, Test: $"{type.Name}.{method.Name}"))))
        .GroupBy(pair => pair.Id, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(pair => pair.Test).Distinct().Order(StringComparer.Ordinal)], StringComparer.Ordinal);

    private static IEnumerable<string> Traits(MemberInfo member) =>
        member.GetCustomAttributes<TraitAttribute>().Where(trait => trait.Name == TraitName).Select(trait => trait.Value);

    private static string Standard(string id) => id[..id.IndexOf('/', StringComparison.Ordinal)];

    private static string Text(Requirement line) => line.IsMet
        ? $"| `{line.Id}` | {Met} | {string.Join(", ", line.Tests.Select(test => $"`{test}`"))} |"
        : $"| `{line.Id}` | {Absent} | {line.Note} |";

    private static Requirement Line(string line)
    {
        var cells = line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray();
        var tests = cells[1] == Met ? cells[2].Split(',').Select(test => test.Trim().Trim('`')).ToArray() : [];
        return new Requirement(cells[0].Trim('`'), tests, tests.Length == 0 ? cells[2] : "");
    }
}
