-- COPY takes no parameters: the study area is handed over as a setting of the transaction.
-- name: enter
SELECT set_config('gunmane.snapshot_area', $1::integer::text, true)

-- name: version
SELECT data_version, next_dense_id FROM gunmane.study_area WHERE id = $1

-- name: towns
SELECT m.border_code::text, coalesce(min(o.name), min(m.name)), coalesce(nullif(min(o.name_en), ''), min(m.name_en))
FROM gunmane.municipality m
LEFT JOIN gunmane.organisation o ON o.study_area = m.study_area AND o.code = m.border_code
WHERE m.study_area = $1 GROUP BY m.border_code ORDER BY m.border_code

-- name: owners
SELECT id, code, name, name_en, kind FROM gunmane.organisation WHERE study_area = $1 ORDER BY id

-- name: firms
SELECT id, public_id, name, name_en FROM gunmane.contractor WHERE study_area = $1 AND merged_into IS NULL ORDER BY id

-- name: order_firms
SELECT orderer, sector, contractor, importance FROM gunmane.order_firms($1) ORDER BY orderer, sector, contractor

-- name: assets
COPY (
  SELECT a.dense_id, a.sector, a.municipality::text, coalesce(a.owner_org, -1), coalesce(a.owner_org, o.id, -1),
    a.length_m, a.area_m2, coalesce(a.inspection_due, 0)::integer, ST_AsBinary(ST_Force2D(a.geom_m), 'NDR')
  FROM gunmane.asset a
  LEFT JOIN gunmane.organisation o ON o.study_area = a.study_area AND o.code = a.municipality
  WHERE a.study_area = current_setting('gunmane.snapshot_area')::integer
  ORDER BY a.dense_id
) TO STDOUT (FORMAT BINARY)

-- name: links
COPY (
  SELECT dense_id, contractor, gunmane.evidence_percent(evidence), strength, importance
  FROM gunmane.asset_links(current_setting('gunmane.snapshot_area')::integer)
  ORDER BY dense_id, contractor
) TO STDOUT (FORMAT BINARY)

-- name: yen
COPY (
  SELECT dense_id, contractor, yen FROM gunmane.asset_yen(current_setting('gunmane.snapshot_area')::integer)
  ORDER BY dense_id, contractor
) TO STDOUT (FORMAT BINARY)

-- name: work_kinds
COPY (
  SELECT dense_id, kinds FROM gunmane.asset_work_kinds(current_setting('gunmane.snapshot_area')::integer)
  ORDER BY dense_id
) TO STDOUT (FORMAT BINARY)

-- name: terms
COPY (
  SELECT l.dense_id, c.id, c.ends_on - date '0001-01-01'
  FROM gunmane.contract_asset l JOIN gunmane.contract c ON c.id = l.contract
  WHERE l.study_area = current_setting('gunmane.snapshot_area')::integer AND c.ends_on IS NOT NULL AND c.outcome IN ('awarded', 'unknown')
  ORDER BY l.dense_id, c.id
) TO STDOUT (FORMAT BINARY)
