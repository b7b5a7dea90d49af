-- name: stage_table
CREATE TEMP TABLE import_stage (
  row_number bigint NOT NULL,
  reason text,
  detail text,
  repair text,
  source_key text,
  content_hash bytea,
  owner integer,
  contracting_department text,
  managing_department text,
  contract_number text,
  title text,
  sector text,
  work_kind text,
  method text,
  bidders integer,
  outcome text,
  yen bigint,
  price_kind text,
  tax_included boolean,
  tender_date date,
  starts_on date,
  ends_on date,
  fiscal_year smallint,
  firm integer,
  contractor_raw text,
  asset_numbers text[]
) ON COMMIT DROP

-- name: copy
COPY import_stage (row_number, reason, detail, repair, source_key, content_hash, owner, contracting_department, managing_department,
  contract_number, title, sector, work_kind, method, bidders, outcome, yen, price_kind, tax_included, tender_date, starts_on, ends_on, fiscal_year,
  firm, contractor_raw, asset_numbers)
FROM STDIN (FORMAT binary)

-- name: number_table
CREATE TEMP TABLE import_number (row_number bigint NOT NULL, ledger_number text NOT NULL, asset_number integer) ON COMMIT DROP

-- name: list_numbers
INSERT INTO import_number (row_number, ledger_number)
SELECT s.row_number, n.number FROM import_stage s CROSS JOIN LATERAL unnest(s.asset_numbers) AS n(number) WHERE s.asset_numbers IS NOT NULL

-- name: list_firms
INSERT INTO import_firm (row_number, firm, role) SELECT row_number, firm, 'contract' FROM import_stage WHERE firm IS NOT NULL

-- name: analyse_numbers
ANALYZE import_number


-- name: find_assets
-- A ledger number names an asset if only one carries it, or only one of those that the orderer owns.
UPDATE import_number n SET asset_number = f.dense_id
FROM (
  SELECT n.row_number, n.ledger_number,
    CASE WHEN count(*) = 1 THEN min(a.dense_id)
      WHEN count(*) FILTER (WHERE a.owner_org = om.organisation) = 1 THEN min(a.dense_id) FILTER (WHERE a.owner_org = om.organisation) END AS dense_id
  FROM (SELECT DISTINCT row_number, ledger_number FROM import_number) n
  JOIN import_stage s USING (row_number)
  JOIN import_org_map om ON om.mention = s.owner
  JOIN gunmane.asset a ON a.study_area = $1 AND a.ledger_number = n.ledger_number
  GROUP BY n.row_number, n.ledger_number
) AS f WHERE f.row_number = n.row_number AND f.ledger_number = n.ledger_number

-- name: tell_missing
-- An order that names an asset nobody knows is stored, and its row kept with what could not be linked.
UPDATE import_verdict v SET state = 'repaired', reason = concat_ws(' / ', nullif(v.reason, ''), '台帳にない施設番号は結び付けていません (asset numbers not in any ledger were not linked)'),
  detail = m.numbers
FROM (SELECT row_number, string_agg(DISTINCT ledger_number, ';' ORDER BY ledger_number) AS numbers FROM import_number WHERE asset_number IS NULL GROUP BY row_number) AS m
WHERE m.row_number = v.row_number AND v.state IN ('stored', 'repaired')

-- name: store
INSERT INTO gunmane.contract (study_area, prefecture, owner_org, orderer, contracting_department, managing_department, contract_number, title, sector,
  work_kind, method, bidders, outcome, yen, price_kind, tax_included, tender_date, starts_on, ends_on, fiscal_year, contractor, contractor_raw,
  source, source_key, content_hash, import_id)
SELECT $1, coalesce(left(o.code, 2), '00'), o.id, o.id, cd.id, md.id, s.contract_number, s.title, s.sector, s.work_kind, s.method, s.bidders, s.outcome,
  s.yen, s.price_kind, s.tax_included, s.tender_date, s.starts_on, s.ends_on, s.fiscal_year, fm.contractor, s.contractor_raw,
  $2, s.source_key, s.content_hash, $3
FROM import_verdict v
JOIN import_stage s USING (row_number)
JOIN import_org_map om ON om.mention = s.owner
JOIN gunmane.organisation o ON o.id = om.organisation
LEFT JOIN gunmane.department cd ON cd.organisation = o.id AND cd.name = s.contracting_department
LEFT JOIN gunmane.department md ON md.organisation = o.id AND md.name = s.managing_department
LEFT JOIN import_firm_map fm ON fm.firm = s.firm
WHERE v.change = 'added'
ORDER BY s.row_number

-- name: keep_numbers
-- Also those that no ledger has yet: it may arrive later.
INSERT INTO gunmane.contract_number (study_area, contract_prefecture, contract, ledger_number, import_id)
SELECT DISTINCT $1::integer, c.prefecture, c.id, n.ledger_number, $3::bigint
FROM import_number n
JOIN import_verdict v USING (row_number)
JOIN import_stage s USING (row_number)
JOIN gunmane.contract c ON c.study_area = $1 AND c.source = $2 AND c.source_key = s.source_key AND c.import_id = $3
WHERE v.state IN ('stored', 'repaired')
ON CONFLICT (contract, ledger_number) DO NOTHING

-- name: link_assets
INSERT INTO gunmane.contract_asset (study_area, contract_prefecture, prefecture, contract, dense_id, evidence, strength, reason, import_id)
SELECT DISTINCT $1::integer, c.prefecture, a.prefecture, c.id, n.asset_number, 'asset', 1::double precision, '契約に施設番号を記載 (asset number in the order)', $3::bigint
FROM import_number n
JOIN import_verdict v USING (row_number)
JOIN import_stage s USING (row_number)
JOIN gunmane.contract c ON c.study_area = $1 AND c.source = $2 AND c.source_key = s.source_key AND c.import_id = $3
JOIN gunmane.asset a ON a.study_area = $1 AND a.dense_id = n.asset_number
WHERE v.state IN ('stored', 'repaired')
ON CONFLICT (contract, dense_id) DO NOTHING

-- name: link_firms
INSERT INTO gunmane.asset_contractor (study_area, prefecture, dense_id, contractor, role, since, evidence, strength, reason, import_id)
SELECT $1, ca.prefecture, ca.dense_id, c.contractor, r.role, min(coalesce(c.starts_on, c.tender_date)), 'asset', 1, '契約に施設番号を記載 (asset number in the order)', $2
FROM gunmane.contract_asset ca
JOIN gunmane.contract c ON c.id = ca.contract
CROSS JOIN LATERAL (SELECT CASE
  WHEN c.work_kind = 'inspection' THEN 'inspects'
  WHEN c.work_kind = 'design' THEN 'designed'
  WHEN c.work_kind IN ('pavement_repair', 'small_repair', 'repair_works') THEN 'repaired'
  ELSE 'maintains' END AS role) r
WHERE c.study_area = $1 AND c.import_id = $2 AND c.contractor IS NOT NULL
GROUP BY ca.prefecture, ca.dense_id, c.contractor, r.role
ON CONFLICT (study_area, dense_id, contractor, role) DO UPDATE SET since = least(asset_contractor.since, excluded.since)
