-- Taking an import back: statement by statement, the last one first, then what it added. Whatever stands in the way is
-- returned instead, and the caller rolls back.

-- What a change of an import left is no longer as it left it.
CREATE OR REPLACE FUNCTION gunmane.changed_since(import bigint, of_step bigint, fact text, columns text[], keys text[]) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE found bigint;
BEGIN
  EXECUTE format('SELECT count(*) FROM gunmane.import_change c CROSS JOIN LATERAL jsonb_populate_record(NULL::gunmane.%1$I, c.key || c.after) AS r '
    'LEFT JOIN gunmane.%1$I t ON %2$s WHERE c.import_id = $1 AND c.step = $2 AND c.before IS NOT NULL AND c.after IS NOT NULL '
    -- A row that went with the import that had added it needs nothing; one that a later import removed comes back with that import.
    'AND CASE WHEN t.%3$I IS NULL THEN EXISTS (SELECT FROM gunmane.import_change o JOIN gunmane.import l ON l.id = o.import_id '
    'WHERE l.undone_at IS NULL AND o.table_name = c.table_name AND o.key = c.key AND o.step > c.step AND o.after IS NULL) ELSE %4$s END',
    fact, gunmane.same_key(keys, 't', 'r'), keys[1],
    (SELECT string_agg(format('t.%1$I IS DISTINCT FROM r.%1$I', name), ' OR ') FROM unnest(columns) AS name))
    INTO found USING import, of_step;
  RETURN found;
END $$;
COMMENT ON FUNCTION gunmane.changed_since(bigint, bigint, text, text[], text[]) IS 'How many rows that a statement of an import changed were changed again afterwards.';

-- The statement of an import backwards. Returns how many rows of it were changed again since: then nothing is done.
CREATE OR REPLACE FUNCTION gunmane.undo_step(import bigint, of_step bigint, fact text) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  keys text[] := (SELECT array_agg(k) FROM (SELECT jsonb_object_keys(key) AS k FROM (SELECT key FROM gunmane.import_change WHERE import_id = import AND step = of_step LIMIT 1) AS one) AS names);
  columns text[] := (SELECT array_agg(k) FROM (SELECT jsonb_object_keys(before) AS k FROM (
    SELECT before FROM gunmane.import_change WHERE import_id = import AND step = of_step AND before IS NOT NULL AND after IS NOT NULL LIMIT 1) AS one) AS names);
  whole text[] := (SELECT array_agg(k) FROM (SELECT jsonb_object_keys(before) AS k FROM (
    SELECT before FROM gunmane.import_change WHERE import_id = import AND step = of_step AND after IS NULL LIMIT 1) AS one) AS names);
  origin text := format('gunmane.import_change c CROSS JOIN LATERAL jsonb_populate_record(NULL::gunmane.%I, c.key || coalesce(c.before, ''{}'')) AS r '
    'WHERE c.import_id = $1 AND c.step = $2', fact);
  found bigint;
BEGIN
  IF columns IS NOT NULL THEN
    found := gunmane.changed_since(import, of_step, fact, columns, keys);
    IF found > 0 THEN RETURN found; END IF;
    EXECUTE format('UPDATE gunmane.%I t SET %s FROM %s AND c.before IS NOT NULL AND c.after IS NOT NULL AND %s', fact,
      (SELECT string_agg(format('%1$I = r.%1$I', name), ', ') FROM unnest(columns) AS name), origin, gunmane.same_key(keys, 't', 'r')) USING import, of_step;
  END IF;
  IF whole @> ARRAY['import_id'] THEN
    EXECUTE format('SELECT count(*) FROM gunmane.%I t JOIN (SELECT r.* FROM %s AND c.after IS NULL) AS r ON %s WHERE t.import_id IS DISTINCT FROM $1', fact, origin,
      gunmane.same_key(keys, 't', 'r')) INTO found USING import, of_step;
    IF found > 0 THEN RETURN found; END IF;
  END IF;
  -- What came under a key goes; where a row was removed and the import wrote another under its key, that one goes too.
  EXECUTE format('DELETE FROM gunmane.%I t USING %s AND (c.before IS NULL OR c.after IS NULL) AND %s', fact, origin, gunmane.same_key(keys, 't', 'r')) USING import, of_step;
  IF whole IS NOT NULL THEN
    EXECUTE format('INSERT INTO gunmane.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s AND c.after IS NULL', fact,
      (SELECT string_agg(quote_ident(name), ', ') FROM unnest(whole) AS name), (SELECT string_agg('r.' || quote_ident(name), ', ') FROM unnest(whole) AS name), origin)
      USING import, of_step;
  END IF;
  RETURN 0;
END $$;
COMMENT ON FUNCTION gunmane.undo_step(bigint, bigint, text) IS 'Takes one statement of an import back; returns the number of rows changed again since, and then did nothing.';

CREATE OR REPLACE FUNCTION gunmane.same_columns(own_columns text[], columns text[]) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(format('u.%I = t.%I', k.own, k.other), ' AND ') FROM unnest(own_columns, columns) AS k(own, other)
$$;
COMMENT ON FUNCTION gunmane.same_columns(text[], text[]) IS 'SQL condition: alias u refers to alias t.';

-- Who uses a row of a table apart from the import that added it: a condition over alias t, $1 is the import. What is
-- removed with the row counts only where an import brought it: parts of the row and links that rules derive do not.
CREATE OR REPLACE FUNCTION gunmane.used_elsewhere(fact text) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(format('EXISTS (SELECT FROM %s u WHERE %s%s)', r.from_table, gunmane.same_columns(r.own_columns, r.columns),
    CASE WHEN i.attnum IS NULL THEN '' WHEN r.on_delete = 'c' THEN ' AND u.import_id <> $1' ELSE ' AND u.import_id IS DISTINCT FROM $1' END), ' OR '), 'false')
  FROM gunmane.reference r
  LEFT JOIN pg_attribute i ON i.attrelid = r.from_table AND i.attname = 'import_id' AND NOT i.attisdropped
  WHERE r.to_table = ('gunmane.' || quote_ident(fact))::regclass AND (r.on_delete NOT IN ('c', 'n') OR r.on_delete = 'c' AND i.attnum IS NOT NULL)
$$;
COMMENT ON FUNCTION gunmane.used_elsewhere(text) IS 'SQL condition over alias t: another import or a planner''s work rests on the row; $1 is the import that added it.';

-- Imports that rest on a row (alias t): the first of them takes over what stays.
CREATE OR REPLACE FUNCTION gunmane.first_user(fact text) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT 'least(' || coalesce(string_agg(format('(SELECT min(u.import_id) FROM %s u WHERE %s AND u.import_id IS DISTINCT FROM $1)', r.from_table,
    gunmane.same_columns(r.own_columns, r.columns)), ', '), 'NULL::bigint') || ')'
  FROM gunmane.reference r
  JOIN pg_attribute i ON i.attrelid = r.from_table AND i.attname = 'import_id' AND NOT i.attisdropped
  WHERE r.to_table = ('gunmane.' || quote_ident(fact))::regclass AND r.on_delete <> 'n'
$$;
COMMENT ON FUNCTION gunmane.first_user(text) IS 'SQL expression over alias t: the first other import that rests on the row; null if none.';

-- Facts that others may rest on: returned are those that stand in the way.
CREATE OR REPLACE FUNCTION gunmane.undo_block(import bigint) RETURNS TABLE (fact text, rows bigint, by_import bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['asset', 'contract'] LOOP
    RETURN QUERY EXECUTE format('SELECT %L, count(*), min(%s) FROM gunmane.%I t WHERE t.import_id = $1 AND (%s) HAVING count(*) > 0',
      name, gunmane.first_user(name), name, gunmane.used_elsewhere(name)) USING import;
  END LOOP;
  RETURN QUERY SELECT 'municipality', count(*), min(a.import_id) FROM gunmane.asset a JOIN gunmane.municipality m ON m.study_area = a.study_area AND m.border_code = a.municipality
    WHERE m.import_id = import AND a.import_id IS DISTINCT FROM import
      AND NOT EXISTS (SELECT FROM gunmane.municipality o WHERE o.study_area = m.study_area AND o.border_code = m.border_code AND o.import_id IS DISTINCT FROM import)
    HAVING count(*) > 0;
END $$;
COMMENT ON FUNCTION gunmane.undo_block(bigint) IS 'What an import added and later work rests on: kind of fact, how many, the first import that does (null: by hand).';

-- Removes what an import added; firms, organisations and departments that others use stay and pass to their first user.
CREATE OR REPLACE FUNCTION gunmane.remove_added(import bigint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  late text[] := ARRAY['contract', 'asset', 'municipality'];
  shared text[] := ARRAY['contractor', 'department', 'organisation'];
  name text;
BEGIN
  FOR name IN SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'import_id' AND NOT a.attisdropped
      WHERE c.relnamespace = 'gunmane'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE 'import\_%' AND c.relname <> ALL (late || shared) ORDER BY 1 LOOP
    EXECUTE format('DELETE FROM gunmane.%I WHERE import_id = $1', name) USING import;
  END LOOP;
  FOREACH name IN ARRAY late LOOP
    EXECUTE format('DELETE FROM gunmane.%I WHERE import_id = $1', name) USING import;
  END LOOP;
  FOREACH name IN ARRAY shared LOOP
    EXECUTE format('DELETE FROM gunmane.%I t WHERE t.import_id = $1 AND NOT (%s)', name, gunmane.used_elsewhere(name)) USING import;
    EXECUTE format('UPDATE gunmane.%I t SET import_id = %s WHERE t.import_id = $1', name, gunmane.first_user(name)) USING import;
  END LOOP;
END $$;
COMMENT ON FUNCTION gunmane.remove_added(bigint) IS 'Removes the facts that an import added. What others use stays.';

-- Attribution and local metres of the study area, as far as this import brought them and nothing needs them any more.
CREATE OR REPLACE FUNCTION gunmane.undo_area(import bigint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  gone record;
  heir bigint;
BEGIN
  SELECT i.study_area, i.attribution, i.profile INTO gone FROM gunmane.import i WHERE i.id = import;
  UPDATE gunmane.study_area s SET metres_proj = NULL, metres_import = NULL
    WHERE s.id = gone.study_area AND s.metres_import = import
      AND NOT EXISTS (SELECT FROM gunmane.asset WHERE study_area = s.id) AND NOT EXISTS (SELECT FROM gunmane.municipality WHERE study_area = s.id);
  UPDATE gunmane.study_area s SET metres_import = least(
      (SELECT min(a.import_id) FROM gunmane.asset a WHERE a.study_area = s.id), (SELECT min(m.import_id) FROM gunmane.municipality m WHERE m.study_area = s.id))
    WHERE s.id = gone.study_area AND s.metres_import = import;
  IF gone.attribution = '' THEN RETURN; END IF;
  SELECT min(i.id) INTO heir FROM gunmane.import i
    WHERE i.study_area = gone.study_area AND i.id <> import AND i.profile = gone.profile AND i.undone_at IS NULL AND i.rows_stored + i.rows_repaired > 0;
  UPDATE gunmane.import SET attribution = gone.attribution WHERE id = heir;
  IF heir IS NOT NULL THEN RETURN; END IF;
  UPDATE gunmane.study_area SET attribution = CASE
    WHEN attribution = gone.attribution THEN ''
    WHEN starts_with(attribution, gone.attribution || ' / ') THEN substr(attribution, length(gone.attribution) + 4)
    ELSE replace(attribution, ' / ' || gone.attribution, '') END
  WHERE id = gone.study_area;
END $$;
COMMENT ON FUNCTION gunmane.undo_area(bigint) IS 'Takes back what an import wrote into its study area: attribution, projection of the local metres.';

-- Boundaries are looked up by their pieces: those of boundaries that came back are cut again.
CREATE OR REPLACE FUNCTION gunmane.cut_boundaries(area integer, codes text[]) RETURNS void
LANGUAGE sql VOLATILE AS $$
  DELETE FROM gunmane.municipality_part WHERE study_area = area AND code = ANY (codes);
  INSERT INTO gunmane.municipality_part (study_area, code, geom)
  SELECT m.study_area, m.code, part.geom
  FROM gunmane.municipality m
  CROSS JOIN LATERAL ST_Dump(m.geom) AS d
  CROSS JOIN LATERAL ST_Subdivide(d.geom, 32) AS part(geom)
  WHERE m.study_area = area AND m.code = ANY (codes) AND GeometryType(part.geom) = 'POLYGON'
  ORDER BY part.geom
$$;
COMMENT ON FUNCTION gunmane.cut_boundaries(integer, text[]) IS 'Cuts the boundaries of some municipalities into pieces of at most 32 vertices, in place of those that were there.';

-- How many rows of an import are in which state, counted anew.
CREATE OR REPLACE FUNCTION gunmane.recount_import(import bigint) RETURNS void
LANGUAGE sql VOLATILE AS $$
  UPDATE gunmane.import i SET rows_repaired = c.repaired, rows_duplicate = c.duplicate, rows_quarantined = c.quarantined,
    rows_stored = i.rows_read - c.repaired - c.duplicate - c.quarantined
  FROM (SELECT count(*) FILTER (WHERE state = 'repaired') AS repaired, count(*) FILTER (WHERE state = 'duplicate') AS duplicate,
      count(*) FILTER (WHERE state = 'quarantined') AS quarantined FROM gunmane.import_row WHERE import_id = import) AS c
  WHERE i.id = import
$$;
COMMENT ON FUNCTION gunmane.recount_import(bigint) IS 'Counts the states of an import''s rows again after rows were corrected.';

CREATE OR REPLACE FUNCTION gunmane.undo_import(import bigint) RETURNS TABLE (fact text, rows bigint, by_import bigint)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  area integer;
  one record;
  again bigint;
BEGIN
  SELECT i.study_area INTO area FROM gunmane.import i WHERE i.id = import;
  PERFORM set_config('gunmane.import', '', true);
  FOR one IN SELECT DISTINCT c.step, c.table_name FROM gunmane.import_change c WHERE c.import_id = import ORDER BY c.step DESC LOOP
    again := gunmane.undo_step(import, one.step, one.table_name);
    IF again > 0 THEN
      RETURN QUERY SELECT one.table_name, again, (
        SELECT min(o.import_id) FROM gunmane.import_change o JOIN gunmane.import l ON l.id = o.import_id AND l.undone_at IS NULL
        WHERE o.study_area = area AND o.table_name = one.table_name AND o.step > one.step AND o.import_id <> import
          AND o.key IN (SELECT c.key FROM gunmane.import_change c WHERE c.import_id = import AND c.step = one.step));
      RETURN;
    END IF;
  END LOOP;
  RETURN QUERY SELECT * FROM gunmane.undo_block(import);
  IF FOUND THEN RETURN; END IF;
  PERFORM gunmane.remove_added(import);
  PERFORM gunmane.undo_area(import);
  PERFORM gunmane.cut_boundaries(area, (SELECT array_agg(DISTINCT c.key ->> 'code') FROM gunmane.import_change c WHERE c.import_id = import AND c.table_name = 'municipality'));
  PERFORM gunmane.recount_import(r.id) FROM (SELECT DISTINCT (c.key ->> 'import_id')::bigint AS id FROM gunmane.import_change c WHERE c.import_id = import AND c.table_name = 'import_row') AS r;
END $$;
COMMENT ON FUNCTION gunmane.undo_import(bigint) IS
  'Takes an import back exactly. Returns no row; or what stands in the way (kind of fact, how many, by which import), and then the caller must roll back.';
