-- Boundaries that changed: every asset is looked up again. Returns how many lie elsewhere now.
CREATE OR REPLACE FUNCTION gunmane.relocate_assets(area integer) RETURNS bigint
LANGUAGE sql VOLATILE AS $$
  WITH found AS (
    SELECT a.dense_id, m.border_code, m.prefecture
    FROM gunmane.asset a LEFT JOIN LATERAL gunmane.municipality_at(area, ST_PointOnSurface(a.geom)) m ON true
    WHERE a.study_area = area AND a.municipality IS DISTINCT FROM m.border_code
  ), located AS (
    UPDATE gunmane.asset a SET municipality = f.border_code, prefecture = coalesce(f.prefecture, a.prefecture)
    FROM found f WHERE a.study_area = area AND a.dense_id = f.dense_id
    RETURNING 1
  )
  SELECT count(*) FROM located
$$;
COMMENT ON FUNCTION gunmane.relocate_assets(integer) IS 'Gives every asset of a study area the municipality in which it lies now; call it after boundaries were replaced.';
