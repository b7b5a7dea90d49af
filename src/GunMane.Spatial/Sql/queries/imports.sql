-- name: begin
-- From here on, what this transaction changes in facts is written down as this import's.
WITH made AS (
  INSERT INTO gunmane.import (study_area, profile, profile_version, file_name, file_hash, file_bytes, source, file_format, options, licence, as_of,
    engine_version, job_id, updates, corrects, undoable, actor, rows_read, rows_stored, rows_repaired, rows_duplicate, rows_quarantined)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, true, $16, 0, 0, 0, 0, 0)
  RETURNING id
)
SELECT id, set_config('gunmane.import', id::text, true) FROM made

-- name: end
-- What the transaction changes from here on is not this import's.
SELECT set_config('gunmane.import', '', true)

-- name: resume
SELECT set_config('gunmane.import', $1::text, true)

-- name: finish
UPDATE gunmane.import
SET rows_read = $2, rows_stored = $3, rows_repaired = $4, rows_duplicate = $5, rows_quarantined = $6, encoding = $7, crs = $8, notes = $9,
  file_columns = $10, attribution = $11, rows_changed = $12, rows_removed = $13, comparison = $14
WHERE id = $1

-- name: list
SELECT r.* FROM gunmane.import_report r WHERE r.study_area = $1 AND r.corrects IS NULL ORDER BY r.id DESC

-- name: find
SELECT r.* FROM gunmane.import_report r WHERE r.id = $1

-- name: of_job
SELECT id FROM gunmane.import WHERE job_id = $1 AND file_hash = $2 AND source = $3 AND undone_at IS NULL ORDER BY id LIMIT 1

-- name: same
-- The same file, read in the same way, of whose ledger nothing was replaced or taken back since. The first one: it brought
-- the facts that can be counted, where later ones found duplicates.
SELECT i.id, i.rows_stored + i.rows_repaired FROM gunmane.import i
WHERE i.study_area = $1 AND i.file_hash = $2 AND i.profile = $3 AND i.profile_version = $4 AND i.source = $5 AND i.options = $6 AND i.engine_version = $7
  AND i.undone_at IS NULL AND i.same_as IS NULL AND i.corrects IS NULL
  AND NOT EXISTS (SELECT FROM gunmane.import u WHERE u.study_area = $1 AND u.source = $5 AND u.updates AND u.id > i.id AND u.undone_at IS NULL)
  AND NOT EXISTS (SELECT FROM gunmane.import u WHERE u.study_area = $1 AND u.source = $5 AND u.undone_at > i.imported_at)
ORDER BY i.id LIMIT 1

-- name: assets_left
SELECT count(*) FROM gunmane.asset a JOIN gunmane.import i ON i.id = a.import_id
WHERE a.study_area = $1 AND a.source = $2 AND (i.id = $3 OR i.corrects = $3)

-- name: contracts_left
SELECT count(*) FROM gunmane.contract c JOIN gunmane.import i ON i.id = c.import_id
WHERE c.study_area = $1 AND c.source = $2 AND (i.id = $3 OR i.corrects = $3)

-- name: finish_same
-- What is stored already is a duplicate; what still waits there waits there.
UPDATE gunmane.import i
SET same_as = s.id, rows_read = s.rows_read, rows_duplicate = s.rows_read - s.rows_quarantined, rows_quarantined = s.rows_quarantined,
  encoding = s.encoding, crs = s.crs, file_columns = s.file_columns, notes = $3
FROM gunmane.import s WHERE i.id = $1 AND s.id = $2

-- name: undo
SELECT fact, rows, by_import FROM gunmane.undo_import($1)

-- name: corrections_of
SELECT id FROM gunmane.import WHERE corrects = $1 AND undone_at IS NULL ORDER BY id DESC

-- name: same_files
SELECT id FROM gunmane.import WHERE same_as = $1 AND undone_at IS NULL ORDER BY id DESC

-- name: waiting
SELECT r.row_number, r.state, r.reason, r.place, r.detail, r.raw, r.set_aside, r.corrected::text, r.fields::text, r.shape
FROM gunmane.import_row r WHERE r.import_id = $1 AND r.row_number = ANY ($2) ORDER BY r.row_number

-- name: waiting_with
-- Rows that wait and hold a value in a column ($2 null: all that wait).
SELECT r.row_number FROM gunmane.import_row r
WHERE r.import_id = $1 AND r.state = 'quarantined' AND r.set_aside IS NULL AND r.fields IS NOT NULL
  AND ($2 IS NULL OR coalesce(r.corrected ->> $2, r.fields ->> $2, '') = coalesce($3, ''))
ORDER BY r.row_number LIMIT $4

-- name: settle_corrected
-- What became of rows that were corrected by hand: the row of the file itself changes its state.
WITH settled AS (
  UPDATE gunmane.import_row r SET
    state = CASE v.state WHEN 'stored' THEN 'repaired' ELSE v.state END,
    reason = CASE WHEN v.state IN ('stored', 'repaired') THEN concat_ws(' / ', n.told, nullif(v.reason, '')) ELSE v.reason END,
    detail = v.detail, corrected = n.corrected, set_aside = NULL
  FROM import_verdict v JOIN unnest($3::bigint[], $4::text[], $5::jsonb[], $6::jsonb[], $7::jsonb[]) AS n(row_number, told, corrected, before, after) ON n.row_number = v.row_number
  WHERE r.import_id = $1 AND r.row_number = v.row_number
  RETURNING r.row_number, r.state, r.reason, n.before, n.after
)
INSERT INTO gunmane.import_correction (study_area, import_id, row_number, action, carried_out_by, before, after, state, reason, actor)
SELECT i.study_area, i.id, s.row_number, 'correct', $2, s.before, s.after, s.state, s.reason, $8 FROM settled s CROSS JOIN gunmane.import i WHERE i.id = $1

-- name: recount
SELECT gunmane.recount_import($1)

-- name: discard_temporary
DISCARD TEMP

-- name: set_aside
-- $4 null: the rows wait again.
WITH told AS (
  UPDATE gunmane.import_row r SET set_aside = $4
  WHERE r.import_id = $1 AND r.state = 'quarantined' AND (r.row_number = ANY ($2) OR r.reason = $3) AND r.set_aside IS DISTINCT FROM $4
  RETURNING r.row_number
)
INSERT INTO gunmane.import_correction (study_area, import_id, row_number, action, state, reason, actor)
SELECT i.study_area, i.id, t.row_number, CASE WHEN $4 IS NULL THEN 'reopen' ELSE 'set_aside' END, 'quarantined', coalesce($4, ''), $5
FROM told t CROSS JOIN gunmane.import i WHERE i.id = $1

-- name: corrections
SELECT c.row_number, c.action, c.carried_out_by, c.before::text, c.after::text, c.state, c.reason, c.actor, c.corrected_at,
  c.carried_out_by IS NOT NULL AND EXISTS (SELECT FROM gunmane.import u WHERE u.id = c.carried_out_by AND u.undone_at IS NOT NULL)
FROM gunmane.import_correction c WHERE c.import_id = $1 ORDER BY c.id DESC LIMIT $2

-- name: faults
-- Which faults the waiting rows have, the commonest first.
SELECT reason, count(*) FROM gunmane.import_row WHERE import_id = $1 AND state = 'quarantined' AND set_aside IS NULL GROUP BY reason ORDER BY count(*) DESC, reason LIMIT 20

-- name: ledgers
-- The ledgers of a study area that a newer file may replace.
SELECT i.source, i.profile, i.file_name, i.imported_at, i.as_of,
  (SELECT count(*) FROM gunmane.asset a WHERE a.study_area = $1 AND a.source = i.source) + (SELECT count(*) FROM gunmane.contract c WHERE c.study_area = $1 AND c.source = i.source)
FROM (SELECT DISTINCT ON (source) source, profile, file_name, imported_at, as_of FROM gunmane.import
  WHERE study_area = $1 AND source <> '' AND undone_at IS NULL AND same_as IS NULL AND corrects IS NULL ORDER BY source, id DESC) AS i ORDER BY i.source

-- name: mark_undone
UPDATE gunmane.import SET undone_at = clock_timestamp(), undone_by = $2 WHERE id = $1

-- name: count_rows
SELECT count(*) FROM gunmane.import i JOIN gunmane.import_row r ON r.import_id = coalesce(i.same_as, i.id) AND (i.same_as IS NULL OR r.state = 'quarantined')
WHERE i.id = $1 AND ($2 IS NULL OR r.state = $2) AND ($3 IS NULL OR (r.set_aside IS NULL) = $3) AND ($4 IS NULL OR r.reason = $4)

-- name: rows
SELECT r.row_number, r.state, r.reason, r.place, r.detail, r.raw, r.set_aside, r.corrected::text, r.fields::text, r.shape
FROM gunmane.import i JOIN gunmane.import_row r ON r.import_id = coalesce(i.same_as, i.id) AND (i.same_as IS NULL OR r.state = 'quarantined')
WHERE i.id = $1 AND ($2 IS NULL OR r.state = $2) AND ($5 IS NULL OR (r.set_aside IS NULL) = $5) AND ($6 IS NULL OR r.reason = $6)
ORDER BY r.row_number LIMIT $3 OFFSET $4

-- name: lock_area
-- One import of a study area settles at a time. NO KEY: both already hold a share of the row by their import's foreign key.
SELECT metres_proj, data_version, next_dense_id FROM gunmane.study_area WHERE id = $1 FOR NO KEY UPDATE

-- name: lock_area_of
SELECT s.id FROM gunmane.study_area s WHERE s.id = (SELECT study_area FROM gunmane.import WHERE id = $1) FOR NO KEY UPDATE

-- name: verdict_table
-- Without an index: a million rows are written here, and always read as a whole.
CREATE TEMP TABLE import_verdict (
  row_number bigint NOT NULL,
  state text NOT NULL,
  reason text NOT NULL DEFAULT '',
  detail text NOT NULL DEFAULT '',
  change text
) ON COMMIT DROP

-- name: analyse_verdict
ANALYZE import_verdict

-- name: settings
-- Hash tables and sorts over all rows of a file, for this transaction only. No merge joins: next to a small table without
-- statistics they sort all rows of the file, with everything that is in them, by a column that says nothing.
SET LOCAL work_mem = '256MB';
SET LOCAL enable_mergejoin = off

-- name: judge
SELECT gunmane.judge_rows($1, $2, $3, $4)

-- name: analyse_stage
ANALYZE import_stage

-- name: verdict_of_faults
INSERT INTO import_verdict (row_number, state, reason, detail)
SELECT row_number, 'quarantined', reason, coalesce(detail, '') FROM import_stage WHERE reason IS NOT NULL

-- name: kept_rows
SELECT row_number, state = 'quarantined' FROM import_verdict WHERE state <> 'stored'

-- name: raw_table
CREATE TEMP TABLE import_raw (row_number bigint NOT NULL, place text NOT NULL, raw text NOT NULL, fields jsonb, shape bytea) ON COMMIT DROP

-- name: copy_raw
COPY import_raw (row_number, place, raw, fields, shape) FROM STDIN (FORMAT binary)

-- name: record_rows
-- Raw text of a duplicate is stored already under its first row: a beginning is enough to recognise it.
INSERT INTO gunmane.import_row (import_id, row_number, state, reason, place, detail, raw, fields, shape)
SELECT $1, v.row_number, v.state, v.reason, s.place, v.detail,
  CASE WHEN v.state = 'duplicate' THEN left(s.raw, 2000) ELSE s.raw END, s.fields, s.shape
FROM import_verdict v JOIN import_raw s USING (row_number)
WHERE v.state <> 'stored'

-- name: counts
SELECT count(*),
  count(*) FILTER (WHERE v.state = 'stored'),
  count(*) FILTER (WHERE v.state = 'repaired'),
  count(*) FILTER (WHERE v.state = 'duplicate'),
  count(*) FILTER (WHERE v.state = 'quarantined')
FROM import_stage s LEFT JOIN import_verdict v USING (row_number)

-- name: used_firms
SELECT DISTINCT f.firm FROM import_firm f JOIN import_verdict v USING (row_number) WHERE v.state IN ('stored', 'repaired') ORDER BY f.firm

-- name: firm_table
CREATE TEMP TABLE import_firm (
  row_number bigint NOT NULL,
  firm integer NOT NULL,
  role text NOT NULL,
  since date
) ON COMMIT DROP

-- name: firm_map
CREATE TEMP TABLE import_firm_map (firm integer PRIMARY KEY, contractor bigint NOT NULL) ON COMMIT DROP

-- name: copy_firm_map
COPY import_firm_map (firm, contractor) FROM STDIN (FORMAT binary)

-- name: org_map
CREATE TEMP TABLE import_org_map (mention integer PRIMARY KEY, organisation integer NOT NULL) ON COMMIT DROP

-- name: copy_org_map
COPY import_org_map (mention, organisation) FROM STDIN (FORMAT binary)

-- name: used_owners
SELECT DISTINCT s.owner FROM import_stage s JOIN import_verdict v USING (row_number)
WHERE v.state IN ('stored', 'repaired') AND s.owner IS NOT NULL ORDER BY s.owner

-- name: departments
INSERT INTO gunmane.department (study_area, organisation, name)
SELECT DISTINCT $1::integer, o.organisation, d.name
FROM import_stage s
JOIN import_verdict v USING (row_number)
JOIN import_org_map o ON o.mention = s.owner
CROSS JOIN LATERAL unnest(ARRAY[s.managing_department, s.contracting_department]) AS d(name)
WHERE v.state IN ('stored', 'repaired') AND d.name IS NOT NULL
ON CONFLICT (organisation, name) DO NOTHING

-- name: analyse
SELECT gunmane.analyse_facts()

-- name: analyse_assets
SELECT gunmane.analyse_assets()

-- name: analyse_links
SELECT gunmane.analyse_links()

-- name: analyse_boundaries
SELECT gunmane.analyse_boundaries()
