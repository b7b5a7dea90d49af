-- Which firms stand behind each asset, by the evidence ladder: the asset itself is named (by a ledger or an order),
-- the title of an order names it, the area of an order covers it, and weakest, derived here: the firm won orders of the
-- asset's orderer in the same sector. An asset with any stronger link takes nothing from the weakest rung.
CREATE OR REPLACE FUNCTION gunmane.evidence_percent(evidence text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE evidence WHEN 'asset' THEN 100 WHEN 'title' THEN 80 WHEN 'area' THEN 60 WHEN 'town_sector_kind' THEN 30 END
$$;
COMMENT ON FUNCTION gunmane.evidence_percent(text) IS 'How far a link between an asset and a firm is believed at most, per cent, by its rung of the evidence ladder.';

CREATE OR REPLACE FUNCTION gunmane.order_role(work_kind text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN work_kind = 'inspection' THEN 'inspects'
    WHEN work_kind = 'design' THEN 'designed'
    WHEN work_kind IN ('pavement_repair', 'small_repair', 'repair_works') THEN 'repaired'
    ELSE 'maintains' END
$$;
COMMENT ON FUNCTION gunmane.order_role(text) IS 'What a firm does to the assets of an order of this work kind.';

CREATE OR REPLACE FUNCTION gunmane.role_percent(role text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE role WHEN 'maintains' THEN 100 WHEN 'repaired' THEN 90 WHEN 'inspects' THEN 80 WHEN 'built' THEN 60 WHEN 'designed' THEN 50 ELSE 100 END
$$;
COMMENT ON FUNCTION gunmane.role_percent(text) IS 'How much a firm in this role says about who will maintain the asset, per cent: who maintains it now says most, who once designed it least.';

CREATE OR REPLACE FUNCTION gunmane.yen_percent(recent numeric, most numeric) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN recent IS NULL OR most IS NULL OR most = 0 OR recent * 2 >= most THEN 100
    WHEN recent * 4 >= most THEN 90 WHEN recent * 8 >= most THEN 80 WHEN recent * 16 >= most THEN 70 WHEN recent * 32 >= most THEN 60 ELSE 50 END
$$;
COMMENT ON FUNCTION gunmane.yen_percent(numeric, numeric) IS
  'What the recent yen of a firm says beside the most that any firm earned there, per cent: 100 from a half upwards, 10 less for every further halving, 50 at least; 100 where it is not known or nobody earned anything of late.';

-- Years count back from the newest fiscal year in which the study area placed an order, not from today: the same facts always say the same.
CREATE OR REPLACE FUNCTION gunmane.recent_yen(area integer)
RETURNS TABLE (contract bigint, yen bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT o.id, o.yen * greatest(0, 5 - (n.newest - o.fiscal_year))
  FROM (SELECT max(p.fiscal_year) AS newest FROM gunmane.placed_order p WHERE p.study_area = area) n
  JOIN gunmane.placed_order o ON o.study_area = area
  WHERE o.yen > 0 AND o.fiscal_year IS NOT NULL
$$;
COMMENT ON FUNCTION gunmane.recent_yen(integer) IS
  'Yen of each placed order of a study area times 5 for those of its newest fiscal year, 4 for the year before … 0 for those five years old or older. Orders whose yen or year is not known are absent.';

-- Functions of former versions, with fewer columns.
DROP FUNCTION IF EXISTS gunmane.asset_firms(integer);
DROP FUNCTION IF EXISTS gunmane.asset_links(integer);
DROP FUNCTION IF EXISTS gunmane.order_firms(integer);

CREATE FUNCTION gunmane.asset_links(area integer)
RETURNS TABLE (dense_id integer, contractor bigint, evidence text, strength integer, importance integer)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH recent AS MATERIALIZED (SELECT r.contract, r.yen FROM gunmane.recent_yen(area) r), named AS (
    SELECT l.dense_id, l.contractor, l.evidence, l.strength, l.role, NULL::bigint AS yen
    FROM gunmane.asset_contractor l WHERE l.study_area = area
    UNION ALL
    SELECT l.dense_id, c.contractor, l.evidence, l.strength, coalesce(l.role, gunmane.order_role(c.work_kind)), r.yen / count(*) OVER (PARTITION BY l.contract)
    FROM gunmane.contract_asset l JOIN gunmane.contract c ON c.id = l.contract LEFT JOIN recent r ON r.contract = c.id
    WHERE l.study_area = area AND c.contractor IS NOT NULL
  ), with_members AS (
    SELECT n.* FROM named n
    UNION ALL
    SELECT n.dense_id, m.member, n.evidence, n.strength, n.role, n.yen
    FROM named n JOIN gunmane.contractor_member m ON m.contractor = n.contractor
  ), together AS (
    -- The strongest link, of equally strong ones that on the highest rung: both in one number.
    SELECT w.dense_id, coalesce(f.merged_into, f.id) AS contractor, max(gunmane.role_percent(w.role)) AS role, sum(w.yen) AS yen,
      max(greatest(1, least(round(w.strength * 100)::integer, gunmane.evidence_percent(w.evidence))) * 1000 + gunmane.evidence_percent(w.evidence)) AS best
    FROM with_members w JOIN gunmane.contractor f ON f.id = w.contractor
    GROUP BY w.dense_id, coalesce(f.merged_into, f.id)
  )
  SELECT t.dense_id, t.contractor, CASE t.best % 1000 WHEN 100 THEN 'asset' WHEN 80 THEN 'title' ELSE 'area' END, t.best / 1000,
    t.role * gunmane.yen_percent(t.yen, max(t.yen) OVER (PARTITION BY t.dense_id)) / 100
  FROM together t
$$;
COMMENT ON FUNCTION gunmane.asset_links(integer) IS
  'Firms linked to assets of a study area on the rungs asset, title, area; members of a joint venture or cooperative are linked as it is. strength: how far it is believed, per cent. importance: role_percent of the weightiest role times yen_percent of the recent yen of its orders that name the asset (an order''s yen divided evenly over its assets) beside the firm with most, per cent.';

CREATE FUNCTION gunmane.order_firms(area integer)
RETURNS TABLE (orderer integer, sector text, contractor bigint, importance integer)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH won AS (
    SELECT c.orderer, c.sector, c.contractor, gunmane.role_percent(gunmane.order_role(c.work_kind)) AS role, r.yen
    FROM gunmane.contract c LEFT JOIN gunmane.recent_yen(area) r ON r.contract = c.id
    WHERE c.study_area = area AND c.sector IS NOT NULL AND c.contractor IS NOT NULL
  ), with_members AS (
    SELECT w.* FROM won w
    UNION ALL
    SELECT w.orderer, w.sector, m.member, w.role, w.yen FROM won w JOIN gunmane.contractor_member m ON m.contractor = w.contractor
  ), together AS (
    SELECT w.orderer, w.sector, coalesce(f.merged_into, f.id) AS contractor, max(w.role) AS role, sum(w.yen) AS yen
    FROM with_members w JOIN gunmane.contractor f ON f.id = w.contractor
    GROUP BY w.orderer, w.sector, coalesce(f.merged_into, f.id)
  )
  SELECT t.orderer, t.sector, t.contractor, t.role * gunmane.yen_percent(t.yen, max(t.yen) OVER (PARTITION BY t.orderer, t.sector)) / 100 FROM together t
$$;
COMMENT ON FUNCTION gunmane.order_firms(integer) IS
  'Firms that won orders, by orderer and sector: the weakest rung of the evidence ladder. importance: role_percent of the weightiest role times yen_percent of the recent yen beside the firm with most there, per cent.';

CREATE FUNCTION gunmane.asset_firms(area integer)
RETURNS TABLE (dense_id integer, contractor bigint, evidence text, strength integer, importance integer)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH linked AS MATERIALIZED (SELECT l.* FROM gunmane.asset_links(area) l)
  SELECT l.dense_id, l.contractor, l.evidence, l.strength, l.importance FROM linked l
  UNION ALL
  SELECT a.dense_id, f.contractor, 'town_sector_kind', gunmane.evidence_percent('town_sector_kind'), f.importance
  FROM gunmane.asset a
  LEFT JOIN gunmane.organisation o ON o.study_area = a.study_area AND o.code = a.municipality
  JOIN gunmane.order_firms(area) f ON f.orderer = coalesce(a.owner_org, o.id) AND f.sector = a.sector
  WHERE a.study_area = area AND NOT EXISTS (SELECT FROM linked l WHERE l.dense_id = a.dense_id)
$$;
COMMENT ON FUNCTION gunmane.asset_firms(integer) IS
  'Firms behind each asset of a study area with the rung of the evidence ladder (asset, title, area, town_sector_kind), strength and importance in per cent. Weakest rung: firms with orders of the owner (where unknown, of the town it lies in) in the same sector, only for assets without a stronger link.';

-- Work kinds as a set of bits, in the order of WorkKind in the engine.
CREATE OR REPLACE FUNCTION gunmane.work_kind_bit(work_kind text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE work_kind WHEN 'patrol' THEN 1 WHEN 'inspection' THEN 2 WHEN 'cleaning' THEN 4 WHEN 'mowing' THEN 8 WHEN 'snow_removal' THEN 16
    WHEN 'pavement_repair' THEN 32 WHEN 'small_repair' THEN 64 WHEN 'design' THEN 128 WHEN 'repair_works' THEN 256 END
$$;
COMMENT ON FUNCTION gunmane.work_kind_bit(text) IS 'Bit of a work kind in a set of work kinds; NULL for a work kind that is none of the known ones.';

CREATE OR REPLACE FUNCTION gunmane.asset_work_kinds(area integer)
RETURNS TABLE (dense_id integer, kinds integer)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT l.dense_id, bit_or(gunmane.work_kind_bit(c.work_kind))
  FROM gunmane.contract_asset l JOIN gunmane.contract c ON c.id = l.contract
  WHERE l.study_area = area AND c.outcome IN ('awarded', 'unknown') AND gunmane.work_kind_bit(c.work_kind) IS NOT NULL
  GROUP BY l.dense_id
$$;
COMMENT ON FUNCTION gunmane.asset_work_kinds(integer) IS 'Work kinds of the placed orders that name an asset, as a set of bits (gunmane.work_kind_bit); assets of which none is known are absent.';

CREATE OR REPLACE FUNCTION gunmane.work_kind_kinship(one integer, other integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN one & other <> 0 THEN 1.0::float8
    WHEN (one & 125 <> 0 AND other & 125 <> 0) OR (one & 386 <> 0 AND other & 386 <> 0) THEN 0.5::float8 ELSE 0.0::float8 END
$$;
COMMENT ON FUNCTION gunmane.work_kind_kinship(integer, integer) IS
  'How alike two sets of work kinds are: 1 with a work kind in common; 0.5 where both have one of daily upkeep (patrol, cleaning, mowing, snow removal, pavement and small repair) or both one of the process inspection, design, repair works; else 0.';
