-- name: stage_table
-- attributes are JSON, taken apart when they are stored: reading them keeps the reader of the file waiting. What all rows are
-- asked for stands first: it costs nothing to find.
CREATE TEMP TABLE import_stage (
  row_number bigint NOT NULL,
  placed boolean NOT NULL,
  reason text,
  detail text,
  repair text,
  id uuid,
  source_key text,
  content_hash bytea,
  owner integer,
  managing_department text,
  contracting_department text,
  sector text,
  kind text,
  name text,
  route text,
  ledger_number text,
  built_year smallint,
  inspection_due smallint,
  condition_scale text,
  condition_raw text,
  stated_length double precision,
  stated_area double precision,
  attributes text,
  geom geometry,
  firms integer[],
  firm_roles text[],
  firm_since date[]
) ON COMMIT DROP

-- name: copy
COPY import_stage (row_number, reason, detail, repair, id, source_key, content_hash, owner, managing_department, sector, kind, name,
  route, ledger_number, built_year, inspection_due, condition_scale, condition_raw, stated_length, stated_area, attributes, geom, placed, firms, firm_roles, firm_since)
FROM STDIN (FORMAT binary)

-- name: list_firms
INSERT INTO import_firm (row_number, firm, role, since)
SELECT s.row_number, f.firm, f.role, f.since
FROM import_stage s CROSS JOIN LATERAL unnest(s.firms, s.firm_roles, s.firm_since) AS f(firm, role, since)
WHERE s.firms IS NOT NULL

-- name: moved_table
-- Rows at whose geometry PostGIS had to look.
CREATE TEMP TABLE import_moved (
  row_number bigint NOT NULL,
  geom geometry,
  reason text,
  detail text NOT NULL DEFAULT '',
  repair text
) ON COMMIT DROP

-- name: analyse_moved
ANALYZE import_moved

-- name: ready_moved
-- Rows with their geometry in storage coordinates, or the reason why they have none. Goes with its tables.
CREATE TEMP VIEW import_ready AS SELECT row_number, geom, reason, detail, repair FROM import_moved

-- name: ready_placed
-- Of a file in degrees, most rows were seen to be fine as they were read: they are not written a second time.
CREATE TEMP VIEW import_ready AS
SELECT row_number, geom, reason, detail, repair FROM import_moved
UNION ALL
SELECT row_number, ST_SetSRID(geom, gunmane.storage_srid()), NULL, '', NULL FROM import_stage WHERE placed AND reason IS NULL

-- name: bounds
SELECT ST_XMin(outer_box), ST_YMin(outer_box), ST_XMax(outer_box), ST_YMax(outer_box), ST_XMin(inner_box), ST_YMin(inner_box), ST_XMax(inner_box), ST_YMax(inner_box)
FROM gunmane.import_bounds($1)

-- name: prepare
-- Into storage coordinates ($2 SRID, $3 degrees; $5 and $6 PROJ strings where no SRID says it well); axes turned ($4) or, in
-- degrees, row by row where only that lies in Japan; closed lines made polygons ($7); polygons made valid; what is no place,
-- beyond the numbers of the system ($8: west, east, south, north) or lies elsewhere is kept out. What was placed as it was read is done.
WITH bounds AS MATERIALIZED (SELECT * FROM gunmane.import_bounds($1)),
axes AS (
  SELECT row_number, geom AS raw, CASE WHEN $4 THEN ST_FlipCoordinates(geom) ELSE geom END AS geom FROM import_stage
  WHERE reason IS NULL AND NOT (placed AND $3 AND NOT $4 AND $5::text IS NULL)
), read AS MATERIALIZED (
  SELECT row_number, coalesce(CASE WHEN gunmane.may_be_no_place(raw) THEN gunmane.no_place(raw, $3) END, CASE WHEN $8 IS NOT NULL THEN gunmane.beyond(geom, $8) END) AS fault, GeometryType(raw) = 'GEOMETRYCOLLECTION' AS mixed,
    GeometryType(raw) AS kind, CASE WHEN $7 THEN gunmane.closed_line(gunmane.one_kind(geom)) ELSE gunmane.one_kind(geom) END AS geom
  FROM axes
), batches AS (
  SELECT array_agg(row_number ORDER BY row_number) AS rows, gunmane.by_proj(ST_Collect(geom ORDER BY row_number), $5::text, $6::text) AS geoms
  FROM read WHERE $5::text IS NOT NULL AND fault IS NULL GROUP BY row_number / 1000
), parts AS (
  SELECT b.rows[d.path[1]] AS row_number, d.path, d.geom FROM batches b CROSS JOIN LATERAL ST_Dump(b.geoms) AS d
), projected AS (
  SELECT row_number, CASE WHEN array_length(min(path), 1) > 1 THEN ST_Multi(ST_Collect(geom ORDER BY path)) ELSE (array_agg(geom))[1] END AS geom
  FROM parts GROUP BY row_number
), moved AS (
  SELECT r.row_number, r.fault, r.mixed, r.kind, gunmane.to_storage(r.geom, $2, $3) AS geom FROM read r WHERE $5::text IS NULL AND r.fault IS NULL
  UNION ALL
  SELECT r.row_number, r.fault, r.mixed, r.kind, p.geom FROM read r LEFT JOIN projected p USING (row_number) WHERE $5::text IS NOT NULL OR r.fault IS NOT NULL
), turned AS MATERIALIZED (
  SELECT m.row_number, m.fault, m.mixed, m.kind, t.turned, CASE WHEN t.turned THEN ST_FlipCoordinates(m.geom) ELSE m.geom END AS geom
  FROM moved m CROSS JOIN bounds b CROSS JOIN LATERAL (SELECT $3 AND NOT m.geom @ b.outer_box AND ST_FlipCoordinates(m.geom) @ b.outer_box AS turned) AS t
), checked AS MATERIALIZED (
  SELECT row_number, fault, mixed, kind, turned, geom, ST_IsEmpty(geom) OR ST_IsValid(geom) AS valid FROM turned
), mended AS MATERIALIZED (
  SELECT row_number, fault, mixed, kind, turned, valid, geom AS before, CASE WHEN valid THEN '' ELSE ST_IsValidReason(geom) END AS why,
    CASE WHEN valid OR ST_Dimension(geom) < 2 THEN geom ELSE gunmane.made_valid(geom) END AS geom
  FROM checked
)
INSERT INTO import_moved (row_number, geom, reason, detail, repair)
SELECT row_number, CASE WHEN fault IS NULL THEN geom END,
  CASE
    WHEN fault IS NOT NULL THEN fault
    WHEN geom IS NULL OR ST_IsEmpty(geom) THEN '図形がありません (empty geometry)'
    WHEN NOT valid AND ST_Dimension(before) < 2 THEN '長さのない線です (a line without length)'
    WHEN NOT valid AND ST_Area(geom) = 0 THEN '図形が壊れていて直せません (geometry cannot be repaired)'
    WHEN NOT valid AND gunmane.area_change(before, geom) > gunmane.most_area_change() THEN '図形が壊れていて、直すと面積が変わりすぎます (repair would change the area too much)'
    WHEN NOT geom @ b.outer_box THEN '位置が日本の外です (outside Japan)'
    WHEN b.inner_box IS NOT NULL AND NOT geom && b.inner_box THEN '位置が対象地域の外です (outside the study area)'
  END,
  CASE WHEN fault IS NOT NULL THEN '' WHEN valid THEN ST_AsText(ST_Centroid(geom), 6) ELSE concat_ws(', ', why, gunmane.areas_said(before, geom)) END,
  nullif(concat_ws(' / ',
    CASE WHEN $4 THEN '縦と横(X・Y)が入れ替わっていたので戻しました (axes were swapped)' END,
    CASE WHEN turned THEN '緯度と経度が入れ替わっていたので戻しました (latitude and longitude were swapped)' END,
    CASE WHEN $7 AND kind = 'LINESTRING' AND ST_Dimension(geom) = 2 THEN '線を面にしました (line closed to a polygon)' END,
    CASE WHEN mixed THEN '点・線・面の混ざった図形から主なものだけを取りました (main parts of a mixed collection)' END,
    CASE WHEN NOT valid THEN format('図形を直しました (geometry made valid): %s, 面積 %s', why, gunmane.areas_said(before, geom)) END), '')
FROM mended CROSS JOIN bounds b

-- name: centre
SELECT ST_X(c.p), ST_Y(c.p) FROM (
  SELECT ST_Centroid(ST_SetSRID(ST_Extent(r.geom)::geometry, 0)) AS p FROM import_ready r
  WHERE NOT EXISTS (SELECT FROM import_verdict v WHERE v.change IS NULL AND v.row_number = r.row_number)
) AS c

-- name: metres_table
CREATE TEMP TABLE import_metres (row_number bigint NOT NULL, place bigint NOT NULL, geom geometry NOT NULL, geom_m geometry NOT NULL) ON COMMIT DROP

-- name: project
-- In Hilbert order (ORDER BY geom), which is each row's place from 0. ST_Transform to a PROJ string sets the projection up
-- on every call (0.5 ms): a thousand geometries go through it at once.
WITH numbered AS (
  SELECT r.row_number, r.geom, row_number() OVER (ORDER BY r.geom, r.row_number) - 1 AS place
  FROM import_ready r
  -- Few rows come to nothing: they are looked up, not the many others.
  WHERE NOT EXISTS (SELECT FROM import_verdict v WHERE v.change IS NULL AND v.row_number = r.row_number)
), batches AS (
  SELECT place / 1000 AS batch, array_agg(row_number ORDER BY place) AS row_numbers, ST_Collect(geom ORDER BY place) AS geoms FROM numbered GROUP BY place / 1000
), parts AS (
  -- Both collections have the same parts in the same order.
  SELECT b.row_numbers[d.path[1]] AS row_number, b.batch * 1000 + d.path[1] - 1 AS place, d.path, d.geom, d.geom_m
  FROM batches b CROSS JOIN LATERAL ROWS FROM (ST_Dump(b.geoms), ST_Dump(gunmane.to_metres(b.geoms, $1))) AS d (path, geom, path_m, geom_m)
)
INSERT INTO import_metres (row_number, place, geom, geom_m)
SELECT row_number, place, geom, geom_m FROM parts WHERE array_length(path, 1) = 1
UNION ALL
SELECT row_number, place, ST_Multi(ST_Collect(geom ORDER BY path)), ST_Multi(ST_Collect(geom_m ORDER BY path)) FROM parts WHERE array_length(path, 1) > 1 GROUP BY row_number, place

-- name: analyse_metres
ANALYZE import_metres

-- name: store
-- Numbered and written in Hilbert order, so that neighbours on the map are neighbours on the page. Whatever is short is joined
-- first; the long rows of the stage then pass one large hash table instead of five.
WITH placed AS MATERIALIZED (
  SELECT x.row_number, x.place, x.geom, x.geom_m, f.code, f.near_shore, c.codes
  FROM import_metres x
  LEFT JOIN place_found f USING (row_number)
  LEFT JOIN (SELECT row_number, array_agg(code::text) AS codes FROM place_share GROUP BY row_number) AS c USING (row_number)
  WHERE NOT EXISTS (SELECT FROM import_verdict v WHERE v.change = 'changed' AND v.row_number = x.row_number)
), owner AS MATERIALIZED (
  SELECT m.mention, o.id, o.kind, o.code, gunmane.border_of($1, o.code) AS border
  FROM import_org_map m JOIN gunmane.organisation o ON o.id = m.organisation
)
INSERT INTO gunmane.asset (study_area, prefecture, dense_id, id, owner_org, managing_department, municipality, sector, kind, name, route,
  ledger_number, built_year, inspection_due, condition_scale, condition_raw, length_m, area_m2, source, source_key, content_hash, attributes,
  geom, geom_m, import_id, place_flag)
SELECT $1, coalesce(left(p.code, 2), left(o.code, 2), '00'),
  ($2 + row_number() OVER (ORDER BY p.place) - 1)::integer,
  s.id, o.id, d.id, p.code, s.sector, s.kind, s.name, s.route, s.ledger_number, s.built_year, s.inspection_due, s.condition_scale, s.condition_raw,
  CASE ST_Dimension(p.geom) WHEN 0 THEN coalesce(s.stated_length, 0) WHEN 1 THEN ST_Length(p.geom::geography) ELSE 0 END,
  CASE ST_Dimension(p.geom) WHEN 0 THEN coalesce(s.stated_area, 0) WHEN 2 THEN ST_Area(p.geom::geography) ELSE 0 END,
  $3, s.source_key, s.content_hash, s.attributes::jsonb, p.geom, p.geom_m, $4,
  CASE WHEN EXISTS (SELECT FROM gunmane.municipality WHERE study_area = $1) THEN gunmane.place_flag(p.code, p.near_shore, o.kind, o.border, p.codes) END
FROM placed p
JOIN import_stage s USING (row_number)
LEFT JOIN owner o ON o.mention = s.owner
LEFT JOIN gunmane.department d ON d.organisation = o.id AND d.name = s.managing_department
ORDER BY p.place

-- name: take_dense_ids
UPDATE gunmane.study_area SET next_dense_id = next_dense_id + $2 WHERE id = $1

-- name: link_firms
INSERT INTO gunmane.asset_contractor (study_area, prefecture, dense_id, contractor, role, since, evidence, strength, reason, import_id)
SELECT $1, a.prefecture, a.dense_id, m.contractor, f.role, min(f.since), 'asset', 1, '台帳に記載 (named in the ledger)', $2
FROM import_firm f
JOIN import_verdict v USING (row_number)
JOIN import_stage s USING (row_number)
JOIN import_firm_map m ON m.firm = f.firm
JOIN gunmane.asset a ON a.study_area = $1 AND a.source = $3 AND a.source_key = s.source_key
WHERE v.state IN ('stored', 'repaired')
GROUP BY a.prefecture, a.dense_id, m.contractor, f.role
ON CONFLICT (study_area, dense_id, contractor, role) DO UPDATE SET since = least(asset_contractor.since, excluded.since)
