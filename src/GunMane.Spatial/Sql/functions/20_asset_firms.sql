-- Which firms stand behind each asset, by the evidence ladder: the asset itself is named (by a ledger or an order),
-- the title of an order names it, the area of an order covers it, and weakest, derived here: the firm won orders of the
-- asset's orderer in the same sector. An asset with any stronger link takes nothing from the weakest rung.
CREATE OR REPLACE FUNCTION gunmane.evidence_percent(evidence text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE evidence WHEN 'asset' THEN 100 WHEN 'title' THEN 80 WHEN 'area' THEN 60 WHEN 'town_sector_kind' THEN 30 END
$$;
COMMENT ON FUNCTION gunmane.evidence_percent(text) IS 'How far a link between an asset and a firm is believed at most, per cent, by its rung of the evidence ladder.';

CREATE OR REPLACE FUNCTION gunmane.asset_links(area integer)
RETURNS TABLE (dense_id integer, contractor bigint, evidence text, strength integer)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH named AS (
    SELECT l.dense_id, l.contractor, l.evidence, l.strength
    FROM gunmane.asset_contractor l WHERE l.study_area = area
    UNION ALL
    SELECT l.dense_id, c.contractor, l.evidence, l.strength
    FROM gunmane.contract_asset l JOIN gunmane.contract c ON c.id = l.contract
    WHERE l.study_area = area AND c.contractor IS NOT NULL
  ), with_members AS (
    SELECT n.dense_id, n.contractor, n.evidence, n.strength FROM named n
    UNION ALL
    SELECT n.dense_id, m.member, n.evidence, n.strength
    FROM named n JOIN gunmane.contractor_member m ON m.contractor = n.contractor
  ), believed AS (
    SELECT w.dense_id, coalesce(f.merged_into, f.id) AS contractor, w.evidence,
      greatest(1, least(round(w.strength * 100)::integer, gunmane.evidence_percent(w.evidence))) AS strength
    FROM with_members w JOIN gunmane.contractor f ON f.id = w.contractor
  )
  SELECT DISTINCT ON (b.dense_id, b.contractor) b.dense_id, b.contractor, b.evidence, b.strength
  FROM believed b
  ORDER BY b.dense_id, b.contractor, b.strength DESC, gunmane.evidence_percent(b.evidence) DESC
$$;
COMMENT ON FUNCTION gunmane.asset_links(integer) IS
  'Firms linked to assets of a study area on the rungs asset, title, area; members of a joint venture or cooperative are linked as it is. strength: per cent.';

CREATE OR REPLACE FUNCTION gunmane.order_firms(area integer)
RETURNS TABLE (orderer integer, sector text, contractor bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH won AS (
    SELECT c.orderer, c.sector, c.contractor FROM gunmane.contract c
    WHERE c.study_area = area AND c.sector IS NOT NULL AND c.contractor IS NOT NULL
  )
  SELECT w.orderer, w.sector, coalesce(f.merged_into, f.id) FROM won w JOIN gunmane.contractor f ON f.id = w.contractor
  UNION
  SELECT w.orderer, w.sector, coalesce(f.merged_into, f.id)
  FROM won w JOIN gunmane.contractor_member m ON m.contractor = w.contractor JOIN gunmane.contractor f ON f.id = m.member
$$;
COMMENT ON FUNCTION gunmane.order_firms(integer) IS 'Firms that won orders, by orderer and sector: the weakest rung of the evidence ladder.';

CREATE OR REPLACE FUNCTION gunmane.asset_firms(area integer)
RETURNS TABLE (dense_id integer, contractor bigint, evidence text, strength integer)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH linked AS MATERIALIZED (SELECT l.* FROM gunmane.asset_links(area) l)
  SELECT l.dense_id, l.contractor, l.evidence, l.strength FROM linked l
  UNION ALL
  SELECT a.dense_id, f.contractor, 'town_sector_kind', gunmane.evidence_percent('town_sector_kind')
  FROM gunmane.asset a
  LEFT JOIN gunmane.organisation o ON o.study_area = a.study_area AND o.code = a.municipality
  JOIN gunmane.order_firms(area) f ON f.orderer = coalesce(a.owner_org, o.id) AND f.sector = a.sector
  WHERE a.study_area = area AND NOT EXISTS (SELECT FROM linked l WHERE l.dense_id = a.dense_id)
$$;
COMMENT ON FUNCTION gunmane.asset_firms(integer) IS
  'Firms behind each asset of a study area with the rung of the evidence ladder (asset, title, area, town_sector_kind) and strength in per cent. Weakest rung: firms with orders of the owner (where unknown, of the town it lies in) in the same sector, only for assets without a stronger link.';
