using System.Diagnostics;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Storage.Cluster;

/// <summary>Runs PostgreSQL's own programs, as the user that owns the cluster.</summary>
internal static class Shell
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="GunManeException">It is missing or ended with another code than 0; carries its error output.</exception>
    public static void Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })
            ?? throw new GunManeException(Refusal.Environment, $"{program} を起動できません。({program} does not start.)");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new GunManeException(Refusal.Environment, $"{program} が失敗しました。({program} failed, code {process.ExitCode}.)\n{error}{output.Result}");
    }

    /// <summary>A command line that becomes the server's user first, where this process is root.</summary>
    public static (string Program, List<string> Arguments) AsServerUser(string program, IEnumerable<string> arguments, params string[] extra)
    {
        var user = ClusterFolders.AsRoot ? ["--reuid=postgres", "--regid=postgres", "--init-groups"] : Array.Empty<string>();
        return ("setpriv", [.. user, .. extra, "--", program, .. arguments]);
    }

    /// <summary>The folder of the newest PostgreSQL programs on this machine.</summary>
    /// <exception cref="GunManeException">No PostgreSQL is installed.</exception>
    public static string Programs()
    {
        var versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return versions.Select(folder => Path.Combine(folder, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "postgres")))
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(Path.GetDirectoryName(folder)), out var major) ? major : 0)
            .FirstOrDefault()
            ?? throw new GunManeException(Refusal.Environment,
                "PostgreSQL がありません。管理者に apt install postgresql-15-postgis-3 を頼んでください。(PostgreSQL is missing: apt install postgresql-15-postgis-3.)");
    }
}
