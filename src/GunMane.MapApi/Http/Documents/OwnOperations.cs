namespace GunMane.MapApi.Http.Documents;

/// <summary>What the OpenAPI document says of one of our own operations beside what its code tells.</summary>
/// <param name="Ja">Summary, Japanese.</param>
/// <param name="En">Summary, English.</param>
/// <param name="Type">Media type of the answer where the code does not tell it; several by commas.</param>
/// <param name="Body">Media type of the body where the code does not tell it; several by commas.</param>
internal sealed record OwnOperation(string Ja, string En, string? Type = null, string? Body = null);

/// <summary>Our own operations and the query parameters that they take, by name. A test holds this to what is mapped.</summary>
internal static class OwnOperations
{
    private const string Json = "application/json";
    private const string Bytes = "application/octet-stream";
    private const string GeoJson = "application/geo+json";
    private const string Files = "multipart/form-data";

    /// <summary>By method and route.</summary>
    public static IReadOnlyDictionary<string, OwnOperation> All { get; } = new Dictionary<string, OwnOperation>(StringComparer.Ordinal)
    {
        ["GET /health/live"] = new("動いているか", "Whether the process lives"),
        ["GET /health/ready"] = new("使えるか", "Whether requests can be answered", Json),
        ["GET /api/areas"] = new("対象地域の一覧", "Study areas"),
        ["POST /api/areas"] = new("対象地域を作る", "Make a study area", Body: Json),
        ["POST /api/areas/model"] = new("モデル地域を読み込む", "Load the model region"),
        ["GET /api/areas/{code}"] = new("対象地域", "One study area"),
        ["DELETE /api/areas/{code}"] = new("対象地域を消す", "Remove a study area with all that is in it"),
        ["GET /api/areas/{code}/assets/{denseId}"] = new("施設", "One asset with its contracts and firms"),
        ["GET /api/areas/{code}/runs"] = new("群候補の計算結果の一覧", "Grouping runs, the newest first"),
        ["GET /api/runs/{run}"] = new("群候補の計算結果", "One run with its groups", Json),
        ["DELETE /api/runs/{run}"] = new("計算結果を消す", "Remove a run"),
        ["GET /api/runs/{run}/labels"] = new("施設ごとの群の番号", "Group of each asset: little-endian int32 by dense id; 0 in none, -1 not looked at", Bytes),
        ["GET /api/runs/{run}/members"] = new("群の施設", "Assets in groups: asset, dense id, group, score; CSV or JSON lines", "text/csv,application/x-ndjson"),
        ["GET /api/runs/{run}/comparison"] = new("計算結果を比べる", "Two runs side by side"),
        ["GET /api/runs/{run}/assets/{asset}/reasons"] = new("施設がその群にいる理由", "Why an asset is in its group and what would move it out"),
        ["POST /api/areas/{code}/regroup"] = new("群候補をその場で求める", "Groups at once, nothing stored: labels", Bytes, Json),
        ["POST /api/areas/{code}/regroup/outlines"] = new("その場で求めた群の輪郭", "The same as rings of cells: little-endian int32", Bytes, Json),
        ["GET /api/presets"] = new("先行事例", "Precedents as settings"),
        ["GET /api/areas/{code}/scenarios"] = new("検討案の一覧", "Scenarios"),
        ["POST /api/areas/{code}/scenarios"] = new("検討案を作る", "Make a scenario", Json, Json),
        ["GET /api/scenarios/{id}"] = new("検討案", "One scenario with its zones; ETag", Json),
        ["PATCH /api/scenarios/{id}"] = new("検討案の名前を変える", "Rename a scenario", Json, Json),
        ["DELETE /api/scenarios/{id}"] = new("検討案を消す", "Remove a scenario"),
        ["POST /api/scenarios/{id}/edits"] = new("区域を変える", "Edit zones; 412 with both versions where another was quicker", Json, Json),
        ["GET /api/scenarios/{id}/edits"] = new("変更の履歴", "Edits of a scenario", Json),
        ["GET /api/scenarios/{id}/versions/{version}"] = new("前の版の検討案", "A scenario as it stood at a version", Json),
        ["POST /api/scenarios/{id}/undo"] = new("元に戻す", "Take the last edit back", Json, Json),
        ["POST /api/scenarios/{id}/redo"] = new("やり直す", "Take the last undo back", Json, Json),
        ["GET /api/scenarios/{id}/export.geojson"] = new("検討案を GeoJSON で", "A scenario as GeoJSON", GeoJson),
        ["GET /api/scenarios/{id}/zones/{zone}/export.geojson"] = new("区域を GeoJSON で", "A zone as GeoJSON", GeoJson),
        ["GET /api/scenarios/{id}/zones/{zone}/holding"] = new("区域の中身", "What a zone holds", Json),
        ["POST /api/areas/{code}/zones/import"] = new("書き出した区域を取り込む", "Import exported zones", Json, "application/geo+json,multipart/form-data"),
        ["POST /api/areas/{code}/membership"] = new("範囲の中身", "What a polygon holds", Json, GeoJson),
        ["GET /api/areas/{code}/firms/questions"] = new("名寄せの確認が要る組", "Doubtful pairs of firms", Json),
        ["GET /api/areas/{code}/firms/merges"] = new("まとめた事業者", "Firms that were joined", Json),
        ["GET /api/areas/{code}/firms/decisions"] = new("名寄せの決定", "Standing decisions", Json),
        ["POST /api/areas/{code}/firms/decisions"] = new("同じか違うかを決める", "Decide on a pair", Json, Json),
        ["DELETE /api/areas/{code}/firms/decisions/{id}"] = new("決定を取り消す", "Take a decision back"),
        ["POST /api/areas/{code}/firms/merges/{id}/undo"] = new("まとめるのをやめる", "Undo a merge", Json),
        ["GET /api/profiles"] = new("取り込みの型", "Import profiles"),
        ["GET /api/profiles/fields"] = new("型に書ける項目", "Fields that profiles may name"),
        ["GET /api/areas/{code}/profiles"] = new("自分の型", "Own profiles"),
        ["PUT /api/areas/{code}/profiles/{name}"] = new("自分の型を保存する", "Save an own profile", Json, Json),
        ["POST /api/areas/{code}/imports"] = new("取り込む", "Import files; a job", Body: "multipart/form-data,application/json"),
        ["GET /api/areas/{code}/imports"] = new("取り込みの一覧", "Imports, the newest first"),
        ["GET /api/imports/{id}"] = new("取り込みの報告", "Report of an import"),
        ["GET /api/imports/{id}/rows"] = new("そのまま保存しなかった行", "Rows that were not simply stored", Json),
        ["POST /api/imports/{id}/undo"] = new("取り込みを取り消す", "Undo an import"),
        ["GET /api/imports/{id}/faults"] = new("待っている行の理由", "Reasons of the rows that wait"),
        ["GET /api/imports/{id}/corrections"] = new("行の訂正の記録", "Corrections of rows"),
        ["POST /api/imports/{id}/corrections"] = new("行を訂正する", "Correct rows", Json, Json),
        ["POST /api/imports/{id}/set-aside"] = new("行を脇に置く", "Set rows aside, or let them wait again", Json, Json),
        ["GET /api/areas/{code}/ledgers"] = new("更新できる台帳", "Ledgers that may be updated"),
        ["POST /api/areas/{code}/imports/suggestion"] = new("取り込み方の提案", "Suggest how files are to be read", Json, Files),
        ["POST /api/areas/{code}/imports/preview"] = new("取り込みの下見", "Preview an import", Json, Json),
        ["DELETE /api/areas/{code}/imports/held/{token}"] = new("預けたファイルを捨てる", "Discard held files"),
        ["GET /api/areas/{code}/orders"] = new("契約の一覧", "Orders behind a cell of the table", Json),
        ["GET /api/areas/{code}/orders/table"] = new("発注状況の表", "Order table; JSON or CSV", "application/json,text/csv"),
        ["GET /api/areas/{code}/orders/choices"] = new("表の選択肢", "Choices for the table", Json),
        ["GET /api/areas/{code}/links"] = new("契約と施設の結び付き", "Share of orders linked to assets; JSON or CSV", "application/json,text/csv"),
        ["GET /api/areas/{code}/links/open"] = new("確認が要る結び付き", "Links that wait for a decision", Json),
        ["GET /api/areas/{code}/links/decisions"] = new("結び付きの決定", "Decisions on links", Json),
        ["POST /api/areas/{code}/links/decisions"] = new("結び付きを決める", "Decide on a link", Json, Json),
        ["POST /api/areas/{code}/links/decisions/{decision}/undo"] = new("結び付きの決定を取り消す", "Take a decision on a link back", Json),
        ["GET /api/events"] = new("進み具合とほかの人の変更", "Server-sent events: job, scenario, data", "text/event-stream"),
        ["GET /tiles/{layer}.json"] = new("タイルの説明", "TileJSON 3.0", Json),
        ["GET /tiles/{layer}/{z}/{x}/{y}.mvt"] = new("ベクトルタイル", "Vector tile; ETag, 204 where empty", "application/vnd.mapbox-vector-tile"),
        ["GET /tiles/all.json"] = new("全レイヤーのタイルの説明", "TileJSON 3.0 of all layers together", Json),
        ["GET /tiles/all/{z}/{x}/{y}.mvt"] = new("全レイヤーのベクトルタイル", "Vector tile with all layers; ETag, 204 where empty", "application/vnd.mapbox-vector-tile"),
        ["GET /styles/all.json"] = new("画面と同じ色の、全レイヤーの地図スタイル", "Style of all layers from one source, for MapLibre and OpenLayers", "application/vnd.mapbox.style+json"),
        ["GET /styles/{layer}.json"] = new("画面と同じ色の地図スタイル", "Style for MapLibre and OpenLayers", "application/vnd.mapbox.style+json"),
        ["GET /styles/{layer}.qml"] = new("画面と同じ色の QGIS スタイル", "Style for QGIS", "application/xml"),
    };

    /// <summary>Query parameters: what they mean, and their type.</summary>
    public static IReadOnlyDictionary<string, (string Text, string Type)> Parameters { get; } = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["area"] = ("対象地域の符号 (code of the study area)", "string"), ["run"] = ("計算結果の番号 (run)", "uuid"), ["scenario"] = ("検討案 (scenario: its uuid, or its name for imports)", "string"),
        ["collections"] = ("レイヤー、下から上へ、コンマで: municipalities, assets, groups, zones (layers by commas, the lowest first)", "string"),
        ["limit"] = ("1ページの件数 (most to answer)", "integer"), ["offset"] = ("飛ばす件数 (how many to skip)", "integer"), ["format"] = ("形式 (format)", "string"),
        ["with"] = ("比べる計算結果 (the other run)", "uuid"), ["state"] = ("行の状態 (state of rows)", "string"), ["open"] = ("待っている行か (rows that wait)", "boolean"), ["fault"] = ("この理由の行 (rows with this reason)", "string"),
        ["west"] = ("窓の西端、ウェブ地図の m (west edge, metres of the web map)", "integer"), ["south"] = ("窓の南端、ウェブ地図の m (south edge, metres of the web map)", "integer"), ["cell"] = ("升の一辺、m (side of a cell, metres)", "integer"),
        ["columns"] = ("升の列数 (columns)", "integer"), ["rows"] = ("升の行数 (rows)", "integer"), ["firm"] = ("事業者の番号 (number of the firm that stands)", "integer"), ["text"] = ("名前に含む文字 (in a name)", "string"),
        ["from"] = ("年度、ここから (first fiscal year)", "integer"), ["to"] = ("年度、ここまで (last fiscal year)", "integer"), ["orderer"] = ("発注者 (orderer)", "string"), ["sector"] = ("分野 (sector)", "string"),
        ["by"] = ("課の別: managing か contracting (which department)", "string"), ["department"] = ("課 (department)", "string"), ["workKind"] = ("業務種別 (work kind)", "string"),
        ["profile"] = ("取り込みの型 (profile)", "string"), ["owner"] = ("管理者の符号 (code of the owner)", "string"), ["encoding"] = ("文字コード (encoding)", "string"), ["crs"] = ("座標系 (CRS)", "string"),
        ["licence"] = ("利用条件 (licence)", "string"), ["asOf"] = ("いつの資料か (date of the data)", "string"), ["again"] = ("同じファイルをもう一度 (import the same file again)", "boolean"),
        ["update"] = ("台帳を更新する (update a ledger)", "boolean"), ["ledger"] = ("更新する台帳 (ledger to update)", "string"), ["removeMissing"] = ("ない行を消す (remove what is missing)", "boolean"),
        ["preview"] = ("保存しない (store nothing)", "boolean"), ["seenVersion"] = ("見たときのデータの版 (data version seen)", "integer"), ["kind"] = ("資料の種類 (kind of data)", "string"), ["geometry"] = ("QGIS のレイヤーの図形: point, line, polygon (kind of geometry)", "string"),
    };

    /// <summary>Parameters in paths.</summary>
    public static IReadOnlyDictionary<string, string> PathParameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["code"] = "対象地域の符号 (code of the study area)", ["run"] = "計算結果の番号 (uuid of the run)", ["asset"] = "施設の番号 (uuid of the asset)", ["denseId"] = "施設の通し番号 (dense id of the asset)",
        ["id"] = "番号 (id)", ["version"] = "版 (version, from 0)", ["zone"] = "区域の番号 (uuid of the zone)", ["name"] = "型の名前 (name of the profile)", ["token"] = "預けたファイルの印 (token of held files)", ["decision"] = "決定の番号 (id of the decision)",
        ["layer"] = "レイヤー: municipalities, assets, groups, zones (layer)", ["z"] = "縮尺 0–22 (zoom)", ["x"] = "列、西から (column from the west)", ["y"] = "行、北から (row from the north)",
    };
}
