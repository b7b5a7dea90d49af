-- name: hold_version
-- Facts change in transactions that end by raising the version: while this row is held they cannot be committed.
SELECT data_version FROM gunmane.study_area WHERE id = $1 FOR SHARE

-- name: density_groups
SELECT dense_id, group_number FROM gunmane.density_groups($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- name: shared_firm_groups
SELECT dense_id, group_number FROM gunmane.shared_firm_groups($1, $2, $3, $4, $5, $6)

-- name: insert
INSERT INTO gunmane.group_run (id, job_id, study_area, data_version, engine, engine_version, parameters, assets, ungrouped, labels, actor, notes)
VALUES ($1, (SELECT id FROM gunmane.job WHERE id = $2), $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12::jsonb)

-- name: insert_groups
INSERT INTO gunmane.candidate_group (run, number, id, study_area, score, assets, metrics, reasons, geom)
SELECT $1, g.number, g.id, $2, g.score, g.assets, g.metrics::jsonb, g.reasons::jsonb,
  ST_ForcePolygonCCW(ST_Transform(ST_GeomFromWKB(g.outline), s.metres_proj, gunmane.storage_srid()))
FROM unnest($3::integer[], $4::uuid[], $5::float8[], $6::integer[], $7::text[], $8::text[], $9::bytea[])
  AS g(number, id, score, assets, metrics, reasons, outline)
CROSS JOIN gunmane.study_area s WHERE s.id = $2

-- name: copy_members
COPY gunmane.group_member (run, study_area, dense_id, number) FROM STDIN (FORMAT BINARY)

-- name: list
SELECT r.id, r.created_at, r.engine, r.engine_version, r.parameters::text, r.assets, r.ungrouped,
  (SELECT count(*)::integer FROM gunmane.candidate_group g WHERE g.run = r.id), r.data_version, s.data_version <> r.data_version, s.code, r.notes::text
FROM gunmane.group_run r JOIN gunmane.study_area s ON s.id = r.study_area
WHERE r.study_area = $1 ORDER BY r.created_at DESC, r.id

-- name: find
SELECT r.id, r.created_at, r.engine, r.engine_version, r.parameters::text, r.assets, r.ungrouped,
  (SELECT count(*)::integer FROM gunmane.candidate_group g WHERE g.run = r.id), r.data_version, s.data_version <> r.data_version, s.code, r.notes::text
FROM gunmane.group_run r JOIN gunmane.study_area s ON s.id = r.study_area
WHERE r.id = $1

-- name: groups
SELECT g.id, g.number, g.score, g.assets, ST_XMin(g.geom), ST_YMin(g.geom), ST_XMax(g.geom), ST_YMax(g.geom),
  ST_AsGeoJSON(g.geom, 7), g.metrics::text, g.reasons::text
FROM gunmane.candidate_group g WHERE g.run = $1 ORDER BY g.number

-- name: labels
SELECT labels FROM gunmane.group_run WHERE id = $1

-- name: members
SELECT a.id, m.dense_id, m.number, g.score
FROM gunmane.group_member m
JOIN gunmane.candidate_group g ON g.run = m.run AND g.number = m.number
JOIN gunmane.asset a ON a.study_area = m.study_area AND a.dense_id = m.dense_id
WHERE m.run = $1 ORDER BY m.number, m.dense_id

-- name: delete
DELETE FROM gunmane.group_run WHERE id = $1
