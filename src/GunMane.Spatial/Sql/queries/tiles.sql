-- name: area
SELECT id, data_version FROM gunmane.study_area WHERE code = $1

-- name: run
SELECT s.data_version FROM gunmane.group_run r JOIN gunmane.study_area s ON s.id = r.study_area WHERE s.code = $1 AND r.id = $2

-- name: scenario
-- With its last edits: those after a version.
SELECT c.version, e.version, e.touched
FROM gunmane.scenario c JOIN gunmane.study_area s ON s.id = c.study_area
  LEFT JOIN gunmane.zone_edit e ON e.scenario = c.id AND e.version > greatest(c.version / $3 - 1, 0) * $3 AND e.version <= c.version
WHERE s.code = $1 AND c.id = $2

-- name: assets
SELECT gunmane.tile_assets($1, $2, $3, $4)

-- name: asset_cells
SELECT gunmane.tile_asset_cells($1, $2, $3, $4, $5)

-- name: municipalities
SELECT gunmane.tile_municipalities($1, $2, $3, $4, $5)

-- name: groups
SELECT gunmane.tile_groups($1, $2, $3, $4, $5)

-- name: zones
SELECT gunmane.tile_zones($1, $2, $3, $4, $5)

-- COPY takes no parameters: snapshot.enter hands over the study area.
-- name: resident
COPY (
  SELECT a.dense_id, a.sector, a.municipality::text, nullif(a.name, ''), nullif(a.kind, ''), a.length_m, coalesce(y.yen, 0)::double precision,
    greatest(ST_XMax(a.geom) - ST_XMin(a.geom), ST_YMax(a.geom) - ST_YMin(a.geom)),
    ST_X(c.centre), ST_Y(c.centre), ST_AsBinary(ST_Force2D(a.geom), 'NDR')
  FROM gunmane.asset a
  LEFT JOIN (
    SELECT dense_id, sum(yen) AS yen FROM gunmane.asset_yen(current_setting('gunmane.snapshot_area')::integer) WHERE yen <> 0 GROUP BY dense_id) y ON y.dense_id = a.dense_id
  CROSS JOIN LATERAL (SELECT ST_Centroid(a.geom) AS centre OFFSET 0) c
  WHERE a.study_area = current_setting('gunmane.snapshot_area')::integer AND NOT ST_IsEmpty(a.geom)
  ORDER BY a.dense_id
) TO STDOUT (FORMAT BINARY)

-- name: assets_extents
SELECT s.code, s.name, ST_XMin(b.box), ST_YMin(b.box), ST_XMax(b.box), ST_YMax(b.box)
FROM gunmane.study_area s CROSS JOIN LATERAL (SELECT ST_Extent(o.geom) AS box FROM gunmane.asset o WHERE o.study_area = s.id) b
WHERE ($1 = '' OR s.code = $1) AND b.box IS NOT NULL ORDER BY s.code

-- name: municipalities_extents
SELECT s.code, s.name, ST_XMin(b.box), ST_YMin(b.box), ST_XMax(b.box), ST_YMax(b.box)
FROM gunmane.study_area s CROSS JOIN LATERAL (SELECT ST_Extent(o.geom) AS box FROM gunmane.municipality o WHERE o.study_area = s.id) b
WHERE ($1 = '' OR s.code = $1) AND b.box IS NOT NULL ORDER BY s.code

-- name: groups_extents
SELECT s.code, s.name || ' ' || to_char(r.created_at AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM-DD HH24:MI'), ST_XMin(b.box), ST_YMin(b.box), ST_XMax(b.box), ST_YMax(b.box), r.id
FROM gunmane.study_area s
CROSS JOIN LATERAL (SELECT o.id, o.created_at FROM gunmane.group_run o WHERE o.study_area = s.id AND ($2 IN (o.id, '00000000-0000-0000-0000-000000000000'::uuid)) ORDER BY o.created_at DESC, o.id LIMIT 100) r
CROSS JOIN LATERAL (SELECT ST_Extent(g.geom) AS box FROM gunmane.candidate_group g WHERE g.run = r.id) b
WHERE ($1 = '' OR s.code = $1) AND b.box IS NOT NULL ORDER BY s.code, r.created_at DESC, r.id

-- name: zones_extents
SELECT s.code, s.name || ' ' || c.name, ST_XMin(b.box), ST_YMin(b.box), ST_XMax(b.box), ST_YMax(b.box), c.id
FROM gunmane.study_area s
CROSS JOIN LATERAL (SELECT o.id, o.name, o.created_at FROM gunmane.scenario o WHERE o.study_area = s.id AND ($2 IN (o.id, '00000000-0000-0000-0000-000000000000'::uuid)) ORDER BY o.created_at DESC, o.id LIMIT 100) c
CROSS JOIN LATERAL (SELECT ST_Extent(z.geom) AS box FROM gunmane.zone z WHERE z.scenario = c.id) b
WHERE ($1 = '' OR s.code = $1) AND b.box IS NOT NULL ORDER BY s.code, c.created_at DESC, c.id

-- name: newest_run
SELECT r.id FROM gunmane.group_run r JOIN gunmane.study_area s ON s.id = r.study_area WHERE s.code = $1 ORDER BY r.created_at DESC, r.id LIMIT 1

-- name: newest_scenario
SELECT c.id FROM gunmane.scenario c JOIN gunmane.study_area s ON s.id = c.study_area WHERE s.code = $1 ORDER BY c.created_at DESC, c.id LIMIT 1

-- Area or '' for all, layers, run and scenario or zero for the newest.
-- name: all_extents
SELECT s.code, s.name, ST_XMin(b.box), ST_YMin(b.box), ST_XMax(b.box), ST_YMax(b.box)
FROM gunmane.study_area s
CROSS JOIN LATERAL (
  SELECT ST_Extent(one.box::geometry) AS box
  FROM (
    SELECT ST_Extent(o.geom) AS box FROM gunmane.municipality o WHERE 'municipalities' = ANY ($2) AND o.study_area = s.id
    UNION ALL SELECT ST_Extent(o.geom) FROM gunmane.asset o WHERE 'assets' = ANY ($2) AND o.study_area = s.id
    UNION ALL SELECT ST_Extent(o.geom) FROM gunmane.candidate_group o WHERE 'groups' = ANY ($2) AND o.study_area = s.id AND o.run = coalesce(nullif($3, '00000000-0000-0000-0000-000000000000'::uuid),
      (SELECT r.id FROM gunmane.group_run r WHERE r.study_area = s.id ORDER BY r.created_at DESC, r.id LIMIT 1))
    UNION ALL SELECT ST_Extent(o.geom) FROM gunmane.zone o WHERE 'zones' = ANY ($2) AND o.study_area = s.id AND o.scenario = coalesce(nullif($4, '00000000-0000-0000-0000-000000000000'::uuid),
      (SELECT c.id FROM gunmane.scenario c WHERE c.study_area = s.id ORDER BY c.created_at DESC, c.id LIMIT 1))) one) b
WHERE ($1 = '' OR s.code = $1) AND b.box IS NOT NULL ORDER BY s.code
