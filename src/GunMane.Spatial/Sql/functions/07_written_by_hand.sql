-- Facts written by psql, QGIS or another program raise the data version of their study area, once in a transaction: what is kept by it (counts, extents, tiles,
-- snapshots) would be stale for ever. Who names an actor (gunmane.actor), as the service does in each transaction, raises it himself, once and last.
CREATE OR REPLACE FUNCTION gunmane.raise_for_hand() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  raised text := coalesce(current_setting('gunmane.raised', true), '');
  area integer;
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    PERFORM gunmane.raise_data_version(id) FROM gunmane.study_area;
    RETURN NULL;
  END IF;
  FOREACH area IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.study_area] WHEN 'DELETE' THEN ARRAY[OLD.study_area] ELSE ARRAY[OLD.study_area, NEW.study_area] END LOOP
    CONTINUE WHEN position(format(' %s ', area) IN raised) > 0;
    -- Not of a study area that goes, facts and all.
    PERFORM gunmane.raise_data_version(id) FROM gunmane.study_area WHERE id = area;
    raised := set_config('gunmane.raised', format('%s %s ', raised, area), true);
  END LOOP;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.raise_for_hand() IS 'Trigger: raises the data version of a study area whose facts were written by no one who does it himself.';

DO $$
DECLARE
  fact text;
  by_hand CONSTANT text := $when$WHEN (coalesce(current_setting('gunmane.actor', true), '') = '') EXECUTE FUNCTION gunmane.raise_for_hand()$when$;
BEGIN
  FOREACH fact IN ARRAY '{municipality,organisation,department,asset,contractor,contract,contract_asset,asset_contractor}'::text[] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER written_by_hand AFTER INSERT OR UPDATE OR DELETE ON gunmane.%I FOR EACH ROW %s', fact, by_hand);
    EXECUTE format('CREATE OR REPLACE TRIGGER emptied_by_hand AFTER TRUNCATE ON gunmane.%I FOR EACH STATEMENT %s', fact, by_hand);
  END LOOP;
END $$;
