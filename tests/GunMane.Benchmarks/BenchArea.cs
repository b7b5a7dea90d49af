using GunMane.Spatial.Geo;
using GunMane.Spatial.Storage;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>A study area in the database, of made-up assets (points in towns and along roads, numbered along a curve as imports number them) with their firms.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Radius">Metres at which each asset has some 24 others around it: half again as far there are not quite 20 million pairs among a million.</param>
/// <param name="Longitude">Of a busy place.</param>
/// <param name="Latitude">Of a busy place.</param>
internal sealed record BenchArea(string Code, int Radius, double Longitude, double Latitude)
{
    private const double Middle = 70_000;
    private const double Half = 120_000;
    private const double RadiusOfEps = 1.37;
    private const double Busy = 2_000;

    /// <summary>Fills an empty database.</summary>
    public static async Task<BenchArea> FillAsync(string connection, int size, CancellationToken cancellation)
    {
        var towns = PointTowns.Make(size);
        var (x, y) = PointShapes.AlongCurve(towns.X, towns.Y);
        await using var own = await Sql.OpenAsync(connection, cancellation);
        await Sql.RunAsync(own, "SET session_replication_role = replica; SET work_mem = '256MB'; SET maintenance_work_mem = '1GB'; CREATE TEMP TABLE raw (id integer, x double precision, y double precision, firms integer[])", cancellation);
        await CopyAsync(own, x, y, FirmTerritories.Of(x, y), cancellation);
        await using (var area = new NpgsqlCommand("INSERT INTO gunmane.study_area (code, name, name_en, fictitious, metres_proj, next_dense_id, created_by) VALUES ('bench', '計測', 'Bench', true, $1, $2, 'bench')", own))
        {
            area.Parameters.AddWithValue(Crs.LocalMetres(138.2, 35.8));
            area.Parameters.AddWithValue(size);
            await area.ExecuteNonQueryAsync(cancellation);
        }

        foreach (var step in Steps) await Sql.RunAsync(own, step, cancellation);
        var busiest = Enumerable.Range(0, size).GroupBy(at => ((int)(x[at] / Busy), (int)(y[at] / Busy))).OrderByDescending(cell => cell.Count()).First().First();
        await using var place = new NpgsqlCommand("SELECT ARRAY[ST_X(geom), ST_Y(geom)] FROM gunmane.asset WHERE dense_id = $1", own);
        place.Parameters.AddWithValue(busiest);
        var at = (double[])(await place.ExecuteScalarAsync(cancellation))!;
        return new BenchArea("bench", (int)(towns.Eps * RadiusOfEps), at[0], at[1]);
    }

    private static readonly string[] Steps =
    [
        "INSERT INTO gunmane.organisation (study_area, code, name, kind) SELECT id, '90001', '架空市', 'municipality' FROM gunmane.study_area WHERE code = 'bench'",
        "INSERT INTO gunmane.contractor (study_area, identity_key, name, name_normalised) SELECT s.id, 'name:' || n, '架空建設' || n, '架空建設' || n FROM gunmane.study_area s, generate_series(0, 799) n WHERE s.code = 'bench' ORDER BY n",
        """
        INSERT INTO gunmane.asset (study_area, prefecture, dense_id, id, owner_org, municipality, sector, source, source_key, content_hash, geom, geom_m)
        SELECT s.id, '90', r.id, gen_random_uuid(), o.id, '90001', (ARRAY['road','bridge','tunnel','river','park','sewer'])[r.id % 6 + 1], 'bench', r.id::text, '\x00',
          ST_Transform(ST_Point(r.x, r.y), s.metres_proj, gunmane.storage_srid()), ST_Point(r.x, r.y)
        FROM raw r, gunmane.study_area s JOIN gunmane.organisation o ON o.study_area = s.id WHERE s.code = 'bench' ORDER BY r.id
        """,
        """
        INSERT INTO gunmane.asset_contractor (study_area, prefecture, dense_id, contractor, role, evidence, strength)
        SELECT s.id, '90', r.id, c.id, 'maintains', 'asset', 1 FROM gunmane.study_area s, raw r, unnest(r.firms) f JOIN gunmane.contractor c ON c.identity_key = 'name:' || f WHERE s.code = 'bench'
        """,
        "VACUUM ANALYZE gunmane.asset",
        "VACUUM ANALYZE gunmane.asset_contractor",
        "CHECKPOINT",
    ];

    private static async Task CopyAsync(NpgsqlConnection own, double[] x, double[] y, int[][] firms, CancellationToken cancellation)
    {
        await using var rows = await CopyWriter.StartAsync(own, "COPY raw FROM STDIN (FORMAT BINARY)", cancellation);
        for (var at = 0; at < x.Length; at++)
        {
            rows.Row(4);
            rows.Write(at);
            rows.Write(x[at] - Middle);
            rows.Write(y[at] - Half);
            rows.Write((IReadOnlyList<int>)firms[at]);
        }

        await rows.CompleteAsync(cancellation);
    }
}
