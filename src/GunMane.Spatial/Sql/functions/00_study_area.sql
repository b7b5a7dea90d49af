-- Tells every listening service what happened; it reaches them when the transaction commits.
CREATE OR REPLACE FUNCTION gunmane.announce(event text, area integer, data jsonb) RETURNS void
LANGUAGE sql VOLATILE AS $$
  SELECT pg_notify('gunmane_events', json_build_object('event', event, 'area', (SELECT code FROM gunmane.study_area WHERE id = area), 'data', data)::text)
$$;
COMMENT ON FUNCTION gunmane.announce(text, integer, jsonb) IS 'Sends an event (job, scenario, data) of a study area to /api/events; data stays under 7 kB.';

-- What every transaction that changes facts calls last.
CREATE OR REPLACE FUNCTION gunmane.raise_data_version(area integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE raised record;
BEGIN
  UPDATE gunmane.study_area SET data_version = data_version + 1 WHERE id = area RETURNING code, data_version INTO raised;
  PERFORM gunmane.announce('data', area, jsonb_build_object('area', raised.code, 'dataVersion', raised.data_version));
  RETURN raised.data_version;
END $$;
COMMENT ON FUNCTION gunmane.raise_data_version(integer) IS 'Raises and returns the data version of a study area; call it in the transaction that changes its facts.';

-- Degrees of storage → local metres of a study area (SRID 0).
CREATE OR REPLACE FUNCTION gunmane.to_metres(g geometry, proj text) RETURNS geometry
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ST_SetSRID(ST_Transform(g, proj), 0)
$$;
COMMENT ON FUNCTION gunmane.to_metres(geometry, text) IS 'A stored geometry in the local metres of a study area (study_area.metres_proj); SRID 0.';
