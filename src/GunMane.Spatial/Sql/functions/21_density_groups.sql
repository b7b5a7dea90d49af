-- Candidate groups in SQL: the same result as the engine's kernel, usable from psql and QGIS. Distances are whole
-- millimetres, affinities whole millionths and firm weights whole numbers, so that both come to the same bits.
-- Working tables are temporary and dropped at the end of the transaction.

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

CREATE OR REPLACE FUNCTION gunmane.affinity_pairs(
  area integer, radius double precision, contractor_weight double precision DEFAULT 0.9,
  sectors text[] DEFAULT NULL, municipalities text[] DEFAULT NULL,
  sector_weight double precision DEFAULT 0, terms_weight double precision DEFAULT 0, inspection_weight double precision DEFAULT 0,
  border_weight double precision DEFAULT 0, term_days integer DEFAULT 92,
  work_kind_weight double precision DEFAULT 0, yen_weight double precision DEFAULT 0)
RETURNS TABLE (a integer, b integer, distance_mm integer, affinity integer)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
  radius_mm constant integer := floor(radius * 1000 + 0.5)::integer;
  yen_percent constant integer := floor(yen_weight * 100 + 0.5)::integer;
  all_mass bigint;
BEGIN
  IF radius IS NULL OR radius NOT BETWEEN 10 AND 5000 OR contractor_weight IS NULL OR contractor_weight NOT BETWEEN 0 AND 1 THEN
    RAISE EXCEPTION 'radius must be 10…5000 m and contractor_weight 0…1' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF (least(sector_weight, terms_weight, inspection_weight, border_weight, work_kind_weight) >= 0 AND term_days >= 0 AND yen_weight BETWEEN 0 AND 1
    AND contractor_weight + sector_weight + terms_weight + inspection_weight + border_weight + work_kind_weight <= 1) IS NOT TRUE THEN
    RAISE EXCEPTION 'weights must be 0 or more and 1 together at most, yen_weight 0…1' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  DROP TABLE IF EXISTS pg_temp.gm_asset, pg_temp.gm_near, pg_temp.gm_link, pg_temp.gm_firm, pg_temp.gm_known, pg_temp.gm_shared;

  -- Along the Hilbert curve: neighbours share pages, which makes the self-join almost twice as fast.
  CREATE TEMP TABLE gm_asset ON COMMIT DROP AS
    SELECT s.dense_id, s.geom_m AS geom, s.sector, s.municipality, s.owner_org AS owner, nullif(s.inspection_due, 0) AS due,
      (SELECT max(c.ends_on) FROM gunmane.contract_asset l JOIN gunmane.contract c ON c.id = l.contract
       WHERE l.study_area = area AND l.dense_id = s.dense_id AND c.outcome IN ('awarded', 'unknown')) AS term_end,
      w.kinds
    FROM gunmane.asset s LEFT JOIN gunmane.asset_work_kinds(area) w ON w.dense_id = s.dense_id
    WHERE s.study_area = area AND (sectors IS NULL OR s.sector = ANY (sectors))
      AND (municipalities IS NULL OR s.municipality = ANY (municipalities))
    ORDER BY s.geom_m;
  CREATE INDEX ON pg_temp.gm_asset USING gist (geom);
  ANALYZE pg_temp.gm_asset;

  -- Whole millimetres, cut where the kernel cuts them (ProximityPairs): never at a half, which distances hit exactly.
  -- "+ 0" keeps the planner from combining the primary key with the spatial index.
  CREATE TEMP TABLE gm_near ON COMMIT DROP AS
    SELECT * FROM (
      SELECT x.dense_id AS a, y.dense_id AS b, floor(ST_Distance(x.geom, y.geom) * 1000 + 0.3183::float8)::integer AS mm
      FROM pg_temp.gm_asset x
      JOIN pg_temp.gm_asset y ON ST_DWithin(x.geom, y.geom, radius_mm / 1000.0::float8 + 0.001) AND x.dense_id + 0 < y.dense_id + 0) p
    WHERE p.mm <= radius_mm;
  ANALYZE pg_temp.gm_near;

  -- Masses and weights of firms are those of the whole study area, whatever part of it is grouped.
  -- counts: what a link weighs in the similarity, millionths: its strength, less what role and recent yen take from it.
  CREATE TEMP TABLE gm_link ON COMMIT DROP AS
    SELECT f.dense_id, f.contractor, f.strength::bigint AS strength, f.importance, f.strength::bigint * (10000 - yen_percent * (100 - f.importance)) AS counts
    FROM gunmane.asset_firms(area) f;
  SELECT sum(k.most) INTO all_mass FROM (SELECT max(l.strength) AS most FROM pg_temp.gm_link l GROUP BY l.dense_id) k;
  CREATE TEMP TABLE gm_firm ON COMMIT DROP AS
    SELECT l.contractor, sum(l.strength)::bigint AS mass,
      floor(ln(all_mass::float8 / sum(l.strength)::float8) * 1e6::float8 + 0.5)::bigint AS weight
    FROM pg_temp.gm_link l GROUP BY l.contractor;
  CREATE INDEX ON pg_temp.gm_link (dense_id, contractor);
  ANALYZE pg_temp.gm_link;
  ANALYZE pg_temp.gm_firm;
  -- Assets with the same links form a set (all unlinked assets of a town and sector do): what two sets share is
  -- worked out once, not for every pair of assets.
  CREATE TEMP TABLE gm_known ON COMMIT DROP AS
    SELECT k.dense_id, k.total, k.trust, min(k.dense_id) OVER (PARTITION BY k.links) AS links
    FROM (
      SELECT l.dense_id, sum(l.counts * f.weight)::bigint AS total,
        max(l.strength::float8 / 100.0::float8 * (1.0::float8 - f.mass::float8 / all_mass::float8)) AS trust,
        array_agg(l.contractor * 1000000 + l.strength * 1000 + l.importance ORDER BY l.contractor) AS links
      FROM pg_temp.gm_link l JOIN pg_temp.gm_firm f ON f.contractor = l.contractor GROUP BY l.dense_id) k;
  ANALYZE pg_temp.gm_known;
  CREATE TEMP TABLE gm_shared ON COMMIT DROP AS
    WITH met AS MATERIALIZED (
      SELECT DISTINCT least(x.links, y.links) AS one, greatest(x.links, y.links) AS two
      FROM pg_temp.gm_near p
      JOIN pg_temp.gm_known x ON x.dense_id = p.a
      JOIN pg_temp.gm_known y ON y.dense_id = p.b
      WHERE contractor_weight > 0)
    SELECT m.one, m.two, sum(least(x.counts, y.counts) * f.weight)::bigint AS shared
    FROM met m
    JOIN pg_temp.gm_link x ON x.dense_id = m.one
    JOIN pg_temp.gm_link y ON y.dense_id = m.two AND y.contractor = x.contractor
    JOIN pg_temp.gm_firm f ON f.contractor = x.contractor
    GROUP BY m.one, m.two;
  ANALYZE pg_temp.gm_shared;

  -- What firms say in whole ten-thousandths, as the kernel keeps them; sums in the order in which the kernel adds.
  RETURN QUERY
    SELECT v.a, v.b, v.mm,
      floor(((1.0::float8 - v.known) * (1.0::float8 - v.mm::float8 / radius_mm::float8) + v.speaks) * 1e6::float8 + 0.5)::integer
    FROM (
      SELECT f.a, f.b, f.mm, f.trust + t.known AS known, f.trust * f.common + t.speaks AS speaks
      FROM (
        SELECT p.a, p.b, p.mm,
          -- least() passes over NULL: where the firms of one side are unknown, nearness alone must decide.
          CASE WHEN x.trust IS NULL OR y.trust IS NULL THEN 0.0::float8
            ELSE contractor_weight * (floor(least(x.trust, y.trust) * 10000.0::float8 + 0.5::float8) / 10000.0::float8) END AS trust,
          floor(least(1.0::float8, coalesce(2.0::float8 * s.shared::float8 / nullif(x.total + y.total - s.shared, 0)::float8, 0.0::float8)) * 10000.0::float8 + 0.5::float8) / 10000.0::float8 AS common
        FROM pg_temp.gm_near p
        LEFT JOIN pg_temp.gm_known x ON x.dense_id = p.a
        LEFT JOIN pg_temp.gm_known y ON y.dense_id = p.b
        LEFT JOIN pg_temp.gm_shared s ON s.one = least(x.links, y.links) AND s.two = greatest(x.links, y.links)) f
      JOIN pg_temp.gm_asset o ON o.dense_id = f.a
      JOIN pg_temp.gm_asset q ON q.dense_id = f.b
      CROSS JOIN LATERAL (
        SELECT (((sector_weight
            + CASE WHEN o.term_end IS NOT NULL AND q.term_end IS NOT NULL THEN terms_weight ELSE 0.0::float8 END)
            + CASE WHEN o.due IS NOT NULL AND q.due IS NOT NULL THEN inspection_weight ELSE 0.0::float8 END)
            + CASE WHEN o.municipality = q.municipality OR o.municipality <> q.municipality OR o.owner = q.owner OR o.owner <> q.owner THEN border_weight ELSE 0.0::float8 END)
            + CASE WHEN o.kinds IS NOT NULL AND q.kinds IS NOT NULL THEN work_kind_weight ELSE 0.0::float8 END AS known,
          (((sector_weight * gunmane.sector_kinship(o.sector, q.sector)
            + CASE WHEN abs(o.term_end - q.term_end) <= term_days THEN terms_weight ELSE 0.0::float8 END)
            + CASE abs(o.due - q.due) WHEN 0 THEN inspection_weight WHEN 1 THEN inspection_weight * 0.5::float8 ELSE 0.0::float8 END)
            + CASE WHEN o.municipality <> q.municipality OR o.owner <> q.owner THEN border_weight ELSE 0.0::float8 END)
            + CASE WHEN o.kinds IS NOT NULL AND q.kinds IS NOT NULL THEN work_kind_weight * gunmane.work_kind_kinship(o.kinds, q.kinds) ELSE 0.0::float8 END AS speaks) t) v;
END
$$;

CREATE OR REPLACE FUNCTION gunmane.density_groups(
  area integer, radius double precision, min_points integer DEFAULT 3, contractor_weight double precision DEFAULT 0.9,
  threshold double precision DEFAULT 0.85, sectors text[] DEFAULT NULL, municipalities text[] DEFAULT NULL,
  sector_weight double precision DEFAULT 0, terms_weight double precision DEFAULT 0, inspection_weight double precision DEFAULT 0,
  border_weight double precision DEFAULT 0, term_days integer DEFAULT 92,
  work_kind_weight double precision DEFAULT 0, yen_weight double precision DEFAULT 0)
RETURNS TABLE (dense_id integer, group_number integer)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
  least_affinity constant integer := floor(threshold * 1e6::float8 + 0.5)::integer;
  hooked bigint;
BEGIN
  IF min_points IS NULL OR min_points NOT BETWEEN 2 AND 100 OR threshold IS NULL OR threshold NOT BETWEEN 0 AND 1 THEN
    RAISE EXCEPTION 'min_points must be 2…100 and threshold 0…1' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  DROP TABLE IF EXISTS pg_temp.gm_edge, pg_temp.gm_core, pg_temp.gm_member;

  CREATE TEMP TABLE gm_edge ON COMMIT DROP AS
    WITH p AS MATERIALIZED (
      SELECT * FROM gunmane.affinity_pairs(area, radius, contractor_weight, sectors, municipalities,
        sector_weight, terms_weight, inspection_weight, border_weight, term_days, work_kind_weight, yen_weight) q WHERE q.affinity >= least_affinity)
    SELECT p.a, p.b, p.distance_mm, p.affinity FROM p
    UNION ALL
    SELECT p.b, p.a, p.distance_mm, p.affinity FROM p;
  ANALYZE pg_temp.gm_edge;

  CREATE TEMP TABLE gm_core ON COMMIT DROP AS
    SELECT e.a AS id, e.a AS root FROM pg_temp.gm_edge e GROUP BY e.a HAVING count(*) + 1 >= min_points;
  CREATE UNIQUE INDEX ON pg_temp.gm_core (id);
  ANALYZE pg_temp.gm_core;

  -- Components of cores: every root hooks onto the least root beside it, then all point straight to their root
  -- (Shiloach and Vishkin 1982); a few rounds whatever the length of the chain.
  LOOP
    UPDATE pg_temp.gm_core r SET root = h.least
    FROM (
      SELECT x.root, min(y.root) AS least
      FROM pg_temp.gm_edge e
      JOIN pg_temp.gm_core x ON x.id = e.a
      JOIN pg_temp.gm_core y ON y.id = e.b
      WHERE y.root < x.root GROUP BY x.root) h
    WHERE r.id = h.root;
    GET DIAGNOSTICS hooked = ROW_COUNT;
    EXIT WHEN hooked = 0;
    LOOP
      UPDATE pg_temp.gm_core r SET root = u.root FROM pg_temp.gm_core u WHERE u.id = r.root AND u.root < r.root;
      EXIT WHEN NOT FOUND;
    END LOOP;
  END LOOP;

  -- A border asset joins the core neighbour of highest affinity; ties: the nearer, then the lower dense id.
  CREATE TEMP TABLE gm_member ON COMMIT DROP AS
    SELECT c.id, c.root FROM pg_temp.gm_core c
    UNION ALL
    SELECT * FROM (
      SELECT DISTINCT ON (e.a) e.a, c.root
      FROM pg_temp.gm_edge e JOIN pg_temp.gm_core c ON c.id = e.b
      WHERE NOT EXISTS (SELECT FROM pg_temp.gm_core o WHERE o.id = e.a)
      ORDER BY e.a, e.affinity DESC, e.distance_mm, e.b) borders;

  RETURN QUERY
    WITH first AS (SELECT m.root, min(m.id) AS lowest FROM pg_temp.gm_member m GROUP BY m.root),
    numbered AS (SELECT f.root, row_number() OVER (ORDER BY f.lowest)::integer AS number FROM first f)
    SELECT s.dense_id, coalesce(n.number, 0)
    FROM pg_temp.gm_asset s
    LEFT JOIN pg_temp.gm_member m ON m.id = s.dense_id
    LEFT JOIN numbered n ON n.root = m.root
    ORDER BY s.dense_id;
END
$$;

COMMENT ON FUNCTION gunmane.affinity_pairs(integer, double precision, double precision, text[], text[], double precision, double precision, double precision, double precision, integer, double precision, double precision) IS
  'Pairs of assets of a study area within radius metres (geometry to geometry, rounded to mm, equal is inside): a < b dense ids, distance_mm, affinity in millionths = (1 − Σ w·e)(1 − d/R) + Σ w·e·s over what is weighed beside nearness: firms in common (e: trust in the firms known of both, s = min(1, 2 × weighted Jaccard)), sector (gunmane.sector_kinship), contracts that end within term_days, inspection due in the same year, crossing a municipal or owner border, work kinds (gunmane.work_kind_kinship); yen_weight: how far role and recent yen of a firm (gunmane.asset_firms, importance) weigh its link; e = 0 where it is unknown. Needs the right to make temporary tables.';
COMMENT ON FUNCTION gunmane.density_groups(integer, double precision, integer, double precision, double precision, text[], text[], double precision, double precision, double precision, double precision, integer, double precision, double precision) IS
  'Density groups (DBSCAN, Ester et al. 1996) on affinity_pairs with affinity ≥ threshold: every asset looked at with its group, numbered from 1 by lowest dense id, 0 in none. With contractor_weight 0 and threshold 0 the same cores and groups as ST_ClusterDBSCAN(geom_m, radius, min_points).';
