namespace GunMane.MapApi.Tests.Acceptance;

/// <summary>One source below GUNMANE_REAL_DATA, the options with which a planner imports it, and how GDAL counts its rows.</summary>
/// <param name="Path">File or folder.</param>
/// <param name="Profile">Import profile.</param>
/// <param name="Owner">Owner, where the profile does not say.</param>
/// <param name="Sector">Sector, where the profile does not say.</param>
/// <param name="Zipped">Whether GDAL must unpack it.</param>
public sealed record RealSource(string Path, string Profile, string? Owner = null, string? Sector = null, bool Zipped = false)
{
    private const string Roads = "yaizu/current/緊急輸送路_";

    public static IReadOnlyList<RealSource> All { get; } =
    [
        new("admin-shizuoka/n03", "n03"),
        new("yaizu/current/公園一覧/222127_park_info.csv", "yaizu-park-list"),
        new("yaizu/current/公園_緑地/公園・緑地.shp", "yaizu-parks"),
        new($"{Roads}一次緊急輸送路/一次緊急輸送路.shp", "yaizu-roads"),
        new($"{Roads}二次緊急輸送路/二次緊急輸送路.shp", "yaizu-roads"),
        new($"{Roads}三次輸送路/三次輸送路.shp", "yaizu-roads"),
        new("yaizu/current/都市計画道路/都市計画道路.shp", "yaizu-roads"),
        new("yaizu/current/農道一般平面図_農道/農道.shp", "yaizu-farm-roads"),
        new("yaizu/current/農業用施設図/農業用施設図.geojson", "yaizu-waterway-facilities"),
        new("yaizu/withdrawn-from-history/汚水管路_管渠/管渠マンホール.shp", "yaizu-sewer-pipes"),
        new("yaizu/withdrawn-from-history/汚水管路_マンホール/R5汚水マンホール(シェープ形式).shp", "yaizu-manholes"),
        new("yaizu/withdrawn-from-history/用水受益区域_用水線_用水路(緑)/用水路(緑).shp", "yaizu-waterways"),
        new("parks-sanennanshin/park_sena_506.csv", "points-csv", Sector: "park"),
        new("awards-shizuoka/awards.csv.gz", "awards", Zipped: true),
    ];

    /// <summary>What GDAL opens: the file, or each file of a folder.</summary>
    public IReadOnlyList<string> GdalPaths(string folder)
    {
        var path = System.IO.Path.Combine(folder, Path);
        if (Directory.Exists(path)) return Directory.GetFiles(path);
        return Zipped ? [$"CSV:/vsigzip/{path}"] : [path];
    }

    /// <summary>True for sources whose stored rows are assets.</summary>
    public bool IsAssets => Profile is not ("n03" or "awards");
}
