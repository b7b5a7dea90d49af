using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace GunMane.MapApi.Imports;

/// <summary>
/// The files of one multipart upload, streamed into a folder of their own below the home. Names lose their folders and
/// only known endings are let in. The folder goes with this object unless it is kept for a job.
/// </summary>
internal sealed class Upload : IDisposable
{
    private const int MostFiles = 1_000;
    private const int LongestName = 200;
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(7);

    /// <summary>Folder below the home in which uploads of jobs lie.</summary>
    public const string JobRoom = "uploads";

    private readonly string folder;
    private readonly List<OfferedFile> files = [];
    private bool kept;

    private Upload(string home, string room, TimeSpan forgotten)
    {
        var uploads = Directory.CreateDirectory(Path.Combine(home, room));
        foreach (var old in uploads.EnumerateDirectories().Where(old => old.LastWriteTimeUtc < DateTime.UtcNow - forgotten)) old.Delete(recursive: true);
        folder = Directory.CreateDirectory(Path.Combine(uploads.FullName, Guid.NewGuid().ToString("N"))).FullName;
    }

    /// <summary>What was uploaded.</summary>
    public IReadOnlyList<OfferedFile> Files => files;

    /// <summary>Names the upload while it is kept.</summary>
    public string Token => Path.GetFileName(folder);

    /// <summary>Receives an upload that a job will import.</summary>
    /// <exception cref="GunManeException">It is no multipart upload, or holds no or other files (BadInput).</exception>
    /// <exception cref="BadHttpRequestException">It is too large (413).</exception>
    public static Task<Upload> ReceiveAsync(HttpRequest request, string home, CancellationToken cancellation) =>
        ReceiveAsync(request, home, JobRoom, Forgotten, cancellation);

    /// <summary>Receives an upload that is looked at first; without an import it goes after a day.</summary>
    /// <exception cref="GunManeException">As <see cref="ReceiveAsync(HttpRequest, string, CancellationToken)"/>.</exception>
    public static Task<Upload> ReceiveHeldAsync(HttpRequest request, string home, CancellationToken cancellation) =>
        ReceiveAsync(request, home, HeldUpload.Room, HeldUpload.Forgotten, cancellation);

    private static async Task<Upload> ReceiveAsync(HttpRequest request, string home, string room, TimeSpan forgotten, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            throw Bad("multipart/form-data で送ってください。", "send multipart/form-data");
        var upload = new Upload(home, room, forgotten);
        try
        {
            await upload.ReadAsync(new MultipartReader(boundary, request.Body), cancellation);
            return upload;
        }
        catch
        {
            upload.Dispose();
            throw;
        }
    }

    /// <summary>The files now belong to a job, which removes them when it ends.</summary>
    public void Keep() => kept = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!kept && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private async Task ReadAsync(MultipartReader reader, CancellationToken cancellation)
    {
        while (await NextAsync(reader, cancellation) is { } section)
        {
            if (section.AsFileSection() is not { FileName.Length: > 0, FileStream: { } content } file) continue;
            if (files.Count == MostFiles) throw Bad($"一度に送れるのは {MostFiles} ファイルまでです。", $"at most {MostFiles} files");
            await SaveAsync(NameOf(file.FileName), content, cancellation);
        }

        if (files.Count == 0) throw Bad("ファイルがありません。「files」に入れて送ってください。", "no files");
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw Bad("送られた内容が途中で切れています。もう一度送ってください。", "the upload is cut off");
        }
    }

    private async Task SaveAsync(string name, Stream content, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, name);
        if (File.Exists(path)) throw Bad($"同じ名前のファイルが二つあります: {name}", "two files of the same name");
        await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;) await target.WriteAsync(buffer.AsMemory(0, read), cancellation);

        files.Add(new OfferedFile(path, name));
    }

    // Only the last part of the name counts, whatever the separators; control characters and leading dots go.
    private static string NameOf(string given)
    {
        var last = given[(given.LastIndexOfAny(['/', '\\', ':']) + 1)..];
        var name = string.Concat(last.Where(letter => !char.IsControl(letter))).TrimStart('.').Trim();
        if (name.Length is 0 or > LongestName || System.Text.Encoding.UTF8.GetByteCount(name) > byte.MaxValue || !FileSet.Accepted.Contains(Path.GetExtension(name)))
            throw Bad($"「{last}」は取り込めません。使えるのは {string.Join(" ", FileSet.Accepted)} です。", "this kind of file is not accepted");
        return name;
    }

    private static GunManeException Bad(string japanese, string english) => new(Refusal.BadInput, $"{japanese}({english})", "files");
}
