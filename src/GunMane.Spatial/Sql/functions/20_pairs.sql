-- Pairs of assets in SQL: the same result as the engine's kernels, usable from psql and QGIS. Distances are whole millimetres,
-- what firms say whole ten-thousandths, affinities whole millionths and firm weights whole numbers, so that both come to the
-- same bits. Nothing is written, not even a temporary table: the functions answer in read-only transactions (as QGIS opens
-- them) and on a standby.

-- Crews and machines that serve the one sector serve the other (AssetTraits in the engine).
CREATE OR REPLACE FUNCTION gunmane.sector_kinship(one text, other text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN one = other THEN 1.0::float8
    WHEN least(one, other) || ' ' || greatest(one, other) IN ('bridge road', 'road tunnel', 'road slope', 'lighting road', 'river road', 'bridge tunnel', 'river slope', 'harbour river',
      'sewer water', 'road sewer', 'building park', 'park road', 'lighting park') THEN 0.5::float8 ELSE 0.0::float8 END
$$;
COMMENT ON FUNCTION gunmane.sector_kinship(text, text) IS '1 for the same sector, 0.5 for one that the same crews and machines serve, else 0.';

-- Functions of former versions, with fewer parameters.
DROP FUNCTION IF EXISTS gunmane.density_groups(integer, double precision, integer, double precision, double precision, text[], text[]);
DROP FUNCTION IF EXISTS gunmane.affinity_pairs(integer, double precision, double precision, text[], text[]);
DROP FUNCTION IF EXISTS gunmane.density_groups(integer, double precision, integer, double precision, double precision, text[], text[], double precision, double precision, double precision, double precision, integer);
DROP FUNCTION IF EXISTS gunmane.affinity_pairs(integer, double precision, double precision, text[], text[], double precision, double precision, double precision, double precision, integer);

-- The index on geom finds candidates in degrees, with 2 % to spare for the scale of the local metres; geom_m decides.
-- "+ 0" keeps the planner from combining other indexes with the spatial one. Whole millimetres are cut where the kernel cuts
-- them (ProximityPairs): never at a half, which distances hit exactly.
CREATE OR REPLACE FUNCTION gunmane.near_pairs(area integer, radius double precision, sectors text[] DEFAULT NULL, municipalities text[] DEFAULT NULL)
RETURNS TABLE (a integer, b integer, distance_mm integer)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100000 SET enable_nestloop = on SET jit = off AS $$
#variable_conflict use_column
DECLARE
  radius_mm constant integer := floor(radius * 1000 + 0.5)::integer;
  north constant double precision := 1.02 * radius / 110574;
BEGIN
  IF radius IS NULL OR radius NOT BETWEEN 10 AND 5000 THEN
    RAISE EXCEPTION 'radius must be 10…5000 m' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN QUERY
    SELECT p.a, p.b, p.mm
    FROM (
      SELECT x.dense_id AS a, y.dense_id AS b, floor(ST_Distance(x.geom_m, y.geom_m) * 1000 + 0.3183::float8)::integer AS mm
      FROM gunmane.asset x
      JOIN gunmane.asset y ON y.geom && ST_Expand(x.geom, north / cos(radians(least(89, greatest(ST_YMax(x.geom), -ST_YMin(x.geom)) + north))), north)
        AND y.study_area + 0 = area AND x.dense_id + 0 < y.dense_id + 0 AND ST_DWithin(x.geom_m, y.geom_m, radius_mm / 1000.0::float8 + 0.001)
      WHERE x.study_area = area AND (sectors IS NULL OR (x.sector = ANY (sectors) AND y.sector = ANY (sectors)))
        AND (municipalities IS NULL OR (x.municipality = ANY (municipalities) AND y.municipality = ANY (municipalities)))) p
    WHERE p.mm <= radius_mm;
END
$$;
COMMENT ON FUNCTION gunmane.near_pairs(integer, double precision, text[], text[]) IS
  'Pairs of assets of a study area within radius metres of each other, geometry to geometry in the local metres, rounded to mm, equal is inside: a < b dense ids, distance_mm. sectors, municipalities: assets looked at; NULL for all.';

-- Planned as hash joins in the order written: of what functions return the planner knows no size; left to itself it looks pairs up
-- one by one, or joins all links of a firm with each other first.
CREATE OR REPLACE FUNCTION gunmane.weighed_pairs(
  area integer, radius double precision, with_firms boolean, sectors text[], municipalities text[],
  sector_weight double precision, terms_weight double precision, inspection_weight double precision,
  border_weight double precision, term_days integer, work_kind_weight double precision, yen_weight double precision)
RETURNS TABLE (a integer, b integer, distance_mm integer, trust_a integer, trust_b integer, common integer, share double precision, says double precision)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100000 SET enable_nestloop = off SET enable_mergejoin = off SET join_collapse_limit = 1 SET jit = off SET work_mem = '256MB' AS $$
#variable_conflict use_column
DECLARE
  yen_percent constant integer := floor(yen_weight * 100 + 0.5)::integer;
  with_traits constant boolean := sector_weight + terms_weight + inspection_weight + border_weight + work_kind_weight > 0;
BEGIN
  IF (least(sector_weight, terms_weight, inspection_weight, border_weight, work_kind_weight) >= 0 AND term_days >= 0 AND yen_weight BETWEEN 0 AND 1) IS NOT TRUE THEN
    RAISE EXCEPTION 'weights must be 0 or more and 1 together at most, yen_weight 0…1' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN QUERY
    WITH near AS MATERIALIZED (
      SELECT p.a, p.b, p.distance_mm AS mm FROM gunmane.near_pairs(area, radius, sectors, municipalities) p
    ), link AS MATERIALIZED (
      -- Masses and weights of firms are those of the whole study area, whatever part of it is grouped.
      -- counts: what a link weighs in the similarity, millionths: its strength, less what role and recent yen take from it.
      SELECT f.dense_id, f.contractor, f.strength::bigint AS strength, f.importance, f.strength::bigint * (10000 - yen_percent * (100 - f.importance)) AS counts
      FROM gunmane.asset_firms(area) f WHERE with_firms
    ), mass AS MATERIALIZED (
      SELECT sum(k.most)::float8 AS whole FROM (SELECT max(l.strength) AS most FROM link l GROUP BY l.dense_id) k
    ), firm AS MATERIALIZED (
      SELECT l.contractor, sum(l.strength)::float8 AS mass, floor(ln((SELECT m.whole FROM mass m) / sum(l.strength)::float8) * 1e6::float8 + 0.5)::bigint AS weight
      FROM link l GROUP BY l.contractor
    ), linked AS (
      SELECT l.dense_id, sum(l.counts * f.weight)::bigint AS total,
        max(l.strength::float8 / 100.0::float8 * (1.0::float8 - f.mass / (SELECT m.whole FROM mass m))) AS trust,
        array_agg(l.contractor * 1000000 + l.strength * 1000 + l.importance ORDER BY l.contractor) AS links
      FROM link l JOIN firm f ON f.contractor = l.contractor GROUP BY l.dense_id
    ), known AS MATERIALIZED (
      -- Assets with the same links form a set (all unlinked assets of a town and sector do): what two sets share is
      -- worked out once, not for every pair of assets.
      SELECT k.dense_id, k.total, floor(k.trust * 10000.0::float8 + 0.5::float8)::integer AS trust, min(k.dense_id) OVER (PARTITION BY k.links) AS links FROM linked k
    ), met AS MATERIALIZED (
      SELECT DISTINCT least(x.links, y.links) AS one, greatest(x.links, y.links) AS two
      FROM near p JOIN known x ON x.dense_id = p.a JOIN known y ON y.dense_id = p.b
    ), shared AS MATERIALIZED (
      SELECT m.one, m.two, sum(least(x.counts, y.counts) * f.weight)::bigint AS shared
      FROM met m
      JOIN link x ON x.dense_id = m.one
      JOIN link y ON y.dense_id = m.two AND y.contractor = x.contractor
      JOIN firm f ON f.contractor = x.contractor
      GROUP BY m.one, m.two
    ), term AS (
      SELECT l.dense_id, max(c.ends_on) AS ends_on
      FROM gunmane.contract_asset l JOIN gunmane.contract c ON c.id = l.contract
      WHERE l.study_area = area AND c.outcome IN ('awarded', 'unknown') GROUP BY l.dense_id
    ), trait AS MATERIALIZED (
      SELECT s.dense_id, s.sector, s.municipality, s.owner_org AS owner, nullif(s.inspection_due, 0) AS due, t.ends_on AS term_end, w.kinds
      FROM gunmane.asset s LEFT JOIN term t ON t.dense_id = s.dense_id LEFT JOIN gunmane.asset_work_kinds(area) w ON w.dense_id = s.dense_id
      WHERE s.study_area = area AND with_traits
    )
    -- Sums in the order in which the kernel adds.
    SELECT p.a, p.b, p.mm, coalesce(x.trust, 0), coalesce(y.trust, 0),
      floor(least(1.0::float8, coalesce(2.0::float8 * s.shared::float8 / nullif(x.total + y.total - s.shared, 0)::float8, 0.0::float8)) * 10000.0::float8 + 0.5::float8)::integer,
      CASE WHEN with_traits THEN (((sector_weight
        + CASE WHEN o.term_end IS NOT NULL AND q.term_end IS NOT NULL THEN terms_weight ELSE 0.0::float8 END)
        + CASE WHEN o.due IS NOT NULL AND q.due IS NOT NULL THEN inspection_weight ELSE 0.0::float8 END)
        + CASE WHEN o.municipality = q.municipality OR o.municipality <> q.municipality OR o.owner = q.owner OR o.owner <> q.owner THEN border_weight ELSE 0.0::float8 END)
        + CASE WHEN o.kinds IS NOT NULL AND q.kinds IS NOT NULL THEN work_kind_weight ELSE 0.0::float8 END ELSE 0.0::float8 END,
      CASE WHEN with_traits THEN (((sector_weight * gunmane.sector_kinship(o.sector, q.sector)
        + CASE WHEN abs(o.term_end - q.term_end) <= term_days THEN terms_weight ELSE 0.0::float8 END)
        + CASE abs(o.due - q.due) WHEN 0 THEN inspection_weight WHEN 1 THEN inspection_weight * 0.5::float8 ELSE 0.0::float8 END)
        + CASE WHEN o.municipality <> q.municipality OR o.owner <> q.owner THEN border_weight ELSE 0.0::float8 END)
        + CASE WHEN o.kinds IS NOT NULL AND q.kinds IS NOT NULL THEN work_kind_weight * gunmane.work_kind_kinship(o.kinds, q.kinds) ELSE 0.0::float8 END ELSE 0.0::float8 END
    FROM near p
    LEFT JOIN known x ON x.dense_id = p.a
    LEFT JOIN known y ON y.dense_id = p.b
    LEFT JOIN shared s ON s.one = least(x.links, y.links) AND s.two = greatest(x.links, y.links)
    LEFT JOIN trait o ON o.dense_id = p.a
    LEFT JOIN trait q ON q.dense_id = p.b;
END
$$;
COMMENT ON FUNCTION gunmane.weighed_pairs(integer, double precision, boolean, text[], text[], double precision, double precision, double precision, double precision, integer, double precision, double precision) IS
  'gunmane.near_pairs with what is known of each: trust_a, trust_b: how far the firms of either side are known, common: how alike they are (whole ten-thousandths; 0 where unknown or without with_firms); share = Σ w·e and says = Σ w·e·s over sector, terms, inspection, border and work kinds. What gunmane.affinity_pairs and gunmane.agreement_pairs are made of.';

CREATE OR REPLACE FUNCTION gunmane.affinity_pairs(
  area integer, radius double precision, contractor_weight double precision DEFAULT 0.9,
  sectors text[] DEFAULT NULL, municipalities text[] DEFAULT NULL,
  sector_weight double precision DEFAULT 0, terms_weight double precision DEFAULT 0, inspection_weight double precision DEFAULT 0,
  border_weight double precision DEFAULT 0, term_days integer DEFAULT 92,
  work_kind_weight double precision DEFAULT 0, yen_weight double precision DEFAULT 0)
RETURNS TABLE (a integer, b integer, distance_mm integer, affinity integer)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100000 AS $$
#variable_conflict use_column
DECLARE
  radius_mm constant double precision := floor(radius * 1000 + 0.5);
BEGIN
  PERFORM gunmane.check_weights(contractor_weight, sector_weight, terms_weight, inspection_weight, border_weight, work_kind_weight);
  RETURN QUERY
    SELECT v.a, v.b, v.distance_mm,
      floor(((1.0::float8 - v.known) * (1.0::float8 - v.distance_mm::float8 / radius_mm) + v.speaks) * 1e6::float8 + 0.5)::integer
    FROM (
      SELECT f.a, f.b, f.distance_mm, f.trust + f.share AS known, f.trust * (f.common::float8 / 10000.0::float8) + f.says AS speaks
      FROM (
        SELECT p.*, contractor_weight * (least(p.trust_a, p.trust_b)::float8 / 10000.0::float8) AS trust
        FROM gunmane.weighed_pairs(area, radius, contractor_weight > 0, sectors, municipalities,
          sector_weight, terms_weight, inspection_weight, border_weight, term_days, work_kind_weight, yen_weight) p) f) v;
END
$$;
COMMENT ON FUNCTION gunmane.affinity_pairs(integer, double precision, double precision, text[], text[], double precision, double precision, double precision, double precision, integer, double precision, double precision) IS
  'Pairs of assets of a study area within radius metres (geometry to geometry, rounded to mm, equal is inside): a < b dense ids, distance_mm, affinity in millionths = (1 − Σ w·e)(1 − d/R) + Σ w·e·s over what is weighed beside nearness: firms in common (e: trust in the firms known of both, s = min(1, 2 × weighted Jaccard)), sector (gunmane.sector_kinship), contracts that end within term_days, inspection due in the same year, crossing a municipal or owner border, work kinds (gunmane.work_kind_kinship); yen_weight: how far role and recent yen of a firm (gunmane.asset_firms, importance) weigh its link; e = 0 where it is unknown.';

CREATE OR REPLACE FUNCTION gunmane.check_weights(VARIADIC weights double precision[]) RETURNS void
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  one double precision;
  together double precision := 0;
BEGIN
  FOREACH one IN ARRAY weights LOOP
    IF (one BETWEEN 0 AND 1) IS NOT TRUE THEN RAISE EXCEPTION 'weights must be 0…1' USING ERRCODE = 'invalid_parameter_value'; END IF;
    together := together + one;
  END LOOP;
  -- Tenths do not add up exactly.
  IF together > 1 + 1e-9::float8 THEN RAISE EXCEPTION 'weights must be 0 or more and 1 together at most' USING ERRCODE = 'invalid_parameter_value'; END IF;
END
$$;
COMMENT ON FUNCTION gunmane.check_weights(double precision[]) IS 'Refuses weights that are no shares (0…1) or more than 1 together.';

CREATE OR REPLACE FUNCTION gunmane.agreement_pairs(
  area integer, radius double precision DEFAULT 250, contractor_weight double precision DEFAULT 0.9, agreement double precision DEFAULT 0.1,
  sectors text[] DEFAULT NULL, municipalities text[] DEFAULT NULL,
  sector_weight double precision DEFAULT 0, terms_weight double precision DEFAULT 0, inspection_weight double precision DEFAULT 0,
  border_weight double precision DEFAULT 0, term_days integer DEFAULT 92,
  work_kind_weight double precision DEFAULT 0, yen_weight double precision DEFAULT 0)
RETURNS TABLE (a integer, b integer, distance_mm integer, weight integer)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100000 SET enable_nestloop = off SET enable_mergejoin = off SET join_collapse_limit = 1 SET jit = off SET work_mem = '256MB' AS $$
#variable_conflict use_column
DECLARE
  radius_mm constant double precision := floor(radius * 1000 + 0.5);
BEGIN
  PERFORM gunmane.check_weights(contractor_weight, sector_weight, terms_weight, inspection_weight, border_weight, work_kind_weight);
  IF (agreement BETWEEN 0 AND 1) IS NOT TRUE THEN RAISE EXCEPTION 'agreement must be 0…1' USING ERRCODE = 'invalid_parameter_value'; END IF;
  RETURN QUERY
    WITH pair AS MATERIALIZED (
      SELECT p.* FROM gunmane.weighed_pairs(area, radius, contractor_weight > 0, sectors, municipalities,
        sector_weight, terms_weight, inspection_weight, border_weight, term_days, work_kind_weight, yen_weight) p
    ), around AS MATERIALIZED (
      -- Mean trust around each asset, itself counted.
      SELECT s.id, (sum(s.other) + max(s.own))::float8 / 10000.0::float8 / (count(*) + 1)::float8 AS known
      FROM (SELECT p.a AS id, p.trust_a AS own, p.trust_b AS other FROM pair p UNION ALL SELECT p.b, p.trust_b, p.trust_a FROM pair p) s GROUP BY s.id
    )
    SELECT v.a, v.b, v.distance_mm,
      floor((v.firms + v.says - agreement * v.share + 0.2::float8 * (1.0::float8 - contractor_weight * v.sure - v.share)
        * CASE WHEN v.known_a = 0 AND v.known_b = 0 THEN v.near - 0.5::float8 ELSE v.known_a * v.known_b * v.near END) * 1e6::float8 + 0.5::float8)::integer
    FROM (
      SELECT f.*, CASE WHEN f.sure = 0 THEN 0.0::float8 ELSE contractor_weight * (f.sure * (f.common::float8 / 10000.0::float8) - agreement * (2.0::float8 - f.sure)) END AS firms
      FROM (
        SELECT p.*, least(p.trust_a, p.trust_b)::float8 / 10000.0::float8 AS sure, 1.0::float8 - p.distance_mm::float8 / radius_mm AS near, x.known AS known_a, y.known AS known_b
        FROM pair p JOIN around x ON x.id = p.a JOIN around y ON y.id = p.b) f) v;
END
$$;
COMMENT ON FUNCTION gunmane.agreement_pairs(integer, double precision, double precision, double precision, text[], text[], double precision, double precision, double precision, double precision, integer, double precision, double precision) IS
  'What pulls near assets together and pushes them apart: gunmane.near_pairs with the signed weight of method correlation, millionths (PairAgreement in the engine): more than 0 speaks for one group, less for two. w = W(t·s − θ(2 − t)) + Σ v·e·s − θ Σ v·e + 0.2 f(a) f(b) (1 − W·t − Σ v·e)(1 − d/R): W contractor_weight, t trust in the firms known of both, s how alike they are, θ agreement, f the share of assets around whose firms are known; where nothing is known around, nearness alone against half of it. The partition with the greatest sum of these weights is found by local search in the engine only (finding the best one is NP-hard, Bansal et al. 2004): method correlation needs engine=kernel.';

CREATE OR REPLACE FUNCTION gunmane.agreement_lines(
  area integer, radius double precision DEFAULT 250, contractor_weight double precision DEFAULT 0.9, agreement double precision DEFAULT 0.1,
  sectors text[] DEFAULT NULL, municipalities text[] DEFAULT NULL)
RETURNS TABLE (number bigint, a integer, b integer, distance_m double precision, weight double precision, geom geometry)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100000 SET enable_nestloop = off SET enable_mergejoin = off SET jit = off AS $$
  SELECT row_number() OVER (ORDER BY p.a, p.b), p.a, p.b, p.distance_mm / 1000.0::float8, p.weight / 1e6::float8, ST_MakeLine(ST_PointOnSurface(x.geom), ST_PointOnSurface(y.geom))
  FROM gunmane.agreement_pairs(area, radius, contractor_weight, agreement, sectors, municipalities) p
  JOIN gunmane.asset x ON x.study_area = area AND x.dense_id = p.a
  JOIN gunmane.asset y ON y.study_area = area AND y.dense_id = p.b
$$;
COMMENT ON FUNCTION gunmane.agreement_lines(integer, double precision, double precision, double precision, text[], text[]) IS
  'gunmane.agreement_pairs as lines for QGIS: number (key), a, b dense ids, distance_m, weight (more than 0 pulls together, less pushes apart), geom from a point on the one asset to a point on the other, storage CRS.';
