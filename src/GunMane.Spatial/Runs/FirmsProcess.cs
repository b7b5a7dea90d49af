using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>The process <c>firms</c>: reviews who is who among the contractors of a study area (名寄せを見直す).</summary>
public sealed class FirmsProcess(Database database) : IJobHandler
{
    /// <summary>Id of the process.</summary>
    public const string Id = "firms";

    private static ProcessDescription Description { get; } = new(
        Id, "名寄せを見直す",
        "取り込んだ事業者のうち同じものをまとめ、決められない組を一覧にする。人の決定は変えない。(Joins contractors that are one firm and lists doubtful pairs; decisions of people stand.)",
        "1.0", [new ProcessValue("studyArea", "対象地域", "対象地域のコード。(Code of the study area.)", new JsonObject { ["type"] = "string" }, Required: true)],
        [
            Count("firms", "取り込んだままの事業者", "取り込んだ行ごとに数えた事業者。(Firms as imported.)"), Count("merged", "ほかと同じ事業者", "別の名で取り込んだ同じ事業者に代表されるもの。(Firms that another stands for.)"),
            Count("new", "新しくまとめたもの", "この見直しで同じとわかったもの。(Merges made by this review.)"), Count("ended", "まとめるのをやめたもの", "この見直しで別とわかったもの。(Merges that no longer stand.)"),
            Count("questions", "確認が要る組", "人が決めるまで分けておく組。(Doubtful pairs.)"), Count("members", "共同企業体の構成員", "共同企業体の名称から読み取った構成員。(Members read from names of joint ventures.)"),
        ]);

    /// <inheritdoc/>
    public string Process => Id;

    /// <summary>The process as the service offers it.</summary>
    public static OfferedProcess Offer(Database database) => new(new FirmsProcess(database), Description);

    /// <inheritdoc/>
    public async Task<JsonObject> RunAsync(JobRequest job, JobProgress progress, CancellationToken cancellation)
    {
        await progress(0, "名寄せを見直しています");
        return await database.WriteAsync(job.Scope, async session =>
        {
            var reviewed = await FirmReview.RunAsync(session, job.Area, cancellation);
            await LinkRun.RunAsync(session, job.Area, cancellation);
            await job.EndAsync(session, Document(reviewed));
            return Document(reviewed);
        }, cancellation);
    }

    private static JsonObject Document(FirmReviewOutcome outcome) => new()
    {
        ["firms"] = outcome.Firms, ["merged"] = outcome.Merged, ["new"] = outcome.New, ["ended"] = outcome.Ended,
        ["questions"] = outcome.Questions, ["members"] = outcome.Members,
    };

    private static ProcessValue Count(string name, string title, string description) => new(name, title, description, new JsonObject { ["type"] = "integer" });
}
