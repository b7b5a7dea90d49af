-- Boundaries that changed: every asset is located anew. Returns how many lie elsewhere now.
CREATE OR REPLACE FUNCTION gunmane.relocate_assets(area integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE moved bigint;
BEGIN
  CREATE TEMP TABLE former_place ON COMMIT DROP AS SELECT a.dense_id, a.municipality FROM gunmane.asset a WHERE a.study_area = area;
  UPDATE gunmane.asset SET municipality = NULL, place_flag = NULL WHERE study_area = area AND municipality IS NOT NULL;
  PERFORM gunmane.locate_assets(area);
  UPDATE gunmane.asset SET place_flag = 'outside' WHERE study_area = area AND municipality IS NULL AND place_flag IS DISTINCT FROM 'outside';
  SELECT count(*) INTO moved FROM gunmane.asset a JOIN former_place f USING (dense_id) WHERE a.study_area = area AND a.municipality IS DISTINCT FROM f.municipality;
  RETURN moved;
END $$;
COMMENT ON FUNCTION gunmane.relocate_assets(integer) IS 'Gives every asset of a study area the municipality in which it lies now; call it after boundaries were replaced.';
