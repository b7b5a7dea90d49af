-- What imports change in facts that were there before is written down as it happens, whoever changes it: a statement
-- trigger per table. Rows that an import adds need no entry, they carry its import_id.

-- The columns of a table as a list for SELECT; geometry as hexadecimal EWKB, which loses nothing in JSON. What follows from a
-- reference is left out: it may have changed by the time the row comes back.
CREATE OR REPLACE FUNCTION gunmane.columns_as_json(table_of oid, alias text) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT string_agg(CASE WHEN a.atttypid = 'geometry'::regtype THEN format('%1$I.%2$I::text AS %2$I', alias, a.attname)
    ELSE format('%I.%I', alias, a.attname) END, ', ' ORDER BY a.attnum)
  FROM pg_attribute a WHERE a.attrelid = table_of AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (gunmane.following_columns(table_of))
$$;
COMMENT ON FUNCTION gunmane.columns_as_json(oid, text) IS 'SELECT list of a table whose rows go through JSON and back unchanged.';

-- A condition that joins two aliases on key columns.
CREATE OR REPLACE FUNCTION gunmane.same_key(keys text[], one text, other text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(format('%1$I.%3$I = %2$I.%3$I', one, other, key), ' AND ') FROM unnest(keys) AS key
$$;
COMMENT ON FUNCTION gunmane.same_key(text[], text, text) IS 'SQL condition: two aliases have the same key.';

-- One column that names the key of a row.
CREATE OR REPLACE FUNCTION gunmane.key_as_json(keys text[], alias text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT 'jsonb_build_object(' || string_agg(format('%1$L, %2$I.%1$I', key, alias), ', ') || ')' FROM unnest(keys) AS key
$$;
COMMENT ON FUNCTION gunmane.key_as_json(text[], text) IS 'SQL expression: the key of a row as JSON.';

CREATE OR REPLACE FUNCTION gunmane.keep_removed() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  import bigint := gunmane.current_import();
BEGIN
  -- A cascade calls this once for every row above, mostly without any row.
  IF NOT EXISTS (SELECT FROM gone_rows) THEN RETURN NULL; END IF;
  EXECUTE format('INSERT INTO gunmane.import_change (study_area, import_id, step, table_name, key, before) '
    'SELECT i.study_area, i.id, $2, $3, %s, to_jsonb((SELECT r FROM (SELECT %s) AS r)) FROM gone_rows o CROSS JOIN gunmane.import i WHERE i.id = $1',
    gunmane.key_as_json(TG_ARGV, 'o'), gunmane.columns_as_json(TG_RELID, 'o'))
    USING import, nextval('gunmane.import_step'), TG_TABLE_NAME;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.keep_removed() IS 'Trigger: writes rows that an import removes to import_change. Arguments: the key columns.';

CREATE OR REPLACE FUNCTION gunmane.keep_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  import bigint := gunmane.current_import();
  step bigint := nextval('gunmane.import_step');
  matched text := format('FROM old_rows o JOIN new_rows n ON %s', gunmane.same_key(TG_ARGV, 'o', 'n'));
  columns text[];
  list text;
BEGIN
  EXECUTE 'SELECT array_remove(ARRAY[' || (
    SELECT string_agg(format('CASE WHEN bool_or(o.%1$I IS DISTINCT FROM n.%1$I) THEN %1$L END', a.attname), ', ')
    FROM pg_attribute a WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (gunmane.following_columns(TG_RELID))) || ']::text[], NULL) ' || matched INTO columns;
  IF cardinality(columns) > 0 THEN
    SELECT string_agg(format('%L, %%1$s.%I', name, name) || CASE WHEN a.atttypid = 'geometry'::regtype THEN '::text' ELSE '' END, ', ') INTO list
    FROM unnest(columns) AS name JOIN pg_attribute a ON a.attrelid = TG_RELID AND a.attname = name;
    EXECUTE format('INSERT INTO gunmane.import_change (study_area, import_id, step, table_name, key, before, after) '
      'SELECT i.study_area, i.id, $2, $3, %s, jsonb_build_object(%s), jsonb_build_object(%s) %s CROSS JOIN gunmane.import i WHERE i.id = $1 AND (%s)',
      gunmane.key_as_json(TG_ARGV, 'o'), format(list, 'o'), format(list, 'n'), matched,
      (SELECT string_agg(format('o.%1$I IS DISTINCT FROM n.%1$I', name), ' OR ') FROM unnest(columns) AS name))
      USING import, step, TG_TABLE_NAME;
  END IF;
  -- A row that got another key went from the one and came under the other.
  EXECUTE format('INSERT INTO gunmane.import_change (study_area, import_id, step, table_name, key, before, after) '
    'SELECT i.study_area, i.id, $2, $3, m.key, m.before, m.after FROM ('
    'SELECT %1$s AS key, to_jsonb((SELECT r FROM (SELECT %2$s) AS r)) AS before, NULL::jsonb AS after FROM old_rows o WHERE NOT EXISTS (SELECT FROM new_rows n WHERE %3$s) UNION ALL '
    'SELECT %4$s, NULL, %4$s FROM new_rows n WHERE NOT EXISTS (SELECT FROM old_rows o WHERE %3$s)) AS m CROSS JOIN gunmane.import i WHERE i.id = $1',
    gunmane.key_as_json(TG_ARGV, 'o'), gunmane.columns_as_json(TG_RELID, 'o'), gunmane.same_key(TG_ARGV, 'o', 'n'), gunmane.key_as_json(TG_ARGV, 'n'))
    USING import, step, TG_TABLE_NAME;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.keep_changed() IS
  'Trigger: writes the columns that an import changes, before and after, to import_change. Arguments: the key columns.';

-- Tables of facts come under the care of these triggers by one line each; later migrations add theirs in their own function file.
CREATE OR REPLACE FUNCTION gunmane.keep_changes_of(fact text, VARIADIC keys text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  arguments text := (SELECT string_agg(quote_literal(key), ', ') FROM unnest(keys) AS key);
  -- A link that follows its asset to another prefecture changes within the trigger of a foreign key, row by row, and is no change.
  followed text := CASE WHEN gunmane.following_columns(format('gunmane.%I', fact)::regclass) <> '{}' THEN ' AND pg_trigger_depth() = 0' ELSE '' END;
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER import_removes AFTER DELETE ON gunmane.%I REFERENCING OLD TABLE AS gone_rows '
    'FOR EACH STATEMENT WHEN (gunmane.current_import() IS NOT NULL) EXECUTE FUNCTION gunmane.keep_removed(%s)', fact, arguments);
  EXECUTE format('CREATE OR REPLACE TRIGGER import_changes AFTER UPDATE ON gunmane.%I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows '
    'FOR EACH STATEMENT WHEN (gunmane.current_import() IS NOT NULL%s) EXECUTE FUNCTION gunmane.keep_changed(%s)', fact, followed, arguments);
END $$;
COMMENT ON FUNCTION gunmane.keep_changes_of(text, text[]) IS 'Puts a table of facts under the care of import_change; keys: its key columns. Called by migrations only.';

SELECT gunmane.keep_changes_of('organisation', 'id');
SELECT gunmane.keep_changes_of('department', 'id');
SELECT gunmane.keep_changes_of('municipality', 'study_area', 'code');
SELECT gunmane.keep_changes_of('asset', 'study_area', 'dense_id');
SELECT gunmane.keep_changes_of('asset_municipality', 'study_area', 'dense_id', 'code');
SELECT gunmane.keep_changes_of('contractor', 'id');
SELECT gunmane.keep_changes_of('contractor_member', 'contractor', 'member');
SELECT gunmane.keep_changes_of('contract', 'id');
SELECT gunmane.keep_changes_of('contract_asset', 'contract', 'dense_id');
SELECT gunmane.keep_changes_of('contract_number', 'contract', 'ledger_number');
SELECT gunmane.keep_changes_of('asset_contractor', 'study_area', 'dense_id', 'contractor', 'role');
SELECT gunmane.keep_changes_of('import_row', 'import_id', 'row_number');
