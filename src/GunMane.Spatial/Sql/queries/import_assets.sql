-- name: stage_table
CREATE TEMP TABLE import_stage (
  row_number bigint NOT NULL,
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
  attributes jsonb,
  geom geometry,
  firms integer[],
  firm_roles text[],
  firm_since date[]
) ON COMMIT DROP

-- name: copy
COPY import_stage (row_number, reason, detail, repair, id, source_key, content_hash, owner, managing_department, sector, kind, name,
  route, ledger_number, built_year, inspection_due, condition_scale, condition_raw, stated_length, stated_area, attributes, geom, firms, firm_roles, firm_since)
FROM STDIN (FORMAT binary)

-- name: list_firms
INSERT INTO import_firm (row_number, firm, role, since)
SELECT s.row_number, f.firm, f.role, f.since
FROM import_stage s CROSS JOIN LATERAL unnest(s.firms, s.firm_roles, s.firm_since) AS f(firm, role, since)
WHERE s.firms IS NOT NULL

-- name: ready_table
CREATE TEMP TABLE import_ready (
  row_number bigint NOT NULL,
  geom geometry,
  reason text,
  detail text NOT NULL DEFAULT '',
  repair text
) ON COMMIT DROP

-- name: prepare
-- Into storage coordinates; an invalid polygon is made valid where it stays a polygon; what lies elsewhere is kept out.
WITH bounds AS MATERIALIZED (SELECT * FROM gunmane.import_bounds($1)),
moved AS MATERIALIZED (
  SELECT row_number, gunmane.to_storage(geom, $2, $3) AS geom FROM import_stage WHERE reason IS NULL
), checked AS MATERIALIZED (
  SELECT row_number, geom, ST_IsEmpty(geom) OR ST_IsValid(geom) AS valid FROM moved
), mended AS MATERIALIZED (
  SELECT row_number, valid, CASE WHEN valid THEN '' ELSE ST_IsValidReason(geom) END AS why,
    CASE WHEN valid OR ST_Dimension(geom) < 2 THEN geom ELSE ST_MakeValid(geom) END AS geom
  FROM checked
)
INSERT INTO import_ready (row_number, geom, reason, detail, repair)
SELECT row_number, geom,
  CASE
    WHEN ST_IsEmpty(geom) THEN '図形がありません (empty geometry)'
    WHEN NOT valid AND (GeometryType(geom) NOT IN ('POLYGON', 'MULTIPOLYGON') OR ST_Area(geom) = 0) THEN '図形が壊れていて直せません (geometry cannot be repaired)'
    WHEN NOT geom @ b.outer_box THEN '位置が日本の外です (outside Japan)'
    WHEN b.inner_box IS NOT NULL AND NOT geom && b.inner_box THEN '位置が対象地域の外です (outside the study area)'
  END,
  CASE WHEN valid THEN ST_AsText(ST_Centroid(geom), 6) ELSE why END,
  CASE WHEN NOT valid THEN '図形を直しました (geometry made valid): ' || why END
FROM mended CROSS JOIN bounds b

-- name: analyse_ready
ANALYZE import_ready

-- name: centre
SELECT ST_X(c.p), ST_Y(c.p) FROM (
  SELECT ST_Centroid(ST_SetSRID(ST_Extent(r.geom)::geometry, 0)) AS p FROM import_ready r JOIN import_verdict v USING (row_number) WHERE v.state IN ('stored', 'repaired')
) AS c

-- name: metres_table
CREATE TEMP TABLE import_metres (row_number bigint NOT NULL, place bigint NOT NULL, geom geometry NOT NULL) ON COMMIT DROP

-- name: project
-- In Hilbert order (ORDER BY geom), which is each row's place from 0. ST_Transform to a PROJ string sets the projection up
-- on every call (0.5 ms): a thousand geometries go through it at once.
WITH numbered AS (
  SELECT r.row_number, r.geom, row_number() OVER (ORDER BY r.geom, r.row_number) - 1 AS place
  FROM import_ready r JOIN import_verdict v USING (row_number) WHERE v.state IN ('stored', 'repaired')
), batches AS (
  SELECT place / 1000 AS batch, array_agg(row_number ORDER BY place) AS row_numbers, gunmane.to_metres(ST_Collect(geom ORDER BY place), $1) AS geoms
  FROM numbered GROUP BY place / 1000
), parts AS (
  SELECT b.row_numbers[d.path[1]] AS row_number, b.batch * 1000 + d.path[1] - 1 AS place, d.path, d.geom
  FROM batches b CROSS JOIN LATERAL ST_Dump(b.geoms) d
)
INSERT INTO import_metres (row_number, place, geom)
SELECT row_number, place, geom FROM parts WHERE array_length(path, 1) = 1
UNION ALL
SELECT row_number, place, ST_Multi(ST_Collect(geom ORDER BY path)) FROM parts WHERE array_length(path, 1) > 1 GROUP BY row_number, place

-- name: analyse_metres
ANALYZE import_metres

-- name: store
-- Numbered and written in Hilbert order, so that neighbours on the map are neighbours on the page.
INSERT INTO gunmane.asset (study_area, prefecture, dense_id, id, owner_org, managing_department, municipality, sector, kind, name, route,
  ledger_number, built_year, inspection_due, condition_scale, condition_raw, length_m, area_m2, source, source_key, content_hash, attributes,
  geom, geom_m, import_id)
SELECT $1, coalesce(m.prefecture, left(o.code, 2), '00'),
  ($2 + row_number() OVER (ORDER BY x.place) - 1)::integer,
  s.id, o.id, d.id, m.border_code, s.sector, s.kind, s.name, s.route, s.ledger_number, s.built_year, s.inspection_due, s.condition_scale, s.condition_raw,
  CASE ST_Dimension(r.geom) WHEN 0 THEN coalesce(s.stated_length, 0) WHEN 1 THEN ST_Length(r.geom::geography) ELSE 0 END,
  CASE ST_Dimension(r.geom) WHEN 0 THEN coalesce(s.stated_area, 0) WHEN 2 THEN ST_Area(r.geom::geography) ELSE 0 END,
  $3, s.source_key, s.content_hash, s.attributes, r.geom, x.geom, $4
FROM import_verdict v
JOIN import_stage s USING (row_number)
JOIN import_ready r USING (row_number)
JOIN import_metres x USING (row_number)
LEFT JOIN import_org_map om ON om.mention = s.owner
LEFT JOIN gunmane.organisation o ON o.id = om.organisation
LEFT JOIN gunmane.department d ON d.organisation = o.id AND d.name = s.managing_department
LEFT JOIN LATERAL gunmane.municipality_at($1, ST_PointOnSurface(r.geom)) m ON true
WHERE v.change = 'added'
ORDER BY x.place

-- name: take_dense_ids
UPDATE gunmane.study_area SET next_dense_id = next_dense_id + $2 WHERE id = $1

-- name: link_firms
INSERT INTO gunmane.asset_contractor (study_area, dense_id, contractor, role, since, evidence, strength, reason, import_id)
SELECT $1, a.dense_id, m.contractor, f.role, min(f.since), 'asset', 1, '台帳に記載 (named in the ledger)', $2
FROM import_firm f
JOIN import_verdict v USING (row_number)
JOIN import_stage s USING (row_number)
JOIN import_firm_map m ON m.firm = f.firm
JOIN gunmane.asset a ON a.study_area = $1 AND a.source = $3 AND a.source_key = s.source_key
WHERE v.state IN ('stored', 'repaired')
GROUP BY a.dense_id, m.contractor, f.role
ON CONFLICT (study_area, dense_id, contractor, role) DO UPDATE SET since = least(asset_contractor.since, excluded.since)

-- name: unplaced
SELECT count(*) FROM gunmane.asset WHERE study_area = $1 AND import_id = $2 AND municipality IS NULL
