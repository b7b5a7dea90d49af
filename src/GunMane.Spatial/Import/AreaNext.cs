using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import;

/// <summary>Which file an incomplete study area needs next.</summary>
public static class AreaNext
{
    /// <summary>The next file in words; null when boundaries, assets, firms and orders are all there. Pure.</summary>
    public static Bilingual? Of(AreaSummary summary) => summary switch
    {
        { Municipalities: 0 } => new(
            "市区町村の境界がありません。国土数値情報「行政区域」(N03)の zip か GeoJSON・TopoJSON を入れてください。",
            "There are no municipal boundaries. Add the N03 zip, GeoJSON or TopoJSON."),
        { Assets: 0 } => new(
            "施設がありません。台帳(緯度・経度のある CSV か Excel、Shapefile、GeoJSON、GeoPackage、KML)を入れてください。",
            "There are no assets. Add ledgers: CSV or Excel with coordinates, Shapefile, GeoJSON, GeoPackage or KML."),
        { Contracts: 0 } => new(
            "発注の記録がありません。入札結果・契約の CSV か Excel を入れてください。",
            "There are no orders. Add award or contract tables (CSV or Excel)."),
        { Contractors: 0 } => new(
            "事業者がありません。事業者名簿か、落札者の入った契約の表を入れてください。",
            "There are no contractors. Add a register of firms, or orders with their winners."),
        _ => null,
    };
}
