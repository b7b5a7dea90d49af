-- Groups of pairs in SQL: the same result as the engine's kernels.

-- Every root hooks onto the least root beside it, then all point straight to their root (Shiloach and Vishkin 1982), and only
-- edges between different roots remain: a few rounds whatever the length of a chain. In arrays, which a query may read by
-- place and which need no table.
CREATE OR REPLACE FUNCTION gunmane.components(ends integer[], other_ends integer[])
RETURNS TABLE (id integer, root integer)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 100000 SET enable_nestloop = off SET enable_mergejoin = off SET join_collapse_limit = 1 SET jit = off SET work_mem = '256MB' AS $$
#variable_conflict use_column
DECLARE
  one integer[] := ends;
  two integer[] := other_ends;
  top integer[];
  next integer[];
  most constant integer := (SELECT max(e) FROM (SELECT unnest(ends) UNION ALL SELECT unnest(other_ends)) AS u(e));
BEGIN
  IF most IS NULL THEN RETURN; END IF;
  top := ARRAY(SELECT generate_series(0, most));
  LOOP
    SELECT array_agg(e.higher), array_agg(e.lower) INTO one, two
    FROM (
      SELECT DISTINCT greatest(r.p, r.q) AS higher, least(r.p, r.q) AS lower
      FROM (SELECT top[u.x + 1] AS p, top[u.y + 1] AS q FROM unnest(one, two) AS u(x, y)) r WHERE r.p <> r.q) e;
    EXIT WHEN one IS NULL;
    top := ARRAY(
      SELECT coalesce(h.least, top[i + 1]) FROM generate_series(0, most) AS s(i)
      LEFT JOIN (SELECT u.x, min(u.y) AS least FROM unnest(one, two) AS u(x, y) GROUP BY u.x) h ON h.x = s.i ORDER BY s.i);
    LOOP
      next := ARRAY(SELECT top[top[i + 1] + 1] FROM generate_series(0, most) AS s(i) ORDER BY i);
      EXIT WHEN next = top;
      top := next;
    END LOOP;
  END LOOP;
  RETURN QUERY SELECT e.x, top[e.x + 1] FROM (SELECT unnest(ends) UNION SELECT unnest(other_ends)) AS e(x);
END
$$;
COMMENT ON FUNCTION gunmane.components(integer[], integer[]) IS
  'Connected components of a graph: edge i joins ends[i] and other_ends[i] (numbers from 0 on, not sparse). Each number that has an edge, and as root the least number of its component.';

CREATE OR REPLACE FUNCTION gunmane.density_groups(
  area integer, radius double precision, min_points integer DEFAULT 3, contractor_weight double precision DEFAULT 0.9,
  threshold double precision DEFAULT 0.85, sectors text[] DEFAULT NULL, municipalities text[] DEFAULT NULL,
  sector_weight double precision DEFAULT 0, terms_weight double precision DEFAULT 0, inspection_weight double precision DEFAULT 0,
  border_weight double precision DEFAULT 0, term_days integer DEFAULT 92,
  work_kind_weight double precision DEFAULT 0, yen_weight double precision DEFAULT 0)
RETURNS TABLE (dense_id integer, group_number integer)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100000 SET enable_nestloop = off SET enable_mergejoin = off SET join_collapse_limit = 1 SET jit = off SET work_mem = '256MB' AS $$
#variable_conflict use_column
DECLARE
  least_affinity constant integer := floor(threshold * 1e6::float8 + 0.5)::integer;
BEGIN
  IF min_points IS NULL OR min_points NOT BETWEEN 2 AND 100 OR threshold IS NULL OR threshold NOT BETWEEN 0 AND 1 THEN
    RAISE EXCEPTION 'min_points must be 2…100 and threshold 0…1' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN QUERY
    WITH edge AS MATERIALIZED (
      SELECT p.a, p.b, p.distance_mm, p.affinity
      FROM gunmane.affinity_pairs(area, radius, contractor_weight, sectors, municipalities,
        sector_weight, terms_weight, inspection_weight, border_weight, term_days, work_kind_weight, yen_weight) p WHERE p.affinity >= least_affinity
    ), way AS (
      SELECT e.a AS here, e.b AS there, e.distance_mm, e.affinity FROM edge e UNION ALL SELECT e.b, e.a, e.distance_mm, e.affinity FROM edge e
    ), core AS MATERIALIZED (
      SELECT w.here AS id FROM way w GROUP BY w.here HAVING count(*) + 1 >= min_points
    ), joined AS MATERIALIZED (
      SELECT e.a, e.b FROM edge e JOIN core x ON x.id = e.a JOIN core y ON y.id = e.b
    ), rooted AS MATERIALIZED (
      SELECT c.id, coalesce(t.root, c.id) AS root
      FROM core c LEFT JOIN gunmane.components(ARRAY(SELECT j.a FROM joined j), ARRAY(SELECT j.b FROM joined j)) t ON t.id = c.id
    ), member AS MATERIALIZED (
      SELECT r.id, r.root FROM rooted r
      UNION ALL
      -- A border asset joins the core neighbour of highest affinity; ties: the nearer, then the lower dense id.
      SELECT * FROM (
        SELECT DISTINCT ON (w.here) w.here, r.root
        FROM way w JOIN rooted r ON r.id = w.there
        WHERE NOT EXISTS (SELECT FROM core o WHERE o.id = w.here)
        ORDER BY w.here, w.affinity DESC, w.distance_mm, w.there) borders
    )
    SELECT n.dense_id, n.group_number FROM gunmane.numbered_groups(area, sectors, municipalities, ARRAY(SELECT m.id FROM member m), ARRAY(SELECT m.root FROM member m)) n;
END
$$;
COMMENT ON FUNCTION gunmane.density_groups(integer, double precision, integer, double precision, double precision, text[], text[], double precision, double precision, double precision, double precision, integer, double precision, double precision) IS
  'Density groups (DBSCAN, Ester et al. 1996) on affinity_pairs with affinity ≥ threshold: every asset looked at with its group, numbered from 1 by lowest dense id, 0 in none. With contractor_weight 0 and threshold 0 the same cores and groups as ST_ClusterDBSCAN(geom_m, radius, min_points).';

CREATE OR REPLACE FUNCTION gunmane.numbered_groups(area integer, sectors text[], municipalities text[], members integer[], roots integer[])
RETURNS TABLE (dense_id integer, group_number integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100000 SET enable_nestloop = off SET enable_mergejoin = off SET jit = off AS $$
  WITH member AS MATERIALIZED (SELECT u.id, u.root FROM unnest(members, roots) AS u(id, root)),
  numbered AS (SELECT f.root, row_number() OVER (ORDER BY f.lowest)::integer AS number FROM (SELECT m.root, min(m.id) AS lowest FROM member m GROUP BY m.root) f)
  SELECT s.dense_id, coalesce(n.number, 0)
  FROM gunmane.asset s
  LEFT JOIN member m ON m.id = s.dense_id
  LEFT JOIN numbered n ON n.root = m.root
  WHERE s.study_area = area AND (sectors IS NULL OR s.sector = ANY (sectors)) AND (municipalities IS NULL OR s.municipality = ANY (municipalities))
  ORDER BY s.dense_id
$$;
COMMENT ON FUNCTION gunmane.numbered_groups(integer, text[], text[], integer[], integer[]) IS
  'Every asset looked at with the number of its group, from 1 by lowest dense id, 0 in none; members[i] is in the group that roots[i] stands for.';

CREATE OR REPLACE FUNCTION gunmane.shared_firm_groups(
  area integer, radius double precision, near double precision DEFAULT NULL, least_evidence text DEFAULT 'area',
  sectors text[] DEFAULT NULL, municipalities text[] DEFAULT NULL)
RETURNS TABLE (dense_id integer, group_number integer)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100000 SET enable_nestloop = off SET enable_mergejoin = off SET join_collapse_limit = 1 SET jit = off SET work_mem = '256MB' AS $$
#variable_conflict use_column
DECLARE
  near_mm constant integer := coalesce(floor(near * 1000 + 0.5)::integer, -1);
BEGIN
  IF near NOT BETWEEN 0 AND radius THEN RAISE EXCEPTION 'near must be 0…radius m, or NULL' USING ERRCODE = 'invalid_parameter_value'; END IF;
  IF gunmane.evidence_percent(least_evidence) IS NULL THEN
    RAISE EXCEPTION 'least_evidence must be asset, title, area or town_sector_kind' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN QUERY
    WITH behind AS MATERIALIZED (
      SELECT f.dense_id, array_agg(f.contractor) AS firms FROM gunmane.asset_firms(area) f
      WHERE gunmane.evidence_percent(f.evidence) >= gunmane.evidence_percent(least_evidence) GROUP BY f.dense_id
    ), edge AS MATERIALIZED (
      SELECT p.a, p.b
      FROM gunmane.near_pairs(area, radius, sectors, municipalities) p
      LEFT JOIN behind x ON x.dense_id = p.a
      LEFT JOIN behind y ON y.dense_id = p.b
      WHERE p.distance_mm <= near_mm OR x.firms && y.firms
    ), member AS MATERIALIZED (
      SELECT c.id, c.root FROM gunmane.components(ARRAY(SELECT e.a FROM edge e), ARRAY(SELECT e.b FROM edge e)) c
    )
    SELECT n.dense_id, n.group_number FROM gunmane.numbered_groups(area, sectors, municipalities, ARRAY(SELECT m.id FROM member m), ARRAY(SELECT m.root FROM member m)) n;
END
$$;
COMMENT ON FUNCTION gunmane.shared_firm_groups(integer, double precision, double precision, text, text[], text[]) IS
  'Groups of near assets that share a firm: connected components of the pairs within radius metres that have a firm in common, each side known on the rung least_evidence of the evidence ladder (asset, title, area, town_sector_kind) or a higher one. near: pairs within so many metres need no firm in common; NULL: all do. Distances are whole mm, equal is inside. Every asset looked at with its group, numbered from 1 by lowest dense id, 0 in none. For points the components of SharedFirmGroups in the engine; here lines and polygons, too.';
