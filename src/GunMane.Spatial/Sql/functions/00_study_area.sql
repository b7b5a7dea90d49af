-- What every transaction that changes facts calls last.
CREATE OR REPLACE FUNCTION gunmane.raise_data_version(area integer) RETURNS bigint
LANGUAGE sql VOLATILE AS $$
  UPDATE gunmane.study_area SET data_version = data_version + 1 WHERE id = area RETURNING data_version
$$;
COMMENT ON FUNCTION gunmane.raise_data_version(integer) IS 'Raises and returns the data version of a study area; call it in the transaction that changes its facts.';

-- Degrees of storage → local metres of a study area (SRID 0).
CREATE OR REPLACE FUNCTION gunmane.to_metres(g geometry, proj text) RETURNS geometry
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ST_SetSRID(ST_Transform(g, proj), 0)
$$;
COMMENT ON FUNCTION gunmane.to_metres(geometry, text) IS 'A stored geometry in the local metres of a study area (study_area.metres_proj); SRID 0.';
