-- What each collection of OGC API – Features is made of. FeatureStore puts these blocks into its FROM and adds
-- conditions, order and limit; a column here is a field of Storage/FeatureCatalogue.cs.
-- name: municipalities
SELECT s.code || '.' || m.code AS id, m.study_area AS area_id, s.code AS study_area, m.code::text AS code, m.border_code::text AS border_code,
  m.name, m.name_en, m.prefecture::text AS prefecture, m.prefecture_name, m.valid_from, m.valid_to, m.geom
FROM gunmane.municipality m JOIN gunmane.study_area s ON s.id = m.study_area

-- name: assets
-- Left joins all: PostgreSQL leaves those out that nothing is asked of, as pages do not (FeatureNames). Each asset has its study area.
SELECT a.id, a.study_area AS area_id, s.code AS study_area, a.dense_id, a.sector, a.kind, a.name, a.route, a.ledger_number,
  a.municipality::text AS municipality, a.place_flag, a.owner_org AS owner_id, o.code AS owner, o.name AS owner_name, a.managing_department AS managing_department_id, d.name AS managing_department, a.built_year, a.inspection_due,
  a.condition_scale, a.condition_raw, a.length_m, a.area_m2, a.prefecture::text AS prefecture, a.data_class::text AS data_class, a.source, a.attributes, a.geom
FROM gunmane.asset a LEFT JOIN gunmane.study_area s ON s.id = a.study_area
  LEFT JOIN gunmane.organisation o ON o.id = a.owner_org LEFT JOIN gunmane.department d ON d.id = a.managing_department

-- name: contractors
SELECT c.public_id AS id, c.id AS row_id, c.study_area AS area_id, s.code AS study_area, c.name, c.name_en, c.corporate_number::text AS corporate_number,
  c.kind, c.address, c.trades, c.geom
FROM gunmane.contractor c JOIN gunmane.study_area s ON s.id = c.study_area
WHERE c.merged_into IS NULL

-- name: contracts
SELECT k.public_id AS id, k.id AS row_id, k.study_area AS area_id, s.code AS study_area, k.contract_number, k.title, o.code AS orderer, o.name AS orderer_name,
  cd.name AS contracting_department, md.name AS managing_department, k.sector, k.work_kind, k.method, k.bidders, k.outcome, k.yen, k.price_kind, k.tax_included,
  k.tender_date, k.starts_on, k.ends_on, k.fiscal_year, c.public_id AS contractor, coalesce(c.name, k.contractor_raw) AS contractor_name,
  k.prefecture::text AS prefecture, k.data_class::text AS data_class, k.source, NULL::geometry AS geom
FROM gunmane.contract k JOIN gunmane.study_area s ON s.id = k.study_area JOIN gunmane.organisation o ON o.id = k.orderer
  LEFT JOIN gunmane.department cd ON cd.id = k.contracting_department LEFT JOIN gunmane.department md ON md.id = k.managing_department
  LEFT JOIN gunmane.contractor w ON w.id = k.contractor LEFT JOIN gunmane.contractor c ON c.id = coalesce(w.merged_into, w.id)

-- name: groups
SELECT g.id, g.study_area AS area_id, s.code AS study_area, g.run, g.number, g.score, g.assets, r.engine, r.data_version, r.created_at::text AS created_at,
  g.reasons, g.metrics, g.geom
FROM gunmane.candidate_group g JOIN gunmane.study_area s ON s.id = g.study_area JOIN gunmane.group_run r ON r.id = g.run
WHERE g.run = (SELECT l.id FROM gunmane.group_run l WHERE l.study_area = g.study_area ORDER BY l.created_at DESC, l.id LIMIT 1)

-- name: zones
SELECT z.id, z.study_area AS area_id, s.code AS study_area, z.scenario, c.name AS scenario_name, z.name, z.version, z.geom
FROM gunmane.zone z JOIN gunmane.study_area s ON s.id = z.study_area JOIN gunmane.scenario c ON c.id = z.scenario

-- name: of_area
item.area_id = (SELECT id FROM gunmane.study_area WHERE code = {0})

-- name: within
ST_Intersects(item.geom, ST_MakeEnvelope({0}, {1}, {2}, {3}, gunmane.storage_srid()))

-- name: within_of
ST_Intersects(item.geom, ST_Transform(ST_Segmentize(ST_MakeEnvelope({0}, {1}, {2}, {3}, {4}), {5}), gunmane.storage_srid()))

-- name: during
coalesce(item.{0}, '-infinity') <= {2} AND coalesce(item.{1}, 'infinity') >= {3}

-- name: records
SELECT record_send(r) FROM ({0}) AS r

-- name: geometry
-- Outer rings counterclockwise (RFC 7946 §3.1.6). ST_ForcePolygonCCW turns lines round as well, which must keep their direction.
ST_AsBinary(CASE WHEN ST_Dimension(item.geom) = 2 THEN ST_ForcePolygonCCW(item.geom) ELSE item.geom END)

-- name: geometry_north_first
ST_AsBinary(ST_FlipCoordinates(CASE WHEN ST_Dimension(item.geom) = 2 THEN ST_ForcePolygonCCW(item.geom) ELSE item.geom END))

-- name: geometry_of
ST_AsBinary(CASE WHEN ST_Dimension(item.geom) = 2 THEN ST_ForcePolygonCCW(ST_Transform(item.geom, {0})) ELSE ST_Transform(item.geom, {0}) END)

-- name: geometry_of_north_first
ST_AsBinary(ST_FlipCoordinates(CASE WHEN ST_Dimension(item.geom) = 2 THEN ST_ForcePolygonCCW(ST_Transform(item.geom, {0})) ELSE ST_Transform(item.geom, {0}) END))

-- name: extent
SELECT ST_XMin(e.box), ST_YMin(e.box), ST_XMax(e.box), ST_YMax(e.box)
FROM (SELECT coalesce(
    (SELECT ST_Extent(item.geom)::box3d FROM ({0}) AS item),
    (SELECT ST_Extent(m.geom)::box3d FROM gunmane.municipality m)) AS box) AS e WHERE e.box IS NOT NULL

-- name: zone_state
-- A zone with its scenario, found by its own id.
SELECT z.scenario, c.name, s.code, z.name, z.version, z.geom
FROM gunmane.zone z JOIN gunmane.scenario c ON c.id = z.scenario JOIN gunmane.study_area s ON s.id = z.study_area WHERE z.id = $1

-- name: to_storage
-- A geometry in the numbers of a served system, as it is stored.
SELECT ST_Transform(ST_SetSRID(ST_GeomFromWKB($1), $2), gunmane.storage_srid())

-- name: ascending
{0} ASC NULLS LAST

-- name: descending
{0} DESC NULLS LAST

-- name: behind
({0} > {1} OR {0} IS NULL OR ({0} = {1} AND {2}))

-- name: behind_descending
({0} < {1} OR {0} IS NULL OR ({0} = {1} AND {2}))

-- name: behind_missing
({0} IS NULL AND {1})

-- name: versions
-- Changes whenever a fact of any study area does, or a study area itself: the key under which counts, extents and names are kept.
SELECT coalesce(string_agg(concat_ws(':', id, data_version, xmin), ' ' ORDER BY id), '') FROM gunmane.study_area

-- name: names
-- What FeatureNames looks up: list (NameList), number, text.
SELECT 0, id, code FROM gunmane.study_area
UNION ALL SELECT 1, id, code FROM gunmane.organisation WHERE code IS NOT NULL
UNION ALL SELECT 2, id, name FROM gunmane.organisation
UNION ALL SELECT 3, id, name FROM gunmane.department
