using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Import.Text;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import;

/// <summary>What the planner says about files beyond their profile; each overrides the profile's default.</summary>
/// <param name="Profile">Profile; null to choose by the file.</param>
/// <param name="Sector">Sector of all rows (key or Japanese name).</param>
/// <param name="Owner">Code of the organisation that owns the assets (5 or 6 digits; a prefecture is pp000).</param>
/// <param name="Encoding">UTF-8 or Shift_JIS; null to find it.</param>
/// <param name="Crs">CRS of files that state none, or a wrong one: <see cref="Geo.Crs.SourceExample"/>.</param>
public sealed record ImportOptions(string? Profile = null, string? Sector = null, string? Owner = null, string? Encoding = null, string? Crs = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>A profile of the planner's own, complete; it is used instead of one named.</summary>
    [JsonConverter(typeof(Profiles.ProfileText.Converter))]
    public Profiles.SourceProfile? Document { get; init; }

    /// <summary>Name of the one data set among the files that is meant; null: all.</summary>
    public string? Only { get; init; }

    /// <summary>Licence or attribution of the data; null: the profile's.</summary>
    public string? Licence { get; init; }

    /// <summary>Of which day the data is, in any usual spelling (令和6年4月1日, R6.4.1, 2024-04-01; 令和5年度: its last day).</summary>
    public string? AsOf { get; init; }

    /// <summary>Whether to read a file again that was imported before in the same way.</summary>
    public bool Again { get; init; }

    /// <summary>Whether the file replaces its ledger: rows of known keys and other content change what is stored.</summary>
    public bool Update { get; init; }

    /// <summary>The ledger that the file belongs to; null: that of its profile, owner and name.</summary>
    public string? Ledger { get; init; }

    /// <summary>With <see cref="Update"/>: whether what the file no longer has is removed; otherwise it stays.</summary>
    public bool RemoveMissing { get; init; }

    /// <summary>With <see cref="Update"/>: only compare; nothing is stored.</summary>
    public bool Preview { get; init; }

    /// <summary>With <see cref="Update"/>: the data version that the planner has seen compared; refused if it moved on since.</summary>
    public long? SeenVersion { get; init; }

    /// <summary>The options as JSON, for jobs.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, Json)!.AsObject();

    /// <summary>What decides how rows are read: two imports of a file with the same are the same.</summary>
    public JsonObject Reading() =>
        (this with { Profile = null, Only = null, Licence = null, AsOf = null, Again = false, Preview = false, SeenVersion = null }).ToJson();

    /// <summary>Reads what <see cref="ToJson"/> wrote; other members are left alone.</summary>
    public static ImportOptions Of(JsonObject json) => json.Deserialize<ImportOptions>(Json)!;

    /// <summary>Refuses values that mean nothing, before any file is read.</summary>
    /// <exception cref="GunManeException">A value is not acceptable; names the parameter.</exception>
    public ImportOptions Checked(bool fictitious)
    {
        if (Profile is not null && Document is null) Profiles.ProfileCatalogue.Named(Profile);
        if (Sector is not null && !Sectors.TryParse(Sector, out _))
            throw Bad("sector", $"分野「{Sector}」はありません。使えるのは: {string.Join(", ", Sectors.Keys)}。", "unknown sector");
        if (Owner is not null && !MunicipalityCode.TryParse(Owner, fictitious, out _, out _))
            throw Bad("owner", $"団体コード「{Owner}」が読めません。5 桁か 6 桁の数字で書いてください。", "not a municipality code");
        if (Encoding is not null && Readers.TextEncoding.Named(Encoding) is null)
            throw Bad("encoding", $"文字コード「{Encoding}」は使えません。UTF-8 か Shift_JIS です。", "UTF-8 or Shift_JIS");
        if (Crs is not null && Geo.Crs.Named(Crs) is null)
            throw Bad("crs", $"座標系「{Crs}」は使えません。使えるのは: {Geo.Crs.AcceptedSources}。", "unknown CRS");
        if (AsOf is not null && Date is null)
            throw Bad("asOf", $"データの時点「{AsOf}」が日付として読めません。例: 令和6年4月1日、R6.4.1、2024-04-01、令和5年度。", "not a date");
        if ((RemoveMissing || Preview || SeenVersion is not null) && !Update)
            throw Bad("update", "「update」(台帳の更新)と一緒に使います。", "only together with update");
        return this;
    }

    /// <summary>Of which day the data is; null if not said.</summary>
    internal DateOnly? Date => Dates.TryDate(AsOf, out var day) ? day
        : AsOf?.Contains("年度", StringComparison.Ordinal) == true && Dates.TryYear(AsOf, out var year) ? new DateOnly(year + 1, 3, 31) : null;

    /// <summary>The encoding to read with; null to find it.</summary>
    internal Encoding? TextEncoding => Encoding is null ? null : Readers.TextEncoding.Named(Encoding);

    /// <summary>The CRS that the planner says; null if none.</summary>
    internal SourceCrs? SourceCrs => Crs is null ? null : Geo.Crs.Named(Crs);

    private static GunManeException Bad(string parameter, string japanese, string english) => new(Refusal.BadInput, $"{japanese}({english})", parameter);
}
