-- name: match_table
-- Which stored fact (asset.dense_id, contract.id) a row of the new file changes; which ones the file no longer has.
CREATE TEMP TABLE import_match (row_number bigint PRIMARY KEY, fact bigint NOT NULL UNIQUE) ON COMMIT DROP

-- name: missing_table
CREATE TEMP TABLE import_missing (fact bigint PRIMARY KEY) ON COMMIT DROP

-- name: ledger_size_asset
SELECT count(*) FROM gunmane.asset WHERE study_area = $1 AND source = $2

-- name: ledger_size_municipality
SELECT count(*) FROM gunmane.municipality WHERE study_area = $1 AND $2 <> ''

-- name: ledger_size_contract
SELECT count(*) FROM gunmane.contract WHERE study_area = $1 AND source = $2

-- name: match_asset
INSERT INTO import_match (row_number, fact)
SELECT v.row_number, a.dense_id FROM import_verdict v JOIN import_stage s USING (row_number)
JOIN gunmane.asset a ON a.study_area = $1 AND a.source = $2 AND a.source_key = s.source_key WHERE v.change = 'changed'

-- name: match_contract
INSERT INTO import_match (row_number, fact)
SELECT v.row_number, c.id FROM import_verdict v JOIN import_stage s USING (row_number)
JOIN gunmane.contract c ON c.study_area = $1 AND c.source = $2 AND c.source_key = s.source_key WHERE v.change = 'changed'

-- name: missing_asset
INSERT INTO import_missing (fact)
SELECT a.dense_id FROM gunmane.asset a WHERE a.study_area = $1 AND a.source = $2 AND NOT EXISTS (SELECT FROM import_stage s WHERE s.source_key = a.source_key)

-- name: missing_contract
INSERT INTO import_missing (fact)
SELECT c.id FROM gunmane.contract c WHERE c.study_area = $1 AND c.source = $2 AND NOT EXISTS (SELECT FROM import_stage s WHERE s.source_key = c.source_key)

-- name: pair_asset
-- A ledger without numbers of its rows: a row that came and one that went are the same asset if ledger number, or else
-- name, kind and sector, name only this one on either side.
WITH came AS (
  SELECT v.row_number, coalesce('#' || s.ledger_number, s.sector || '|' || s.kind || '|' || nullif(s.name, '')) AS called
  FROM import_verdict v JOIN import_stage s USING (row_number) WHERE v.change = 'added'
), went AS (
  SELECT m.fact, coalesce('#' || a.ledger_number, a.sector || '|' || a.kind || '|' || nullif(a.name, '')) AS called
  FROM import_missing m JOIN gunmane.asset a ON a.study_area = $1 AND a.dense_id = m.fact
)
INSERT INTO import_match (row_number, fact)
SELECT min(c.row_number), min(w.fact) FROM came c JOIN went w USING (called) GROUP BY called HAVING count(*) = 1

-- name: pair_contract
WITH came AS (
  SELECT v.row_number, coalesce('#' || s.contract_number, s.title || '|' || coalesce(s.tender_date::text, '') || '|' || coalesce(s.fiscal_year::text, '')) AS called
  FROM import_verdict v JOIN import_stage s USING (row_number) WHERE v.change = 'added'
), went AS (
  SELECT m.fact, coalesce('#' || c.contract_number, c.title || '|' || coalesce(c.tender_date::text, '') || '|' || coalesce(c.fiscal_year::text, '')) AS called
  FROM import_missing m JOIN gunmane.contract c ON c.id = m.fact AND c.study_area = $1
)
INSERT INTO import_match (row_number, fact)
SELECT min(c.row_number), min(w.fact) FROM came c JOIN went w USING (called) GROUP BY called HAVING count(*) = 1

-- name: settle_pairs
WITH paired AS (DELETE FROM import_missing m USING import_match p WHERE m.fact = p.fact RETURNING p.row_number)
UPDATE import_verdict v SET change = 'changed' FROM paired p WHERE p.row_number = v.row_number

-- name: free_ids
-- The id of a row is made of its key; an asset that got a new key kept its id.
UPDATE import_stage s SET id = gen_random_uuid()
FROM gunmane.asset a
WHERE a.study_area = $1 AND a.id = s.id AND a.source_key <> s.source_key
  AND EXISTS (SELECT FROM gunmane.import u WHERE u.study_area = $1 AND u.source = $2 AND u.updates)

-- name: counts
SELECT count(*) FILTER (WHERE change = 'added'), count(*) FILTER (WHERE change = 'changed'), (SELECT count(*) FROM import_missing), count(*) FILTER (WHERE state = 'duplicate')
FROM import_verdict

-- name: changes_asset
WITH pair AS (
  SELECT m.row_number, m.fact FROM import_match m ORDER BY m.row_number LIMIT $2
), both_sides AS (
  SELECT p.row_number, a.dense_id, s.name, s.ledger_number, a.geom AS former_geom, r.geom AS new_geom,
    coalesce((SELECT jsonb_object_agg('attribute.' || e.key, e.value) FROM jsonb_each(a.attributes) e), '{}') || jsonb_build_object('name', a.name, 'kind', a.kind, 'route', a.route, 'ledgerNumber', a.ledger_number, 'sector', a.sector, 'builtYear', a.built_year,
      'inspectionDue', a.inspection_due, 'conditionScale', a.condition_scale, 'conditionRaw', a.condition_raw, 'owner', o.name, 'department', d.name,
      'length', CASE WHEN ST_Dimension(a.geom) = 0 THEN a.length_m END, 'area', CASE WHEN ST_Dimension(a.geom) = 0 THEN a.area_m2 END) AS former,
    coalesce((SELECT jsonb_object_agg('attribute.' || e.key, e.value) FROM jsonb_each(s.attributes::jsonb) e), '{}')
      || jsonb_build_object('name', s.name, 'kind', s.kind, 'route', s.route, 'ledgerNumber', s.ledger_number, 'sector', s.sector, 'builtYear', s.built_year,
      'inspectionDue', s.inspection_due, 'conditionScale', s.condition_scale, 'conditionRaw', s.condition_raw, 'owner', n.name, 'department', s.managing_department,
      'length', CASE WHEN ST_Dimension(r.geom) = 0 THEN coalesce(s.stated_length, 0) END, 'area', CASE WHEN ST_Dimension(r.geom) = 0 THEN coalesce(s.stated_area, 0) END) AS new
  FROM pair p JOIN import_stage s USING (row_number) JOIN import_ready r USING (row_number)
  JOIN gunmane.asset a ON a.study_area = $1 AND a.dense_id = p.fact
  LEFT JOIN gunmane.organisation o ON o.id = a.owner_org LEFT JOIN gunmane.department d ON d.id = a.managing_department
  LEFT JOIN import_org_map om ON om.mention = s.owner LEFT JOIN gunmane.organisation n ON n.id = om.organisation
)
SELECT row_number, dense_id::bigint, coalesce(nullif(name, ''), ledger_number, ''),
  (SELECT coalesce(jsonb_agg(jsonb_build_object('field', k.key, 'before', former -> k.key, 'after', new -> k.key) ORDER BY k.key), '[]')::text
   FROM (SELECT key FROM jsonb_object_keys(former) AS key UNION SELECT jsonb_object_keys(new)) AS k
   WHERE nullif(former -> k.key, 'null') IS DISTINCT FROM nullif(new -> k.key, 'null')),
  CASE WHEN former_geom = new_geom THEN NULL ELSE ST_Distance(ST_PointOnSurface(former_geom)::geography, ST_PointOnSurface(new_geom)::geography) END,
  CASE WHEN former_geom = new_geom THEN NULL ELSE ST_AsGeoJSON(ST_PointOnSurface(former_geom), 7) END, ST_AsGeoJSON(ST_PointOnSurface(new_geom), 7)
FROM both_sides ORDER BY row_number

-- name: changes_contract
WITH both_sides AS (
  SELECT m.row_number, c.id, s.title,
    jsonb_build_object('title', c.title, 'contractNumber', c.contract_number, 'orderer', o.name, 'contractingDepartment', cd.name, 'managingDepartment', md.name, 'sector', c.sector,
      'workKind', c.work_kind, 'method', c.method, 'bidders', c.bidders, 'outcome', c.outcome, 'yen', c.yen, 'tenderDate', c.tender_date, 'startsOn', c.starts_on, 'endsOn', c.ends_on,
      'fiscalYear', c.fiscal_year, 'contractor', c.contractor_raw) AS former,
    jsonb_build_object('title', s.title, 'contractNumber', s.contract_number, 'orderer', n.name, 'contractingDepartment', s.contracting_department, 'managingDepartment', s.managing_department, 'sector', s.sector,
      'workKind', s.work_kind, 'method', s.method, 'bidders', s.bidders, 'outcome', s.outcome, 'yen', s.yen, 'tenderDate', s.tender_date, 'startsOn', s.starts_on, 'endsOn', s.ends_on,
      'fiscalYear', s.fiscal_year, 'contractor', s.contractor_raw) AS new
  FROM import_match m JOIN import_stage s USING (row_number) JOIN gunmane.contract c ON c.id = m.fact AND c.study_area = $1
  LEFT JOIN gunmane.organisation o ON o.id = c.orderer LEFT JOIN gunmane.department cd ON cd.id = c.contracting_department LEFT JOIN gunmane.department md ON md.id = c.managing_department
  LEFT JOIN import_org_map om ON om.mention = s.owner LEFT JOIN gunmane.organisation n ON n.id = om.organisation
  ORDER BY m.row_number LIMIT $2
)
SELECT row_number, id, title,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('field', k, 'before', former -> k, 'after', new -> k) ORDER BY k), '[]')::text
   FROM jsonb_object_keys(former) AS k WHERE nullif(former -> k, 'null') IS DISTINCT FROM nullif(new -> k, 'null')),
  NULL::double precision, NULL::text, NULL::text
FROM both_sides ORDER BY row_number

-- name: missing_list_asset
SELECT NULL::bigint, a.dense_id::bigint, coalesce(nullif(a.name, ''), a.ledger_number, a.source_key), '[]', NULL::double precision, ST_AsGeoJSON(ST_PointOnSurface(a.geom), 7), NULL::text
FROM import_missing m JOIN gunmane.asset a ON a.study_area = $1 AND a.dense_id = m.fact ORDER BY a.dense_id LIMIT $2

-- name: missing_list_contract
SELECT NULL::bigint, c.id, c.title, '[]', NULL::double precision, NULL::text, NULL::text
FROM import_missing m JOIN gunmane.contract c ON c.id = m.fact AND c.study_area = $1 ORDER BY c.id LIMIT $2

-- name: added_list_asset
SELECT v.row_number, NULL::bigint, coalesce(nullif(s.name, ''), s.ledger_number, ''), '[]', NULL::double precision, NULL::text, ST_AsGeoJSON(ST_PointOnSurface(r.geom), 7)
FROM import_verdict v JOIN import_stage s USING (row_number) JOIN import_ready r USING (row_number) WHERE v.change = 'added' AND $1 > 0 ORDER BY v.row_number LIMIT $2

-- name: added_list_contract
SELECT v.row_number, NULL::bigint, s.title, '[]', NULL::double precision, NULL::text, NULL::text
FROM import_verdict v JOIN import_stage s USING (row_number) WHERE v.change = 'added' AND $1 > 0 ORDER BY v.row_number LIMIT $2

-- name: apply_asset
-- Dense id and public id stay, and with them every link to the asset.
UPDATE gunmane.asset a SET prefecture = coalesce(left(f.code, 2), left(o.code, 2), '00'), owner_org = o.id, managing_department = d.id, municipality = f.code,
  place_flag = CASE WHEN EXISTS (SELECT FROM gunmane.municipality WHERE study_area = $1) THEN gunmane.place_flag(f.code, f.near_shore, o.kind, b.code, c.codes) END,
  sector = s.sector, kind = s.kind, name = s.name, route = s.route, ledger_number = s.ledger_number, built_year = s.built_year, inspection_due = s.inspection_due,
  condition_scale = s.condition_scale, condition_raw = s.condition_raw, attributes = s.attributes::jsonb, source_key = s.source_key, content_hash = s.content_hash,
  length_m = CASE ST_Dimension(r.geom) WHEN 0 THEN coalesce(s.stated_length, 0) WHEN 1 THEN ST_Length(r.geom::geography) ELSE 0 END,
  area_m2 = CASE ST_Dimension(r.geom) WHEN 0 THEN coalesce(s.stated_area, 0) WHEN 2 THEN ST_Area(r.geom::geography) ELSE 0 END,
  geom = r.geom, geom_m = x.geom_m, import_id = $2
FROM import_match m
JOIN import_stage s USING (row_number)
JOIN import_ready r USING (row_number)
JOIN import_metres x USING (row_number)
LEFT JOIN import_org_map om ON om.mention = s.owner
LEFT JOIN gunmane.organisation o ON o.id = om.organisation
LEFT JOIN gunmane.department d ON d.organisation = o.id AND d.name = s.managing_department
LEFT JOIN place_found f USING (row_number)
LEFT JOIN (SELECT id, gunmane.border_of($1, code) AS code FROM gunmane.organisation WHERE study_area = $1) AS b ON b.id = o.id
LEFT JOIN (SELECT row_number, array_agg(code::text) AS codes FROM place_share GROUP BY row_number) AS c USING (row_number)
WHERE a.study_area = $1 AND a.dense_id = m.fact

-- name: unlink_asset
-- Firms that the ledger named before; those that it names now follow.
DELETE FROM gunmane.asset_contractor f USING import_match m
WHERE f.study_area = $1 AND f.dense_id = m.fact AND f.reason = '台帳に記載 (named in the ledger)'

-- name: remove_asset_orders
-- What is linked to an asset is removed before it, so that an undo brings it back after it.
DELETE FROM gunmane.contract_asset l USING import_missing m WHERE l.study_area = $1 AND l.dense_id = m.fact

-- name: remove_asset_firms
DELETE FROM gunmane.asset_contractor f USING import_missing m WHERE f.study_area = $1 AND f.dense_id = m.fact

-- name: unshare_asset
-- Municipalities that the asset crossed before; those that it crosses now follow.
DELETE FROM gunmane.asset_municipality s USING import_match m WHERE s.study_area = $1 AND s.dense_id = m.fact

-- name: remove_asset_places
DELETE FROM gunmane.asset_municipality s USING import_missing m WHERE s.study_area = $1 AND s.dense_id = m.fact

-- name: remove_asset
DELETE FROM gunmane.asset a USING import_missing m WHERE a.study_area = $1 AND a.dense_id = m.fact

-- name: affected_table
-- Assets whose firms come from orders that change or go.
CREATE TEMP TABLE import_affected ON COMMIT DROP AS
SELECT DISTINCT l.dense_id FROM gunmane.contract_asset l
WHERE l.origin = 'import' AND l.contract IN (SELECT fact FROM import_match UNION ALL SELECT fact FROM import_missing WHERE $1)

-- name: apply_contract
UPDATE gunmane.contract c SET prefecture = coalesce(left(o.code, 2), '00'), owner_org = o.id, orderer = o.id, contracting_department = cd.id, managing_department = md.id,
  contract_number = s.contract_number, title = s.title, sector = s.sector, work_kind = s.work_kind, method = s.method, bidders = s.bidders, outcome = s.outcome, yen = s.yen,
  price_kind = s.price_kind, tax_included = s.tax_included, tender_date = s.tender_date, starts_on = s.starts_on, ends_on = s.ends_on, fiscal_year = s.fiscal_year,
  contractor = fm.contractor, contractor_raw = s.contractor_raw, source_key = s.source_key, content_hash = s.content_hash, import_id = $2
FROM import_match m
JOIN import_stage s USING (row_number)
JOIN import_org_map om ON om.mention = s.owner
JOIN gunmane.organisation o ON o.id = om.organisation
LEFT JOIN gunmane.department cd ON cd.organisation = o.id AND cd.name = s.contracting_department
LEFT JOIN gunmane.department md ON md.organisation = o.id AND md.name = s.managing_department
LEFT JOIN import_firm_map fm ON fm.firm = s.firm
WHERE c.study_area = $1 AND c.id = m.fact

-- name: unlink_contract
DELETE FROM gunmane.contract_asset l USING import_match m WHERE l.contract = m.fact AND l.origin = 'import'

-- name: unnumber_contract
DELETE FROM gunmane.contract_number n USING import_match m WHERE n.contract = m.fact

-- name: remove_contract_assets
DELETE FROM gunmane.contract_asset l USING import_missing m WHERE l.study_area = $1 AND l.contract = m.fact

-- name: remove_contract_numbers
DELETE FROM gunmane.contract_number n USING import_missing m WHERE n.study_area = $1 AND n.contract = m.fact

-- name: remove_contract
DELETE FROM gunmane.contract c USING import_missing m WHERE c.study_area = $1 AND c.id = m.fact

-- name: affect_linked
INSERT INTO import_affected (dense_id)
SELECT DISTINCT l.dense_id FROM gunmane.contract_asset l JOIN import_match m ON m.fact = l.contract
WHERE l.origin = 'import' AND NOT EXISTS (SELECT FROM import_affected a WHERE a.dense_id = l.dense_id)

-- name: unlink_affected
DELETE FROM gunmane.asset_contractor f USING import_affected a
WHERE f.study_area = $1 AND f.dense_id = a.dense_id AND f.reason = '契約に施設番号を記載 (asset number in the order)'

-- name: relink_affected
INSERT INTO gunmane.asset_contractor (study_area, prefecture, dense_id, contractor, role, since, evidence, strength, reason, import_id)
SELECT $1, l.prefecture, l.dense_id, c.contractor, gunmane.order_role(c.work_kind), min(coalesce(c.starts_on, c.tender_date)), 'asset', 1, '契約に施設番号を記載 (asset number in the order)', $2
FROM gunmane.contract_asset l JOIN gunmane.contract c ON c.id = l.contract JOIN import_affected a ON a.dense_id = l.dense_id
WHERE c.study_area = $1 AND c.contractor IS NOT NULL AND l.origin = 'import'
GROUP BY l.prefecture, l.dense_id, c.contractor, gunmane.order_role(c.work_kind)
ON CONFLICT (study_area, dense_id, contractor, role) DO UPDATE SET since = least(asset_contractor.since, excluded.since)

-- name: counts_municipality
SELECT count(DISTINCT s.code) FILTER (WHERE v.change = 'added'), count(DISTINCT s.code) FILTER (WHERE v.change = 'changed'),
  (SELECT count(*) FROM gunmane.municipality m WHERE m.study_area = $1 AND m.prefecture IN (SELECT prefecture FROM import_stage WHERE code IS NOT NULL)
    AND NOT EXISTS (SELECT FROM import_stage o WHERE o.code = m.code)),
  count(DISTINCT s.code) FILTER (WHERE v.state = 'duplicate')
FROM import_verdict v JOIN import_stage s USING (row_number)

-- name: changes_municipality
SELECT min(s.row_number), NULL::bigint, m.name, jsonb_build_array(jsonb_build_object('field', 'area', 'before', round((ST_Area(m.geom::geography) / 1e6)::numeric, 3), 'after', round((ST_Area(u.geom::geography) / 1e6)::numeric, 3)))::text,
  NULL::double precision, NULL::text, ST_AsGeoJSON(ST_PointOnSurface(u.geom), 7)
FROM import_verdict v JOIN import_stage s USING (row_number) JOIN import_united u ON u.code = s.code JOIN gunmane.municipality m ON m.study_area = $1 AND m.code = s.code
WHERE v.change = 'changed' GROUP BY m.code, m.name, m.geom, u.geom ORDER BY m.code LIMIT $2

-- name: missing_list_municipality
-- Boundaries of the prefectures in the file that it no longer has: towns that were merged into others.
SELECT NULL::bigint, NULL::bigint, m.name || ' ' || m.code, '[]', NULL::double precision, ST_AsGeoJSON(ST_PointOnSurface(m.geom), 7), NULL::text FROM gunmane.municipality m
WHERE m.study_area = $1 AND m.prefecture IN (SELECT prefecture FROM import_stage WHERE code IS NOT NULL) AND NOT EXISTS (SELECT FROM import_stage s WHERE s.code = m.code) ORDER BY m.code LIMIT $2

-- name: added_list_municipality
SELECT min(s.row_number), NULL::bigint, s.name, '[]', NULL::double precision, NULL::text, ST_AsGeoJSON(ST_PointOnSurface(u.geom), 7)
FROM import_verdict v JOIN import_stage s USING (row_number) JOIN import_united u ON u.code = s.code WHERE v.change = 'added' AND $1 > 0 GROUP BY s.code, s.name, u.geom ORDER BY s.code LIMIT $2

-- name: apply_municipality
UPDATE gunmane.municipality m SET geom = u.geom, name = s.name, border_code = s.border_code, name_en = coalesce(nullif(s.name_en, ''), m.name_en), import_id = $2
FROM import_united u, (SELECT DISTINCT ON (s.code) s.code, s.name, s.border_code, s.name_en FROM import_stage s JOIN import_verdict v USING (row_number) WHERE v.change = 'changed' ORDER BY s.code, s.row_number) AS s
WHERE m.study_area = $1 AND m.code = u.code AND s.code = u.code

-- name: remove_municipality
DELETE FROM gunmane.municipality m
WHERE m.study_area = $1 AND m.prefecture IN (SELECT prefecture FROM import_stage WHERE code IS NOT NULL) AND NOT EXISTS (SELECT FROM import_stage s WHERE s.code = m.code)

-- name: cut_changed
SELECT gunmane.cut_boundaries($1, (SELECT array_agg(code::text) FROM gunmane.municipality WHERE study_area = $1 AND import_id = $2))

-- name: relocate
SELECT gunmane.relocate_assets($1)
