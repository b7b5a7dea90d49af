-- What stored groups hold and how they score, from the facts: the same numbers as the engine's. Of a run whose facts have
-- changed since (stale) they are those of today, of the assets that are still there.

CREATE OR REPLACE FUNCTION gunmane.group_municipalities(of_run uuid)
RETURNS TABLE (number integer, code text, name text, assets integer, parts double precision, length_m double precision, area_m2 double precision, share double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH part AS (
    SELECT m.number, m.study_area, coalesce(w.code, a.municipality)::text AS code, w.code IS NULL OR w.code = a.municipality AS counted,
      coalesce(w.share, 1) AS share, a.length_m, a.area_m2
    FROM gunmane.group_member m
    JOIN gunmane.asset a ON a.study_area = m.study_area AND a.dense_id = m.dense_id
    LEFT JOIN gunmane.asset_municipality w ON w.study_area = m.study_area AND w.dense_id = m.dense_id
    WHERE m.run = of_run
  ), held AS (
    SELECT p.number, p.study_area, p.code, count(*) FILTER (WHERE p.counted)::integer AS assets, sum(p.share) AS parts,
      sum(p.length_m * p.share) AS length_m, sum(p.area_m2 * p.share) AS area_m2
    FROM part p GROUP BY p.number, p.study_area, p.code
  )
  SELECT h.number, h.code, coalesce((SELECT min(o.name) FROM gunmane.organisation o WHERE o.study_area = h.study_area AND o.code = h.code),
      (SELECT min(b.name) FROM gunmane.municipality b WHERE b.study_area = h.study_area AND b.border_code = h.code), h.code, '市区町村の外・不明'),
    h.assets, h.parts, h.length_m, h.area_m2, h.parts / sum(h.parts) OVER (PARTITION BY h.number)
  FROM held h ORDER BY h.number, h.parts DESC, h.code
$$;
COMMENT ON FUNCTION gunmane.group_municipalities(uuid) IS
  'What each group of a run holds of each municipality (border_code; NULL: in none). assets: those whose larger part lies there, as the group''s holding counts them; parts, length_m (geodesic metres), area_m2: assets that cross a border apportioned by gunmane.asset_municipality, so that the rows of a group add up to the group; share: of parts, 1 in all.';

-- Extent and compactness are those of the stored outline: the hull itself comes from the engine's triangulation and is not made
-- anew here. Joint patrols are tours, which SQL does not find: what they save is read from the stored document.
CREATE OR REPLACE FUNCTION gunmane.group_scores(of_run uuid)
RETURNS TABLE (number integer, assets integer, cross_border double precision, cross_sector double precision, shared_firm_assets double precision,
  coverage double precision, belief double precision, terms_together double precision, terms_known double precision, common_end date,
  extent_m double precision, compactness double precision, saved_by_side double precision, saved_by_sector double precision,
  score double precision, stored_score double precision, stale boolean)
LANGUAGE sql STABLE PARALLEL SAFE SET enable_nestloop = off SET enable_mergejoin = off SET join_collapse_limit = 1 SET jit = off AS $$
  WITH run AS MATERIALIZED (
    SELECT r.study_area, s.metres_proj, r.data_version <> s.data_version AS stale FROM gunmane.group_run r JOIN gunmane.study_area s ON s.id = r.study_area WHERE r.id = of_run
  ), member AS MATERIALIZED (
    -- What a municipality owns stands on its side of the border, wherever it lies.
    SELECT m.number, m.dense_id, CASE WHEN o.kind = 'municipality' AND o.code IS NOT NULL THEN o.code ELSE a.municipality END AS town, a.owner_org AS owner, a.sector
    FROM gunmane.group_member m JOIN gunmane.asset a ON a.study_area = m.study_area AND a.dense_id = m.dense_id
    LEFT JOIN gunmane.organisation o ON o.study_area = a.study_area AND o.id = a.owner_org
    WHERE m.run = of_run AND a.study_area = (SELECT run.study_area FROM run)
  ), side AS (
    SELECT s.number, sum(s.assets) AS assets, max(s.assets) AS most FROM (SELECT m.number, count(*) AS assets FROM member m GROUP BY m.number, m.town, m.owner) s GROUP BY s.number
  ), sector AS (
    SELECT s.number, max(s.assets) AS most FROM (SELECT m.number, count(*) AS assets FROM member m GROUP BY m.number, m.sector) s GROUP BY s.number
  ), link AS MATERIALIZED (
    SELECT m.number, m.dense_id, m.town, m.owner, f.contractor, f.strength
    FROM member m JOIN gunmane.asset_firms((SELECT run.study_area FROM run)) f ON f.dense_id = m.dense_id
  ), shared AS (
    -- Firms on several sides of the group's borders.
    SELECT l.number, l.contractor FROM link l GROUP BY l.number, l.contractor HAVING count(DISTINCT l.town) > 1 OR count(DISTINCT l.owner) > 1
  ), known AS (
    SELECT l.number, l.dense_id, max(l.strength) AS strength, bool_or(s.contractor IS NOT NULL) AS shared
    FROM link l LEFT JOIN shared s ON s.number = l.number AND s.contractor = l.contractor GROUP BY l.number, l.dense_id
  ), firms AS (
    SELECT k.number, count(*)::float8 AS known, count(*) FILTER (WHERE k.shared)::float8 AS shared, sum(k.strength)::float8 / 100 AS strength FROM known k GROUP BY k.number
  ), last AS MATERIALIZED (
    -- The order that ends last of those that name the asset.
    SELECT DISTINCT ON (m.dense_id) m.number, m.dense_id, c.id, c.ends_on
    FROM member m
    JOIN gunmane.contract_asset l ON l.study_area = (SELECT run.study_area FROM run) AND l.dense_id = m.dense_id
    JOIN gunmane.contract c ON c.id = l.contract
    WHERE c.ends_on IS NOT NULL AND c.outcome IN ('awarded', 'unknown')
    ORDER BY m.dense_id, c.ends_on DESC, c.id
  ), ended AS (
    SELECT DISTINCT l.number, l.id, l.ends_on FROM last l
  ), common AS (
    SELECT DISTINCT ON (d.number) d.number, d.ends_on
    FROM (SELECT e.number, e.ends_on, count(*) AS orders FROM ended e GROUP BY e.number, e.ends_on) d ORDER BY d.number, d.orders DESC, d.ends_on
  ), terms AS (
    SELECT e.number, min(c.ends_on) AS common_end, count(*) FILTER (WHERE abs(e.ends_on - c.ends_on) <= 92)::float8 / count(*) AS together
    FROM ended e JOIN common c ON c.number = e.number GROUP BY e.number
  ), named AS (
    SELECT l.number, count(*)::float8 AS assets FROM last l GROUP BY l.number
  ), outline AS MATERIALIZED (
    SELECT g.number, g.score, g.metrics, gunmane.to_metres(g.geom, (SELECT run.metres_proj FROM run)) AS shape FROM gunmane.candidate_group g WHERE g.run = of_run
  ), measured AS (
    SELECT o.number, s.assets::integer AS assets, 1 - s.most::float8 / s.assets::float8 AS cross_border, 1 - c.most::float8 / s.assets::float8 AS cross_sector,
      coalesce(f.shared / f.known, 0) AS shared_firm_assets, coalesce(f.known, 0) / s.assets::float8 AS coverage, coalesce(f.strength, 0) / s.assets::float8 AS belief,
      coalesce(t.together, 0) AS terms_together, coalesce(n.assets, 0) / s.assets::float8 AS terms_known, t.common_end,
      ST_MaxDistance(o.shape, o.shape) AS extent_m, least(1, 4 * pi() * ST_Area(o.shape) / (ST_Perimeter(o.shape) * ST_Perimeter(o.shape))) AS compactness,
      (o.metrics -> 'travel' ->> 'savedBySide')::float8 AS saved_by_side, (o.metrics -> 'travel' ->> 'savedBySector')::float8 AS saved_by_sector,
      least(1, log(2, s.assets)::float8 / 8) AS size, o.score
    FROM outline o
    JOIN side s ON s.number = o.number
    JOIN sector c ON c.number = o.number
    LEFT JOIN firms f ON f.number = o.number
    LEFT JOIN terms t ON t.number = o.number
    LEFT JOIN named n ON n.number = o.number
  )
  SELECT m.number, m.assets, m.cross_border, m.cross_sector, m.shared_firm_assets, m.coverage, m.belief, m.terms_together, m.terms_known, m.common_end,
    m.extent_m, m.compactness, m.saved_by_side, m.saved_by_sector,
    round(100 * (least(1, 2 * m.cross_border) * 30 + m.shared_firm_assets * (30 * m.belief) + least(1, 2 * m.cross_sector) * 15
      + m.terms_together * (10 * m.terms_known) + m.size * 10 + m.compactness * 5)
      / (30 + 30 * m.belief + 15 + 10 * m.terms_known + 10 + 5) * 100) / 100,
    m.score, (SELECT run.stale FROM run)
  FROM measured m ORDER BY m.number
$$;
COMMENT ON FUNCTION gunmane.group_scores(uuid) IS
  'Numbers and score of each group of a run, worked out from the facts of today by the rules of the engine (docs/reference/grouping.md): shares of assets across the largest side of a border (municipality and owner) and outside the largest sector; shared_firm_assets: of the assets with known firms, those with a firm on several sides; coverage: assets with a known firm; belief: mean strength of their best link; terms: running orders that end within 92 days of common_end, and assets with a known end; extent_m, compactness: of the stored outline, which the engine drew; saved_by_side, saved_by_sector: travel saved by joint patrol, read from the stored document (NULL in old runs), because SQL finds no tours. stored_score: as the run stored it; the same while stale is false.';

CREATE OR REPLACE VIEW gunmane.group_map WITH (security_invoker = true) AS
  SELECT g.id, s.code AS area, g.run, r.created_at, r.id = l.id AS latest, r.data_version <> s.data_version AS stale, r.parameters ->> 'method' AS method, r.engine,
    g.number, g.score, g.assets,
    (SELECT string_agg(t ->> 'name', '・' ORDER BY n) FROM jsonb_array_elements(g.metrics -> 'towns') WITH ORDINALITY AS e(t, n)) AS towns,
    (SELECT string_agg(t ->> 'name', '・' ORDER BY (t ->> 'assets')::integer DESC, n) FROM jsonb_array_elements(g.metrics -> 'holding' -> 'bySector') WITH ORDINALITY AS e(t, n)) AS sectors,
    (g.metrics -> 'holding' ->> 'lengthM')::double precision AS length_m, (g.metrics -> 'holding' ->> 'yenPerYear')::bigint AS yen_per_year,
    g.reasons #>> '{reasons,0,ja}' AS reason_1, g.reasons #>> '{reasons,1,ja}' AS reason_2, g.reasons #>> '{reasons,2,ja}' AS reason_3, g.reasons #>> '{objection,ja}' AS objection,
    g.geom
  FROM gunmane.candidate_group g
  JOIN gunmane.group_run r ON r.id = g.run
  JOIN gunmane.study_area s ON s.id = g.study_area
  JOIN LATERAL (SELECT n.id FROM gunmane.group_run n WHERE n.study_area = g.study_area ORDER BY n.created_at DESC, n.id LIMIT 1) l ON true;
COMMENT ON VIEW gunmane.group_map IS
  '群候補 as a layer for QGIS (key id; filter latest or run): number, score, what it holds, reasons and the strongest objection in Japanese, outline. stale: facts have changed since the run.';

CREATE OR REPLACE FUNCTION gunmane.group_layer(of_run uuid) RETURNS SETOF gunmane.group_map
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT m.* FROM gunmane.group_map m WHERE m.run = of_run ORDER BY m.number
$$;
COMMENT ON FUNCTION gunmane.group_layer(uuid) IS 'The groups of a run as a layer for QGIS: the rows of gunmane.group_map.';
