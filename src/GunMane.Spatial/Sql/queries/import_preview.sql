-- What an import that is about to be rolled back came to. Runs in its transaction, after its load.

-- name: assets
SELECT jsonb_build_object('row', s.row_number, 'state', v.state, 'values', jsonb_strip_nulls(jsonb_build_object(
  'name', nullif(a.name, ''), 'kind', nullif(a.kind, ''), 'sector', a.sector, 'municipality', m.name, 'owner', o.name, 'department', d.name,
  'route', nullif(a.route, ''), 'ledgerNumber', a.ledger_number, 'builtYear', a.built_year, 'inspectionDue', a.inspection_due,
  'conditionRaw', a.condition_raw, 'length', nullif(round(a.length_m::numeric, 1), 0), 'area', nullif(round(a.area_m2::numeric, 1), 0),
  'firms', (SELECT string_agg(c.name, '、' ORDER BY c.name) FROM gunmane.asset_contractor x JOIN gunmane.contractor c ON c.id = x.contractor
    WHERE x.study_area = a.study_area AND x.dense_id = a.dense_id))))::text
FROM import_stage s
JOIN import_verdict v ON v.row_number = s.row_number AND v.state IN ('stored', 'repaired')
JOIN gunmane.asset a ON a.study_area = $1 AND a.id = s.id
LEFT JOIN gunmane.municipality m ON m.study_area = a.study_area AND m.code = a.municipality
LEFT JOIN gunmane.organisation o ON o.id = a.owner_org
LEFT JOIN gunmane.department d ON d.id = a.managing_department
WHERE a.import_id = $2
ORDER BY s.row_number LIMIT $3

-- name: contracts
SELECT jsonb_build_object('row', s.row_number, 'state', v.state, 'values', jsonb_strip_nulls(jsonb_build_object(
  'title', c.title, 'orderer', o.name, 'contractor', nullif(c.contractor_raw, ''), 'yen', c.yen, 'tenderDate', c.tender_date, 'startsOn', c.starts_on,
  'endsOn', c.ends_on, 'fiscalYear', c.fiscal_year, 'sector', c.sector, 'workKind', c.work_kind, 'method', nullif(c.method, ''), 'outcome', c.outcome)))::text
FROM gunmane.contract c
JOIN import_stage s ON s.source_key = c.source_key
JOIN import_verdict v ON v.row_number = s.row_number AND v.state IN ('stored', 'repaired')
LEFT JOIN gunmane.organisation o ON o.id = c.orderer
WHERE c.study_area = $1 AND c.import_id = $2
ORDER BY s.row_number LIMIT $3

-- name: contractors
SELECT jsonb_build_object('row', row_number() OVER (ORDER BY c.id), 'state', 'stored', 'values', jsonb_strip_nulls(jsonb_build_object(
  'name', c.name, 'number', c.corporate_number, 'sourceNumber', c.source_number, 'address', nullif(c.address, ''), 'trades', nullif(c.trades, ''))))::text
FROM gunmane.contractor c WHERE c.study_area = $1 AND c.import_id = $2
ORDER BY c.id LIMIT $3

-- name: municipalities
SELECT jsonb_build_object('row', row_number() OVER (ORDER BY m.code), 'state', 'stored', 'values', jsonb_build_object('code', m.code, 'name', m.name))::text
FROM gunmane.municipality m WHERE m.study_area = $1 AND m.import_id = $2
ORDER BY m.code LIMIT $3

-- name: features
-- Every n-th row with a place, and the first rows that would be kept back; what no map can show (no degrees) is left out.
-- Long borders are thinned for the screen; what is stored stays as it is.
WITH shown AS (
  SELECT s.row_number, s.id, s.name, s.sector, v.state, v.reason, r.geom,
    row_number() OVER (PARTITION BY v.state = 'quarantined' ORDER BY s.row_number) AS place
  FROM import_stage s JOIN import_verdict v USING (row_number) JOIN import_ready r USING (row_number)
  WHERE NOT ST_IsEmpty(r.geom) AND r.geom @ ST_MakeEnvelope(-180, -85, 180, 85, gunmane.storage_srid())
    AND (s.row_number % $2 = 0 OR v.state = 'quarantined')
)
SELECT jsonb_build_object('type', 'Feature', 'id', f.row_number,
  'properties', jsonb_build_object('row', f.row_number, 'state', f.state, 'reason', f.reason, 'name', coalesce(f.name, ''), 'sector', f.sector,
    'municipality', m.name),
  'geometry', ST_AsGeoJSON(CASE WHEN ST_NPoints(f.geom) > 500 THEN ST_SimplifyPreserveTopology(f.geom, 0.0002) ELSE f.geom END, 6)::jsonb)::text
FROM shown f
LEFT JOIN gunmane.asset a ON a.study_area = $1 AND a.id = f.id AND f.state <> 'quarantined'
LEFT JOIN gunmane.municipality m ON m.study_area = $1 AND m.code = a.municipality
WHERE f.state <> 'quarantined' OR f.place <= 300
ORDER BY f.row_number

-- name: boundaries
SELECT jsonb_build_object('type', 'Feature', 'id', row_number() OVER (ORDER BY m.code),
  'properties', jsonb_build_object('row', row_number() OVER (ORDER BY m.code), 'state', 'stored', 'reason', '', 'name', m.name, 'sector', null, 'municipality', m.name),
  'geometry', ST_AsGeoJSON(ST_SimplifyPreserveTopology(m.geom, 0.0005), 5)::jsonb)::text
FROM gunmane.municipality m WHERE m.study_area = $1 AND m.import_id = $2 AND $3 > 0
ORDER BY m.code LIMIT 300

-- name: offices
SELECT jsonb_build_object('type', 'Feature', 'id', row_number() OVER (ORDER BY c.id),
  'properties', jsonb_build_object('row', row_number() OVER (ORDER BY c.id), 'state', 'stored', 'reason', '', 'name', c.name, 'sector', null, 'municipality', null),
  'geometry', ST_AsGeoJSON(c.geom, 6)::jsonb)::text
FROM gunmane.contractor c WHERE c.study_area = $1 AND c.import_id = $2 AND c.geom IS NOT NULL AND $3 > 0
ORDER BY c.id LIMIT 2000

-- name: towns
SELECT m.code, m.name, count(*)
FROM gunmane.asset a LEFT JOIN gunmane.municipality m ON m.study_area = a.study_area AND m.code = a.municipality
WHERE a.study_area = $1 AND a.import_id = $2
GROUP BY m.code, m.name ORDER BY count(*) DESC, m.code LIMIT 20

-- name: known
-- Municipalities of the study area, for owners named in a file's name.
SELECT DISTINCT border_code, (array_agg(name ORDER BY code))[1] FROM gunmane.municipality WHERE study_area = $1 AND code = border_code GROUP BY border_code
