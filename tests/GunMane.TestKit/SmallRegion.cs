using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.TestKit;

/// <summary>
/// A made-up region of two towns side by side (90201 in the west, 90202 in the east, border at 139.1°), each 0.1° wide,
/// with scattered assets, some of them exactly on the borders where tests cut, three firms and their orders.
/// </summary>
public static class SmallRegion
{
    /// <summary>West, south, east, north, in degrees.</summary>
    public static (double West, double South, double East, double North) Extent => (139.0, 35.0, 139.2, 35.1);

    /// <summary>Adds the region under a code.</summary>
    /// <param name="administrator">Connection string of the superuser.</param>
    /// <param name="code">Code of the study area.</param>
    /// <param name="assets">How many assets are scattered: points, lines and polygons by turns.</param>
    /// <param name="cancellation">Cancels.</param>
    public static async Task<StudyAreaId> AddAsync(string administrator, string code, int assets, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(administrator);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("SELECT pg_temp.small_region($1, $2)", connection);
        command.Parameters.AddWithValue(code);
        command.Parameters.AddWithValue(assets);
        await using (var make = new NpgsqlCommand(Function, connection)) await make.ExecuteNonQueryAsync(cancellation);
        return new StudyAreaId((int)(await command.ExecuteScalarAsync(cancellation))!);
    }

    private const string Function = """
        CREATE FUNCTION pg_temp.small_region(area_code text, assets integer) RETURNS integer LANGUAGE plpgsql AS $$
        DECLARE
          area integer;
        BEGIN
          PERFORM setseed(0.42);
          -- As the service writes: the data version stays the one that tests know.
          PERFORM set_config('gunmane.actor', 'test', true);
          INSERT INTO gunmane.study_area (code, name, name_en, fictitious, attribution, data_version, created_by)
          VALUES (area_code, '架空の二町', 'Two made-up towns', true, '架空のデータ', 7, 'test') RETURNING id INTO area;
          INSERT INTO gunmane.organisation (study_area, code, name, name_en, kind) VALUES
            (area, '90201', '西町', 'Nishi', 'municipality'), (area, '90202', '東町', 'Higashi', 'municipality'), (area, '90000', '架空県', 'Kakuu', 'prefecture');
          INSERT INTO gunmane.municipality (study_area, prefecture, code, border_code, name, name_en, geom)
          SELECT area, '90', code, code, name, name_en,
            ST_Multi(ST_MakeEnvelope(139.0 + 0.1 * (code = '90202')::int, 35.0, 139.1 + 0.1 * (code = '90202')::int, 35.1, 6668))
          FROM gunmane.organisation WHERE study_area = area AND kind = 'municipality';
          INSERT INTO gunmane.municipality_part (study_area, code, geom)
          SELECT study_area, code, ST_GeometryN(geom, 1) FROM gunmane.municipality WHERE study_area = area;

          WITH place AS (
            SELECT n, 139.002 + random() * 0.196 AS x, 35.002 + random() * 0.096 AS y, random() * 0.003 + 0.0001 AS d, random() AS r FROM generate_series(0, assets - 1) AS n
          ), shape AS (
            SELECT n, r, ST_SetSRID(CASE
                WHEN n % 20 = 3 THEN ST_MakePoint(139.1, y)
                WHEN n % 20 = 4 THEN ST_MakeLine(ST_MakePoint(139.1, y), ST_MakePoint(139.1, y + d))
                WHEN n % 20 = 5 THEN ST_MakeEnvelope(139.1 - d, y, 139.1 + d, y + d)
                WHEN n % 3 = 0 THEN ST_MakePoint(x, y)
                WHEN n % 3 = 1 THEN ST_MakeLine(ARRAY[ST_MakePoint(x, y), ST_MakePoint(x + d, y + d / 2), ST_MakePoint(x + d * 1.5, y - d)])
                ELSE ST_MakeEnvelope(x, y, x + d, y + d * 0.7) END, 6668) AS geom
            FROM place
          )
          INSERT INTO gunmane.asset (study_area, prefecture, dense_id, id, owner_org, municipality, sector, kind, name, ledger_number, built_year,
            condition_scale, condition_raw, length_m, area_m2, source, source_key, content_hash, geom, geom_m)
          SELECT area, '90', n, gen_random_uuid(),
            (SELECT id FROM gunmane.organisation WHERE study_area = area AND code = CASE WHEN r < 0.2 THEN '90000' WHEN r < 0.6 THEN '90201' ELSE '90202' END),
            CASE WHEN ST_X(ST_Centroid(geom)) < 139.1 THEN '90201' ELSE '90202' END,
            CASE ST_Dimension(geom) WHEN 0 THEN 'bridge' WHEN 1 THEN 'road' ELSE 'park' END, '一般', '施設' || n, 'L' || n, 1960 + n % 60,
            'bridge', 'II', ST_Length(geom::geography), ST_Area(geom::geography), 'test', n::text, '\x00', geom, ST_SetSRID(geom, 0)
          FROM shape;
          UPDATE gunmane.study_area SET next_dense_id = assets WHERE id = area;

          INSERT INTO gunmane.contractor (study_area, identity_key, name, name_normalised, kind) VALUES
            (area, 'name:a', '架空建設', '架空建設', 'company'), (area, 'name:b', '見本組', '見本組', 'company'), (area, 'name:jv', '架空・見本共同企業体', '架空見本', 'joint_venture');
          INSERT INTO gunmane.contract (study_area, prefecture, orderer, title, outcome, yen, fiscal_year, contractor, source, source_key, content_hash)
          SELECT area, '90', (SELECT id FROM gunmane.organisation WHERE study_area = area AND code = CASE WHEN n % 2 = 0 THEN '90201' ELSE '90202' END),
            '維持工事' || n, CASE WHEN n % 10 = 9 THEN 'no_bidder' ELSE 'awarded' END, 1000003 + n * 7, 2021 + n % 5,
            CASE WHEN n % 10 = 8 THEN NULL ELSE (SELECT min(id) + n % 3 FROM gunmane.contractor WHERE study_area = area) END, 'test', n::text, '\x00'
          FROM generate_series(0, 59) AS n;
          INSERT INTO gunmane.contract_asset (study_area, contract, dense_id, weight, evidence, strength)
          SELECT area, c.id, a.dense_id, 1 + a.dense_id % 4, 'asset', 1
          FROM gunmane.contract c JOIN gunmane.asset a ON a.study_area = area AND a.dense_id % 40 = c.source_key::int AND a.dense_id % 7 < 5
          WHERE c.study_area = area;
          INSERT INTO gunmane.asset_contractor (study_area, dense_id, contractor, role, evidence, strength)
          SELECT area, dense_id, (SELECT min(id) FROM gunmane.contractor WHERE study_area = area), 'built', 'asset', 1
          FROM gunmane.asset WHERE study_area = area AND dense_id % 11 = 0;
          ANALYZE gunmane.asset; ANALYZE gunmane.contract_asset; ANALYZE gunmane.contract;
          RETURN area;
        END $$
        """;
}
