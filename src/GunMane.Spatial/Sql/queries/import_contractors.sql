-- name: stage_table
CREATE TEMP TABLE import_stage (
  row_number bigint NOT NULL,
  reason text,
  detail text,
  repair text
) ON COMMIT DROP

-- name: copy
COPY import_stage (row_number, reason, detail, repair) FROM STDIN (FORMAT binary)

-- name: verdicts
INSERT INTO import_verdict (row_number, state, reason, detail)
SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[])
