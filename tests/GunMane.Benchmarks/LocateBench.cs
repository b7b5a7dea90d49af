using System.Diagnostics;
using GunMane.Spatial.Storage.Cluster;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>
/// locate: points in a table → the municipality of each in a table, by gunmane.locate_rows, with 1,700 made-up municipalities
/// (hexagons, bent so that each has some 240 vertices). Rivals, in the same run on the same Hilbert-ordered heap: the plain join
/// as the planner picks it, and the join with subdivided municipalities outside and an index on the points, built before.
/// Compared point by point with the plain join.
/// </summary>
internal sealed class LocateBench(PrivateCluster cluster, Action<string> say)
{
    private const int Rounds = 3;
    private const string Area = "bench-locate";

    private const string Towns = """
        INSERT INTO gunmane.study_area (code, name, name_en, fictitious, created_by) VALUES ('bench-locate', 'bench', 'bench', true, 'bench');
        WITH hex AS (
          SELECT row_number() OVER () AS id, ST_Segmentize(geom, 0.002) AS geom FROM ST_HexagonGrid(0.08, ST_MakeEnvelope(136, 34, 141, 39.3)) LIMIT 1700
        ), corner AS (
          SELECT id, d.path, round(ST_X(d.geom)::numeric, 7)::float8 AS x, round(ST_Y(d.geom)::numeric, 7)::float8 AS y FROM hex CROSS JOIN LATERAL ST_DumpPoints(geom) AS d
        ), bent AS (
          SELECT id, ST_MakePolygon(ST_MakeLine(ST_MakePoint(
            x + 0.02 * sin(13 * x + 7 * y) + 0.002 * sin(101 * y + 37 * x) + 0.0002 * sin(997 * (x + y)),
            y + 0.02 * sin(11 * y - 9 * x) + 0.002 * cos(113 * x - 29 * y) + 0.0002 * sin(887 * (x - y))) ORDER BY path)) AS geom FROM corner GROUP BY id
        )
        INSERT INTO gunmane.municipality (study_area, prefecture, code, border_code, name, geom)
        SELECT s.id, '90', lpad(b.id::text, 5, '0'), lpad(b.id::text, 5, '0'), b.id::text, ST_Multi(ST_SetSRID(b.geom, gunmane.storage_srid()))
        FROM bent b CROSS JOIN gunmane.study_area s WHERE s.code = 'bench-locate';
        INSERT INTO gunmane.municipality_part (study_area, code, geom)
        SELECT m.study_area, m.code, p.geom FROM gunmane.municipality m CROSS JOIN LATERAL ST_Subdivide(m.geom, 32) AS p(geom) ORDER BY p.geom;
        SELECT gunmane.analyse_boundaries();
        -- The rival's own pieces, of the size that is best for it.
        CREATE TABLE bench_part AS SELECT m.code, part.geom FROM gunmane.municipality m CROSS JOIN LATERAL ST_Subdivide(m.geom, 128) AS part(geom) ORDER BY part.geom;
        CREATE INDEX ON bench_part USING gist (geom);
        ANALYZE bench_part
        """;

    // Towns of different size and some points anywhere; written in Hilbert order, as assets are.
    private const string Points = """
        DROP TABLE IF EXISTS bench_point;
        SELECT setseed(0.42);
        CREATE TABLE bench_point AS
        WITH town AS MATERIALIZED (SELECT n, 136.2 + random() * 4.6 AS x, 34.2 + random() * 4.8 AS y, 0.01 + random() * 0.06 AS spread FROM generate_series(0, 399) AS n), place AS (
          SELECT i AS row_number, ST_SetSRID(CASE WHEN i % 20 = 0 THEN ST_MakePoint(136 + random() * 5, 34 + random() * 5.2)
            ELSE ST_MakePoint(x + spread * (random() + random() + random() - 1.5), y + spread * (random() + random() + random() - 1.5)) END, gunmane.storage_srid()) AS geom
          FROM generate_series(1, {0}::bigint) AS i JOIN town ON n = i % 400)
        SELECT row_number, geom FROM place ORDER BY geom;
        """;

    private const string Plain = """
        CREATE TEMP TABLE plain AS SELECT p.row_number, min(m.code) AS code
        FROM bench_point p JOIN gunmane.municipality m ON ST_Intersects(m.geom, p.geom) GROUP BY p.row_number
        """;

    private const string Outer = """
        CREATE TEMP TABLE outside AS SELECT p.row_number, min(m.code) AS code
        FROM bench_part m JOIN bench_point p ON ST_Intersects(m.geom, p.geom) GROUP BY p.row_number
        """;

    private const string Different = """
        SELECT count(*) FROM plain FULL JOIN (SELECT * FROM place_found WHERE NOT near_shore) AS found USING (row_number) WHERE plain.code IS DISTINCT FROM found.code
        """;

    /// <summary>Measures one number of points.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(cluster.Administrator);
        await connection.OpenAsync(cancellation);
        var area = await MakeAsync(connection, size, cancellation);
        List<double> ours = [], plain = [], outer = [], index = [];
        var different = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            plain.Add(await TimeAsync(connection, Plain, cancellation));
            await TimeAsync(connection, "SELECT gunmane.place_tables()", cancellation);
            ours.Add(await TimeAsync(connection, $"SELECT gunmane.locate_rows({area}, 'bench_point')", cancellation));
            different += await AskAsync(connection, Different, cancellation);
            index.Add(await TimeAsync(connection, "CREATE INDEX bench_point_geom ON bench_point USING gist (geom); ANALYZE bench_point", cancellation));
            outer.Add(await TimeAsync(connection, $"SET LOCAL enable_seqscan = on; {Outer}", cancellation));
            await transaction.RollbackAsync(cancellation);
            say(FormattableString.Invariant($"{size:N0} points, round {round + 1}: ours {ours[^1]:0.000} s, plain join {plain[^1]:0.000} s, subdivided {outer[^1]:0.000} s after an index of {index[^1]:0.000} s"));
        }

        return
        [
            new("import", "locate", "s", size, Measurement.Median(ours), Measurement.Median(plain), "plain join with 1,700 municipalities", different == 0),
            new("import", "locate-subdivided", "s", size, Measurement.Median(ours), Measurement.Median(outer), "subdivided outside, points indexed before", different == 0),
        ];
    }

    private static async Task<long> MakeAsync(NpgsqlConnection connection, int size, CancellationToken cancellation)
    {
        if (await AskAsync(connection, $"SELECT count(*) FROM gunmane.study_area WHERE code = '{Area}'", cancellation) == 0) await TimeAsync(connection, Towns, cancellation);
        await TimeAsync(connection, Points.Replace("{0}", size.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), cancellation);
        await TimeAsync(connection, "VACUUM ANALYZE bench_point", cancellation);
        return await AskAsync(connection, $"SELECT id::bigint FROM gunmane.study_area WHERE code = '{Area}'", cancellation);
    }

    private static async Task<double> TimeAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 900 };
        await command.ExecuteNonQueryAsync(cancellation);
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<long> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 900 };
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
