using GunMane.Spatial.Geo;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Geo;

/// <summary>Systems are recognised however files, services and people write them.</summary>
public sealed class CrsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Wkt2 = "PROJCRS[\"JGD2011 / Japan Plane Rectangular CS VIII\",BASEGEOGCRS[\"JGD2011\",DATUM[\"Japanese Geodetic Datum 2011\",ELLIPSOID[\"GRS 1980\",6378137,298.257222101,LENGTHUNIT[\"metre\",1]]],"
        + "PRIMEM[\"Greenwich\",0,ANGLEUNIT[\"degree\",0.0174532925199433]]],CONVERSION[\"Japan Plane Rectangular CS zone VIII\",METHOD[\"Transverse Mercator\",ID[\"EPSG\",9807]],"
        + "PARAMETER[\"Latitude of natural origin\",36,ANGLEUNIT[\"degree\",0.0174532925199433]],PARAMETER[\"Longitude of natural origin\",138.5,ANGLEUNIT[\"degree\",0.0174532925199433]],"
        + "PARAMETER[\"Scale factor at natural origin\",0.9999,SCALEUNIT[\"unity\",1]],PARAMETER[\"False easting\",0,LENGTHUNIT[\"metre\",1]],PARAMETER[\"False northing\",0,LENGTHUNIT[\"metre\",1]]],CS[Cartesian,2]]";

    private const string Esri = "PROJCS[\"JGD_2000_Japan_Zone_8\",GEOGCS[\"GCS_JGD_2000\",DATUM[\"D_JGD_2000\",SPHEROID[\"GRS_1980\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"
        + "PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",0.0],PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",138.5],PARAMETER[\"Scale_Factor\",0.9999],PARAMETER[\"Latitude_Of_Origin\",36.0],UNIT[\"Meter\",1.0]]";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    /// <summary>Every code of the catalogue, its kind, datum and zone.</summary>
    public static TheoryData<int, CrsKind, Datum, int> Catalogue => new(Codes().Select(code => new TheoryDataRow<int, CrsKind, Datum, int>(code.Srid, code.Kind, code.Datum, code.Zone)));

    [Theory]
    [MemberData(nameof(Catalogue))]
    public void A_code_is_the_system_of_its_kind_datum_and_zone(int srid, CrsKind kind, Datum datum, int zone)
    {
        var crs = Crs.FromEpsg(srid);
        Assert.Equal((srid, kind, datum, zone), (crs!.Srid, crs.Kind, crs.Datum, crs.Zone));
        Assert.Equal(crs, Crs.Of(kind, datum, zone));
    }

    [Fact]
    public async Task The_texts_by_which_postgis_and_gdal_describe_every_system_lead_back_to_its_code()
    {
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync(Now);
        await using var command = new NpgsqlCommand("SELECT srid, srtext, proj4text FROM spatial_ref_sys WHERE srid = ANY ($1)", connection);
        command.Parameters.AddWithValue(Codes().Select(code => code.Srid).ToArray());
        await using var reader = await command.ExecuteReaderAsync(Now);
        var read = 0;
        for (; await reader.ReadAsync(Now); read++)
        {
            Assert.Equal((reader.GetInt32(0), reader.GetString(1)), (Crs.EpsgOfWkt(reader.GetString(1)), reader.GetString(1)));
            var byProj = Crs.Named(reader.GetString(2));
            Assert.Equal((Crs.FromEpsg(reader.GetInt32(0))!.Kind, Crs.FromEpsg(reader.GetInt32(0))!.Zone), (byProj!.Kind, byProj.Zone));
        }

        Assert.Equal(Codes().Count(), read);
    }

    [Theory]
    [InlineData("EPSG:2450", 2450)]
    [InlineData("epsg:6676", 6676)]
    [InlineData("2450", 2450)]
    [InlineData("urn:ogc:def:crs:EPSG::6668", 6668)]
    [InlineData("urn:ogc:def:crs:EPSG:9.9.1:6697", 6668)]
    [InlineData("urn:ogc:def:crs:OGC:1.3:CRS84", 4326)]
    [InlineData("http://www.opengis.net/def/crs/EPSG/0/4612", 4612)]
    [InlineData("http://www.opengis.net/gml/srs/epsg.xml#30168", 30168)]
    [InlineData("ESRI:102617", 6676)]
    [InlineData("ESRI:102100", 3857)]
    [InlineData("EPSG:900913", 3857)]
    [InlineData("EPSG:10169", 6676)]
    [InlineData("EPSG:6696", 4612)]
    [InlineData("平面直角8系", 6676)]
    [InlineData("平面直角座標系第Ⅷ系", 6676)]
    [InlineData("平面直角座標　第８系（世界測地系）", 6676)]
    [InlineData("公共座標八系", 6676)]
    [InlineData("平面直角座標系 第十二系", 6680)]
    [InlineData("旧日本測地系 平面直角 9系", 30169)]
    [InlineData("日本測地系 8系", 30168)]
    [InlineData("JGD2011 VIII", 6676)]
    [InlineData("JGD2000 8系", 2450)]
    [InlineData("日本測地系2000 平面直角座標系8系", 2450)]
    [InlineData("JGD2011 / Japan Plane Rectangular CS IX", 6677)]
    [InlineData("JGD_2000_Japan_Zone_8", 2450)]
    [InlineData("世界測地系", 6668)]
    [InlineData("日本測地系2011", 6668)]
    [InlineData("日本測地系2000", 4612)]
    [InlineData("日本測地系", 4301)]
    [InlineData("Tokyo Datum", 4301)]
    [InlineData("WGS84", 4326)]
    [InlineData("緯度経度", 6668)]
    [InlineData("UTM 54", 6691)]
    [InlineData("WGS84 UTM54N", 32654)]
    [InlineData("Webメルカトル", 3857)]
    [InlineData(Wkt2, 6676)]
    [InlineData(Esri, 2450)]
    [InlineData("+proj=tmerc +lat_0=36 +lon_0=138.5 +k=0.9999 +x_0=0 +y_0=0 +ellps=bessel +units=m +no_defs", 30168)]
    public void A_name_is_understood(string text, int srid) => Assert.Equal(srid, Crs.Named(text)?.Srid);

    [Theory]
    [InlineData("")]
    [InlineData("EPSG:27700")]
    [InlineData("EPSG:6695")]
    [InlineData("平面直角20系")]
    [InlineData("平面直角")]
    [InlineData("UTM 33")]
    [InlineData("第8回")]
    [InlineData("GEOGCS[\"ITRF2000\",DATUM[\"International_Terrestrial_Reference_Frame_2000\"]]")]
    [InlineData("PROJCS[\"x\",GEOGCS[\"JGD2011\",DATUM[\"Japanese_Geodetic_Datum_2011\"]],PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",36],PARAMETER[\"central_meridian\",138],PARAMETER[\"scale_factor\",0.9999]]")]
    [InlineData("PROJCS[\"x\",GEOGCS[\"JGD2011\",DATUM[\"Japanese_Geodetic_Datum_2011\"]],PROJECTION[\"Lambert_Conformal_Conic\"],PARAMETER[\"latitude_of_origin\",36],PARAMETER[\"central_meridian\",138.5],PARAMETER[\"scale_factor\",0.9999]]")]
    public void What_is_no_system_of_ours_is_none(string text) => Assert.Null(Crs.Named(text));

    internal static IEnumerable<(int Srid, CrsKind Kind, Datum Datum, int Zone)> Codes() =>
    [
        (6668, CrsKind.Degrees, Datum.Jgd2011, 0), (4612, CrsKind.Degrees, Datum.Jgd2000, 0), (4301, CrsKind.Degrees, Datum.Tokyo, 0),
        (4326, CrsKind.Degrees, Datum.Wgs84, 0), (3857, CrsKind.WebMercator, Datum.Wgs84, 0),
        .. Enumerable.Range(1, 19).SelectMany(zone => new[]
        {
            (6668 + zone, CrsKind.Plane, Datum.Jgd2011, zone), (2442 + zone, CrsKind.Plane, Datum.Jgd2000, zone), (30160 + zone, CrsKind.Plane, Datum.Tokyo, zone),
        }),
        .. Enumerable.Range(51, 5).SelectMany(zone => new[]
        {
            (6637 + zone, CrsKind.Utm, Datum.Jgd2011, zone), (3046 + zone, CrsKind.Utm, Datum.Jgd2000, zone), (3041 + zone, CrsKind.Utm, Datum.Tokyo, zone),
            (32600 + zone, CrsKind.Utm, Datum.Wgs84, zone),
        }),
    ];
}
