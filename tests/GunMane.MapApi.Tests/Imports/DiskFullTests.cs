using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Options;
using GunMane.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace GunMane.MapApi.Tests.Imports;

/// <summary>Uploads onto a disk that is full.</summary>
public sealed class DiskFullTests(CoastHost host) : IClassFixture<CoastHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_for_which_there_is_no_room_is_refused_and_leaves_nothing()
    {
        var uploads = Directory.CreateDirectory(Path.Combine(host.Services.GetRequiredService<HostSettings>().Home, "uploads")).FullName;
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", uploads) == 0, "A small disk can't be mounted here.");
        try
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[1 << 20]), "files", "parks.csv" } };
            using var answer = await host.Client.PostAsync("/api/areas/coast/imports", form, Now);
            Assert.Equal(HttpStatusCode.InsufficientStorage, answer.StatusCode);
            Assert.Contains("ディスク", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["detail"], StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(uploads));
            Assert.Empty((await host.Client.GetFromJsonAsync<JsonObject>("/ogc/jobs", Now))!["jobs"]!.AsArray());
        }
        finally
        {
            await RunAsync("umount", uploads);
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(Now);
        return process.ExitCode;
    }
}
