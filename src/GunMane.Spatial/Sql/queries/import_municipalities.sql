-- name: stage_table
CREATE TEMP TABLE import_stage (
  row_number bigint NOT NULL,
  reason text,
  detail text,
  repair text,
  code text,
  border_code text,
  prefecture text,
  name text,
  name_en text,
  prefecture_name text,
  prefecture_name_en text,
  geom geometry
) ON COMMIT DROP

-- name: copy
COPY import_stage (row_number, reason, detail, repair, code, border_code, prefecture, name, name_en, prefecture_name, prefecture_name_en, geom)
FROM STDIN (FORMAT binary)

-- name: ready_table
CREATE TEMP TABLE import_ready (
  row_number bigint PRIMARY KEY,
  geom geometry,
  reason text,
  detail text NOT NULL DEFAULT '',
  repair text
) ON COMMIT DROP

-- name: prepare
WITH bounds AS MATERIALIZED (SELECT * FROM gunmane.import_bounds($1)),
moved AS MATERIALIZED (
  SELECT row_number, CASE WHEN $4::text IS NULL THEN gunmane.to_storage(geom, $2, $3) ELSE gunmane.by_proj(geom, $4::text, $5::text) END AS geom
  FROM import_stage WHERE reason IS NULL
), checked AS MATERIALIZED (
  SELECT row_number, geom, ST_IsEmpty(geom) OR ST_IsValid(geom) AS valid FROM moved
), mended AS MATERIALIZED (
  SELECT row_number, valid, geom AS before, CASE WHEN valid THEN '' ELSE ST_IsValidReason(geom) END AS why,
    CASE WHEN valid OR ST_Dimension(geom) < 2 THEN geom ELSE gunmane.made_valid(geom) END AS geom
  FROM checked
)
INSERT INTO import_ready (row_number, geom, reason, detail, repair)
SELECT row_number, geom,
  CASE
    WHEN ST_IsEmpty(geom) THEN '図形がありません (empty geometry)'
    WHEN GeometryType(geom) NOT IN ('POLYGON', 'MULTIPOLYGON') OR ST_Area(geom) = 0 THEN '境界が面ではありません (not a polygon)'
    WHEN NOT valid AND gunmane.area_change(before, geom) > gunmane.most_area_change() THEN '図形が壊れていて、直すと面積が変わりすぎます (repair would change the area too much)'
    WHEN NOT geom @ b.outer_box THEN '位置が日本の外です (outside Japan)'
  END,
  CASE WHEN valid THEN GeometryType(geom) ELSE why END,
  CASE WHEN NOT valid THEN format('図形を直しました (geometry made valid): %s, 面積 %s', why, gunmane.areas_said(before, geom)) END
FROM mended CROSS JOIN bounds b

-- name: moved_region
-- As places.moved_region, by the codes of the boundaries themselves.
SELECT EXISTS (SELECT FROM import_stage WHERE prefecture BETWEEN '02' AND '21')

-- name: unite_table
CREATE TEMP TABLE import_united (code text PRIMARY KEY, geom geometry NOT NULL) ON COMMIT DROP

-- name: unite
-- Islands and detached parts come as features of one code: together they are one municipality.
INSERT INTO import_united (code, geom)
SELECT s.code, ST_Multi(CASE WHEN count(*) = 1 THEN (array_agg(r.geom))[1] ELSE ST_CollectionExtract(ST_UnaryUnion(ST_Collect(r.geom ORDER BY r.geom)), 3) END)
FROM import_stage s JOIN import_ready r USING (row_number)
WHERE r.reason IS NULL GROUP BY s.code

-- name: apart_table
CREATE TEMP TABLE import_apart (code text PRIMARY KEY, share double precision NOT NULL) ON COMMIT DROP

-- name: compare
-- Of towns that have another boundary already: which share of its area the two don't have in common. Where the areas
-- themselves differ more than one drawing differs from another, the costly overlay need not be asked.
INSERT INTO import_apart (code, share)
SELECT m.code, CASE WHEN abs(ST_Area(u.geom) - ST_Area(m.geom)) > gunmane.most_boundary_change() * ST_Area(m.geom) THEN 1
  ELSE ST_Area(ST_SymDifference(u.geom, m.geom)) / ST_Area(m.geom) END
FROM import_united u JOIN gunmane.municipality m ON m.study_area = $1 AND m.code = u.code
WHERE m.geom IS NOT NULL AND NOT m.geom = u.geom

-- name: redrawn
-- How many towns have the same boundary already in another drawing, and by how much of its area the two differ at most.
SELECT count(*), coalesce(max(share), 0) FROM import_apart WHERE share <= gunmane.most_boundary_change()

-- name: judge
-- $2: the file replaces the boundaries that it has.
INSERT INTO import_verdict (row_number, state, reason, detail, change)
SELECT row_number,
  CASE WHEN same OR redrawn THEN 'duplicate' WHEN taken THEN CASE WHEN repair = '' THEN 'stored' ELSE 'repaired' END ELSE 'quarantined' END,
  CASE WHEN same THEN '登録済みです (already stored)'
    WHEN redrawn THEN '同じ境界が別の描き方で登録済みです (the same boundary is stored already in another drawing)' WHEN taken THEN repair
    ELSE '既に別の内容で登録済みです。新しい境界に置き換えるときは「台帳の更新」で取り込んでください (stored with other content; to replace it, import with update)' END,
  CASE WHEN known THEN '市区町村コード ' || code ELSE '' END,
  CASE WHEN same OR redrawn OR NOT taken THEN NULL WHEN known THEN 'changed' ELSE 'added' END
FROM (
  SELECT s.row_number, s.code, concat_ws(' / ', s.repair, r.repair) AS repair, m.code IS NOT NULL AS known, m.geom = u.geom AND m.geom IS NOT NULL AS same,
    m.code IS NULL OR $2 AS taken, NOT $2 AND coalesce(a.share <= gunmane.most_boundary_change(), false) AS redrawn
  FROM import_stage s JOIN import_ready r USING (row_number) JOIN import_united u ON u.code = s.code
  LEFT JOIN gunmane.municipality m ON m.study_area = $1 AND m.code = s.code
  LEFT JOIN import_apart a ON a.code = s.code
  WHERE r.reason IS NULL
) AS one
UNION ALL
SELECT row_number, 'quarantined', reason, detail, NULL FROM import_ready WHERE reason IS NOT NULL

-- name: organisations
SELECT DISTINCT ON (code) * FROM (
  SELECT border_code AS code, name, name_en, 1 AS rank FROM import_stage s JOIN import_verdict v USING (row_number) WHERE v.state IN ('stored', 'repaired')
  UNION ALL
  SELECT prefecture || '000', nullif(prefecture_name, ''), prefecture_name_en, 2 FROM import_stage s JOIN import_verdict v USING (row_number) WHERE v.state IN ('stored', 'repaired')
) AS o WHERE name IS NOT NULL ORDER BY code, rank, name

-- name: store
INSERT INTO gunmane.municipality (study_area, prefecture, code, border_code, name, name_en, prefecture_name, owner_org, geom, import_id)
SELECT DISTINCT ON (s.code) $1, s.prefecture, s.code, s.border_code, s.name, s.name_en, s.prefecture_name, o.id, u.geom, $2
FROM import_stage s
JOIN import_verdict v USING (row_number)
JOIN import_united u ON u.code = s.code
LEFT JOIN gunmane.organisation o ON o.study_area = $1 AND o.code = s.border_code
WHERE v.change = 'added'
ORDER BY s.code, s.row_number

-- name: centre
SELECT min(m.prefecture), ST_X(ST_Centroid(ST_Extent(m.geom)::geometry)), ST_Y(ST_Centroid(ST_Extent(m.geom)::geometry))
FROM gunmane.municipality m WHERE m.study_area = $1 AND m.import_id = $2
GROUP BY m.prefecture ORDER BY sum(ST_Area(m.geom)) DESC LIMIT 1

-- name: locate
SELECT gunmane.locate_assets($1)
