-- What foreign keys of asset to study_area, organisation, department and import would keep, kept once per statement instead
-- of once per row: who is referred to exists and is held (FOR KEY SHARE) until the transaction ends; who is referred to
-- cannot go, and a study area takes its assets along. Errors are those of a foreign key.

CREATE OR REPLACE VIEW gunmane.asset_reference AS
SELECT * FROM (VALUES ('study_area', 'study_area', 'c'), ('owner_org', 'organisation', 'a'), ('managing_department', 'department', 'a'), ('import_id', 'import', 'a'))
  AS r (own_column, fact, on_delete);
COMMENT ON VIEW gunmane.asset_reference IS 'Columns of asset that name a row (id) of another table, kept by triggers per statement. on_delete as pg_constraint.confdeltype: a refused, c cascades.';

-- Every reference of the schema, declared or kept by these triggers.
CREATE OR REPLACE VIEW gunmane.reference AS
SELECT con.conrelid::regclass AS from_table, con.confrelid::regclass AS to_table, con.confdeltype::text AS on_delete,
  (SELECT array_agg(f.attname::text ORDER BY k.at) FROM unnest(con.conkey) WITH ORDINALITY AS k(number, at) JOIN pg_attribute f ON f.attrelid = con.conrelid AND f.attnum = k.number) AS own_columns,
  (SELECT array_agg(p.attname::text ORDER BY k.at) FROM unnest(con.confkey) WITH ORDINALITY AS k(number, at) JOIN pg_attribute p ON p.attrelid = con.confrelid AND p.attnum = k.number) AS columns
FROM pg_constraint con WHERE con.contype = 'f' AND con.connamespace = 'gunmane'::regnamespace AND con.conparentid = 0
UNION ALL
SELECT 'gunmane.asset'::regclass, ('gunmane.' || fact)::regclass, on_delete, ARRAY[own_column], ARRAY['id'] FROM gunmane.asset_reference;
COMMENT ON VIEW gunmane.reference IS 'Which columns of which table name rows of which other: foreign keys, and those of asset that are kept per statement.';

CREATE OR REPLACE FUNCTION gunmane.refuse_reference(own_column text, told text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE foreign_key_violation USING MESSAGE = told, SCHEMA = 'gunmane', TABLE = 'asset', COLUMN = own_column, CONSTRAINT = format('asset_%s_fkey', own_column);
END $$;
COMMENT ON FUNCTION gunmane.refuse_reference(text, text) IS 'Raises what a foreign key of asset would raise.';

CREATE OR REPLACE FUNCTION gunmane.hold_referred(own_column text, fact text, ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE found bigint[];
BEGIN
  -- In order of their ids: two transactions that hold the same rows never wait for each other crosswise.
  EXECUTE format('SELECT array_agg(id::bigint) FROM (SELECT id FROM gunmane.%I WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE) AS held', fact) INTO found USING ids;
  IF ids <@ coalesce(found, '{}') THEN RETURN; END IF;
  PERFORM gunmane.refuse_reference(own_column, format('asset.%s names a row that %s does not have', own_column, fact));
END $$;
COMMENT ON FUNCTION gunmane.hold_referred(text, text, bigint[]) IS 'Holds rows of a table until the transaction ends; refuses if one is not there.';

-- As the schema's owner, like a foreign key: whoever may write assets need not be allowed to lock what they refer to.
CREATE OR REPLACE FUNCTION gunmane.asset_refers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  one record;
  used jsonb;
BEGIN
  SELECT jsonb_build_object('study_area', array_agg(DISTINCT study_area), 'owner_org', array_agg(DISTINCT owner_org) FILTER (WHERE owner_org IS NOT NULL),
      'managing_department', array_agg(DISTINCT managing_department) FILTER (WHERE managing_department IS NOT NULL),
      'import_id', array_agg(DISTINCT import_id) FILTER (WHERE import_id IS NOT NULL))
    INTO used FROM (SELECT DISTINCT study_area, owner_org, managing_department, import_id FROM written) AS w;
  FOR one IN SELECT r.own_column, r.fact, array_agg(i::bigint ORDER BY i::bigint) AS ids FROM gunmane.asset_reference r
      CROSS JOIN LATERAL jsonb_array_elements_text(CASE WHEN used -> r.own_column <> 'null' THEN used -> r.own_column ELSE '[]' END) AS i GROUP BY 1, 2 LOOP
    PERFORM gunmane.hold_referred(one.own_column, one.fact, one.ids);
  END LOOP;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.asset_refers() IS 'Trigger: what the written assets refer to exists and is held until the transaction ends.';

CREATE OR REPLACE TRIGGER added_refers AFTER INSERT ON gunmane.asset
REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION gunmane.asset_refers();
CREATE OR REPLACE TRIGGER changed_refers AFTER UPDATE ON gunmane.asset
REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION gunmane.asset_refers();

-- Whoever removes a row waits for those who hold it and then looks again. Looking again takes a fresh snapshot, which only
-- READ COMMITTED gives.
CREATE OR REPLACE FUNCTION gunmane.asset_referred() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  named text := TG_ARGV[0];
  found boolean;
BEGIN
  IF NOT EXISTS (SELECT FROM gone) THEN RETURN NULL; END IF;
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE feature_not_supported USING MESSAGE = format('rows of %s are removed in READ COMMITTED transactions only', TG_TABLE_NAME);
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT FROM gunmane.asset a WHERE a.%I IN (SELECT id FROM gone))', named) INTO found;
  IF found THEN PERFORM gunmane.refuse_reference(named, format('a row of %s is still referred to by asset.%s', TG_TABLE_NAME, named)); END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.asset_referred() IS 'Trigger: rows that assets refer to are not removed. Argument: the column of asset.';

-- After the row itself, like a cascade: what the same command has removed already is in nobody's way.
CREATE OR REPLACE FUNCTION gunmane.asset_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  DELETE FROM gunmane.asset WHERE study_area = OLD.id;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.asset_follows() IS 'Trigger: a study area that is removed takes its assets along.';

CREATE OR REPLACE FUNCTION gunmane.asset_left() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (SELECT FROM gunmane.asset) THEN PERFORM gunmane.refuse_reference(TG_ARGV[0], format('%s cannot be emptied without asset', TG_TABLE_NAME)); END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.asset_left() IS 'Trigger: a table that assets refer to is emptied only together with asset.';

CREATE OR REPLACE FUNCTION gunmane.id_stays() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gunmane.refuse_reference(TG_ARGV[0], format('the id of a row of %s never changes', TG_TABLE_NAME));
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.id_stays() IS 'Trigger: ids that assets refer to never change.';

DO $$
DECLARE one record;
BEGIN
  FOR one IN SELECT * FROM gunmane.asset_reference LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER asset_referred AFTER DELETE ON gunmane.%I REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION gunmane.asset_referred(%L)', one.fact, one.own_column);
    EXECUTE format('CREATE OR REPLACE TRIGGER asset_left AFTER TRUNCATE ON gunmane.%I FOR EACH STATEMENT EXECUTE FUNCTION gunmane.asset_left(%L)', one.fact, one.own_column);
    EXECUTE format('CREATE OR REPLACE TRIGGER id_stays AFTER UPDATE OF id ON gunmane.%I FOR EACH ROW WHEN (OLD.id IS DISTINCT FROM NEW.id) EXECUTE FUNCTION gunmane.id_stays(%L)', one.fact, one.own_column);
  END LOOP;
END $$;
-- Triggers fire by their names: before RI_…, the cascades to organisations and imports, which assets would refuse.
CREATE OR REPLACE TRIGGER "A_assets_follow" AFTER DELETE ON gunmane.study_area FOR EACH ROW EXECUTE FUNCTION gunmane.asset_follows();
