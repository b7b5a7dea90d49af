-- name: list
SELECT id, code, name, name_en, fictitious, metres_proj, attribution, data_version
FROM gunmane.study_area ORDER BY fictitious, name

-- name: find
SELECT id, code, name, name_en, fictitious, metres_proj, attribution, data_version
FROM gunmane.study_area WHERE code = $1

-- name: create
INSERT INTO gunmane.study_area (code, name, name_en, fictitious, metres_proj, attribution, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7)
RETURNING id, code, name, name_en, fictitious, metres_proj, attribution, data_version

-- name: remove
-- Links hang on assets and contracts, not on the study area: they would still be there when the imports that brought them go.
WITH gone AS (SELECT id FROM gunmane.study_area WHERE code = $1),
firms AS (DELETE FROM gunmane.asset_contractor WHERE study_area IN (SELECT id FROM gone)),
orders AS (DELETE FROM gunmane.contract_asset WHERE study_area IN (SELECT id FROM gone))
DELETE FROM gunmane.study_area WHERE code = $1

-- name: set_metres
UPDATE gunmane.study_area SET metres_proj = $2, metres_import = gunmane.current_import() WHERE id = $1 AND metres_proj IS NULL

-- name: attribute
UPDATE gunmane.study_area SET attribution = concat_ws(' / ', nullif(attribution, ''), $2)
WHERE id = $1 AND $2 <> '' AND position($2 IN attribution) = 0

-- name: raise_version
SELECT gunmane.raise_data_version($1)

-- name: raise_version_of_import
SELECT gunmane.raise_data_version(study_area) FROM gunmane.import WHERE id = $1

-- name: version
SELECT data_version FROM gunmane.study_area WHERE id = $1

-- name: summary
SELECT ST_XMin(e.box), ST_YMin(e.box), ST_XMax(e.box), ST_YMax(e.box),
  (SELECT count(DISTINCT border_code) FROM gunmane.municipality WHERE study_area = $1),
  (SELECT count(*) FROM gunmane.asset WHERE study_area = $1),
  (SELECT count(*) FROM gunmane.contractor WHERE study_area = $1 AND merged_into IS NULL),
  (SELECT count(*) FROM gunmane.contract WHERE study_area = $1),
  (SELECT count(*) FROM gunmane.contract_asset WHERE study_area = $1) + (SELECT count(*) FROM gunmane.asset_contractor WHERE study_area = $1)
FROM (SELECT coalesce(
        (SELECT ST_Extent(geom)::box3d FROM gunmane.municipality WHERE study_area = $1),
        (SELECT ST_Extent(geom)::box3d FROM gunmane.asset WHERE study_area = $1)) AS box) AS e

-- name: codes
SELECT code::text FROM gunmane.municipality WHERE study_area = $1
UNION SELECT border_code::text FROM gunmane.municipality WHERE study_area = $1
UNION SELECT code FROM gunmane.organisation WHERE study_area = $1 AND code IS NOT NULL

-- name: municipalities
SELECT m.border_code, coalesce(o.name, m.name), m.name_en, coalesce(a.assets, 0)
FROM (SELECT border_code, min(name) AS name, min(name_en) AS name_en FROM gunmane.municipality WHERE study_area = $1 GROUP BY border_code) AS m
  LEFT JOIN gunmane.organisation o ON o.study_area = $1 AND o.code = m.border_code
  LEFT JOIN (SELECT municipality, count(*) AS assets FROM gunmane.asset WHERE study_area = $1 GROUP BY municipality) AS a ON a.municipality = m.border_code
ORDER BY m.border_code

-- name: sectors
SELECT sector, count(*), sum(length_m) FROM gunmane.asset WHERE study_area = $1 GROUP BY sector ORDER BY count(*) DESC
