using System.Text;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GunMane.Spatial.Tests.Import.Formats;

/// <summary>GeoPackages.</summary>
public sealed class GeoPackageTests : IDisposable
{
    private const string Zone8 = "PROJCS[\"JGD2011 / Japan Plane Rectangular CS VIII\",GEOGCS[\"JGD2011\",DATUM[\"Japanese_Geodetic_Datum_2011\",SPHEROID[\"GRS 1980\",6378137,298.257222101]],"
        + "PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",36],PARAMETER[\"central_meridian\",138.5],"
        + "PARAMETER[\"scale_factor\",0.9999],PARAMETER[\"false_easting\",0],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1]]";

    private readonly MadeFiles made = new();

    public void Dispose() => made.Dispose();

    [Fact]
    public void Tables_of_features_and_attributes_are_data_sets_of_their_own()
    {
        Make("台帳.gpkg");
        var sets = made.DataSets();
        Assert.Equal([("台帳.gpkg#park", RowShape.Features), ("台帳.gpkg#register", RowShape.Table), ("台帳.gpkg#道路", RowShape.Features)], sets.Select(file => (file.Name, file.Shape)));
        var (parks, register, roads) = (MadeFiles.Read(sets[0]), MadeFiles.Read(sets[1]), MadeFiles.Read(sets[2]));
        Assert.Equal(["fid", "名称", "area", "photo"], parks.Columns);
        Assert.Equal((6668, "POINT (138.3 34.8)", "甲公園", "12.5", "1"), (parks.StatedCrs, parks.Rows[0].Geometry!.AsText(), parks.Row(1)["名称"], parks.Row(1)["area"], parks.Row(1)["fid"]));
        Assert.Equal((0, null, null), (parks.Rows[0].Geometry!.SRID, parks.Rows[1].Geometry, parks.Rows[1].Fault));
        Assert.Contains("photo", Assert.Single(parks.Notes).Ja, StringComparison.Ordinal);
        Assert.Equal((null, "22212"), (register.StatedCrs, register.Row(1)["code"]));
        Assert.Equal((6676, "LINESTRING (1 2, 3 4)"), (roads.StatedCrs, roads.Rows[0].Geometry!.AsText()));
    }

    [Fact]
    public void Unreadable_geometries_and_letters_cost_their_row_only()
    {
        Make("a.gpkg", """
            UPDATE park SET geom = x'47500001000000000101000000' WHERE fid = 1; UPDATE park SET geom = x'4750' WHERE fid = 2;
            INSERT INTO park (fid, 名称) VALUES (3, CAST(x'e794ff' AS TEXT)); INSERT INTO park (fid, geom) VALUES (4, x'475000010000000001ff000000ffffffff'), (5, x'47500001000000000102000000ffffff7f');
            """);
        var read = MadeFiles.Read(made.DataSets()[0]);
        Assert.Equal([true, true, true, true, true], read.Rows.Select(row => row.Fault is not null));
        Assert.Contains("\\\\xE7\\\\x94\\\\xFF", read.Rows[2].Raw, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_or_strange_database_is_refused()
    {
        var path = Make("a.gpkg");
        var bytes = File.ReadAllBytes(path);
        made.Write("a.gpkg", bytes[..(bytes.Length / 2)]);
        Refused("壊れて");
        made.Write("a.gpkg", "no database");
        Refused("GeoPackage");
        File.Delete(path);
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            Run(connection, "CREATE TABLE t (a)");
        }

        Refused("GeoPackage");
    }

    [Fact]
    public void A_view_is_not_run()
    {
        Make("a.gpkg", "CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n; INSERT INTO gpkg_contents (table_name, data_type) VALUES ('v', 'attributes')");
        Assert.Equal(["park", "register", "道路"], made.DataSets().Select(file => file.Layer));
    }

    internal string Make(string name, string more = "")
    {
        var path = Path.Combine(made.Folder, name);
        Make(path, more, (Crs.FileFactory.CreatePoint(new Coordinate(138.3, 34.8)), Crs.FileFactory.CreateLineString([new(1, 2), new(3, 4)])));
        return path;
    }

    /// <summary>Writes a small GeoPackage.</summary>
    internal static void Make(string path, string more, (Geometry Park, Geometry Road) places)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Run(connection, $"""
            CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
            INSERT INTO gpkg_spatial_ref_sys VALUES ('JGD2011', 6668, 'EPSG', 6668, ''), ('undefined', 0, 'NONE', 0, 'undefined'), ('own', 100001, 'NONE', 100001, '{Zone8}');
            CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER);
            INSERT INTO gpkg_contents VALUES ('park', 'features', 'p', 6668), ('道路', 'features', 'r', 100001), ('register', 'attributes', 'a', 0), ('picture', 'tiles', 't', 0);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);
            INSERT INTO gpkg_geometry_columns VALUES ('park', 'geom', 'POINT', 6668, 0, 0), ('道路', 'the"geom', 'LINESTRING', 100001, 0, 0);
            CREATE TABLE park (fid INTEGER PRIMARY KEY, geom BLOB, 名称 TEXT, area REAL, photo BLOB);
            CREATE TABLE 道路 (fid INTEGER PRIMARY KEY, "the""geom" BLOB);
            CREATE TABLE register (fid INTEGER PRIMARY KEY, code TEXT);
            INSERT INTO park VALUES (1, $park, '甲公園', 12.5, x'0102'), (2, NULL, '乙公園', NULL, NULL);
            INSERT INTO 道路 VALUES (1, $road);
            INSERT INTO register VALUES (1, '22212');
            """, ("$park", new GeoPackageGeoWriter().Write(places.Park)), ("$road", new GeoPackageGeoWriter().Write(places.Road)));
        if (more.Length > 0) Run(connection, more);
    }

    private static void Run(SqliteConnection connection, string sql, params (string Name, object Value)[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    private void Refused(string why) => Assert.Contains(why, Assert.Throws<GunManeException>(() => made.DataSets().Select(file => MadeFiles.Read(file)).ToList()).Message, StringComparison.Ordinal);
}
