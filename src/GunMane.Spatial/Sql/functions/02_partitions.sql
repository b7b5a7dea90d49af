-- Assets and orders are partitioned by prefecture (decision 0005). As installed there is the DEFAULT partition only, and its own unique
-- indexes keep what is unique whatever the prefecture. From the first prefecture with a partition of its own on, asset_key and
-- contract_key keep it.

-- pg_partition_tree reads the catalogue as it is now, whatever the transaction's snapshot: the parent, the default, and others.
CREATE OR REPLACE FUNCTION gunmane.has_partitions(fact regclass) RETURNS boolean
LANGUAGE sql VOLATILE AS $$
  SELECT count(*) > 2 FROM pg_partition_tree(fact)
$$;
COMMENT ON FUNCTION gunmane.has_partitions(regclass) IS 'Whether a partitioned table has other partitions than its default one.';

CREATE OR REPLACE FUNCTION gunmane.keep_keys() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  kept text := format('gunmane.%I', TG_TABLE_NAME || '_key');
  keys text := (SELECT string_agg(quote_ident(key), ', ') FROM unnest(TG_ARGV) AS key);
BEGIN
  IF NOT gunmane.has_partitions(TG_RELID) THEN RETURN NULL; END IF;
  CASE TG_OP
    WHEN 'INSERT' THEN EXECUTE format('INSERT INTO %s (%s) SELECT %2$s FROM new_rows', kept, keys);
    WHEN 'DELETE' THEN EXECUTE format('DELETE FROM %s k USING old_rows o WHERE k.id = o.id', kept);
    WHEN 'TRUNCATE' THEN EXECUTE format('DELETE FROM %s', kept);
    ELSE
      EXECUTE format('DELETE FROM %s k USING (SELECT %s FROM old_rows EXCEPT SELECT %2$s FROM new_rows) AS o WHERE k.id = o.id', kept, keys);
      EXECUTE format('INSERT INTO %s (%s) (SELECT %2$s FROM new_rows EXCEPT SELECT %2$s FROM old_rows)', kept, keys);
  END CASE;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.keep_keys() IS 'Trigger: what is unique across partitions, kept in a narrow table of its own. Arguments: its columns.';

CREATE OR REPLACE FUNCTION gunmane.keep_keys_of(fact text, VARIADIC keys text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  call text := format('FOR EACH STATEMENT EXECUTE FUNCTION gunmane.keep_keys(%s)', (SELECT string_agg(quote_literal(key), ', ') FROM unnest(keys) AS key));
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER added_keys AFTER INSERT ON gunmane.%I REFERENCING NEW TABLE AS new_rows %s', fact, call);
  EXECUTE format('CREATE OR REPLACE TRIGGER changed_keys AFTER UPDATE ON gunmane.%I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows %s', fact, call);
  EXECUTE format('CREATE OR REPLACE TRIGGER removed_keys AFTER DELETE ON gunmane.%I REFERENCING OLD TABLE AS old_rows %s', fact, call);
  EXECUTE format('CREATE OR REPLACE TRIGGER emptied_keys AFTER TRUNCATE ON gunmane.%I %s', fact, call);
END $$;
COMMENT ON FUNCTION gunmane.keep_keys_of(text, text[]) IS 'Puts what is unique among the rows of a partitioned table under the care of its key table; keys: the columns of that. Called by migrations only.';

SELECT gunmane.keep_keys_of('asset', 'study_area', 'dense_id', 'id', 'source', 'source_key');
SELECT gunmane.keep_keys_of('contract', 'id', 'public_id', 'study_area', 'source', 'source_key');

-- ---------------------------------------------------------------- what is linked follows the prefecture
CREATE OR REPLACE FUNCTION gunmane.following_columns(table_of oid) RETURNS text[]
LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(own.attname::text), '{}')
  FROM pg_constraint con
  CROSS JOIN LATERAL unnest(con.conkey, con.confkey) AS k(own, other)
  JOIN pg_attribute own ON own.attrelid = con.conrelid AND own.attnum = k.own
  JOIN pg_attribute other ON other.attrelid = con.confrelid AND other.attnum = k.other
  WHERE con.conrelid = table_of AND con.contype = 'f' AND con.confupdtype = 'c' AND con.conparentid = 0 AND other.attname = 'prefecture'
$$;
COMMENT ON FUNCTION gunmane.following_columns(oid) IS 'Columns of a table that are the prefecture of what it refers to: foreign keys keep them (ON UPDATE CASCADE), so they are no facts of their own.';

-- Who writes many links names the prefecture; for others (undo, by hand) it is looked up. Of what is not there the foreign key tells.
CREATE OR REPLACE FUNCTION gunmane.name_asset_prefecture() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  NEW.prefecture := coalesce((SELECT a.prefecture FROM gunmane.asset a WHERE a.study_area = NEW.study_area AND a.dense_id = NEW.dense_id), '--');
  RETURN NEW;
END $$;
COMMENT ON FUNCTION gunmane.name_asset_prefecture() IS 'Trigger: a link that does not name its asset''s prefecture gets it.';

CREATE OR REPLACE FUNCTION gunmane.name_contract_prefecture() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  NEW.contract_prefecture := coalesce((SELECT c.prefecture FROM gunmane.contract c WHERE c.study_area = NEW.study_area AND c.id = NEW.contract), '--');
  RETURN NEW;
END $$;
COMMENT ON FUNCTION gunmane.name_contract_prefecture() IS 'Trigger: a link that does not name its order''s prefecture gets it.';

DO $$
DECLARE link text;
BEGIN
  FOREACH link IN ARRAY ARRAY['asset_contractor', 'asset_municipality', 'contract_asset', 'link_candidate'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER asset_prefecture BEFORE INSERT ON gunmane.%I FOR EACH ROW WHEN (NEW.prefecture IS NULL) EXECUTE FUNCTION gunmane.name_asset_prefecture()', link);
  END LOOP;
  FOREACH link IN ARRAY ARRAY['contract_asset', 'contract_number', 'link_candidate'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER contract_prefecture BEFORE INSERT ON gunmane.%I FOR EACH ROW WHEN (NEW.contract_prefecture IS NULL) EXECUTE FUNCTION gunmane.name_contract_prefecture()', link);
  END LOOP;
END $$;

-- A foreign key asks for its row by one prepared statement, once per link. Over several partitions PostgreSQL finds it cheaper, by its
-- estimates, to plan that anew for every link: four times the work of the link. While links are written it keeps its plan.
CREATE OR REPLACE FUNCTION gunmane.plan_references() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_WHEN = 'BEFORE' THEN
    PERFORM set_config('gunmane.plan_cache_mode', current_setting('plan_cache_mode'), true), set_config('plan_cache_mode', 'force_generic_plan', true);
  ELSE
    PERFORM set_config('plan_cache_mode', current_setting('gunmane.plan_cache_mode'), true);
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.plan_references() IS 'Trigger: foreign keys to partitioned tables are planned once per statement; the setting is as before afterwards.';

DO $$
DECLARE link text;
BEGIN
  FOREACH link IN ARRAY ARRAY['asset_contractor', 'asset_municipality', 'contract_asset', 'contract_number', 'link_candidate'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER references_planned BEFORE INSERT ON gunmane.%I FOR EACH STATEMENT WHEN (gunmane.has_partitions(''gunmane.asset'')) EXECUTE FUNCTION gunmane.plan_references()', link);
    EXECUTE format('CREATE OR REPLACE TRIGGER references_seen AFTER INSERT ON gunmane.%I FOR EACH STATEMENT WHEN (gunmane.has_partitions(''gunmane.asset'')) EXECUTE FUNCTION gunmane.plan_references()', link);
  END LOOP;
END $$;

-- ---------------------------------------------------------------- a prefecture gets its partition, or gives it back
-- References to assets and orders: rows move between partitions without their cascades, and every reference is checked afterwards.
CREATE OR REPLACE FUNCTION gunmane.release_references() RETURNS text[]
LANGUAGE plpgsql AS $$
DECLARE
  one record;
  commands text[] := '{}';
BEGIN
  FOR one IN SELECT conrelid::regclass AS link, conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
      WHERE contype = 'f' AND conparentid = 0 AND confrelid IN ('gunmane.asset'::regclass, 'gunmane.contract'::regclass) ORDER BY 1, 2 LOOP
    commands := commands || format('ALTER TABLE %s ADD CONSTRAINT %I %s', one.link, one.conname, one.definition);
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.link, one.conname);
  END LOOP;
  RETURN commands;
END $$;
COMMENT ON FUNCTION gunmane.release_references() IS 'Drops the foreign keys that refer to asset and contract; returns the commands that make them again. Called by partition_prefecture and unpartition_prefecture only.';

-- Imports, undo and links hold a share of their study area from their first step on: whoever takes all of it has waited for them.
CREATE OR REPLACE FUNCTION gunmane.hold_partitions(of_prefecture text, there boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF of_prefecture IS NULL OR of_prefecture !~ '^[0-9]{2}$' THEN
    RAISE invalid_parameter_value USING MESSAGE = format('都道府県コードは二桁の数字です (a prefecture is two digits): %s', of_prefecture);
  END IF;
  LOCK TABLE gunmane.study_area IN EXCLUSIVE MODE;
  LOCK TABLE gunmane.asset, gunmane.contract, gunmane.contract_asset, gunmane.contract_number, gunmane.link_candidate, gunmane.asset_contractor, gunmane.asset_municipality IN ACCESS EXCLUSIVE MODE;
  IF (to_regclass('gunmane.asset_' || of_prefecture) IS NOT NULL) = there THEN RETURN; END IF;
  IF there THEN RAISE undefined_table USING MESSAGE = format('都道府県 %s の区画はありません (prefecture %1$s has no partition)', of_prefecture); END IF;
  RAISE duplicate_table USING MESSAGE = format('都道府県 %s の区画はもうあります (prefecture %1$s has its partition already)', of_prefecture);
END $$;
COMMENT ON FUNCTION gunmane.hold_partitions(text, boolean) IS 'Waits until nobody works with assets and orders, keeps others out until the transaction ends, and refuses if the partition is there or not, as told.';

CREATE OR REPLACE FUNCTION gunmane.fill_partition(fact text, of_prefecture char(2)) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  rest text := format('gunmane.%I', fact || '_default');
  own text := format('gunmane.%I', fact || '_' || of_prefecture);
  filled bigint;
BEGIN
  EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)%s', own, rest, (SELECT ' WITH (' || array_to_string(reloptions, ', ') || ')' FROM pg_class WHERE oid = rest::regclass));
  EXECUTE format('COMMENT ON TABLE %s IS %L', own, format('Rows of %s of prefecture %s. Written through %1$s only.', fact, of_prefecture));
  -- Neighbours on the map stay neighbours on the page.
  EXECUTE format('INSERT INTO %s SELECT * FROM %s WHERE prefecture = $1 ORDER BY %s', own, rest, CASE fact WHEN 'asset' THEN 'geom' ELSE 'id' END) USING of_prefecture;
  GET DIAGNOSTICS filled = ROW_COUNT;
  EXECUTE format('DELETE FROM %s WHERE prefecture = $1', rest) USING of_prefecture;
  EXECUTE format('ALTER TABLE gunmane.%I ATTACH PARTITION %s FOR VALUES IN (%L)', fact, own, of_prefecture);
  RETURN filled;
END $$;
COMMENT ON FUNCTION gunmane.fill_partition(text, char) IS 'Makes a partition like the default one and moves the rows of a prefecture there; returns how many. Called by partition_prefecture only.';

CREATE OR REPLACE FUNCTION gunmane.partition_prefecture(of_prefecture char(2)) RETURNS TABLE (fact text, rows bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  released text[];
  command text;
BEGIN
  PERFORM gunmane.hold_partitions(of_prefecture, false);
  IF NOT gunmane.has_partitions('gunmane.asset') THEN
    INSERT INTO gunmane.asset_key (study_area, dense_id, id, source, source_key) SELECT a.study_area, a.dense_id, a.id, a.source, a.source_key FROM gunmane.asset a;
    INSERT INTO gunmane.contract_key (id, public_id, study_area, source, source_key) SELECT c.id, c.public_id, c.study_area, c.source, c.source_key FROM gunmane.contract c;
  END IF;
  released := gunmane.release_references();
  FOREACH fact IN ARRAY ARRAY['asset', 'contract'] LOOP
    rows := gunmane.fill_partition(fact, of_prefecture);
    RETURN NEXT;
  END LOOP;
  FOREACH command IN ARRAY released LOOP EXECUTE command; END LOOP;
  ANALYZE gunmane.asset, gunmane.contract, gunmane.asset_key, gunmane.contract_key;
END $$;
COMMENT ON FUNCTION gunmane.partition_prefecture(char) IS
  'Gives a prefecture (two digits; 00: unknown) partitions of its own of asset and contract, with the same keys, indexes and references, and moves its rows there. Returns how many. Needs everybody else out for the time (it waits); what is read through asset and contract stays the same. VACUUM gunmane.asset_default afterwards.';

CREATE OR REPLACE FUNCTION gunmane.unpartition_prefecture(of_prefecture char(2)) RETURNS TABLE (fact text, rows bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  released text[];
  command text;
  own text;
BEGIN
  PERFORM gunmane.hold_partitions(of_prefecture, true);
  released := gunmane.release_references();
  FOREACH fact IN ARRAY ARRAY['asset', 'contract'] LOOP
    own := format('gunmane.%I', fact || '_' || of_prefecture);
    EXECUTE format('ALTER TABLE gunmane.%I DETACH PARTITION %s', fact, own);
    EXECUTE format('INSERT INTO gunmane.%I SELECT * FROM %s ORDER BY %s', fact || '_default', own, CASE fact WHEN 'asset' THEN 'geom' ELSE 'id' END);
    GET DIAGNOSTICS rows = ROW_COUNT;
    EXECUTE format('DROP TABLE %s', own);
    RETURN NEXT;
  END LOOP;
  FOREACH command IN ARRAY released LOOP EXECUTE command; END LOOP;
  IF NOT gunmane.has_partitions('gunmane.asset') THEN TRUNCATE gunmane.asset_key, gunmane.contract_key; END IF;
  ANALYZE gunmane.asset, gunmane.contract, gunmane.asset_key, gunmane.contract_key;
END $$;
COMMENT ON FUNCTION gunmane.unpartition_prefecture(char) IS 'Takes partition_prefecture back: the prefecture''s rows return to the default partition. Returns how many.';
