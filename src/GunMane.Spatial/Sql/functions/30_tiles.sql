-- Vector tiles (Mapbox Vector Tile 2.1). The tile's envelope knows its own CRS; what is searched is asked in the storage CRS.
-- Empty tiles are NULL or empty bytes.

CREATE OR REPLACE FUNCTION gunmane.tile_search(z integer, x integer, y integer, margin double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ST_Transform(ST_TileEnvelope(z, x, y, margin => margin), gunmane.storage_srid())
$$;
COMMENT ON FUNCTION gunmane.tile_search(integer, integer, integer, double precision) IS 'Envelope of a tile, widened by a share of its side, in the storage CRS: for && against stored geometry.';

CREATE OR REPLACE FUNCTION gunmane.tile_unit(z integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 360.0 / (2 ^ z) / 4096 $$;
COMMENT ON FUNCTION gunmane.tile_unit(integer) IS 'Degrees of longitude to one of the 4096 units of a tile: nothing finer can be seen.';

-- A geometry as a tile draws it. What is smaller than a unit would vanish: it becomes a point.
CREATE OR REPLACE FUNCTION gunmane.tile_shape(geom geometry, box geometry, unit double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN GeometryType(geom) <> 'POINT' AND ST_XMax(geom) - ST_XMin(geom) < unit AND ST_YMax(geom) - ST_YMin(geom) < unit
    THEN ST_AsMVTGeom(ST_Transform(ST_Centroid(geom), ST_SRID(box)), box::box2d, 4096, 64)
    ELSE ST_AsMVTGeom(ST_Transform(geom, ST_SRID(box)), box::box2d, 4096, 64) END
$$;
COMMENT ON FUNCTION gunmane.tile_shape(geometry, geometry, double precision) IS 'Tile coordinates of a stored geometry, cut 64 units outside the tile; a point where it is smaller than a unit; NULL where it is outside.';

CREATE OR REPLACE FUNCTION gunmane.tile_assets(area integer, z integer, x integer, y integer) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ST_AsMVT(drawn, 'assets', 4096, 'geom', 'id')
  FROM (
    SELECT a.dense_id AS id, a.sector, CASE WHEN z >= 14 THEN nullif(a.name, '') END AS name, CASE WHEN z >= 14 THEN nullif(a.kind, '') END AS kind,
      a.municipality::text AS municipality, gunmane.tile_shape(a.geom, ST_TileEnvelope(z, x, y), gunmane.tile_unit(z)) AS geom
    FROM gunmane.asset a
    WHERE a.study_area = area AND a.geom && gunmane.tile_search(z, x, y, 65 / 4096.0)
    ORDER BY a.dense_id) AS drawn
  WHERE drawn.geom IS NOT NULL
$$;
COMMENT ON FUNCTION gunmane.tile_assets(integer, integer, integer, integer) IS 'Layer assets, from zoom 12 on: every asset, feature id = dense_id; name and kind from zoom 14 on.';

-- An asset counts in the one cell where its centroid lies: cells and tiles add up to all assets.
DROP FUNCTION IF EXISTS gunmane.tile_asset_cells(integer, integer, integer, integer);
CREATE OR REPLACE FUNCTION gunmane.tile_asset_cells(area integer, z integer, x integer, y integer, across integer DEFAULT 32) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH tile AS (
    SELECT box, ST_XMin(box) AS west, ST_XMax(box) AS east, ST_YMin(box) AS south, ST_YMax(box) AS north, (ST_XMax(box) - ST_XMin(box)) / across AS side
    FROM (SELECT ST_TileEnvelope(z, x, y) AS box) AS envelope),
  centred AS (
    SELECT a.sector, a.length_m, coalesce(paid.yen, 0) AS yen, ST_Transform(ST_Centroid(a.geom), (SELECT ST_SRID(box) FROM tile)) AS centre
    FROM gunmane.asset a
    LEFT JOIN (SELECT o.dense_id, sum(o.yen) AS yen FROM gunmane.asset_yen(area) o WHERE o.yen <> 0 GROUP BY o.dense_id) paid ON paid.dense_id = a.dense_id
    WHERE a.study_area = area AND a.geom && gunmane.tile_search(z, x, y, 0.001)),
  cells AS (
    SELECT c.sector, count(*) AS count, round(sum(c.length_m)::numeric, 1)::double precision AS length_m, round(sum(c.yen)::numeric)::bigint AS yen, avg(ST_X(c.centre)) AS px, avg(ST_Y(c.centre)) AS py
    FROM centred c, tile t
    WHERE ST_X(c.centre) >= t.west AND ST_X(c.centre) < t.east AND ST_Y(c.centre) >= t.south AND ST_Y(c.centre) < t.north
    GROUP BY c.sector, floor((ST_X(c.centre) - t.west) / t.side), floor((ST_Y(c.centre) - t.south) / t.side))
  SELECT ST_AsMVT(drawn, 'assets', 4096, 'geom')
  FROM (
    SELECT sector, count, length_m, yen, ST_AsMVTGeom(ST_SetSRID(ST_MakePoint(px, py), ST_SRID(t.box)), t.box::box2d, 4096, 64) AS geom
    FROM cells, tile t ORDER BY count DESC, sector, px, py) AS drawn
$$;
COMMENT ON FUNCTION gunmane.tile_asset_cells(integer, integer, integer, integer, integer) IS 'Layer assets far away (below zoom 12, and where every asset would pass 500 kB): a point per sector and cell (across × across to a tile) at the mean of its assets, with count, length_m and yen of placed orders.';

-- Layers of shapes take the most of them that a tile may have (NULL: all): the largest, as these are seen at all.
DROP FUNCTION IF EXISTS gunmane.tile_municipalities(integer, integer, integer, integer);
CREATE OR REPLACE FUNCTION gunmane.tile_municipalities(area integer, z integer, x integer, y integer, most integer DEFAULT NULL) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH near AS (
    SELECT m.code::text AS code, m.name, nullif(m.name_en, '') AS name_en, m.geom
    FROM gunmane.municipality m WHERE m.study_area = area AND m.geom && gunmane.tile_search(z, x, y, 0.125)
    ORDER BY CASE WHEN most IS NOT NULL THEN ST_Area(m.geom) END DESC, m.code LIMIT most),
  areas AS (
    -- Cut well outside the tile first: only what is near is simplified and projected.
    SELECT code, name, name_en, ST_AsMVTGeom(ST_Transform(
        ST_Simplify(ST_ClipByBox2D(geom, gunmane.tile_search(z, x, y, 0.125)::box2d), gunmane.tile_unit(z) / 2, true),
        ST_SRID(ST_TileEnvelope(z, x, y))), ST_TileEnvelope(z, x, y)::box2d, 4096, 64) AS geom
    FROM near ORDER BY code),
  labels AS (
    SELECT code, name, name_en, ST_AsMVTGeom(ST_Transform(point, ST_SRID(ST_TileEnvelope(z, x, y))), ST_TileEnvelope(z, x, y)::box2d, 4096, 0) AS geom
    FROM (SELECT code, name, name_en, ST_PointOnSurface(geom) AS point FROM near) AS named ORDER BY code)
  SELECT coalesce((SELECT ST_AsMVT(areas, 'municipalities', 4096, 'geom') FROM areas WHERE geom IS NOT NULL), '')
    || coalesce((SELECT ST_AsMVT(labels, 'municipality_labels', 4096, 'geom') FROM labels WHERE geom IS NOT NULL), '')
$$;
COMMENT ON FUNCTION gunmane.tile_municipalities(integer, integer, integer, integer, integer) IS 'Layers municipalities (polygons) and municipality_labels (one point each, in the tile where it lies): code, name, name_en.';

-- Members are what the run's labels say, asset by asset. Where they would pass the limit of a tile, it has the outlines only.
DROP FUNCTION IF EXISTS gunmane.tile_groups(uuid, integer, integer, integer);
CREATE OR REPLACE FUNCTION gunmane.tile_groups(of_run uuid, z integer, x integer, y integer, most integer DEFAULT NULL) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH near AS (
    SELECT g.number, g.score, g.assets, g.geom FROM gunmane.candidate_group g
    WHERE g.run = of_run AND g.geom && gunmane.tile_search(z, x, y, 64 / 4096.0)
    ORDER BY CASE WHEN most IS NOT NULL THEN ST_Area(g.geom) END DESC, g.number LIMIT most),
  outlines AS (
    SELECT number AS id, number, score, assets, gunmane.tile_shape(geom, ST_TileEnvelope(z, x, y), gunmane.tile_unit(z)) AS geom
    FROM near ORDER BY number),
  members AS (
    SELECT a.dense_id AS id, m.number, g.score, a.sector, gunmane.tile_shape(a.geom, ST_TileEnvelope(z, x, y), gunmane.tile_unit(z)) AS geom
    FROM gunmane.asset a
    JOIN gunmane.group_member m ON m.run = of_run AND m.dense_id = a.dense_id
    JOIN gunmane.candidate_group g ON g.run = of_run AND g.number = m.number
    WHERE z >= 13 AND a.study_area = (SELECT r.study_area FROM gunmane.group_run r WHERE r.id = of_run) AND a.geom && gunmane.tile_search(z, x, y, 65 / 4096.0)
    ORDER BY a.dense_id),
  encoded AS (
    SELECT coalesce((SELECT ST_AsMVT(outlines, 'groups', 4096, 'geom', 'id') FROM outlines WHERE geom IS NOT NULL), '') AS outlines,
      coalesce((SELECT ST_AsMVT(members, 'group_members', 4096, 'geom', 'id') FROM members WHERE geom IS NOT NULL), '') AS members)
  SELECT outlines || CASE WHEN octet_length(outlines) + octet_length(members) <= 500000 THEN members ELSE '' END FROM encoded
$$;
COMMENT ON FUNCTION gunmane.tile_groups(uuid, integer, integer, integer, integer) IS 'Layers groups (outlines of the candidate groups of a run; feature id = number) and, from zoom 13 on, group_members (its assets; feature id = dense_id) with number, score and sector.';

DROP FUNCTION IF EXISTS gunmane.tile_zones(uuid, integer, integer, integer);
CREATE OR REPLACE FUNCTION gunmane.tile_zones(of_scenario uuid, z integer, x integer, y integer, most integer DEFAULT NULL) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ST_AsMVT(drawn, 'zones', 4096, 'geom')
  FROM (
    SELECT o.id::text AS id, o.name, gunmane.tile_shape(o.geom, ST_TileEnvelope(z, x, y), gunmane.tile_unit(z)) AS geom
    FROM (
      SELECT n.id, n.name, n.geom FROM gunmane.zone n
      WHERE n.scenario = of_scenario AND n.geom && gunmane.tile_search(z, x, y, 64 / 4096.0)
      ORDER BY CASE WHEN most IS NOT NULL THEN ST_Area(n.geom) END DESC, n.id LIMIT most) AS o
    ORDER BY o.id) AS drawn
  WHERE drawn.geom IS NOT NULL
$$;
COMMENT ON FUNCTION gunmane.tile_zones(uuid, integer, integer, integer, integer) IS 'Layer zones: polygons of a scenario with id and name.';
