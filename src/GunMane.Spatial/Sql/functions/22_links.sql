-- Links between orders and assets: what rules propose, as planners decided.

CREATE OR REPLACE FUNCTION gunmane.basis_rank(basis text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_position(ARRAY['number', 'planner', 'name', 'line', 'builder', 'area'], basis)
$$;
COMMENT ON FUNCTION gunmane.basis_rank(text) IS 'Place of a basis in the ladder, 1 the strongest.';

-- What stands: of several decisions about an order and an asset the last one that was not taken back.
CREATE OR REPLACE VIEW gunmane.link_decided WITH (security_invoker = true) AS
  SELECT DISTINCT ON (c.id, a.dense_id) d.study_area, c.id AS contract, a.dense_id, said.yes, d.mention, d.actor, d.decided_at
  FROM gunmane.link_decision d
  JOIN gunmane.contract c ON c.study_area = d.study_area AND c.source = d.contract_source AND c.source_key = d.contract_key
  CROSS JOIN LATERAL (
    SELECT unnest(d.accepted) AS asset, true AS yes UNION ALL SELECT unnest(d.rejected), false
  ) AS said
  JOIN gunmane.asset a ON a.id = said.asset AND a.study_area = d.study_area
  WHERE d.undone_at IS NULL
  ORDER BY c.id, a.dense_id, d.number DESC;
COMMENT ON VIEW gunmane.link_decided IS 'Decisions about pairs of order and asset that stand.';

CREATE OR REPLACE VIEW gunmane.link_open WITH (security_invoker = true) AS
  SELECT k.* FROM gunmane.link_candidate k
  WHERE NOT k.sure AND NOT EXISTS (
    SELECT FROM gunmane.link_decision d
    JOIN gunmane.contract c ON c.study_area = d.study_area AND c.source = d.contract_source AND c.source_key = d.contract_key
    WHERE c.id = k.contract AND d.study_area = k.study_area AND d.mention = k.mention AND d.undone_at IS NULL);
COMMENT ON VIEW gunmane.link_open IS 'Candidates that wait for a planner: of names about which nothing was decided.';

CREATE OR REPLACE FUNCTION gunmane.wanted_links(area integer, wanted bigint[] DEFAULT NULL)
RETURNS TABLE (contract bigint, dense_id integer, weight double precision, evidence text, strength double precision, reason text, reason_en text,
  basis text, origin text, role text, since date, mention text)
LANGUAGE sql STABLE AS $$
  WITH decided AS MATERIALIZED (
    SELECT d.* FROM gunmane.link_decided d WHERE d.study_area = area AND (wanted IS NULL OR d.contract = ANY (wanted))
  ), target AS (
    SELECT k.contract, k.dense_id, k.basis, 'rule' AS origin, k.strength, k.mention, k.reason, k.reason_en
    FROM gunmane.link_candidate k
    WHERE k.study_area = area AND k.sure AND (wanted IS NULL OR k.contract = ANY (wanted))
      AND NOT EXISTS (SELECT FROM decided d WHERE d.contract = k.contract AND d.dense_id = k.dense_id)
      AND NOT (k.basis IN ('builder', 'area') AND EXISTS (SELECT FROM decided d WHERE d.contract = k.contract AND d.yes))
    UNION ALL
    SELECT d.contract, d.dense_id, 'planner', 'planner', 1, d.mention, '担当者が確認', 'Decided by a planner' FROM decided d WHERE d.yes
  )
  SELECT t.contract, t.dense_id,
    -- The yen of a whole line or district are spread by length where all of it has a length.
    CASE WHEN t.basis IN ('line', 'area') AND min(a.length_m) OVER order_basis > 0 THEN a.length_m ELSE 1 END,
    CASE WHEN t.basis IN ('number', 'planner') THEN 'asset' WHEN t.basis = 'area' THEN 'area' ELSE 'title' END,
    t.strength, t.reason, t.reason_en, t.basis, t.origin,
    CASE WHEN t.basis = 'builder' THEN 'built' ELSE gunmane.order_role(c.work_kind) END,
    CASE WHEN t.basis = 'builder' THEN coalesce(c.ends_on, c.starts_on, c.tender_date) ELSE coalesce(c.starts_on, c.tender_date) END,
    t.mention
  FROM target t
  JOIN gunmane.contract c ON c.id = t.contract
  JOIN gunmane.asset a ON a.study_area = area AND a.dense_id = t.dense_id
  WINDOW order_basis AS (PARTITION BY t.contract, t.basis IN ('line', 'area'))
$$;
COMMENT ON FUNCTION gunmane.wanted_links(integer, bigint[]) IS
  'Links that should stand beside those that files state: sure candidates that no planner refused, and what planners accepted. wanted: contracts, NULL for all.';

CREATE OR REPLACE FUNCTION gunmane.settle_links(area integer, wanted bigint[] DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  gone bigint;
  made bigint;
BEGIN
  CREATE TEMP TABLE IF NOT EXISTS settled_link (LIKE gunmane.contract_asset) ON COMMIT DROP;
  TRUNCATE settled_link;
  INSERT INTO settled_link (study_area, contract_prefecture, prefecture, contract, dense_id, weight, evidence, strength, reason, reason_en, basis, origin, role, since, mention)
  SELECT area, c.prefecture, a.prefecture, l.contract, l.dense_id, l.weight, l.evidence, l.strength, l.reason, l.reason_en, l.basis, l.origin, l.role, l.since, l.mention
  FROM gunmane.wanted_links(area, wanted) l
  JOIN gunmane.contract c ON c.study_area = area AND c.id = l.contract
  JOIN gunmane.asset a ON a.study_area = area AND a.dense_id = l.dense_id;
  ANALYZE settled_link;
  DELETE FROM gunmane.contract_asset l
  WHERE l.study_area = area AND l.origin <> 'import' AND (wanted IS NULL OR l.contract = ANY (wanted))
    AND NOT EXISTS (SELECT FROM settled_link s WHERE s.contract = l.contract AND s.dense_id = l.dense_id);
  GET DIAGNOSTICS gone = ROW_COUNT;
  INSERT INTO gunmane.contract_asset AS l (study_area, contract_prefecture, prefecture, contract, dense_id, weight, evidence, strength, reason, reason_en, basis, origin, role, since, mention)
  SELECT s.study_area, s.contract_prefecture, s.prefecture, s.contract, s.dense_id, s.weight, s.evidence, s.strength, s.reason, s.reason_en, s.basis, s.origin, s.role, s.since, s.mention
  FROM settled_link s
  ON CONFLICT (contract, dense_id) DO UPDATE SET weight = excluded.weight, evidence = excluded.evidence, strength = excluded.strength, reason = excluded.reason,
    reason_en = excluded.reason_en, basis = excluded.basis, origin = excluded.origin, role = excluded.role, since = excluded.since, mention = excluded.mention
  WHERE l.origin <> 'import'
    AND (l.weight, l.evidence, l.strength, l.reason, l.reason_en, l.basis, l.origin, l.role, l.since, l.mention) IS DISTINCT FROM
      (excluded.weight, excluded.evidence, excluded.strength, excluded.reason, excluded.reason_en, excluded.basis, excluded.origin, excluded.role, excluded.since, excluded.mention);
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN gone + made;
END $$;
COMMENT ON FUNCTION gunmane.settle_links(integer, bigint[]) IS
  'Makes contract_asset agree with candidates and decisions; links that files state are left alone. Returns how many links changed: 0 when called again.';

-- The firms that orders bring to assets, beside those that ledgers name.
CREATE OR REPLACE VIEW gunmane.asset_firm WITH (security_invoker = true) AS
  SELECT f.study_area, f.dense_id, coalesce(k.merged_into, k.id) AS contractor, f.role, f.since, f.evidence, f.strength, f.reason
  FROM gunmane.asset_contractor f JOIN gunmane.contractor k ON k.id = f.contractor
  UNION ALL
  SELECT l.study_area, l.dense_id, coalesce(k.merged_into, k.id), coalesce(l.role, gunmane.order_role(c.work_kind)), coalesce(l.since, c.starts_on, c.tender_date),
    l.evidence, l.strength, concat_ws(': ', nullif(l.reason, ''), c.title)
  FROM gunmane.contract_asset l JOIN gunmane.contract c ON c.id = l.contract JOIN gunmane.contractor k ON k.id = c.contractor
  WHERE l.origin <> 'import';
COMMENT ON VIEW gunmane.asset_firm IS '施設と事業者の関係 with role, date, reason, strength and evidence: as ledgers and orders state them, and through links that rules or planners made.';
