-- Facts written by psql, QGIS or another program raise the data version of their study area, once in a transaction: what is kept by it (counts, extents, tiles,
-- snapshots) would be stale for ever. Who names an actor (gunmane.actor), as the service does in each transaction, raises it himself, once and last.
CREATE OR REPLACE FUNCTION gunmane.raise_once(area integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE raised text := coalesce(current_setting('gunmane.raised', true), '');
BEGIN
  IF position(format(' %s ', area) IN raised) > 0 THEN RETURN; END IF;
  -- Not of a study area that goes, facts and all.
  PERFORM gunmane.raise_data_version(id) FROM gunmane.study_area WHERE id = area;
  PERFORM set_config('gunmane.raised', format('%s %s ', raised, area), true);
END $$;
COMMENT ON FUNCTION gunmane.raise_once(integer) IS 'Raises the data version of a study area unless this transaction has done so by this function.';

CREATE OR REPLACE FUNCTION gunmane.written_by_hand() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    PERFORM gunmane.raise_once(id) FROM gunmane.study_area;
  ELSIF TG_LEVEL = 'STATEMENT' THEN
    EXECUTE format('SELECT gunmane.raise_once(study_area) FROM (%s) AS touched', CASE TG_OP WHEN 'INSERT' THEN 'SELECT DISTINCT study_area FROM new_rows'
      WHEN 'DELETE' THEN 'SELECT DISTINCT study_area FROM old_rows' ELSE 'SELECT study_area FROM old_rows UNION SELECT study_area FROM new_rows' END);
  ELSE
    IF TG_OP <> 'INSERT' THEN PERFORM gunmane.raise_once(OLD.study_area); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM gunmane.raise_once(NEW.study_area); END IF;
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.written_by_hand() IS 'Trigger: raises the data version of study areas whose facts were written by no one who does it himself.';

-- The rows of asset and contract that a statement touches are gathered for keep_keys in any case: there one look at them costs an import nothing. Elsewhere
-- gathering them would cost more than asking at each row who writes. By their names they come after what keeps the keys: what is refused is refused for that.
DO $$
DECLARE
  fact text;
  by_hand CONSTANT text := $when$WHEN (coalesce(current_setting('gunmane.actor', true), '') = '') EXECUTE FUNCTION gunmane.written_by_hand()$when$;
BEGIN
  FOREACH fact IN ARRAY '{asset,contract}'::text[] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER written_by_hand_added AFTER INSERT ON gunmane.%I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT %s', fact, by_hand);
    EXECUTE format('CREATE OR REPLACE TRIGGER written_by_hand_changed AFTER UPDATE ON gunmane.%I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT %s', fact, by_hand);
    EXECUTE format('CREATE OR REPLACE TRIGGER written_by_hand_removed AFTER DELETE ON gunmane.%I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT %s', fact, by_hand);
  END LOOP;
  FOREACH fact IN ARRAY '{municipality,organisation,department,contractor,contract_asset,asset_contractor}'::text[] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER written_by_hand AFTER INSERT OR UPDATE OR DELETE ON gunmane.%I FOR EACH ROW %s', fact, by_hand);
  END LOOP;
  FOREACH fact IN ARRAY '{asset,contract,municipality,organisation,department,contractor,contract_asset,asset_contractor}'::text[] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER written_by_hand_emptied AFTER TRUNCATE ON gunmane.%I FOR EACH STATEMENT %s', fact, by_hand);
  END LOOP;
END $$;
