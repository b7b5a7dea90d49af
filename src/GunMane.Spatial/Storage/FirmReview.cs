using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using GunMane.Spatial.Contractors;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Storage;

/// <summary>What a review changed and left.</summary>
/// <param name="Firms">Firms as imported.</param>
/// <param name="Merged">Those that another firm stands for.</param>
/// <param name="New">Merges made by this review.</param>
/// <param name="Ended">Merges that no longer stand.</param>
/// <param name="Questions">Doubtful pairs.</param>
/// <param name="Members">Members of joint ventures read from their names.</param>
public sealed record FirmReviewOutcome(int Firms, int Merged, int New, int Ended, int Questions, int Members);

/// <summary>
/// 名寄せ over a study area: reads firms, their orders and what people decided, lets <see cref="FirmMatcher"/> decide, and
/// writes what changed. A second review changes nothing. Call it in the transaction that changed firms, orders or decisions.
/// </summary>
public static class FirmReview
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Reviews a study area; raises its data version if a merge was made or ended or a member was found.</summary>
    public static async Task<FirmReviewOutcome> RunAsync(Session session, StudyAreaId area, CancellationToken cancellation)
    {
        await session.ExecuteAsync("firms.lock", cancellation, area.Value);
        var stored = await session.ListAsync("firms.profiles", row => new StoredFirm(row.GetInt64(0), row.GetString(1), row.GetString(2),
            row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5)), cancellation, area.Value);
        var profiles = await ProfilesAsync(session, area, stored, cancellation);
        var result = FirmMatcher.Match(profiles, await RulingsAsync(session, area, stored, cancellation), IdentityModel.Shipped);
        var import = await session.ScalarAsync<string>("firms.import", cancellation);
        await session.ExecuteAsync("firms.outside", cancellation);
        var outcome = await WriteAsync(session, area, stored, result, VentureLinks.Find(profiles, result.Kept), cancellation);
        await session.ExecuteAsync("firms.inside", cancellation, import);
        return outcome;
    }

    private static async Task<FirmProfile[]> ProfilesAsync(Session session, StudyAreaId area, IReadOnlyList<StoredFirm> stored, CancellationToken cancellation)
    {
        var number = stored.Index().ToDictionary(pair => pair.Item.Id, pair => pair.Index);
        var orders = await session.ListAsync("firms.orders", row => new FirmOrder(number[row.GetInt64(0)],
            FirmWorks.Place(row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)), row.GetString(3), row.GetInt64(4), row.GetInt32(5), row.GetInt32(6)),
            cancellation, area.Value);
        var towns = await session.ListAsync("firms.towns", row => row.GetString(0), cancellation, area.Value);
        // A firm without orders still has the town of its address.
        var addressed = stored.Index().Where(pair => pair.Item.Address.Length > 0)
            .SelectMany(pair => towns.Where(town => pair.Item.Address.Contains(town, StringComparison.Ordinal)).Select(town => new FirmOrder(pair.Index, town, "", 0, 0, 0)));
        var works = FirmWorks.Of(stored.Count, orders.Concat(addressed));
        return [.. stored.Select((firm, at) => new FirmProfile(firm.Key, Named(firm.Name), firm.Number, works[at]) { Address = firm.Address, RegisterNumber = firm.SourceNumber })];
    }

    // A register may know a firm by a name that rows never do ("不明"): it is compared with nothing.
    private static FirmName Named(string name) => FirmName.Normalise(name) ?? new FirmName(name, name, "", "", FirmKind.Company, true);

    private static async Task<IReadOnlyList<FirmRuling>> RulingsAsync(Session session, StudyAreaId area, IReadOnlyList<StoredFirm> stored, CancellationToken cancellation)
    {
        var byKey = stored.Index().ToDictionary(pair => pair.Item.Key, pair => pair.Index, StringComparer.Ordinal);
        int[] Known(string[] keys) => [.. keys.Where(byKey.ContainsKey).Select(key => byKey[key])];
        var decisions = await session.ListAsync("firms.decisions", row => new FirmRuling(
            Known(row.GetFieldValue<string[]>(1)), Known(row.GetFieldValue<string[]>(2)), row.GetString(3) == "same"), cancellation, area.Value);
        return [.. decisions.Where(ruling => ruling.One.Count > 0 && ruling.Other.Count > 0)];
    }

    private static async Task<FirmReviewOutcome> WriteAsync(
        Session session, StudyAreaId area, IReadOnlyList<StoredFirm> stored, MatchResult result, IReadOnlyList<VentureLink> members, CancellationToken cancellation)
    {
        long Id(int at) => stored[at].Id;
        var (firms, kept) = (result.Links.Select(link => Id(link.Firm)).ToArray(), result.Links.Select(link => Id(link.Kept)).ToArray());
        var ended = await session.ExecuteAsync("firms.end_merges", cancellation, area.Value, firms, kept, session.Scope.Actor);
        var made = await session.ExecuteAsync("firms.add_merges", cancellation, area.Value, firms, kept, result.Links.Select(link => link.ByPerson).ToArray(),
            result.Links.Select(link => link.Odds).ToArray(), result.Links.Select(link => Text(link.Evidence)).ToArray(), session.Scope.Actor);
        var moved = await session.ExecuteAsync("firms.point", cancellation, area.Value);
        await session.ExecuteAsync("firms.clear_questions", cancellation, area.Value);
        await session.ExecuteAsync("firms.add_questions", cancellation, area.Value, result.Questions.Select(question => Id(question.One)).ToArray(),
            result.Questions.Select(question => Id(question.Other)).ToArray(), result.Questions.Select(question => question.Odds).ToArray(),
            result.Questions.Select(question => question.Weight).ToArray(), result.Questions.Select(question => Text(question.Evidence)).ToArray());
        var (ventures, parts) = (members.Select(link => Id(link.Venture)).ToArray(), members.Select(link => Id(link.Member)).ToArray());
        var changed = await session.ExecuteAsync("firms.drop_members", cancellation, area.Value, ventures, parts)
            + await session.ExecuteAsync("firms.add_members", cancellation, ventures, parts, members.Select(link => link.Leader).ToArray(), members.Select(link => link.Share).ToArray());
        if (ended + made + moved + changed > 0) await AreaStore.RaiseVersionAsync(session, area, cancellation);
        return new FirmReviewOutcome(stored.Count, firms.Length, made, ended, result.Questions.Count, members.Count);
    }

    private static string Text(IReadOnlyList<FirmEvidence> evidence) => JsonSerializer.Serialize(evidence, Json);

    private sealed record StoredFirm(long Id, string Key, string Name, string? Number, string? SourceNumber, string Address);
}
