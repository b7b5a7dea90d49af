namespace GunMane.Spatial.Contractors;

/// <summary>A firm that is a member of a joint venture.</summary>
/// <param name="Venture">Index of the joint venture's profile.</param>
/// <param name="Member">Index of the profile that stands for the member.</param>
/// <param name="Leader">Whether it leads.</param>
/// <param name="Share">Its share where the name states one.</param>
public sealed record VentureLink(int Venture, int Member, bool Leader, double? Share);

/// <summary>
/// Finds the members that the names of joint ventures list: by their whole name, or shortened (見本 for 見本建設) where one
/// firm of the same orderer only fits. A member that several firms may be is left out. Pure.
/// </summary>
public static class VentureLinks
{
    /// <summary>The members found.</summary>
    /// <param name="firms">All profiles of the study area.</param>
    /// <param name="kept">For each the profile that stands for its firm.</param>
    public static IReadOnlyList<VentureLink> Find(IReadOnlyList<FirmProfile> firms, IReadOnlyList<int> kept)
    {
        var companies = Enumerable.Range(0, firms.Count).Where(at => firms[at].Name is { Kind: not FirmKind.JointVenture, Lossy: false }).ToArray();
        var byCore = companies.ToLookup(at => firms[at].Name.Core, StringComparer.Ordinal);
        var byHead = companies.ToLookup(at => FirmWords.Split(firms[at].Name.Core).Head, StringComparer.Ordinal);
        var links = new List<VentureLink>();
        foreach (var venture in Enumerable.Range(0, firms.Count).Where(at => firms[at].Name.Kind == FirmKind.JointVenture))
        {
            var orderers = Orderers(firms[venture]);
            foreach (var member in JointVenture.Members(firms[venture].Name.Raw))
            {
                var whole = byCore[member.Name.Core].Where(at => FormsAgree(member.Name, firms[at].Name) && Meets(firms[at], orderers));
                var found = One(whole, kept) ?? (member.Name.Form.Length == 0 ? One(byHead[member.Name.Core].Where(at => Meets(firms[at], orderers)), kept) : null);
                if (found is { } index) links.Add(new VentureLink(venture, index, member.Leader, member.Share));
            }
        }

        return [.. links.DistinctBy(link => (link.Venture, link.Member))];
    }

    private static bool FormsAgree(FirmName a, FirmName b) => a.Form.Length == 0 || b.Form.Length == 0 || a.Form == b.Form;

    private static int? One(IEnumerable<int> firms, IReadOnlyList<int> kept) => firms.Select(at => kept[at]).Distinct().Take(2).ToArray() is [var only] ? only : null;

    private static HashSet<string> Orderers(FirmProfile firm) => firm.Works.Select(work => Orderer(work.Place)).ToHashSet(StringComparer.Ordinal);

    private static bool Meets(FirmProfile firm, HashSet<string> orderers) => firm.Works.Any(work => orderers.Contains(Orderer(work.Place)));

    private static string Orderer(string place) => place.Split(' ', 2)[0];
}
