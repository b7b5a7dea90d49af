using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;

namespace GunMane.MapApi.Imports;

/// <summary>Files that were uploaded to be looked at, and wait under a token for their import. They go after a day.</summary>
internal sealed class HeldUpload
{
    /// <summary>Folder below the home in which they lie.</summary>
    public const string Room = "held";

    /// <summary>Left alone this long, they go.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private readonly string folder;

    private HeldUpload(string folder) => this.folder = folder;

    /// <summary>The files as they were uploaded.</summary>
    public IReadOnlyList<OfferedFile> Files => [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(path => new OfferedFile(path, Path.GetFileName(path)))];

    /// <summary>The upload of a token.</summary>
    /// <exception cref="GunManeException">No token is given (BadInput), or its upload is gone (NotFound; parameter <c>upload</c>).</exception>
    public static HeldUpload Find(string home, string? token)
    {
        if (token is null) throw new GunManeException(Refusal.BadInput, "upload(預けたファイルの番号)が必要です。(upload is needed: the token of held files.)", "upload");
        var folder = Guid.TryParseExact(token, "N", out var id) ? Path.Combine(home, Room, id.ToString("N")) : null;
        return folder is not null && Directory.Exists(folder) ? new HeldUpload(folder) : throw new GunManeException(Refusal.NotFound,
            "預けたファイルがありません(1 日で消えます)。もう一度ファイルを選んでください。(The upload is gone: choose the files again.)", "upload");
    }

    /// <summary>The data set of a name, or the only one.</summary>
    /// <exception cref="GunManeException">There is none of this name, or several and none is named (BadInput, parameter <c>dataSet</c>).</exception>
    public static DataFile DataSet(IReadOnlyList<DataFile> found, string? name)
    {
        if (found.Count == 0) throw new GunManeException(Refusal.BadInput, $"読めるファイルがありません。使えるのは {string.Join(" ", FileSet.Accepted)} です。(There is no file that can be read.)", "files");
        return name is null ? found[0] : found.FirstOrDefault(file => file.Name == name) ?? throw new GunManeException(Refusal.BadInput,
            $"「{name}」は預けたファイルにありません。あるのは: {string.Join("、", found.Select(file => file.Name))} (There is no such data set.)", "dataSet");
    }

    /// <summary>
    /// The files in a folder of their own for a job, which removes it. The last data set takes the files along; while others
    /// wait to be looked at, the job gets a copy.
    /// </summary>
    public IReadOnlyList<OfferedFile> HandOver(string home, bool last)
    {
        var target = Path.Combine(Directory.CreateDirectory(Path.Combine(home, Upload.JobRoom)).FullName, Guid.NewGuid().ToString("N"));
        if (last) Directory.Move(folder, target);
        else
        {
            Directory.CreateDirectory(target);
            foreach (var file in Files) File.Copy(file.Path, Path.Combine(target, file.Name));
        }

        return new HeldUpload(target).Files;
    }

    /// <summary>Lets go of the files.</summary>
    public void Discard() => Directory.Delete(folder, recursive: true);
}
