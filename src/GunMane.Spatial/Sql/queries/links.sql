-- name: orderers
SELECT id, name, kind FROM gunmane.organisation WHERE study_area = $1 ORDER BY id

-- name: towns
SELECT m.border_code::text, coalesce((SELECT o.name FROM gunmane.organisation o WHERE o.study_area = $1 AND o.code = m.border_code), min(m.name))
FROM gunmane.municipality m WHERE m.study_area = $1 GROUP BY m.border_code ORDER BY 1

-- name: assets
-- Assets that nothing names are left out.
SELECT a.dense_id, coalesce(a.owner_org, o.id), a.municipality::text, a.sector, a.name, a.route, a.ledger_number, a.built_year::integer, coalesce(p.places, '')
FROM gunmane.asset a
LEFT JOIN gunmane.organisation o ON o.study_area = a.study_area AND o.code = a.municipality
LEFT JOIN LATERAL (
  SELECT string_agg(e.value, ' ' ORDER BY e.key) AS places FROM jsonb_each_text(a.attributes) e
  WHERE e.key ~ '所在地|住所|町名|字名|町字|丁目|地区名|工事箇所|設置場所|設置地区' AND length(e.value) < 200) AS p ON true
WHERE a.study_area = $1
ORDER BY a.dense_id

-- name: contracts
SELECT c.id, c.orderer, c.title, c.sector, c.work_kind, coalesce(f.merged_into, c.contractor), c.fiscal_year::integer,
  EXISTS (SELECT FROM gunmane.contract_asset l WHERE l.contract = c.id AND l.origin = 'import')
FROM gunmane.contract c LEFT JOIN gunmane.contractor f ON f.id = c.contractor WHERE c.study_area = $1 AND c.outcome IN ('awarded', 'unknown') ORDER BY c.id

-- name: numbers
SELECT n.contract, n.ledger_number FROM gunmane.contract_number n
WHERE n.study_area = $1
  AND NOT EXISTS (
    SELECT FROM gunmane.contract_asset l JOIN gunmane.asset a ON a.study_area = l.study_area AND a.dense_id = l.dense_id
    WHERE l.contract = n.contract AND l.origin = 'import' AND a.ledger_number = n.ledger_number)
ORDER BY n.contract, n.ledger_number

-- name: builders
SELECT DISTINCT f.dense_id, coalesce(k.merged_into, k.id) AS firm FROM gunmane.asset_contractor f JOIN gunmane.contractor k ON k.id = f.contractor
WHERE f.study_area = $1 AND f.role = 'built' ORDER BY f.dense_id, firm

-- name: candidate_table
CREATE TEMP TABLE new_candidate (contract bigint NOT NULL, dense_id integer NOT NULL, basis text NOT NULL, sure boolean NOT NULL, strength double precision NOT NULL,
  mention text NOT NULL, reason text NOT NULL, reason_en text NOT NULL) ON COMMIT DROP

-- name: copy_candidates
COPY new_candidate (contract, dense_id, basis, sure, strength, mention, reason, reason_en) FROM STDIN (FORMAT binary)

-- name: analyse_candidates
ANALYZE new_candidate

-- name: drop_candidates
DELETE FROM gunmane.link_candidate k
WHERE k.study_area = $1 AND NOT EXISTS (SELECT FROM new_candidate n WHERE n.contract = k.contract AND n.dense_id = k.dense_id)

-- name: take_candidates
INSERT INTO gunmane.link_candidate AS k (study_area, contract_prefecture, prefecture, contract, dense_id, basis, sure, strength, mention, reason, reason_en)
SELECT $1, c.prefecture, a.prefecture, n.contract, n.dense_id, n.basis, n.sure, n.strength, n.mention, n.reason, n.reason_en FROM new_candidate n
JOIN gunmane.contract c ON c.study_area = $1 AND c.id = n.contract
JOIN gunmane.asset a ON a.study_area = $1 AND a.dense_id = n.dense_id
ON CONFLICT (contract, dense_id) DO UPDATE SET basis = excluded.basis, sure = excluded.sure, strength = excluded.strength, mention = excluded.mention,
  reason = excluded.reason, reason_en = excluded.reason_en
WHERE (k.basis, k.sure, k.strength, k.mention, k.reason, k.reason_en) IS DISTINCT FROM
  (excluded.basis, excluded.sure, excluded.strength, excluded.mention, excluded.reason, excluded.reason_en)

-- name: settle
SELECT gunmane.settle_links($1, $2::bigint[])

-- name: record_run
INSERT INTO gunmane.link_run AS r (study_area, engine_version, data_version, contracts, changed, actor)
SELECT s.id, $2, s.data_version, $3, $4, $5 FROM gunmane.study_area s WHERE s.id = $1
ON CONFLICT (study_area) DO UPDATE SET engine_version = excluded.engine_version, data_version = excluded.data_version, contracts = excluded.contracts,
  changed = excluded.changed, actor = excluded.actor, ran_at = now()

-- name: last_run
SELECT ran_at, data_version FROM gunmane.link_run WHERE study_area = $1

-- name: shares
-- Each order counts once, by the best basis on which any asset is linked to it.
WITH best AS (
  SELECT l.contract, min(gunmane.basis_rank(l.basis)) AS rank FROM gunmane.contract_asset l WHERE l.study_area = $1 GROUP BY l.contract
)
SELECT coalesce(o.code, o.name), o.name, o.name_en, (ARRAY['number', 'planner', 'name', 'line', 'builder', 'area'])[b.rank],
  count(*), sum(c.yen)::bigint,
  count(*) FILTER (WHERE EXISTS (SELECT FROM gunmane.link_open k WHERE k.contract = c.id)),
  (SELECT count(*) FROM gunmane.asset a WHERE a.study_area = $1 AND a.owner_org = o.id)
FROM gunmane.placed_order c
JOIN gunmane.organisation o ON o.id = c.orderer
LEFT JOIN best b ON b.contract = c.id
WHERE c.study_area = $1
GROUP BY o.id, o.code, o.name, o.name_en, b.rank
ORDER BY o.code NULLS LAST, o.name, b.rank NULLS LAST

-- name: count_open
SELECT count(*) FROM (
  SELECT DISTINCT k.contract, k.mention FROM gunmane.link_open k JOIN gunmane.contract c ON c.id = k.contract
  JOIN gunmane.organisation o ON o.id = c.orderer
  WHERE k.study_area = $1 AND ($2::text IS NULL OR coalesce(o.code, o.name) = $2)) AS one

-- name: open
-- One question per order and name, those with the most yen first.
SELECT c.public_id, c.title, coalesce(o.code, o.name), o.name, o.name_en, c.sector, c.work_kind, c.fiscal_year::integer, c.yen, coalesce(f.name, nullif(c.contractor_raw, '')),
  q.mention, q.basis, q.reason, q.reason_en, q.assets::text
FROM (
  SELECT k.contract, k.mention, min(k.basis) AS basis, min(k.reason) AS reason, min(k.reason_en) AS reason_en,
    jsonb_agg(jsonb_build_object('id', a.id, 'denseId', a.dense_id, 'name', a.name, 'sector', a.sector, 'kind', a.kind, 'route', a.route, 'ledgerNumber', a.ledger_number,
      'municipality', m.name, 'owner', w.name, 'builtYear', a.built_year,
      'bbox', jsonb_build_array(ST_XMin(a.geom), ST_YMin(a.geom), ST_XMax(a.geom), ST_YMax(a.geom))) ORDER BY a.dense_id) AS assets
  FROM gunmane.link_open k
  JOIN gunmane.asset a ON a.study_area = k.study_area AND a.dense_id = k.dense_id
  LEFT JOIN gunmane.organisation m ON m.study_area = a.study_area AND m.code = a.municipality
  LEFT JOIN gunmane.organisation w ON w.id = a.owner_org
  WHERE k.study_area = $1
  GROUP BY k.contract, k.mention
) AS q
JOIN gunmane.contract c ON c.id = q.contract
JOIN gunmane.organisation o ON o.id = c.orderer
LEFT JOIN gunmane.contractor n ON n.id = c.contractor
LEFT JOIN gunmane.contractor f ON f.id = coalesce(n.merged_into, n.id)
WHERE $2::text IS NULL OR coalesce(o.code, o.name) = $2
ORDER BY c.yen DESC NULLS LAST, c.id, q.mention
LIMIT $3 OFFSET $4

-- name: contract
SELECT c.id, c.source, c.source_key, c.title FROM gunmane.contract c WHERE c.study_area = $1 AND c.public_id = $2

-- name: known_assets
SELECT count(*) FROM gunmane.asset a WHERE a.study_area = $1 AND a.id = ANY ($2)

-- name: stated_assets
-- Assets of an order that its file states: these are facts, not questions.
SELECT count(*) FROM gunmane.contract_asset l JOIN gunmane.asset a ON a.study_area = l.study_area AND a.dense_id = l.dense_id
WHERE l.contract = $1 AND l.origin = 'import' AND a.id = ANY ($2)

-- name: decide
INSERT INTO gunmane.link_decision (id, study_area, contract_source, contract_key, title, mention, accepted, rejected, actor)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING

-- name: decision
SELECT d.id, c.public_id, d.title, d.mention, cardinality(d.accepted), cardinality(d.rejected), d.actor, d.decided_at, d.undone_at, d.undone_by, c.id
FROM gunmane.link_decision d
LEFT JOIN gunmane.contract c ON c.study_area = d.study_area AND c.source = d.contract_source AND c.source_key = d.contract_key
WHERE d.study_area = $1 AND d.id = $2

-- name: decisions
SELECT d.id, c.public_id, d.title, d.mention, cardinality(d.accepted), cardinality(d.rejected), d.actor, d.decided_at, d.undone_at, d.undone_by, c.id
FROM gunmane.link_decision d
LEFT JOIN gunmane.contract c ON c.study_area = d.study_area AND c.source = d.contract_source AND c.source_key = d.contract_key
WHERE d.study_area = $1 ORDER BY d.number DESC LIMIT $2

-- name: undo
UPDATE gunmane.link_decision SET undone_at = now(), undone_by = $3 WHERE study_area = $1 AND id = $2 AND undone_at IS NULL
