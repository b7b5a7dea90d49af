-- name: begin
INSERT INTO gunmane.import (study_area, profile, profile_version, file_name, file_hash, file_bytes, actor,
  rows_read, rows_stored, rows_repaired, rows_duplicate, rows_quarantined)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, 0)
RETURNING id

-- name: finish
UPDATE gunmane.import
SET rows_read = $2, rows_stored = $3, rows_repaired = $4, rows_duplicate = $5, rows_quarantined = $6, encoding = $7, crs = $8, notes = $9
WHERE id = $1

-- name: list
SELECT id, profile, file_name, file_bytes, encoding, crs, rows_read, rows_stored, rows_repaired, rows_duplicate, rows_quarantined,
  notes::text, actor, imported_at
FROM gunmane.import WHERE study_area = $1 ORDER BY id DESC

-- name: find
SELECT id, profile, file_name, file_bytes, encoding, crs, rows_read, rows_stored, rows_repaired, rows_duplicate, rows_quarantined,
  notes::text, actor, imported_at
FROM gunmane.import WHERE id = $1

-- name: count_rows
SELECT count(*) FROM gunmane.import_row WHERE import_id = $1 AND ($2 IS NULL OR state = $2)

-- name: rows
SELECT row_number, state, reason, place, detail, raw
FROM gunmane.import_row WHERE import_id = $1 AND ($2 IS NULL OR state = $2)
ORDER BY row_number LIMIT $3 OFFSET $4

-- name: lock_area
-- One import of a study area settles at a time. NO KEY: both already hold a share of the row by their import's foreign key.
SELECT metres_proj, data_version, next_dense_id FROM gunmane.study_area WHERE id = $1 FOR NO KEY UPDATE

-- name: verdict_table
CREATE TEMP TABLE import_verdict (
  row_number bigint PRIMARY KEY,
  state text NOT NULL,
  reason text NOT NULL DEFAULT '',
  detail text NOT NULL DEFAULT ''
) ON COMMIT DROP

-- name: analyse_stage
ANALYZE import_stage

-- name: verdict_of_faults
INSERT INTO import_verdict (row_number, state, reason, detail)
SELECT row_number, 'quarantined', reason, coalesce(detail, '') FROM import_stage WHERE reason IS NOT NULL

-- name: kept_rows
SELECT row_number FROM import_verdict WHERE state <> 'stored'

-- name: raw_table
CREATE TEMP TABLE import_raw (row_number bigint NOT NULL, place text NOT NULL, raw text NOT NULL) ON COMMIT DROP

-- name: copy_raw
COPY import_raw (row_number, place, raw) FROM STDIN (FORMAT binary)

-- name: record_rows
-- Raw text of a duplicate is stored already under its first row: a beginning is enough to recognise it.
INSERT INTO gunmane.import_row (import_id, row_number, state, reason, place, detail, raw)
SELECT $1, v.row_number, v.state, v.reason, s.place, v.detail,
  CASE WHEN v.state = 'duplicate' THEN left(s.raw, 2000) ELSE s.raw END
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

-- name: analyse_boundaries
SELECT gunmane.analyse_boundaries()
