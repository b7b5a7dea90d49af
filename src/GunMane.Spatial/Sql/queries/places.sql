-- name: proof_tables
CREATE TEMP TABLE place_sample (id integer PRIMARY KEY, owner integer, geom geometry NOT NULL) ON COMMIT DROP;
CREATE TEMP TABLE place_claim (mention integer PRIMARY KEY, code text) ON COMMIT DROP

-- name: sample
-- About $1 vertices of the rows that pick_rows or pick_pages took, all over the file and as it has them.
WITH picked AS (
  SELECT s.row_number, s.owner, d.geom FROM place_pick s
  CROSS JOIN LATERAL (SELECT geom, row_number() OVER () AS at FROM ST_DumpPoints(s.geom)) AS d
  WHERE (d.at - 1) % greatest(1, ST_NPoints(s.geom) * (SELECT count(*) FROM place_pick) / $1) = 0
)
INSERT INTO place_sample (id, owner, geom) SELECT row_number() OVER (ORDER BY row_number), owner, ST_Force2D(geom) FROM picked

-- name: pick_table
CREATE TEMP TABLE place_pick (row_number bigint, owner integer, geom geometry NOT NULL) ON COMMIT DROP

-- name: clear_pick
DELETE FROM place_pick

-- name: pick_rows
-- Every so-manieth of the file's $2 rows, about $1. Fillers prove nothing.
INSERT INTO place_pick (row_number, owner, geom)
SELECT row_number, owner, geom FROM import_stage
WHERE reason IS NULL AND geom IS NOT NULL AND gunmane.no_place(geom, false) IS NULL AND row_number % greatest(1, $2 / $1) = 0

-- name: pick_pages
-- The same of a large file, without reading all of it: rows lie in the order of the file, so one of every so-manieth page is taken.
INSERT INTO place_pick (row_number, owner, geom)
SELECT s.row_number, s.owner, s.geom
FROM (SELECT pg_relation_size('import_stage') / current_setting('block_size')::bigint AS pages) AS size
CROSS JOIN LATERAL generate_series(0, size.pages - 1, greatest(1, size.pages / $1)) AS page
JOIN import_stage s ON s.ctid = format('(%s,1)', page)::tid
WHERE s.reason IS NULL AND s.geom IS NOT NULL AND gunmane.no_place(s.geom, false) IS NULL AND $2 > 0

-- name: sample_size
SELECT count(*), count(*) FILTER (WHERE abs(ST_X(geom)) <= 180 AND abs(ST_Y(geom)) <= 180) FROM place_sample

-- name: clear_sample
DELETE FROM place_sample

-- name: claims
-- What the owners of the rows mean as places: number of the mention → border_code of a town, two digits of a prefecture, or nothing.
INSERT INTO place_claim (mention, code)
SELECT c.mention, CASE WHEN right(c.code, 3) = '000' THEN left(c.code, 2) ELSE coalesce(m.border_code::text, n.border_code::text) END AS code
FROM unnest($2::integer[], $3::text[], $4::text[]) AS c (mention, code, name)
LEFT JOIN gunmane.municipality m ON m.study_area = $1 AND m.code = c.code
LEFT JOIN LATERAL (
  SELECT min(x.border_code) AS border_code FROM gunmane.municipality x WHERE x.study_area = $1 AND x.name = c.name HAVING count(DISTINCT x.border_code) = 1
) n ON c.code IS NULL

-- name: claimed
-- The towns that most rows claim, for the report.
SELECT coalesce(m.name, o.name, c.code), count(*)
FROM place_sample s JOIN place_claim c ON c.mention = s.owner
LEFT JOIN gunmane.municipality m ON m.study_area = $1 AND m.code = c.code
LEFT JOIN gunmane.organisation o ON o.study_area = $1 AND o.code = c.code || '000'
WHERE c.code IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 2

-- name: forget_claims
UPDATE place_claim SET code = NULL

-- name: prefectures
SELECT DISTINCT prefecture::text FROM gunmane.municipality WHERE study_area = $1 ORDER BY 1

-- name: attempt
-- Where the sample lies when it is read as one system: 2 in the place it claims (any town of the area where it claims none),
-- 1 just off the boundaries, 0 elsewhere or beyond the numbers of the system ($5). By PROJ strings, all points at once; in order.
WITH within AS (
  SELECT id, f.geom FROM place_sample s CROSS JOIN LATERAL (SELECT CASE WHEN $2 THEN ST_FlipCoordinates(s.geom) ELSE s.geom END AS geom) AS f
  WHERE gunmane.beyond(f.geom, $5) IS NULL
), moved AS (
  SELECT gunmane.by_proj(ST_Collect(geom ORDER BY id), $3, $4) AS geom, array_agg(id ORDER BY id) AS ids FROM within
), point AS MATERIALIZED (
  SELECT moved.ids[d.path[1]] AS id, d.geom FROM moved CROSS JOIN LATERAL ST_Dump(moved.geom) AS d
), placed AS MATERIALIZED (
  SELECT p.id, p.geom, bool_or(m.code IS NOT NULL) AS inside,
    bool_or(m.code IS NOT NULL AND (c.code IS NULL OR m.border_code::text = c.code OR m.prefecture::text = c.code)) AS as_claimed
  FROM point p
  JOIN place_sample s USING (id)
  LEFT JOIN place_claim c ON c.mention = s.owner
  LEFT JOIN gunmane.municipality_part q ON q.study_area = $1 AND ST_Intersects(q.geom, p.geom)
  LEFT JOIN gunmane.municipality m ON m.study_area = q.study_area AND m.code = q.code
  GROUP BY p.id, p.geom
)
SELECT CASE WHEN p.as_claimed THEN 2 WHEN p.inside THEN 0
  WHEN EXISTS (SELECT FROM gunmane.municipality_part q WHERE q.study_area = $1 AND ST_DWithin(q.geom, p.geom, 0.003)) THEN 1 ELSE 0 END
FROM place_sample s LEFT JOIN placed p USING (id) ORDER BY s.id

-- name: has_grid
SELECT gunmane.has_grid($1)

-- name: grid_reaches
SELECT gunmane.grid_reaches($1, $2, $3)

-- name: moved_region
-- Whether what was read lies in a prefecture that the earthquake of 2011 moved (02–21, the area of the grid).
SELECT EXISTS (SELECT FROM place_found WHERE left(code, 2) BETWEEN '02' AND '21')
  OR (NOT EXISTS (SELECT FROM place_found) AND EXISTS (
    SELECT FROM import_ready WHERE reason IS NULL AND geom && ST_MakeEnvelope(135.42, 34.84, 142.14, 41.58, gunmane.storage_srid())))

-- name: tables
SELECT gunmane.place_tables()

-- name: locate
SELECT gunmane.locate_rows($1, 'import_ready')

-- name: share_out
INSERT INTO gunmane.asset_municipality (study_area, prefecture, dense_id, code, share, import_id)
SELECT $1, a.prefecture, a.dense_id, p.code, p.share, $3
FROM place_share p
JOIN import_verdict v USING (row_number)
JOIN import_stage s USING (row_number)
JOIN gunmane.asset a ON a.study_area = $1 AND a.source = $2 AND a.source_key = s.source_key
WHERE v.state IN ('stored', 'repaired')
ON CONFLICT (study_area, dense_id, code) DO UPDATE SET share = excluded.share, import_id = excluded.import_id

-- name: flags
-- How many assets of an import lie where they are not expected, with the first few of each kind.
SELECT a.place_flag AS flag, count(*),
  (array_agg(coalesce(nullif(a.name, ''), a.ledger_number, a.kind) || coalesce('(' || m.name || ')', '') ORDER BY a.dense_id))[1:3]
FROM gunmane.asset a
LEFT JOIN gunmane.municipality m ON m.study_area = a.study_area AND m.code = a.municipality
WHERE a.study_area = $1 AND a.import_id = $2 AND a.place_flag IS NOT NULL
GROUP BY a.place_flag
UNION ALL
SELECT 'crossing', count(DISTINCT s.dense_id), '{}' FROM gunmane.asset_municipality s JOIN gunmane.asset a USING (study_area, dense_id)
WHERE s.study_area = $1 AND a.import_id = $2 HAVING count(*) > 0
ORDER BY flag
