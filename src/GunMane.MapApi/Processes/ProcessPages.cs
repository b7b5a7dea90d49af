using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.MapApi.Http.Html;
using GunMane.Spatial.Runs;

namespace GunMane.MapApi.Processes;

/// <summary>The process list and a process for people (18-062r2, requirements class html): what it does, what it needs, within which bounds and in which units.</summary>
internal static class ProcessPages
{
    private const string JsonType = "application/json";
    private static readonly Crumb[] Home = [new("/ogc", "地図API")];
    private static readonly Crumb[] Way = [.. Home, new("/ogc/processes", "プロセス")];

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["m"] = "m", ["d"] = "日", ["h"] = "時間", ["min"] = "分", ["km/h"] = "km/時", ["h/a"] = "時間/年", ["JPY/a"] = "円/年",
    };

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["string"] = "文字列", ["number"] = "数", ["integer"] = "整数", ["boolean"] = "真偽", ["array"] = "並び", ["object"] = "項目ごとの値",
    };

    /// <summary>All processes.</summary>
    public static Markup List(JsonObject document, HttpRequest request) => Layout.Page("プロセス", "Processes", Home, ($"/ogc/processes{Parts.With(request, "f", "json")}", JsonType), Markup.Of($"""
        <p>ここで動かせる計算です。動いた計算は<a href="/ogc/jobs">処理の一覧</a>にあります。 <span lang="en">What can be run; what was run is in the <a href="/ogc/jobs">list of jobs</a>.</span></p>
        <ul class="ogc-cards">{Markup.Join(document["processes"]!.AsArray().Select(one => Card(one!)))}</ul>
        {Parts.Links([.. document["links"]!.AsArray(), .. document["processes"]!.AsArray().SelectMany(one => one!["links"]!.AsArray())])}
        """));

    /// <summary>One process.</summary>
    public static Markup Description(ProcessDescription process, JsonObject document) => Layout.Page(process.Title, process.Id, Way, ($"/ogc/processes/{process.Id}?f=json", JsonType), Markup.Of($"""
        <p>{process.Description}</p>
        <dl class="ogc-facts">
          {Parts.Fact("識別子", "id", Parts.Code(process.Id))}{Parts.Fact("版", "version", Parts.Text(process.Version))}
          {Parts.Fact("動かし方", "job control", Control(document))}{Parts.Fact("結果の渡し方", "transmission", Words(document["outputTransmission"]!, one => one == "value" ? "値そのもの" : ""))}
        </dl>
        <p><a class="button secondary" href="/ogc/jobs?processID={process.Id}">このプロセスの処理を見る</a></p>
        <h2>入力 <small lang="en">Inputs</small></h2>
        <p>どの入力も値は 1 個までです。任意のものを省くと初期値になります。</p>
        <div class="ogc-table" tabindex="0" role="region" aria-label="入力の表"><table>
          <thead><tr><th scope="col">入力</th><th scope="col">種類</th><th scope="col">範囲・選択肢</th><th scope="col">単位</th><th scope="col">初期値</th><th scope="col" class="ogc-long">説明</th></tr></thead>
          <tbody>{Markup.Join(process.Inputs.Select(input => Input(input, document["inputs"]![input.Name]!)))}</tbody>
        </table></div>
        <h2>結果 <small lang="en">Outputs</small></h2>
        <div class="ogc-table" tabindex="0" role="region" aria-label="結果の表"><table>
          <thead><tr><th scope="col">結果</th><th scope="col">種類</th><th scope="col">形式 <span lang="en">media type</span></th><th scope="col" class="ogc-long">説明</th></tr></thead>
          <tbody>{Markup.Join(process.Outputs.Select(Output))}</tbody>
        </table></div>
        <h2>動かす例 <small lang="en">Example</small></h2>
        <p>すぐに答えを待たず、処理として動かします。返ってくる Location が処理のページです。</p>
        <pre class="ogc-code" tabindex="0"><code>curl -X POST '{(string?)document["links"]!.AsArray().Select(link => link!).Single(link => ((string)link["rel"]!).EndsWith("/execute", StringComparison.Ordinal))["href"]}' \
          -H 'Content-Type: application/json' -H 'Prefer: respond-async' \
          -d '{Example(process)}'</code></pre>
        {Parts.Links(document["links"]!.AsArray())}
        """));

    private static Markup Card(JsonNode process) => Markup.Of($"""
        <li><a href="/ogc/processes/{(string?)process["id"]}">{(string?)process["title"]}</a> <code>{(string?)process["id"]}</code> <small>{(string?)process["version"]} 版</small>
          <p>{(string?)process["description"]}</p><p class="sub">{Control(process)} {Words(process["outputTransmission"]!, one => one == "value" ? "値そのもの" : "")}</p></li>
        """);

    private static Markup Control(JsonNode process) => Words(process["jobControlOptions"]!, one => one switch
    {
        "sync-execute" => "答えを待つ", "async-execute" => "後で受け取る", "dismiss" => "途中で取り消せる", _ => "",
    });

    private static Markup Words(JsonNode words, Func<string, string> word) =>
        Markup.Of($"<span class=\"ogc-options\">{Markup.Join(words.AsArray().Select(one => Markup.Of($"<span>{word((string)one!)} <code>{(string?)one}</code></span>")))}</span>");

    private static Markup Input(ProcessValue input, JsonNode described) => Markup.Of($"""
        <tr><th scope="row">{input.Title} {((int)described["minOccurs"]! > 0 ? Markup.Of($"<strong class=\"ogc-need\">必須</strong>") : Markup.Of($"<small>任意</small>"))}<br><code>{input.Name}</code></th>
        <td>{Type(input.Schema)}</td><td>{Bounds(input.Schema)}</td><td>{Unit((string?)input.Schema["x-ogc-unit"])}</td><td>{Default(input)}</td><td>{input.Description}</td></tr>
        """);

    private static Markup Output(ProcessValue output) => Markup.Of($"<tr><th scope=\"row\">{output.Title}<br><code>{output.Name}</code></th><td>{Type(output.Schema)}</td><td><code>{OutputType.Of(output)}</code></td><td>{output.Description}</td></tr>");

    private static Markup Type(JsonObject schema) => Markup.Of($"{Types.GetValueOrDefault((string?)schema["type"] ?? "", "値")} <code>{(string?)schema["type"]}{((string?)schema["format"] is { } format ? $" {format}" : "")}</code>");

    private static Markup Unit(string? unit) => unit is null ? Markup.None : Units.GetValueOrDefault(unit, unit) is var word && word == unit ? Parts.Text(unit) : Markup.Of($"{word} <code>{unit}</code>");

    private static Markup Default(ProcessValue input) => input.Schema["default"] is { } value ? Parts.Code(Plain(value)) : input.Required ? Markup.None : Markup.Of($"<span class=\"sub\">なし</span>");

    private static Markup Bounds(JsonObject schema)
    {
        var each = schema["additionalProperties"] as JsonObject ?? schema["items"] as JsonObject ?? schema;
        var options = (schema["propertyNames"] as JsonObject ?? each)["enum"] as JsonArray;
        var listed = options is null ? Markup.None : Markup.Of($"<span class=\"ogc-options\">{Markup.Join(options.Select(one => Parts.Code((string?)one)))}</span>");
        return (each["minimum"], each["maximum"]) switch
        {
            (null, null) => listed,
            (var least, null) => Markup.Of($"{listed}{Plain(least!)} 以上"),
            (null, var most) => Markup.Of($"{listed}{Plain(most)} 以下"),
            var (least, most) => Markup.Of($"{listed}{Plain(least)} ～ {Plain(most)}"),
        };
    }

    // Thousands separated; a number of the description is a double whatever it stands for.
    private static string Plain(JsonNode value) => value.GetValueKind() == JsonValueKind.Number
        ? value.Deserialize<double>().ToString("#,0.######", CultureInfo.InvariantCulture)
        : value.GetValueKind() == JsonValueKind.String ? (string)value! : value.ToJsonString(Json.Options);

    private static string Example(ProcessDescription process) => new JsonObject
    {
        ["inputs"] = new JsonObject(process.Inputs.Where(input => input.Required).Select(input => KeyValuePair.Create(input.Name, (JsonNode?)ExampleOf(input)))),
    }.ToJsonString(Json.Options);

    private static JsonValue ExampleOf(ProcessValue input) => JsonValue.Create(input.Name == "studyArea" ? "model" : (string?)input.Schema["format"] == "uuid" ? Guid.Empty.ToString() : input.Title);
}
