using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GunMane.Spatial.Model;

namespace GunMane.MapApi.Options;

/// <summary>
/// The reverse proxies whose word counts on who asks and under which name (X-Forwarded-For, -Proto, -Host). By default there are none: the headers of
/// anyone are ignored. Documented in docs/howto/reverse-proxy.md.
/// </summary>
public sealed record ProxySettings
{
    private const string TrustedOption = "--trusted-proxies";
    private const string HostsOption = "--public-hosts";

    /// <summary>Addresses of the proxies.</summary>
    public IReadOnlyList<IPNetwork> Trusted { get; init; } = [];

    /// <summary>Names under which the proxies show the service, without port, in ASCII (xn--…).</summary>
    public IReadOnlyList<string> PublicHosts { get; init; } = [];

    /// <summary>Reads what the command line says.</summary>
    /// <param name="trusted">Addresses and networks (CIDR) by commas; null: no proxy.</param>
    /// <param name="publicHosts">Names of hosts by commas; null: none.</param>
    /// <exception cref="GunManeException">One can't be read, or trusts everyone (BadInput, names the option).</exception>
    public static ProxySettings Parse(string? trusted, string? publicHosts) => new()
    {
        Trusted = [.. Split(trusted, "trusted-proxies", TrustedOption).Select(Network)],
        PublicHosts = [.. Split(publicHosts, "public-hosts", HostsOption).Select(Host)],
    };

    /// <summary>Refuses settings with which the service must not start.</summary>
    /// <exception cref="GunManeException">Names without a proxy that shows them.</exception>
    public void Check()
    {
        if (PublicHosts.Count > 0 && Trusted.Count == 0)
            throw Refused("public-hosts", $"{HostsOption} には {TrustedOption}（中継サーバーのアドレス）も必要です。", $"{HostsOption} needs {TrustedOption}: the addresses of the proxy.");
    }

    private static string[] Split(string? list, string parameter, string option)
    {
        var parts = list?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        return parts.Contains("") ? throw Refused(parameter, $"{option}「{list}」に空の項目があります。コンマで区切って書いてください。", $"{option} has an empty entry: separate entries by single commas.") : parts;
    }

    private static IPNetwork Network(string text)
    {
        var parts = text.Split('/');
        // The library reads 127.1 as an address and 10.1.2.3/8 as a network; whoever writes that may mean another.
        var network = IPAddress.TryParse(parts[0], out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == parts[0])
            && IPNetwork.TryParse(parts.Length == 1 ? $"{text}/{address.GetAddressBytes().Length * 8}" : text, out var parsed) && parsed.BaseAddress.Equals(address) ? parsed
            : throw Refused("trusted-proxies", $"{TrustedOption}「{text}」を読めません。アドレス（127.0.0.1）か、ホスト部が 0 のネットワーク（10.1.0.0/16）で書いてください。",
                $"{TrustedOption} {text}: neither an address (127.0.0.1) nor a network whose host bits are zero (10.1.0.0/16).");
        return network.PrefixLength > 0 ? network : throw Refused("trusted-proxies", $"{TrustedOption}「{text}」はすべての相手を信頼します。中継サーバーのアドレスだけを書いてください。",
            $"{TrustedOption} {text} trusts everyone: name the proxies alone.");
    }

    private static string Host(string text)
    {
        try
        {
            var name = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(text);
            if (Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4) return name;
        }
        catch (ArgumentException)
        {
            // Refused below.
        }

        throw Refused("public-hosts", $"{HostsOption}「{text}」はホスト名ではありません。ポートや https:// を付けずに書いてください（gis.example.jp）。",
            $"{HostsOption} {text}: not the name of a host; leave out port and https:// (gis.example.jp).");
    }

    private static GunManeException Refused(string parameter, string ja, string en) => new(Refusal.BadInput, $"{ja}({en})", parameter);
}
