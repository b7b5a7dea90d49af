-- In which municipality a point lies: the one whose border counts (wards roll up), by pieces of at most 128 vertices.
CREATE OR REPLACE FUNCTION gunmane.municipality_at(area integer, point geometry)
RETURNS TABLE (border_code char(5), prefecture char(2))
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT m.border_code, m.prefecture
  FROM gunmane.municipality_part p
  JOIN gunmane.municipality m ON m.study_area = p.study_area AND m.code = p.code
  WHERE p.study_area = area AND ST_Intersects(p.geom, point)
  ORDER BY m.code LIMIT 1
$$;
COMMENT ON FUNCTION gunmane.municipality_at(integer, geometry) IS
  'The municipality (border_code) and prefecture in which a point lies; no row if in none. On a common border the lower code.';

-- Boundaries that arrive after assets: gives a municipality to assets that have none. Returns how many.
CREATE OR REPLACE FUNCTION gunmane.locate_assets(area integer) RETURNS bigint
LANGUAGE sql VOLATILE AS $$
  WITH found AS (
    SELECT a.dense_id, m.border_code, m.prefecture
    FROM gunmane.asset a
    CROSS JOIN LATERAL gunmane.municipality_at(area, ST_PointOnSurface(a.geom)) m
    WHERE a.study_area = area AND a.municipality IS NULL
  ), located AS (
    UPDATE gunmane.asset a SET municipality = f.border_code, prefecture = f.prefecture
    FROM found f WHERE a.study_area = area AND a.dense_id = f.dense_id
    RETURNING 1
  )
  SELECT count(*) FROM located
$$;
COMMENT ON FUNCTION gunmane.locate_assets(integer) IS 'Locates the assets of a study area that lie in no municipality yet; call it after boundaries were imported.';

-- Where geometries of an import may lie: wholly within outer_box, touching inner_box (null while there are no boundaries).
CREATE OR REPLACE FUNCTION gunmane.import_bounds(area integer)
RETURNS TABLE (outer_box geometry, inner_box geometry)
LANGUAGE sql STABLE AS $$
  SELECT
    CASE WHEN s.fictitious THEN ST_MakeEnvelope(-180, -90, 180, 90, gunmane.storage_srid())
      ELSE ST_MakeEnvelope(122, 20, 154.5, 46, gunmane.storage_srid()) END,
    (SELECT ST_SetSRID(ST_Expand(ST_Extent(m.geom)::geometry, 0.2), gunmane.storage_srid()) FROM gunmane.municipality m WHERE m.study_area = area)
  FROM gunmane.study_area s WHERE s.id = area
$$;
COMMENT ON FUNCTION gunmane.import_bounds(integer) IS 'Japan (the whole world for made-up regions), and the boundaries of the study area with 0.2° around them.';

-- A geometry of a file in storage coordinates: plane rectangular metres are projected, degrees are taken as they are.
CREATE OR REPLACE FUNCTION gunmane.to_storage(g geometry, srid integer, degrees boolean) RETURNS geometry
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ST_Force2D(CASE WHEN degrees THEN ST_SetSRID(g, gunmane.storage_srid()) ELSE ST_Transform(ST_SetSRID(g, srid), gunmane.storage_srid()) END)
$$;
COMMENT ON FUNCTION gunmane.to_storage(geometry, integer, boolean) IS 'A file''s geometry in storage coordinates, two-dimensional. degrees: longitude/latitude of a datum that counts as JGD2011.';

-- Fresh statistics after a load. The service owns no table, so these run with the rights of their owner.
CREATE OR REPLACE FUNCTION gunmane.analyse_boundaries() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  ANALYZE gunmane.municipality, gunmane.municipality_part;
END $$;
COMMENT ON FUNCTION gunmane.analyse_boundaries() IS 'Statistics of boundaries: without them a point is looked up through the wrong index.';

CREATE OR REPLACE FUNCTION gunmane.analyse_facts() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  ANALYZE gunmane.asset, gunmane.contract, gunmane.contract_asset, gunmane.asset_contractor, gunmane.contractor;
END $$;
COMMENT ON FUNCTION gunmane.analyse_facts() IS 'Statistics of assets, orders and firms; call it after a large load.';
