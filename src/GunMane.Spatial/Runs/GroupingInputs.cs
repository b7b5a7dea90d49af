using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Runs;

/// <summary>An input of a process, for its description and for checking it.</summary>
/// <param name="Name">Name in requests.</param>
/// <param name="Title">What it is, in Japanese.</param>
/// <param name="Explanation">What it does, in Japanese.</param>
/// <param name="ExplanationEn">The same in English.</param>
/// <param name="Type">string, number, integer, array (of strings) or object (a number of the range for each option).</param>
/// <param name="Minimum">Least value of a number.</param>
/// <param name="Maximum">Greatest value of a number.</param>
/// <param name="Default">Value when it is absent; null where it is required or means "all".</param>
/// <param name="Options">Allowed strings, where they are known beforehand.</param>
/// <param name="Required">Whether it must be given.</param>
public sealed record InputDescription(
    string Name, string Title, string Explanation, string ExplanationEn, string Type,
    double? Minimum = null, double? Maximum = null, JsonNode? Default = null, IReadOnlyList<string>? Options = null, bool Required = false)
{
    /// <summary>Unit of its numbers as UCUM writes it, yen as JPY.</summary>
    public string? Unit { get; init; }
}

/// <summary>The inputs of the process <c>grouping</c>: their description, and the reading of a request.</summary>
public static class GroupingInputs
{
    private static readonly string[] Engines = ["kernel", "postgis"];
    private static readonly string[] Distances = ["straight", "road"];
    private static readonly string[] TravelWays = ["road", "straight"];
    private static readonly string[] BorderWays = ["cross", "keep"];
    private static readonly string[] OwnerKinds = ["prefecture", "municipality", "state", "union", "corporation", "other"];
    private const string Correlation = "correlation";
    private const string Density = "density";
    private const double RadiusOfOthers = 150;

    // Chains of shared firms grow quickly: at 150 m and with weaker evidence the model region is one.
    private const double RadiusOfSharedFirm = 60;
    private const string SharedFirm = "shared-firm";
    private static readonly string[] Methods = [Correlation, Density, "hierarchical", "community", "bounded", SharedFirm];
    private static readonly string[] Rungs = ["asset", "title", "area", "town_sector_kind"];

    /// <summary>All inputs in the order in which a form shows them.</summary>
    public static IReadOnlyList<InputDescription> All { get; } =
    [
        new("studyArea", "対象地域", "対象地域のコード。", "Code of the study area", "string", Required: true),
        new("preset", "先行事例", "設定を借りる先行事例。自分で指定した入力はそのまま使い、残りを事例の値で埋めます。", "A precedent whose settings fill in every input that the request does not name itself (GET /api/presets)", "string", Options: Presets.Keys),
        new("method", "まとめ方", "群の作り方。correlation：近い施設どうしの一致と不一致から（相関クラスタリング）、density：密集から（DBSCAN。engine=postgis のときの初期値）、hierarchical：密集を段階に分けて（HDBSCAN*）、community：結びつきの強いまとまり（Leiden）、bounded：年額・時間・施設数・広さ・移動時間の上限と下限の中で、shared-firm：同じ事業者が関わる近い施設のつながり。", "How groups are made: correlation (correlation clustering: what near assets agree on against what they don't), density (DBSCAN; the default of engine=postgis), hierarchical (HDBSCAN*), community (Leiden), bounded (within limits of yen, hours, assets, extent and travel time), shared-firm (components of near assets that share a firm)", "string", Default: Correlation, Options: Methods),
        new("radius", "近さの半径（m）", "この距離までの施設を近いとみなします（形と形のあいだ）。省くと、correlation 以外では 150 m、shared-firm では 60 m です。", "Radius of nearness, metres: geometry to geometry (if absent 150 where the method is not correlation, 60 where it is shared-firm)", "number", 10, 5000, 250.0) { Unit = "m" },
        new("distance", "距離のはかり方", "straight：直線、road：道路に沿って（そのほうが長いとき。橋のない川は施設を分けます）。", "How distance is measured: straight, or road (along the road network where that is longer, so that a river without a bridge parts assets)", "string", Default: "straight", Options: Distances),
        new("minPoints", "群の芯になる施設数", "自分を含めてこの数の施設が近くにあるとき、群の芯になります。", "Assets within reach, itself counted, that make an asset the core of a group", "integer", 2, 100, 3.0),
        new("contractorWeight", "共通の事業者の重み", "共通の事業者を、近さに対してどれだけ重く見るか。", "Weight of firms in common against nearness", "number", 0, 1, 0.9),
        new("threshold", "結びつきの下限", "隣り合う施設の結びつきがこれより弱いと、つなぎません。", "Least affinity of neighbours", "number", 0, 1, 0.85),
        new("agreement", "一致の下限", "correlation のとき：近い施設の事業者が平均してこれだけ似ていれば同じ群にします。", "Of correlation: how alike the firms of near assets must be on average to be in one group", "number", 0, 1, 0.1),
        new("sectorWeight", "同じ分野の重み", "同じ分野であることの重み。同じ班が扱える別の分野はその半分です。", "Weight of the same sector, or half of it for one that the same crews serve", "number", 0, 1, 0.0),
        new("termsWeight", "契約の終わりの重み", "契約の終わりが termDays 日以内でそろうことの重み。", "Weight of contracts that end within termDays of each other", "number", 0, 1, 0.0),
        new("inspectionWeight", "点検の時期の重み", "次回点検が同じ年であることの重み。", "Weight of inspections due in the same year", "number", 0, 1, 0.0),
        new("borderWeight", "境をまたぐことの重み", "市区町村や管理者の境をまたぐことの重み。", "Weight of crossing a border of municipality or owner", "number", 0, 1, 0.0),
        new("workKindWeight", "同じ業務種別の重み", "両方の施設の発注に同じ業務種別があることの重み。同じ班や同じ工程の種別はその半分です。", "Weight of the same work kind among the orders behind both, or half of it for kinds of one crew or one process", "number", 0, 1, 0.0),
        new("yenWeight", "役割と最近の金額を見る度合い", "共通の事業者を、役割と最近の金額でどれだけ加減するか（0：根拠だけで見る）。", "How far role and recent yen weigh the firms in common (0: the evidence alone)", "number", 0, 1, 0.0),
        new("termDays", "契約の終わりがそろうとみる日数", "契約の終わりがこの日数以内なら、そろうとみなします。", "Days within which contracts end together", "integer", 0, 3660, 92.0) { Unit = "d" },
        new("resolution", "群のこまかさ", "community のとき：群をまとめておく、施設の組あたりの結びつきの下限。大きいほど群が小さくなります。", "Of communities: least affinity per pair of assets that holds a group together; more gives smaller groups", "number", 0.0001, 1, 0.05),
        new("minYen", "群の最小年額（円）", "bounded のとき：群の年額の下限。", "Of bounded groups: least yen a year", "integer", 0, 1e12) { Unit = "JPY/a" },
        new("maxYen", "群の最大年額（円）", "bounded のとき：群の年額の上限。", "Of bounded groups: most yen a year", "integer", 1, 1e12) { Unit = "JPY/a" },
        new("maxAssets", "群の最大施設数", "bounded のとき：群の施設数の上限。", "Of bounded groups: most assets", "integer", 1, 1_000_000),
        new("maxExtent", "群の差し渡しの上限（m）", "bounded のとき：群の中の 2 施設の中心の距離の上限。", "Of bounded groups: largest distance between the middles of two of its assets, metres", "number", 10, 200_000) { Unit = "m" },
        new("minHours", "群の最小直営対応時間（時間/年）", "bounded のとき：群の 1 年の直営対応時間の下限。hoursPerAsset・hoursBySector・hoursPerOrder の前提値で見積もります。", "Of bounded groups: least direct-work hours a year, by the assumptions hoursPerAsset, hoursBySector and hoursPerOrder", "number", 0, 1e7) { Unit = "h/a" },
        new("maxHours", "群の最大直営対応時間（時間/年）", "bounded のとき：群の 1 年の直営対応時間の上限。同じ前提値で見積もります。", "Of bounded groups: most direct-work hours a year, by the same assumptions", "number", 0.1, 1e7) { Unit = "h/a" },
        new("hoursPerAsset", "施設 1 件の直営対応時間（時間/年、前提値）", "実績ではなく前提値です：施設 1 件にかかる 1 年の直営対応時間。初期値に出典はありません。自分の町の値に替えてください。", "Assumption, not a fact: direct-work hours of one asset in a year. The default has no source; put in your own", "number", 0, 10_000, BoundedRequest.UsualHoursPerAsset) { Unit = "h/a" },
        new("hoursBySector", "分野ごとの直営対応時間（時間/年、前提値）", "実績ではなく前提値です：時間が違う分野だけ、例の {\"bridge\": 6} のように分野ごとに書きます。", "Assumption, not a fact: the same for sectors that differ, hours by sector, e.g. {\"bridge\": 6}", "object", 0, 10_000, Options: Sectors.Keys) { Unit = "h/a" },
        new("hoursPerOrder", "発注 1 件の直営対応時間（時間、前提値）", "実績ではなく前提値です：発注 1 件にかかる直営対応時間。発注が名指す施設と発注のある年数で割ります。初期値に出典はありません。自分の町の値に替えてください。", "Assumption, not a fact: direct-work hours of placing one order, divided over the assets that it names and the years of the orders. The default has no source; put in your own", "number", 0, 10_000, BoundedRequest.UsualHoursPerOrder) { Unit = "h" },
        new("maxTravelMinutes", "群の端から端までの移動時間の上限（分）", "bounded のとき：群の中の 2 施設の移動時間の上限。", "Of bounded groups: longest travel time between any two of its assets, minutes", "number", 1, 1_440) { Unit = "min" },
        new("travelBy", "移動時間のはかり方", "road：道路に沿って（道路を取り込んでいないときは直線）、straight：直線距離の travelDetour 倍。", "How travel time is told: road (along the roads where they are loaded, else straight) or straight (the straight distance times travelDetour)", "string", Default: "road", Options: TravelWays),
        new("travelSpeed", "移動の速さ（km/h）", "移動の速さ。初期値は前提値です。", "Speed of travel, km/h; the default is an assumption", "number", 1, 120, BoundedRequest.UsualSpeed) { Unit = "km/h" },
        new("travelDetour", "直線に対する道のりの倍率", "道路でわからないときの、直線距離に対する道のりの倍率。初期値は前提値です。", "The way in straight distances where no road tells it; the default is an assumption", "number", 1, 5, BoundedRequest.UsualDetour),
        new("near", "事業者を問わない近さ（m）", "shared-firm のとき：この距離までの施設は共通の事業者がなくてもつなぎます（省くと、どれにも要ります）。radius 以下です。", "Of shared-firm groups: assets within so many metres need no firm in common (absent: all do); at most the radius", "number", 0, 5000) { Unit = "m" },
        new("evidence", "事業者を認める根拠", "shared-firm のとき：事業者を認めるいちばん弱い根拠。asset：施設そのもの、title：件名、area：地区、town_sector_kind：市区町村と分野と業務種別。", "Of shared-firm groups: the weakest evidence on which a firm counts: asset, title, area or town_sector_kind", "string", Default: "asset", Options: Rungs),
        new("minAssets", "群の最小施設数", "施設がこれより少ない群は示しません。", "Smaller groups are not proposed", "integer", 1, 100_000, 10.0),
        new("minOwners", "群の管理者の最小数", "管理者がこれより少ない群は示しません。", "Groups of fewer owners are not proposed", "integer", 1, 100, 1.0),
        new("minSectors", "群の分野の最小数", "分野がこれより少ない群は示しません。", "Groups of fewer sectors are not proposed", "integer", 1, Sectors.Keys.Count, 1.0),
        new("borders", "境をまたぐ組", "市区町村や管理者の境をまたぐ組。cross：数える、keep：数えない（どの群も 1 つの市区町村・1 つの管理者に収まります）。", "Pairs across a border of municipality or owner: cross (they count) or keep (they don't: every group stays with one municipality and owner)", "string", Default: "cross", Options: BorderWays),
        new("owners", "管理者の種類", "見る管理者の種類。省くとすべて。", "Kinds of owners to look at (all if absent)", "array", Options: OwnerKinds),
        new("sectors", "分野", "見る分野。省くとすべて。", "Sectors to look at (all if absent)", "array", Options: Sectors.Keys),
        new("municipalities", "市区町村", "見る市区町村のコード。省くとすべて。", "Municipalities to look at, by code (all if absent)", "array"),
        new("engine", "計算の場所", "kernel：このサービスの中で、postgis：PostGIS の中で。どちらでも同じ群になります。", "Where it is computed; both give the same groups", "string", Default: "kernel", Options: Engines),
    ];

    /// <summary>Reads and checks a request.</summary>
    /// <exception cref="GunManeException">An input is unknown, missing, of the wrong type or out of range (BadInput; the parameter is named).</exception>
    public static GroupingRequest Parse(JsonObject given)
    {
        foreach (var (name, _) in given)
        {
            if (All.All(input => input.Name != name))
                throw Refused(name, $"入力「{name}」はありません。使えるのは {string.Join("、", All.Select(input => input.Name))} です。(There is no input {name}.)");
        }

        return Read(Presets.Fill(given));
    }

    /// <summary>Reads the parameters that a run stored: its preset has filled them in already, and what is absent is no limit.</summary>
    internal static GroupingRequest Stored(JsonObject parameters)
    {
        var preset = parameters["preset"]?.GetValue<string>();
        parameters.Remove("preset");
        return Parse(parameters) with { Preset = preset };
    }

    private static GroupingRequest Read(JsonObject inputs)
    {
        var method = inputs["method"] is null && Text(inputs, "engine") == "postgis" ? Density : Text(inputs, "method");
        var radius = inputs["radius"] is null && method != Correlation ? method == SharedFirm ? RadiusOfSharedFirm : RadiusOfOthers : Number(inputs, "radius");
        var request = new GroupingRequest(
            Text(inputs, "studyArea"), radius, (int)Number(inputs, "minPoints"), Number(inputs, "contractorWeight"),
            Number(inputs, "threshold"), (int)Number(inputs, "minAssets"), Known(inputs, "sectors"), List(inputs, "municipalities"), Text(inputs, "engine"))
        {
            Preset = (string?)inputs["preset"], Owners = Known(inputs, "owners"), Borders = Text(inputs, "borders"), MinOwners = (int)Number(inputs, "minOwners"), MinSectors = (int)Number(inputs, "minSectors"),
            Method = method, Agreement = Number(inputs, "agreement"), SectorWeight = Number(inputs, "sectorWeight"), TermsWeight = Number(inputs, "termsWeight"), InspectionWeight = Number(inputs, "inspectionWeight"),
            BorderWeight = Number(inputs, "borderWeight"), TermDays = (int)Number(inputs, "termDays"), WorkKindWeight = Number(inputs, "workKindWeight"), YenWeight = Number(inputs, "yenWeight"), Distance = Text(inputs, "distance"), Resolution = Number(inputs, "resolution"),
            MinYen = (long?)Limit(inputs, "minYen"), MaxYen = (long?)Limit(inputs, "maxYen"), MaxAssets = (int?)Limit(inputs, "maxAssets"), MaxExtent = Limit(inputs, "maxExtent"),
            MinHours = Limit(inputs, "minHours"), MaxHours = Limit(inputs, "maxHours"), HoursPerAsset = Number(inputs, "hoursPerAsset"), HoursBySector = Numbers(inputs, "hoursBySector"), HoursPerOrder = Number(inputs, "hoursPerOrder"),
            MaxTravelMinutes = Limit(inputs, "maxTravelMinutes"), TravelBy = Text(inputs, "travelBy"), TravelSpeed = Number(inputs, "travelSpeed"), TravelDetour = Number(inputs, "travelDetour"),
            Near = Limit(inputs, "near"), Evidence = Text(inputs, "evidence"),
        };
        Check(request);
        return request;
    }

    // What each input allows by itself, but not together with another.
    private static void Check(GroupingRequest request)
    {
        if (!request.Weights.IsValid)
            throw Refused("contractorWeight", "重み（事業者・分野・契約の終わり・点検・境・業務種別）の合計は 1 までです。残りが近さの重みになります。(The weights together must not exceed 1; what is left weighs nearness.)");
        if (request is { Engine: "postgis", Method: not (Density or SharedFirm) })
            throw Refused("engine", NotInSql(request.Method));
        if (request is { Engine: "postgis", Distance: "road" })
            throw Refused("distance", "道路沿いの距離は PostGIS では計算できません（経路探索の拡張を前提にしないため）。engine=kernel で求めてください。(Distances along roads need the kernel: PostGIS alone finds no routes. Use engine=kernel.)");
        if (request is { Engine: "postgis", Owners: not null } or { Engine: "postgis", Borders: "keep" })
            throw Refused(request.Owners is null ? "borders" : "owners", "管理者の種類や境での区切りは engine=kernel でだけ使えます。(owners and borders=keep need engine=kernel.)");
        if (request.MinYen > request.MaxYen)
            throw Refused("minYen", "群の最小年額が最大年額より大きくなっています。(minYen exceeds maxYen.)");
        if (request.MinAssets > request.MaxAssets)
            throw Refused("maxAssets", $"群の最大施設数は最小施設数（{request.MinAssets}）以上にしてください。(maxAssets is less than minAssets.)");
        if (request.MinHours > request.MaxHours)
            throw Refused("minHours", "群の最小直営対応時間が最大直営対応時間より大きくなっています。(minHours exceeds maxHours.)");
        if (request.Near > request.Radius)
            throw Refused("near", "事業者を問わない近さ near は半径 radius 以下にしてください。(near exceeds the radius.)");
        if (request is { Method: "bounded", MinYen: null, MaxYen: null, MaxAssets: null, MaxExtent: null, MinHours: null, MaxHours: null, MaxTravelMinutes: null })
            throw Refused("maxAssets", "上限・下限のある群には minYen、maxYen、minHours、maxHours、maxAssets、maxExtent、maxTravelMinutes のどれかが要ります。(Bounded groups need a limit: minYen, maxYen, minHours, maxHours, maxAssets, maxExtent or maxTravelMinutes.)");
    }

    // Why SQL alone does not answer a method, and what it does answer.
    private static string NotInSql(string method)
    {
        var (ja, en) = method switch
        {
            Correlation => ("符号つきの重みは gunmane.agreement_pairs で見られますが、重みの合計が最大になる分け方は局所探索で求めるため SQL では表せません",
                "gunmane.agreement_pairs gives the signed weights, but the partition with the greatest sum is found by local search, which SQL does not express"),
            "hierarchical" => ("最小全域木とその枝の寿命は SQL では表せません（ひとつの下限で切った群の芯は density と同じです）",
                "the minimum spanning tree and how long its branches last are not to be had in SQL (at one threshold the cores are those of density)"),
            "community" => ("Leiden 法は局所探索で、SQL では表せません", "Leiden is a local search, which SQL does not express"),
            _ => ("上限・下限に合わせて群を組み替える探索は SQL では表せません", "the search that fits groups to limits is not to be expressed in SQL"),
        };
        return $"PostGIS で計算できるのは method=density と shared-firm だけです。{method}: {ja}。engine=kernel で求めてください。(engine=postgis computes density and shared-firm groups only: {en}. Use engine=kernel.)";
    }

    private static double? Limit(JsonObject inputs, string name) => inputs[name] is null ? null : Number(inputs, name);

    /// <summary>A refusal that names an input.</summary>
    internal static GunManeException Refused(string name, string message) => new(Refusal.BadInput, message, name);

    private static InputDescription Described(string name) => All.Single(input => input.Name == name);

    private static double Number(JsonObject inputs, string name)
    {
        var input = Described(name);
        if (inputs[name] is not { } node) return input.Default!.GetValue<double>();
        if (node.GetValueKind() == JsonValueKind.Number && node.Deserialize<double>() is var number
            && number >= input.Minimum && number <= input.Maximum && (input.Type == "number" || number == Math.Floor(number))) return number;
        var kind = input.Type == "integer" ? "整数" : "数";
        throw Refused(name, FormattableString.Invariant(
            $"{input.Title} {name} は {input.Minimum}〜{input.Maximum} の{kind}で指定してください。({name} must be a{(input.Type == "integer" ? "n integer" : " number")} of {input.Minimum}…{input.Maximum}.)"));
    }

    private static string Text(JsonObject inputs, string name)
    {
        var input = Described(name);
        var node = inputs[name] ?? input.Default;
        if (node is not null && node.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is { Length: > 0 } text
            && (input.Options?.Contains(text) ?? true)) return text;
        throw Refused(name, input.Options is { } options
            ? $"{name} は {string.Join("、", options)} のどれかです。({name} must be one of {string.Join(", ", options)}.)"
            : $"{input.Title} {name} を文字列で指定してください。({name} is required: a string.)");
    }

    // Numbers of the range by keys among the options; null for none.
    private static SortedDictionary<string, double>? Numbers(JsonObject inputs, string name)
    {
        if (inputs[name] is not { } node) return null;
        var input = Described(name);
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (key, value) in node as JsonObject ?? throw Wrong())
        {
            if (!input.Options!.Contains(key) || value?.GetValueKind() != JsonValueKind.Number || value.Deserialize<double>() is var number && !(number >= input.Minimum && number <= input.Maximum)) throw Wrong();
            numbers[key] = number;
        }

        return numbers.Count == 0 ? null : numbers;

        GunManeException Wrong() => Refused(name, FormattableString.Invariant(
            $"{input.Title} {name} は {{\"キー\": 数}} の形で、キーは {string.Join("、", input.Options!)}、数は {input.Minimum}〜{input.Maximum} です。({name} must be an object of numbers {input.Minimum}…{input.Maximum} by {string.Join(", ", input.Options!)}.)"));
    }

    private static IReadOnlyList<string>? List(JsonObject inputs, string name)
    {
        if (inputs[name] is not { } node) return null;
        if (node is JsonArray array && array.All(item => item?.GetValueKind() == JsonValueKind.String))
            return array.Count == 0 ? null : [.. array.Select(item => item!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal)];
        throw Refused(name, $"{name} は文字列の配列で指定してください。({name} must be an array of strings.)");
    }

    // A list of which every member is one of the input's options.
    private static IReadOnlyList<string>? Known(JsonObject inputs, string name)
    {
        var (list, input) = (List(inputs, name), Described(name));
        return list?.FirstOrDefault(item => !input.Options!.Contains(item)) is not { } unknown ? list
            : throw Refused(name, $"{input.Title}「{unknown}」はありません。使えるのは {string.Join("、", input.Options!)} です。(There is no {name} {unknown}.)");
    }
}
