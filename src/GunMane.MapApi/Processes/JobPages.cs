using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.MapApi.Http.Html;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;

namespace GunMane.MapApi.Processes;

/// <summary>Jobs for people (18-062r2, requirements class html): their list, what one of them is doing, and what came of it.</summary>
internal static class JobPages
{
    private const string JsonType = "application/json";
    private static readonly Crumb[] Home = [new("/ogc", "地図API")];
    private static readonly Crumb[] Way = [.. Home, new("/ogc/jobs", "処理")];

    // Work of the service's own is no process that anyone may execute; its jobs are listed all the same.
    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
    {
        [ImportJobHandler.Id] = "データを取り込む", [ModelRegionJobHandler.Id] = "モデル地域を読み込む",
    };

    private static readonly Dictionary<string, string> States = new(StringComparer.Ordinal)
    {
        ["accepted"] = "順番待ち", ["running"] = "実行中", ["successful"] = "完了", ["failed"] = "失敗", ["dismissed"] = "取り消し",
    };

    /// <summary>A page of jobs, the newest first.</summary>
    public static Markup List(JobList list, ProcessRegistry processes, HttpRequest request)
    {
        var next = list.Links.FirstOrDefault(link => link.Rel == "next");
        return Layout.Page("処理", "Jobs", Home, ($"/ogc/jobs{Parts.With(request, "f", "json")}", JsonType), Markup.Of($"""
            <p>動かした計算と取り込みです。新しいものから並びます。計算の説明は<a href="/ogc/processes">プロセス</a>にあります。</p>
            <nav class="ogc-choice" aria-label="状態で絞り込む">{Markup.Join(States.Keys.Prepend("").Select(state => Choice(state, request)))}</nav>
            {(list.Jobs.Count == 0 ? Markup.Of($"<p class=\"empty\" role=\"status\">当てはまる処理はありません。 <span lang=\"en\">No jobs.</span></p>") : Table(list, processes))}
            <nav class="ogc-pages" aria-label="ページ">{(next is null ? Markup.None : Markup.Of($"<a class=\"button primary\" rel=\"next\" href=\"{next.Href}\">次のページ <span lang=\"en\">Next</span></a>"))}</nav>
            {Parts.Links(Nodes(list.Links))}
            """));
    }

    /// <summary>One job.</summary>
    public static Markup Status(StatusInfo job, ProcessRegistry processes) => Layout.Page(Title(job.ProcessId, processes), "Job", Way, ($"/ogc/jobs/{job.JobId}?f=json", JsonType), Markup.Of($"""
        <div class="ogc-status" role="status"><p><strong class="ogc-state {job.Status}">{States[job.Status]}</strong> <span lang="en">{job.Status}</span></p>
          {Progress(job)}<p>{Said(job)}</p></div>
        {Next(job)}
        <dl class="ogc-facts">
          {Parts.Fact("受け付け", "created", Parts.Moment(job.Created))}{Parts.Fact("開始", "started", Parts.Moment(job.Started))}
          {Parts.Fact("終了", "finished", Parts.Moment(job.Finished))}{Parts.Fact("かかった時間", "duration", Parts.Text(Duration(job)))}
          {Parts.Fact("最後の知らせ", "updated", Parts.Moment(job.Updated))}
          {Parts.Fact("プロセス", "processID", Process(job.ProcessId, processes))}{Parts.Fact("種類", "type", Parts.Code(job.Type))}{Parts.Fact("識別子", "jobID", Parts.Code($"{job.JobId}"))}
        </dl>
        <p class="sub">時刻は日本時間です。</p>
        {Parts.Links(Nodes(job.Links))}
        """));

    /// <summary>The results of a job, whichever way they are answered to programs.</summary>
    public static Markup Results(Guid job, string process, JsonObject results, ProcessRegistry processes)
    {
        var described = processes.Description(process)?.Outputs ?? [];
        return Layout.Page($"結果: {Title(process, processes)}", "Results", [.. Way, new($"/ogc/jobs/{job}", Title(process, processes))], ($"/ogc/jobs/{job}/results?f=json", JsonType), Markup.Of($"""
            {(process == "grouping" && results["run"] is { } run ? Markup.Of($"""
            <p><a class="button primary" href="/ogc/collections/groups/items?run={run.ToString()}">群候補を表と地図で見る</a> <span class="sub">対象地域の最新の計算であれば、ここで見られます。</span></p>
            """) : Markup.None)}
            {Markup.Join(results.Select(one => Result(one.Key, one.Value, described.FirstOrDefault(output => output.Name == one.Key), $"/ogc/jobs/{job}/results")))}
            <p><a href="/ogc/jobs/{job}">処理の状態</a></p>
            """));
    }

    /// <summary>That there are no results, and why.</summary>
    public static Markup NoResults(Guid job, string process, GunManeException refusal, ProcessRegistry processes) =>
        Layout.Page($"結果: {Title(process, processes)}", "Results", [.. Way, new($"/ogc/jobs/{job}", Title(process, processes))], ($"/ogc/jobs/{job}/results?f=json", JsonType), Markup.Of($"""
            <div class="notice warn" role="alert"><div><strong>結果はありません <span lang="en">No results</span></strong><p>{refusal.Message}</p></div></div>
            <p><a class="button primary" href="/ogc/jobs/{job}">処理の状態を見る</a></p>
            """));

    private static Markup Table(JobList list, ProcessRegistry processes) => Markup.Of($"""
        <p class="sub">種類 <code>process</code>。時刻は日本時間です。</p>
        <div class="ogc-table" tabindex="0" role="region" aria-label="処理の表"><table>
          <thead><tr><th scope="col">処理</th><th scope="col">状態</th><th scope="col">進み具合</th><th scope="col">時刻</th><th scope="col">かかった時間</th></tr></thead>
          <tbody>{Markup.Join(list.Jobs.Select(job => Row(job, processes)))}</tbody>
        </table></div>
        """);

    private static Markup Row(StatusInfo job, ProcessRegistry processes) => Markup.Of($"""
        <tr data-id="{job.JobId}"><th scope="row"><a href="{Href(job, "alternate")}">{Title(job.ProcessId, processes)}</a> <code>{job.ProcessId}</code><br><small><a href="{Href(job, "self")}"><code>{job.JobId}</code></a></small></th>
        <td><strong class="ogc-state {job.Status}">{States[job.Status]}</strong> <small lang="en">{job.Status}</small>{(Href(job, StatusInfo.ResultsRelation) is { } results ? Markup.Of($"<br><a rel=\"{StatusInfo.ResultsRelation}\" href=\"{results}\">結果</a>") : Markup.None)}</td>
        <td>{Progress(job)}{Said(job)}</td><td class="ogc-times">受け付け {Parts.Moment(job.Created)}<br>開始 {Parts.Moment(job.Started)}<br>終了 {Parts.Moment(job.Finished)}<br><small>最後の知らせ {Parts.Moment(job.Updated)}</small></td><td class="number">{Duration(job)}</td></tr>
        """);

    private static string? Href(StatusInfo job, string relation) => job.Links.FirstOrDefault(link => link.Rel == relation)?.Href;

    private static Markup Choice(string state, HttpRequest request)
    {
        var chosen = request.Query["status"].ToString() == state;
        return Markup.Of($"<a href=\"/ogc/jobs{Parts.With(Parts.With(request, "offset", null), "status", state.Length == 0 ? null : state)}\"{(chosen ? Markup.Of($" aria-current=\"true\"") : Markup.None)}>{(state.Length == 0 ? "すべて" : States[state])}</a>");
    }

    private static Markup Progress(StatusInfo job) => Markup.Of($"<div class=\"ogc-progress\"><progress max=\"100\" value=\"{job.Progress}\" aria-label=\"進み具合\"></progress> <span>{job.Progress} %</span></div>");

    // What it says itself; where it says nothing, what its state means.
    private static string Said(StatusInfo job) => job.Message.Length > 0 ? job.Message : job.Status switch
    {
        "accepted" => "前の処理が終わるのを待っています。", "running" => "動いています。", "successful" => "終わりました。", "dismissed" => "取り消されました。", _ => "",
    };

    private static Markup Next(StatusInfo job) => job.Status switch
    {
        "successful" => Markup.Of($"<p><a class=\"button primary\" href=\"/ogc/jobs/{job.JobId}/results\">結果を見る</a></p>"),
        "accepted" or "running" => Markup.Of($"<p><a class=\"button primary\" href=\"/ogc/jobs/{job.JobId}\">いまの状態を読み直す</a></p>"),
        _ => Markup.None,
    };

    private static string Duration(StatusInfo job) => job.Started is { } from ? JapaneseTime.Text((job.Finished ?? job.Updated) - from) : "—";

    private static string Title(string process, ProcessRegistry processes) => processes.Description(process)?.Title ?? Own.GetValueOrDefault(process, process);

    private static Markup Process(string id, ProcessRegistry processes) => processes.Description(id) is { } process
        ? Markup.Of($"<a href=\"/ogc/processes/{id}\">{process.Title}</a> <code>{id}</code>")
        : Markup.Of($"{Title(id, processes)} <code>{id}</code>");

    private static Markup Result(string name, JsonNode? value, ProcessValue? output, string path) => Markup.Of($"""
        <section class="ogc-result"><h2>{output?.Title ?? name} <small><code>{name}</code></small></h2>
        <p class="sub">{output?.Description} <a href="{path}/{name}?f=json">{(output is null ? "JSON" : OutputType.Of(output))}</a></p>{Value(value)}</section>
        """);

    private static Markup Value(JsonNode? value) => value switch
    {
        JsonArray { Count: > 0 } rows when rows.All(row => row is JsonObject) => Rows([.. rows.Select(row => row!.AsObject())]),
        JsonArray or JsonObject => Markup.Of($"<pre class=\"ogc-code\" tabindex=\"0\"><code>{value.ToJsonString(Json.Options)}</code></pre>"),
        _ => Markup.Of($"<p class=\"ogc-value\">{Cell(value)}</p>"),
    };

    private static Markup Rows(IReadOnlyList<JsonObject> rows)
    {
        // The database keeps members in an order of its own: what each row is about first, its numbers after it.
        var columns = rows.SelectMany(row => row.Select(member => member.Key)).Distinct()
            .Select(name => (Name: name, Mark: rows.Any(row => row[name]?.GetValueKind() == JsonValueKind.Number) ? Markup.Of($" class=\"number\"") : Markup.None))
            .OrderBy(column => column.Mark != Markup.None).ToList();
        return Markup.Of($"""
            <div class="ogc-table" tabindex="0"><table><thead><tr>{Markup.Join(columns.Select(column => Markup.Of($"<th scope=\"col\"{column.Mark}><code>{column.Name}</code></th>")))}</tr></thead>
            <tbody>{Markup.Join(rows.Select(row => Markup.Of($"<tr>{Markup.Join(columns.Select(column => Markup.Of($"<td{column.Mark}>{Cell(row[column.Name])}</td>")))}</tr>")))}</tbody></table></div>
            """);
    }

    private static string Cell(JsonNode? value) => value switch
    {
        null => "—",
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => number.Deserialize<double>().ToString("#,0.######", CultureInfo.InvariantCulture),
        JsonValue => value.ToString(),
        JsonArray items when items.All(item => item is JsonValue) => string.Join(", ", items.Select(Cell)),
        _ => value.ToJsonString(Json.Options),
    };

    private static JsonArray Nodes(IReadOnlyList<Link> links) => JsonSerializer.SerializeToNode(links, Json.Options)!.AsArray();
}
