-- name: members
SELECT m.dense_id, m.counted, m.share, a.municipality::text, a.owner_org, a.sector, m.length_m, m.area_m2
FROM gunmane.area_members($1, $2) m
JOIN gunmane.asset a ON a.study_area = $1 AND a.dense_id = m.dense_id

-- name: firms
SELECT dense_id, contractor, yen FROM gunmane.asset_yen($1, $2)

-- name: unlinked
-- The zone is shrunk by about 10 cm, so that a town that only shares its border with the zone does not count as touched.
WITH place AS MATERIALIZED (
  SELECT CASE WHEN ST_IsEmpty(inner_part) THEN $2 ELSE inner_part END AS geom
  FROM (SELECT ST_Buffer($2, -1e-6, 'join=mitre') AS inner_part) AS shrunk
), town AS (
  SELECT DISTINCT p.code FROM place JOIN gunmane.municipality_part p ON p.study_area = $1 AND ST_Intersects(place.geom, p.geom)
)
SELECT o.code, o.name, o.name_en, count(*), sum(c.yen)::bigint
FROM gunmane.organisation o
JOIN gunmane.placed_order c ON c.study_area = $1 AND c.orderer = o.id
WHERE o.study_area = $1
  AND o.code IN (SELECT m.border_code FROM gunmane.municipality m JOIN town ON m.study_area = $1 AND m.code = town.code)
  AND NOT EXISTS (SELECT FROM gunmane.contract_asset l WHERE l.contract = c.id)
GROUP BY o.code, o.name, o.name_en
ORDER BY sum(c.yen) DESC, o.code

-- name: years
SELECT min(fiscal_year)::integer, max(fiscal_year)::integer, (SELECT data_version FROM gunmane.study_area WHERE id = $1)
FROM gunmane.placed_order WHERE study_area = $1

-- name: municipality_names
SELECT m.border_code::text,
  coalesce((SELECT o.name FROM gunmane.organisation o WHERE o.study_area = $1 AND o.code = m.border_code), min(m.name)), min(m.name_en)
FROM gunmane.municipality m WHERE m.study_area = $1 GROUP BY m.border_code

-- name: owner_names
SELECT id, coalesce(code, name), name, name_en FROM gunmane.organisation WHERE study_area = $1

-- name: contractor_names
SELECT id, public_id::text, name, name_en FROM gunmane.contractor WHERE study_area = $1 AND merged_into IS NULL AND ($2::bigint[] IS NULL OR id = ANY ($2))
