using System.CommandLine;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Commands;

/// <summary><c>./gunmane partition 22 23…</c>: gives prefectures partitions of their own of assets and orders, or takes them back.</summary>
public static class PartitionCommand
{
    private static readonly Argument<string[]> Prefectures = new("prefectures") { Description = "都道府県コード、二桁 (prefectures, two digits each)", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> Back = new("--back") { Description = "区画をなくし、既定の区画に戻します (takes their partitions back)" };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var command = new Command("partition", "施設と契約の表を都道府県ごとの区画に分けます (partitions assets and orders by prefecture)") { Prefectures, Back, CommandLine.HomeOption };
        command.SetAction((parsed, cancellation) => CommandLine.GuardAsync(() => RunAsync(parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var opened = await OpenedDatabase.ForCommandAsync(Home.At(parsed.GetValue(CommandLine.HomeOption)), _ => { }, cancellation);
        var back = parsed.GetValue(Back);
        foreach (var prefecture in parsed.GetValue(Prefectures)!)
        {
            var moved = await opened.Database.WriteAsync(AccessScope.Local, session => PartitionStore.MoveAsync(session, prefecture, back, cancellation), cancellation);
            var rows = moved.ToDictionary(one => one.Fact, one => one.Rows);
            CommandLine.Say(FormattableString.Invariant($"都道府県 {prefecture}: 施設 {rows["asset"]:N0} 件、契約 {rows["contract"]:N0} 件を{(back ? "既定の区画に戻しました" : "専用の区画に移しました")}"));
        }

        return 0;
    }
}
