using GunMane.Spatial.Geo;
using GunMane.Spatial.Storage;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>A study area for the API's bench: points of towns, 3 lines and a tenth of a polygon to ten of them, with names; and the rival's table of the same, in the tiles' own projection and along the Hilbert curve.</summary>
internal static class ApiArea
{
    /// <summary>Its code.</summary>
    public const string Code = "bench-api";

    private static readonly string[] Steps =
    [
        "INSERT INTO gunmane.organisation (study_area, code, name, kind) SELECT id, '90002', '架空市', 'municipality' FROM gunmane.study_area WHERE code = 'bench-api'",
        """
        CREATE TEMP TABLE shape AS
        WITH place AS (SELECT id, 138.2 + x / 111320 / cos(radians(35.8 + y / 110950)) AS x, 35.8 + y / 110950 AS y FROM raw)
        SELECT id, ST_SetSRID(ST_MakePoint(x, y), gunmane.storage_srid()) AS geom FROM place
        UNION ALL SELECT 10000000 + id, ST_SetSRID(ST_MakeLine(ARRAY(
            SELECT ST_MakePoint(x + 0.0006 * k + 0.0003 * sin(id * 1.7 + k), y + 0.0004 * k * cos(id) + 0.0002 * cos(id * 2.3 + k)) FROM generate_series(0, 3 + id % 6) k ORDER BY k)), gunmane.storage_srid())
          FROM place WHERE id % 10 IN (1, 4, 7)
        UNION ALL SELECT 20000000 + id, ST_SetSRID(CASE WHEN id % 200 = 0 THEN ST_Difference(ST_Expand(ST_MakePoint(x, y), 0.0009), ST_Expand(ST_MakePoint(x, y), 0.0004)) ELSE ST_Buffer(ST_MakePoint(x, y), 0.0007, 3) END, gunmane.storage_srid())
          FROM place WHERE id % 100 = 0
        """,
        """
        INSERT INTO gunmane.asset (study_area, prefecture, dense_id, id, owner_org, municipality, sector, kind, name, length_m, source, source_key, content_hash, geom, geom_m)
        SELECT s.id, '90', row_number() OVER (ORDER BY h.geom, h.id) - 1, gen_random_uuid(), o.id, lpad((90001 + h.id % 7)::text, 5, '0'), (ARRAY['road','bridge','tunnel','river','park','sewer'])[h.id % 6 + 1],
          (ARRAY['市道','橋梁','照明灯'])[h.id % 3 + 1], '架空施設' || h.id, h.id % 100, 'bench', h.id::text, '\x00', h.geom, ST_Point(0, 0)
        FROM shape h, gunmane.study_area s JOIN gunmane.organisation o ON o.study_area = s.id WHERE s.code = 'bench-api'
        """,
        "UPDATE gunmane.study_area SET next_dense_id = (SELECT max(a.dense_id) + 1 FROM gunmane.asset a WHERE a.study_area = study_area.id) WHERE code = 'bench-api'",
        """
        CREATE TABLE public.rival AS SELECT a.dense_id AS id, a.sector, a.name, a.kind, a.municipality::text AS municipality, ST_Transform(a.geom, (SELECT ST_SRID(ST_TileEnvelope(0, 0, 0)))) AS geom
        FROM gunmane.asset a JOIN gunmane.study_area s ON s.id = a.study_area WHERE s.code = 'bench-api' ORDER BY 6
        """,
        "CREATE INDEX ON public.rival USING gist (geom)",
        "GRANT SELECT ON public.rival TO PUBLIC",
        "VACUUM ANALYZE public.rival",
        "VACUUM ANALYZE gunmane.asset",
        "CHECKPOINT",
    ];

    /// <summary>Fills the database; the size counts points.</summary>
    public static async Task FillAsync(string connection, int size, CancellationToken cancellation)
    {
        var towns = PointTowns.Make(size);
        var (x, y) = PointShapes.AlongCurve(towns.X, towns.Y);
        await using var own = await Sql.OpenAsync(connection, cancellation);
        await Sql.RunAsync(own, "SET session_replication_role = replica; SET work_mem = '256MB'; SET maintenance_work_mem = '1GB'; DELETE FROM gunmane.study_area WHERE code = 'bench-api'; DROP TABLE IF EXISTS public.rival; CREATE TEMP TABLE raw (id integer, x double precision, y double precision)", cancellation);
        await using (var rows = await CopyWriter.StartAsync(own, "COPY raw FROM STDIN (FORMAT BINARY)", cancellation))
        {
            for (var at = 0; at < size; at++)
            {
                rows.Row(3);
                rows.Write(at);
                rows.Write(x[at] - 70_000);
                rows.Write(y[at] - 120_000);
            }

            await rows.CompleteAsync(cancellation);
        }

        await using (var area = new NpgsqlCommand("INSERT INTO gunmane.study_area (code, name, name_en, fictitious, metres_proj, created_by) VALUES ('bench-api', '計測', 'Bench', true, $1, 'bench')", own))
        {
            area.Parameters.AddWithValue(Crs.LocalMetres(138.2, 35.8));
            await area.ExecuteNonQueryAsync(cancellation);
        }

        foreach (var step in Steps) await Sql.RunAsync(own, step, cancellation);
    }

    /// <summary>Tiles of a zoom that hold assets, picked evenly.</summary>
    public static async Task<List<(int Z, int X, int Y)>> TilesAsync(string connection, int zoom, int most, CancellationToken cancellation)
    {
        await using var own = await Sql.OpenAsync(connection, cancellation);
        var tiles = await Sql.ValueAsync<int[]>(own, FormattableString.Invariant($"""
            SELECT array_agg(x ORDER BY hashint4(x), x, y) || array_agg(y ORDER BY hashint4(x), x, y) FROM (
              SELECT DISTINCT floor((ST_X(p) / 40075016.68557849 + 0.5) * 2 ^ {zoom})::int AS x, floor((0.5 - ST_Y(p) / 40075016.68557849) * 2 ^ {zoom})::int AS y FROM (SELECT ST_Centroid(geom) AS p FROM public.rival) c) t
            """), cancellation);
        var count = tiles.Length / 2;
        var step = Math.Max(1, count / most);
        return [.. Enumerable.Range(0, Math.Min(most, count)).Select(at => (zoom, tiles[at * step], tiles[count + (at * step)]))];
    }
}
