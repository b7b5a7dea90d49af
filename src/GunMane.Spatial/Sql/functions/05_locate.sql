-- In which municipality a point lies: the one whose border counts (wards roll up), by pieces of at most 32 vertices.
CREATE OR REPLACE FUNCTION gunmane.municipality_at(area integer, point geometry)
RETURNS TABLE (border_code char(5), prefecture char(2))
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT m.border_code, m.prefecture
  FROM gunmane.municipality_part p
  JOIN gunmane.municipality m ON m.study_area = p.study_area AND m.code = p.code
  WHERE p.study_area = area AND ST_Intersects(p.geom, point)
  ORDER BY m.code LIMIT 1
$$;
COMMENT ON FUNCTION gunmane.municipality_at(integer, geometry) IS
  'The municipality (border_code) and prefecture in which a point lies; no row if in none. On a common border the lower code.';

-- About 1 km: most cells of a town are wholly its own, and a prefecture still has only some ten thousand.
CREATE OR REPLACE FUNCTION gunmane.cell_size() RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 0.01::double precision';
COMMENT ON FUNCTION gunmane.cell_size() IS 'Size of a municipality_cell in degrees.';

CREATE OR REPLACE FUNCTION gunmane.cell_of(degrees double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT floor(degrees / 0.01)::integer';
COMMENT ON FUNCTION gunmane.cell_of(double precision) IS 'Number of the cell (gunmane.cell_size()) in which a longitude or latitude lies.';

CREATE OR REPLACE FUNCTION gunmane.cell(x integer, y integer) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ST_MakeEnvelope(x * 0.01, y * 0.01, (x + 1) * 0.01, (y + 1) * 0.01, gunmane.storage_srid())
$$;
COMMENT ON FUNCTION gunmane.cell(integer, integer) IS 'Outline of a municipality_cell.';

-- A cell that no border crosses belongs to the municipality of its pieces as a whole; the others remember which pieces touch them.
-- (Without statistics the planner would go through all cells for each.)
CREATE OR REPLACE FUNCTION gunmane.lay_cells(area integer, codes text[]) RETURNS void
LANGUAGE sql VOLATILE SET enable_nestloop = off AS $$
  DELETE FROM gunmane.municipality_cell WHERE study_area = area AND code = ANY (codes);
  WITH border AS MATERIALIZED (
    SELECT DISTINCT m.code, x, y
    FROM gunmane.municipality m
    CROSS JOIN LATERAL ST_Subdivide(ST_Boundary(m.geom), 64) AS line(geom)
    CROSS JOIN LATERAL generate_series(gunmane.cell_of(ST_XMin(line.geom)), gunmane.cell_of(ST_XMax(line.geom))) AS x
    CROSS JOIN LATERAL generate_series(gunmane.cell_of(ST_YMin(line.geom)), gunmane.cell_of(ST_YMax(line.geom))) AS y
    WHERE m.study_area = area AND m.code = ANY (codes)
      AND ST_Intersects(line.geom, ST_Expand(gunmane.cell(x, y), 1e-9))
  ), touched AS MATERIALIZED (
    SELECT p.code, p.id, x, y
    FROM gunmane.municipality_part p
    CROSS JOIN LATERAL generate_series(gunmane.cell_of(ST_XMin(p.geom)), gunmane.cell_of(ST_XMax(p.geom))) AS x
    CROSS JOIN LATERAL generate_series(gunmane.cell_of(ST_YMin(p.geom)), gunmane.cell_of(ST_YMax(p.geom))) AS y
    WHERE p.study_area = area AND p.code = ANY (codes) AND ST_Intersects(p.geom, gunmane.cell(x, y))
  )
  INSERT INTO gunmane.municipality_cell (study_area, code, x, y, part, alone)
  SELECT area, l.code, l.x, l.y, l.part, l.part IS NULL AND o.x IS NULL AND count(*) OVER (PARTITION BY l.y, l.x) = 1
  FROM (
    SELECT DISTINCT t.code, t.x, t.y, CASE WHEN b.x IS NOT NULL THEN t.id END AS part
    FROM touched t LEFT JOIN border b ON b.code = t.code AND b.x = t.x AND b.y = t.y) l
  LEFT JOIN (SELECT DISTINCT x, y FROM gunmane.municipality_cell WHERE study_area = area) o ON o.x = l.x AND o.y = l.y
  ORDER BY l.y, l.x;
  -- A neighbour that came before is alone no more. One that is left alone when another goes stays as it is: slower, not wrong.
  UPDATE gunmane.municipality_cell o SET alone = false
  FROM gunmane.municipality_cell n
  WHERE n.study_area = area AND n.code = ANY (codes) AND o.study_area = area AND o.x = n.x AND o.y = n.y AND o.code <> n.code AND o.alone
$$;
COMMENT ON FUNCTION gunmane.lay_cells(integer, text[]) IS 'Makes the cells of municipalities anew from their pieces.';

CREATE OR REPLACE FUNCTION gunmane.follow_parts() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE area integer;
BEGIN
  FOR area IN SELECT DISTINCT study_area FROM added LOOP
    PERFORM gunmane.lay_cells(area, (SELECT array_agg(DISTINCT code::text) FROM added WHERE study_area = area));
  END LOOP;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.follow_parts() IS 'Lays the cells of municipalities whose pieces were written.';

CREATE OR REPLACE TRIGGER parts_followed AFTER INSERT ON gunmane.municipality_part
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION gunmane.follow_parts();

-- How far off the boundary an asset may lie and still count to the nearest town: piers, breakwaters, simplified coasts.
CREATE OR REPLACE FUNCTION gunmane.shore_metres() RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 300::double precision';
COMMENT ON FUNCTION gunmane.shore_metres() IS 'Metres off a boundary within which an asset counts to that municipality, flagged near_shore.';

-- A share under this is the slip of a digitised end, no piece of work in that town.
CREATE OR REPLACE FUNCTION gunmane.least_share() RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 0.001::double precision';
COMMENT ON FUNCTION gunmane.least_share() IS 'Smallest share of an asset in a municipality that is recorded.';

CREATE OR REPLACE FUNCTION gunmane.place_tables() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMP TABLE place_found (
    row_number bigint NOT NULL, code char(5), near_shore boolean NOT NULL DEFAULT false, contested boolean NOT NULL DEFAULT false, waiting geometry) ON COMMIT DROP;
  CREATE TEMP TABLE place_share (row_number bigint NOT NULL, code char(5) NOT NULL, share double precision NOT NULL) ON COMMIT DROP;
END $$;
COMMENT ON FUNCTION gunmane.place_tables() IS 'Makes the temporary tables that gunmane.locate_rows fills; gone with the transaction.';

-- Set-based, one pass: a hash join by cell. A cell that is one town's needs no look at geometry, in a contested one a point is tested
-- against the pieces there. What finds nothing waits in place_found with its geometry: shapes in more than one cell go by the index of
-- the pieces, and intersections are computed only where two municipalities are touched. Without these settings the planner
-- sorts a million rows twice, aggregates on disk, and compiles for longer than it computes.
CREATE OR REPLACE FUNCTION gunmane.locate_rows(area integer, rows regclass) RETURNS void
LANGUAGE plpgsql SET work_mem = '256MB' SET enable_mergejoin = off SET jit = off AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM gunmane.municipality WHERE study_area = area) THEN RETURN; END IF;
  PERFORM gunmane.locate_by_cell(area, rows);
  -- On a common border both towns are found; the lower code has it.
  WITH twice AS (
    DELETE FROM place_found f USING (SELECT row_number FROM place_found WHERE contested GROUP BY row_number HAVING count(*) > 1) AS d
    WHERE f.row_number = d.row_number RETURNING f.row_number, f.code)
  INSERT INTO place_found (row_number, code) SELECT row_number, min(code) FROM twice GROUP BY row_number;
  CREATE TEMP TABLE place_rest ON COMMIT DROP AS SELECT row_number, waiting AS geom FROM place_found WHERE code IS NULL;
  IF EXISTS (SELECT FROM place_rest) THEN
    ANALYZE place_rest;
    DELETE FROM place_found WHERE code IS NULL;
    PERFORM gunmane.locate_shapes(area);
    PERFORM gunmane.locate_shore(area);
  END IF;
  DROP TABLE place_rest;
END $$;
COMMENT ON FUNCTION gunmane.locate_rows(integer, regclass) IS
  'Locates the rows (row_number, geom in storage coordinates, null: skip) of a table: place_found gets the municipality of each (the larger part; lower code on ties), place_share the shares of those that cross a border.';

-- The planner takes the cells for a handful, and would look every row up by itself. ST_X of a point costs a fifth of ST_XMin, which makes a box first.
CREATE OR REPLACE FUNCTION gunmane.locate_by_cell(area integer, rows regclass) RETURNS void
LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
  EXECUTE format($q$
    WITH place_cell AS MATERIALIZED (
      SELECT c.x, c.y, m.border_code AS code, c.alone, p.geom AS part
      FROM gunmane.municipality_cell c
      JOIN gunmane.municipality m ON m.study_area = c.study_area AND m.code = c.code
      LEFT JOIN gunmane.municipality_part p ON p.id = c.part
      WHERE c.study_area = $1)
    INSERT INTO place_found (row_number, code, contested, waiting)
    SELECT r.row_number, w.code, coalesce(NOT w.alone, false), CASE WHEN w.code IS NULL THEN r.geom END
    FROM %1$s r LEFT JOIN place_cell w ON w.x = gunmane.cell_of(ST_X(r.geom)) AND w.y = gunmane.cell_of(ST_Y(r.geom))
      AND (w.part IS NULL OR ST_Intersects(w.part, r.geom))
    WHERE GeometryType(r.geom) = 'POINT'
    UNION ALL
    SELECT r.row_number, w.code, false, CASE WHEN w.code IS NULL THEN r.geom END
    FROM %1$s r LEFT JOIN place_cell w ON w.alone AND w.x = gunmane.cell_of(ST_XMin(r.geom)) AND w.y = gunmane.cell_of(ST_YMin(r.geom))
      AND w.x = gunmane.cell_of(ST_XMax(r.geom)) AND w.y = gunmane.cell_of(ST_YMax(r.geom))
    WHERE GeometryType(r.geom) <> 'POINT'
  $q$, rows) USING area;
END $$;
COMMENT ON FUNCTION gunmane.locate_by_cell(integer, regclass) IS
  'The first pass of gunmane.locate_rows: what its cells decide. A point on a common border is found twice; what is not found has its geometry in waiting.';

DROP FUNCTION IF EXISTS gunmane.locate_points(integer);

CREATE OR REPLACE FUNCTION gunmane.locate_shapes(area integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    WITH touched AS MATERIALIZED (
      SELECT s.row_number, m.border_code AS code, s.geom, p.geom AS part
      FROM place_rest s
      JOIN gunmane.municipality_part p ON p.study_area = area AND ST_Intersects(p.geom, s.geom)
      JOIN gunmane.municipality m ON m.study_area = p.study_area AND m.code = p.code
      WHERE GeometryType(s.geom) <> 'POINT'
    ), towns AS (
      SELECT row_number, min(code) AS code FROM touched GROUP BY row_number HAVING min(code) = max(code)
    ), measured AS (
      SELECT t.row_number, t.code, sum(gunmane.size_of(ST_Intersection(t.geom, t.part), ST_Dimension(t.geom))) AS size
      FROM touched t WHERE NOT EXISTS (SELECT FROM towns WHERE towns.row_number = t.row_number)
      GROUP BY t.row_number, t.code
    ), shared AS (
      SELECT row_number, code, size / nullif(sum(size) OVER (PARTITION BY row_number), 0) AS share FROM measured
    ), kept AS (
      SELECT row_number, code, share, sum(share) OVER w AS whole, row_number() OVER (PARTITION BY row_number ORDER BY share DESC, code) AS rank, count(*) OVER w AS towns
      FROM shared WHERE share >= gunmane.least_share() WINDOW w AS (PARTITION BY row_number)
    ), recorded AS (
      INSERT INTO place_share (row_number, code, share) SELECT row_number, code, share / whole FROM kept WHERE towns > 1
    )
    INSERT INTO place_found (row_number, code)
    SELECT row_number, code FROM towns UNION ALL SELECT row_number, code FROM kept WHERE rank = 1;
END $$;
COMMENT ON FUNCTION gunmane.locate_shapes(integer) IS 'The lines, polygons and multi-geometries of gunmane.locate_rows.';

-- 0.004° is at least the shore's 300 m everywhere in Japan; the distance proper is geodesic.
CREATE OR REPLACE FUNCTION gunmane.locate_shore(area integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  WITH lost AS MATERIALIZED (
    SELECT r.row_number, r.geom FROM place_rest r WHERE NOT EXISTS (SELECT FROM place_found f WHERE f.row_number = r.row_number)
  ), near AS (
    SELECT l.row_number, m.border_code AS code, ST_Distance(l.geom::geography, p.geom::geography) AS metres
    FROM lost l
    JOIN gunmane.municipality_part p ON p.study_area = area AND ST_DWithin(p.geom, l.geom, 0.004)
    JOIN gunmane.municipality m ON m.study_area = p.study_area AND m.code = p.code
  )
  INSERT INTO place_found (row_number, code, near_shore)
  SELECT DISTINCT ON (row_number) row_number, code, true FROM near WHERE metres <= gunmane.shore_metres() ORDER BY row_number, metres, code;
END $$;
COMMENT ON FUNCTION gunmane.locate_shore(integer) IS 'The rows of gunmane.locate_rows that lie just off the boundaries.';

-- Length in metres, area in square metres, or number of points: what is compared when an asset is shared out.
CREATE OR REPLACE FUNCTION gunmane.size_of(g geometry, dimension integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE dimension WHEN 0 THEN ST_NPoints(g) WHEN 1 THEN ST_Length(ST_CollectionExtract(g, 2)::geography) ELSE ST_Area(ST_CollectionExtract(g, 3)::geography) END
$$;
COMMENT ON FUNCTION gunmane.size_of(geometry, integer) IS 'Size of the pieces of a dimension: points, metres, or square metres.';

-- A town's asset in another town is worth a look. Prefectures and the state own assets in towns; wards count as their city.
CREATE OR REPLACE FUNCTION gunmane.place_flag(place text, near_shore boolean, owner_kind text, owner_code text, crossed text[])
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN place IS NULL THEN 'outside'
    WHEN owner_kind = 'municipality' AND owner_code IS NOT NULL AND owner_code <> place AND NOT owner_code = ANY (coalesce(crossed, '{}')) THEN 'other_town'
    WHEN owner_kind = 'prefecture' AND left(owner_code, 2) <> left(place, 2) THEN 'other_town'
    WHEN near_shore THEN 'near_shore'
  END
$$;
COMMENT ON FUNCTION gunmane.place_flag(text, boolean, text, text, text[]) IS
  'asset.place_flag of a place (border_code or null), the kind of its owner and the owner''s border_code, and all towns that the asset crosses.';

-- An owner's code as a border: a ward's is its city's.
CREATE OR REPLACE FUNCTION gunmane.border_of(area integer, code text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((SELECT m.border_code::text FROM gunmane.municipality m WHERE m.study_area = area AND m.code = $2), code)
$$;
COMMENT ON FUNCTION gunmane.border_of(integer, text) IS 'The border_code of a municipality''s code; the code itself if its boundary is unknown.';

-- Boundaries that arrive after assets: what was nowhere or just off, and every shape that the new boundaries touch. Returns how many found a town.
CREATE OR REPLACE FUNCTION gunmane.locate_assets(area integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE located bigint;
BEGIN
  CREATE TEMP TABLE place_row ON COMMIT DROP AS
    SELECT a.dense_id AS row_number, a.geom FROM gunmane.asset a
    WHERE a.study_area = area AND (a.municipality IS NULL OR a.place_flag = 'near_shore' OR GeometryType(a.geom) <> 'POINT');
  ANALYZE place_row;
  PERFORM gunmane.place_tables();
  PERFORM gunmane.locate_rows(area, 'place_row');
  DELETE FROM gunmane.asset_municipality s USING place_row r WHERE s.study_area = area AND s.dense_id = r.row_number;
  SELECT count(*) INTO located FROM gunmane.asset a JOIN place_found f ON f.row_number = a.dense_id WHERE a.study_area = area AND a.municipality IS NULL;
  UPDATE gunmane.asset a
  SET municipality = f.code, prefecture = left(f.code, 2), place_flag = gunmane.place_flag(f.code, f.near_shore, o.kind, gunmane.border_of(area, o.code),
    (SELECT array_agg(s.code::text) FROM place_share s WHERE s.row_number = f.row_number))
  FROM place_found f JOIN gunmane.asset b ON b.study_area = area AND b.dense_id = f.row_number
  LEFT JOIN gunmane.organisation o ON o.id = b.owner_org
  WHERE a.study_area = area AND a.dense_id = f.row_number;
  -- After their assets have the prefecture that is theirs now.
  INSERT INTO gunmane.asset_municipality (study_area, prefecture, dense_id, code, share)
  SELECT area, a.prefecture, a.dense_id, s.code, s.share FROM place_share s JOIN gunmane.asset a ON a.study_area = area AND a.dense_id = s.row_number;
  UPDATE gunmane.asset SET place_flag = 'outside' WHERE study_area = area AND municipality IS NULL AND place_flag IS DISTINCT FROM 'outside';
  DROP TABLE place_row, place_found, place_share;
  RETURN located;
END $$;
COMMENT ON FUNCTION gunmane.locate_assets(integer) IS 'Locates the assets of a study area anew where boundaries that came after them may tell more; call it after boundaries were imported.';

-- Where geometries of an import may lie: wholly within outer_box, touching inner_box (null while there are no boundaries).
CREATE OR REPLACE FUNCTION gunmane.import_bounds(area integer)
RETURNS TABLE (outer_box geometry, inner_box geometry)
LANGUAGE sql STABLE AS $$
  SELECT
    CASE WHEN s.fictitious THEN ST_MakeEnvelope(-180, -90, 180, 90, gunmane.storage_srid())
      ELSE ST_MakeEnvelope(122, 20, 154.5, 46, gunmane.storage_srid()) END,
    (SELECT ST_SetSRID(ST_Expand(ST_Extent(m.geom)::geometry, 0.2), gunmane.storage_srid()) FROM gunmane.municipality m WHERE m.study_area = area)
  FROM gunmane.study_area s WHERE s.id = area
$$;
COMMENT ON FUNCTION gunmane.import_bounds(integer) IS 'Japan (the whole world for made-up regions), and the boundaries of the study area with 0.2° around them.';

-- A geometry of a file in storage coordinates: metres are projected, degrees are taken as they are.
CREATE OR REPLACE FUNCTION gunmane.to_storage(g geometry, srid integer, degrees boolean) RETURNS geometry
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ST_Force2D(CASE WHEN degrees THEN ST_SetSRID(g, gunmane.storage_srid()) ELSE ST_Transform(ST_SetSRID(g, srid), gunmane.storage_srid()) END)
$$;
COMMENT ON FUNCTION gunmane.to_storage(geometry, integer, boolean) IS 'A file''s geometry in storage coordinates, two-dimensional. degrees: longitude/latitude of a datum that counts as JGD2011.';

-- By PROJ strings, for what no SRID says well: the Tokyo datum, grids. Both ends must be strings: towards an SRID PostGIS drops the shift.
CREATE OR REPLACE FUNCTION gunmane.by_proj(g geometry, source text, target text) RETURNS geometry
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ST_SetSRID(ST_Transform(ST_SetSRID(ST_Force2D(g), 0), source, target), gunmane.storage_srid())
$$;
COMMENT ON FUNCTION gunmane.by_proj(geometry, text, text) IS
  'A file''s geometry in storage coordinates by PROJ strings with their datum shift or grid. Sets the projection up on every call (0.5 ms): give it collections.';

-- PROJ says that a grid is missing only by failing.
CREATE OR REPLACE FUNCTION gunmane.has_grid(name text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM ST_Transform(ST_SetSRID(ST_MakePoint(135, 35), 0), '+proj=longlat +ellps=GRS80 +nadgrids=' || name || ' +no_defs', '+proj=longlat +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +no_defs');
  RETURN true;
EXCEPTION WHEN internal_error OR data_exception THEN
  -- A grid that is there but does not reach the point in the middle of Japan is there, too.
  RETURN SQLERRM NOT ILIKE '%no inverse operation%' AND SQLERRM NOT ILIKE '%not found%' AND SQLERRM NOT ILIKE '%invalid%';
END $$;
COMMENT ON FUNCTION gunmane.has_grid(text) IS 'Whether PROJ on this server has a datum grid file (tky2jgd.gsb …).';

-- A grid of the land does not reach far out: one row beyond it, and PROJ gives up on all.
CREATE OR REPLACE FUNCTION gunmane.grid_reaches(source text, target text, swapped boolean) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM gunmane.by_proj(ST_Collect(CASE WHEN swapped THEN ST_FlipCoordinates(geom) ELSE geom END), source, target) FROM import_stage WHERE reason IS NULL GROUP BY row_number / 1000;
  RETURN true;
EXCEPTION WHEN internal_error OR data_exception THEN
  RETURN false;
END $$;
COMMENT ON FUNCTION gunmane.grid_reaches(text, text, boolean) IS 'Whether the datum grid of a PROJ string covers every row of an import (import_stage).';

-- Fresh statistics after a load. The service owns no table, so these run with the rights of their owner.
CREATE OR REPLACE FUNCTION gunmane.analyse_boundaries() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  ANALYZE gunmane.municipality, gunmane.municipality_part, gunmane.municipality_cell;
END $$;
COMMENT ON FUNCTION gunmane.analyse_boundaries() IS 'Statistics of boundaries: without them a point is looked up through the wrong index.';

CREATE OR REPLACE FUNCTION gunmane.analyse_facts() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  ANALYZE gunmane.asset, gunmane.contract, gunmane.contract_asset, gunmane.asset_contractor, gunmane.contractor;
END $$;
COMMENT ON FUNCTION gunmane.analyse_facts() IS 'Statistics of assets, orders and firms; call it after a large load.';

CREATE OR REPLACE FUNCTION gunmane.analyse_assets() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  -- A partitioned table is sampled twice, as a whole and by partition: only columns by which anything is looked for or joined.
  ANALYZE gunmane.asset (study_area, prefecture, dense_id, id, owner_org, managing_department, data_class, municipality, sector, name, ledger_number, source, source_key, import_id, place_flag, geom);
END $$;
COMMENT ON FUNCTION gunmane.analyse_assets() IS 'Statistics of assets; call it after many were stored and before they are joined: a table that passes for empty is read once per row.';

CREATE OR REPLACE FUNCTION gunmane.analyse_links() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  ANALYZE gunmane.contract_asset, gunmane.asset_contractor, gunmane.asset_municipality, gunmane.contractor;
END $$;
COMMENT ON FUNCTION gunmane.analyse_links() IS 'Statistics of what is linked to assets, and of firms; call it after a large load.';
