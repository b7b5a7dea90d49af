using System.CommandLine;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Commands;

/// <summary><c>./gunmane links --area CODE</c>: links orders to assets and tells how far, per orderer.</summary>
public static class LinksCommand
{
    private static readonly Option<string> Area = new("--area") { Description = "対象地域の符号 (study area)", Required = true };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var command = new Command("links", "契約を施設に結び付け、その割合を示します (links orders to assets and tells how far)") { Area, CommandLine.HomeOption };
        command.SetAction((parsed, cancellation) => CommandLine.GuardAsync(() => RunAsync(parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var opened = await OpenedDatabase.ForCommandAsync(Home.At(parsed.GetValue(CommandLine.HomeOption)), _ => { }, cancellation);
        var started = TimeProvider.System.GetTimestamp();
        var outcome = await LinkRun.RunAsync(opened.Database, AccessScope.Local, parsed.GetValue(Area)!, cancellation);
        CommandLine.Say(FormattableString.Invariant(
            $"契約 {outcome.Contracts:N0} 件を見て、結び付き {outcome.Changed:N0} 件を改めました（{TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} 秒）"));
        var shares = await opened.Database.SnapshotAsync(AccessScope.Local, async session => await LinkReview.SharesAsync(
            session, (await AreaStore.FindAsync(session, parsed.GetValue(Area)!, cancellation)).Id, cancellation), cancellation);
        foreach (var share in shares.Orderers.Append(shares.Total)) CommandLine.Say(Line(share));
        return 0;
    }

    private static string Line(LinkShare share) => FormattableString.Invariant(
        $"{share.Name}: 施設 {share.Assets:N0}、契約 {share.LinkedContracts:N0}/{share.Contracts:N0} 件（{Part(share.LinkedContracts, share.Contracts)}）、{share.LinkedYen:N0}/{share.Yen:N0} 円（{Part(share.LinkedYen, share.Yen)}）、確認待ち {share.Open:N0} 件")
        + string.Concat(share.ByBasis.Where(part => part.Basis is not null).Select(part => FormattableString.Invariant($"、{part.Basis} {part.Contracts:N0}")));

    private static string Part(long part, long whole) => whole == 0 ? "–" : FormattableString.Invariant($"{100.0 * part / whole:0.0} %");
}
