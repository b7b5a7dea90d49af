using System.Globalization;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Storage;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;
using NetTopologySuite.IO;
using SQLitePCL;

namespace GunMane.Spatial.Import.Readers;

/// <summary>One table of a GeoPackage, row by row: of features with their geometry, of attributes without.</summary>
public sealed class GeoPackageSource : IRowSource
{
    private const int FixedHeader = 8;
    private static readonly int[] EnvelopeBytes = [0, 32, 48, 48, 64];

    private readonly GeoPackageGeoReader geometries = new(CoordinateArraySequenceFactory.Instance, new PrecisionModel(), Ordinates.XY) { HandleSRID = false, RepairRings = false };
    private readonly DataFile file;
    private readonly GeoPackageTable table;
    private readonly SqliteConnection connection;
    private readonly SqliteCommand command;
    private readonly SqliteDataReader reader;
    private readonly int geometryAt = -1;
    private readonly int[] columns;
    private readonly Dictionary<string, long> blobs = [];

    /// <summary>Opens the table that the file's layer names.</summary>
    /// <exception cref="Model.GunManeException">It is damaged, or there is no such table.</exception>
    public GeoPackageSource(DataFile file)
    {
        this.file = file;
        table = GeoPackageFile.Tables(file).FirstOrDefault(candidate => candidate.Name == file.Layer) ?? throw file.Refuse("その表がありません。", "there is no such table");
        connection = GeoPackageFile.Open(file);
        try
        {
            command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {Quoted(table.Name)}";
            reader = GeoPackageFile.Guard(file, Begin);
            columns = new int[reader.FieldCount];
            for (var at = 0; at < columns.Length; at++)
            {
                var name = reader.GetName(at);
                if (name.Equals(table.Geometry, StringComparison.OrdinalIgnoreCase)) (geometryAt, columns[at]) = (at, -1);
                else columns[at] = Columns.Add(name);
            }
        }
        catch
        {
            command?.Dispose();
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ColumnSet Columns { get; } = new();

    /// <inheritdoc/>
    public string Encoding => "UTF-8";

    /// <inheritdoc/>
    public int? StatedCrs { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<Bilingual> Notes => [.. blobs.Select(column => new Bilingual(
        $"列「{column.Key}」は画像などのバイト列なので保存していません({column.Value:N0} 行)。", FormattableString.Invariant($"Column {column.Key} holds bytes and is not stored ({column.Value} rows).")))];

    /// <inheritdoc/>
    public IEnumerable<SourceRow> Rows()
    {
        for (long number = 1; GeoPackageFile.Guard(file, reader.Read); number++) yield return GeoPackageFile.Guard(file, () => Row(number));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reader.Dispose();
        command.Dispose();
        connection.Dispose();
    }

    private SqliteDataReader Begin()
    {
        var verdict = GeoPackageFile.Text(connection, $"PRAGMA quick_check({Quoted(table.Name)})");
        if (verdict != "ok") throw file.Refuse("中の表が壊れています。もう一度入手してください。", $"damaged table: {verdict}");
        if (GeoPackageFile.Text(connection, "PRAGMA encoding") != "UTF-8") throw file.Refuse("文字コードが UTF-8 の GeoPackage ではありません。書き出し直してください。", "its text is not UTF-8: export it again");
        if (table.Geometry is not null) StatedCrs = Stated();
        return command.ExecuteReader();
    }

    private int? Stated()
    {
        if (table.Srs is 0 or -1) return null;
        const string Of = "FROM gpkg_spatial_ref_sys WHERE srs_id = $srs";
        var code = GeoPackageFile.Text(connection, $"SELECT 'EPSG:' || organization_coordsys_id {Of} AND upper(organization) = 'EPSG'", ("$srs", table.Srs));
        return code is not null ? Crs.EpsgOf(code) : Crs.EpsgOfWkt(GeoPackageFile.Text(connection, $"SELECT definition {Of}", ("$srs", table.Srs)) ?? "");
    }

    private SourceRow Row(long number)
    {
        var values = new string?[Columns.Names.Count];
        for (var at = 0; at < columns.Length; at++)
        {
            if (columns[at] >= 0) values[columns[at]] = Value(at);
        }

        var (geometry, fault) = geometryAt < 0 ? (null, null) : Geometry(raw.sqlite3_column_blob(reader.Handle, geometryAt).ToArray());
        if (Array.Exists(values, value => value is not null && TextEncoding.IsFaulty(value))) fault ??= "読めない文字があります (unreadable bytes)";
        var text = geometryAt < 0 ? RawRow.Json(Columns, values) : RawRow.Json(Columns, values, geometry);
        return new SourceRow(number, $"row {number}", values, geometry, text, fault);
    }

    private string? Value(int at)
    {
        var row = reader.Handle;
        switch (raw.sqlite3_column_type(row, at))
        {
            case raw.SQLITE_INTEGER: return raw.sqlite3_column_int64(row, at).ToString(CultureInfo.InvariantCulture);
            case raw.SQLITE_FLOAT: return PlainNumber.Text(raw.sqlite3_column_double(row, at));
            case raw.SQLITE_TEXT:
                var text = TextEncoding.Utf8.GetString(raw.sqlite3_column_blob(row, at));
                return string.IsNullOrWhiteSpace(text) ? null : text;
            case raw.SQLITE_BLOB:
                blobs[reader.GetName(at)] = blobs.GetValueOrDefault(reader.GetName(at)) + 1;
                return null;
            default: return null;
        }
    }

    // GeoPackage binary: "GP", version, flags, srs_id, an envelope as the flags say, then WKB.
    private (Geometry? Geometry, string? Fault) Geometry(byte[] blob)
    {
        if (blob.Length == 0) return (null, null);
        var envelope = blob.Length < FixedHeader || blob[0] != 'G' || blob[1] != 'P' ? -1 : (blob[3] >> 1) & 7;
        if (envelope < 0 || envelope >= EnvelopeBytes.Length || blob.Length < FixedHeader + EnvelopeBytes[envelope] || !WkbCheck.IsWhole(blob.AsSpan(FixedHeader + EnvelopeBytes[envelope])))
            return (null, "図形として読めません: 点・線・面の図形ではないか、壊れています (not a readable geometry)");
        try
        {
            var geometry = Crs.FileFactory.CreateGeometry(geometries.Read(blob));
            return (geometry.IsEmpty ? null : geometry, null);
        }
        catch (Exception e) when (e is ArgumentException or ParseException or FormatException or IOException or InvalidOperationException)
        {
            return (null, $"図形として読めません: {e.Message} (not a readable geometry)");
        }
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
