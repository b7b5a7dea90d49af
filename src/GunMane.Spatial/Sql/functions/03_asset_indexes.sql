-- Building these indexes over a million assets takes a third of the time of keeping them up to date row by row. While there
-- is no asset at all nobody misses them: they are taken off then, and whoever stores the first assets lays them before
-- it commits. Nobody who reads waits for that: an empty table is locked for a moment, and a lock that is not free is not waited for.

CREATE OR REPLACE VIEW gunmane.asset_index AS
SELECT * FROM (VALUES
  ('asset_id', 'CREATE UNIQUE INDEX asset_id ON gunmane.asset USING btree (id)'),
  ('asset_source', 'CREATE UNIQUE INDEX asset_source ON gunmane.asset USING btree (study_area, source, source_key)'),
  ('asset_geom', 'CREATE INDEX asset_geom ON gunmane.asset USING gist (geom)')) AS i (name, definition);
COMMENT ON VIEW gunmane.asset_index IS 'The indexes of asset that a table without rows may lack, as pg_get_indexdef writes them.';

CREATE OR REPLACE FUNCTION gunmane.asset_indexes_stand() RETURNS boolean
LANGUAGE sql VOLATILE AS $$
  SELECT count(*) = 0 FROM gunmane.asset_index i WHERE to_regclass('gunmane.' || i.name) IS NULL
$$;
COMMENT ON FUNCTION gunmane.asset_indexes_stand() IS 'Whether asset has all of its indexes.';

CREATE OR REPLACE FUNCTION gunmane.lift_asset_indexes() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE one record;
BEGIN
  IF EXISTS (SELECT FROM gunmane.asset) OR NOT gunmane.asset_indexes_stand() THEN RETURN false; END IF;
  LOCK TABLE gunmane.asset IN ACCESS EXCLUSIVE MODE NOWAIT;
  -- Who held it before may have stored something.
  IF EXISTS (SELECT FROM gunmane.asset) THEN RETURN false; END IF;
  FOR one IN SELECT name FROM gunmane.asset_index LOOP
    EXECUTE format('DROP INDEX IF EXISTS gunmane.%I', one.name);
  END LOOP;
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  RETURN false;
END $$;
COMMENT ON FUNCTION gunmane.lift_asset_indexes() IS
  'Takes the indexes off while there is no asset; false if there are some, or somebody is looking. Call it in a transaction of its own: its lock ends with it.';

-- Only one transaction stores the first assets: a second one waits here, finds the indexes laid, and keeps them up to date.
CREATE OR REPLACE FUNCTION gunmane.await_asset_indexes() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  -- From here on nobody takes them off.
  LOCK TABLE gunmane.asset IN ACCESS SHARE MODE;
  IF NOT gunmane.asset_indexes_stand() THEN LOCK TABLE gunmane.asset IN SHARE ROW EXCLUSIVE MODE; END IF;
  PERFORM set_config('gunmane.lays_indexes', 'on', true);
END $$;
COMMENT ON FUNCTION gunmane.await_asset_indexes() IS 'Call it before assets are stored, and gunmane.lay_asset_indexes() afterwards.';

CREATE OR REPLACE FUNCTION gunmane.lay_asset_indexes() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE one record;
BEGIN
  FOR one IN SELECT definition FROM gunmane.asset_index WHERE to_regclass('gunmane.' || name) IS NULL LOOP
    EXECUTE one.definition;
  END LOOP;
  PERFORM set_config('gunmane.lays_indexes', '', true);
END $$;
COMMENT ON FUNCTION gunmane.lay_asset_indexes() IS 'Lays the indexes that asset lacks; in the transaction that stored the first assets.';

CREATE OR REPLACE FUNCTION gunmane.need_asset_indexes() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('gunmane.lays_indexes', true), '') = '' AND NOT gunmane.asset_indexes_stand() THEN
    RAISE object_not_in_prerequisite_state USING MESSAGE = 'asset lacks indexes', HINT = 'SELECT gunmane.await_asset_indexes() before, gunmane.lay_asset_indexes() after storing the first assets.';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.need_asset_indexes() IS 'Trigger: no assets without indexes, unless the transaction is going to lay them.';

CREATE OR REPLACE TRIGGER indexes_needed BEFORE INSERT ON gunmane.asset FOR EACH STATEMENT EXECUTE FUNCTION gunmane.need_asset_indexes();
