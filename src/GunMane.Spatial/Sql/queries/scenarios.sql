-- name: list
SELECT s.id, s.name, s.version, (SELECT count(*) FROM gunmane.zone z WHERE z.scenario = s.id)::integer, s.created_at
FROM gunmane.scenario s WHERE s.study_area = $1 ORDER BY s.created_at, s.id

-- name: create
INSERT INTO gunmane.scenario (study_area, name, created_by) VALUES ($1, $2, $3) RETURNING id

-- name: find
SELECT s.study_area, a.code, s.name, s.version FROM gunmane.scenario s JOIN gunmane.study_area a ON a.id = s.study_area WHERE s.id = $1

-- name: lock
SELECT s.study_area, a.code, s.name, s.version FROM gunmane.scenario s JOIN gunmane.study_area a ON a.id = s.study_area WHERE s.id = $1
FOR UPDATE OF s

-- name: by_name
SELECT id FROM gunmane.scenario WHERE study_area = $1 AND name = $2

-- name: rename
UPDATE gunmane.scenario SET name = $2 WHERE id = $1

-- name: remove
DELETE FROM gunmane.scenario WHERE id = $1

-- name: zones
SELECT id, name, version, geom FROM gunmane.zone WHERE scenario = $1 ORDER BY id

-- name: put_zone
INSERT INTO gunmane.zone (id, scenario, study_area, name, version, geom) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version, geom = excluded.geom
WHERE zone.scenario = excluded.scenario

-- name: drop_zone
DELETE FROM gunmane.zone WHERE scenario = $1 AND id = $2

-- name: taken
SELECT id FROM gunmane.zone WHERE id = ANY ($1)

-- name: raise
UPDATE gunmane.scenario SET version = $2 WHERE id = $1

-- name: record
INSERT INTO gunmane.zone_edit (scenario, version, edit_id, client_id, base_version, operation, changes, inverse, notes, undoes, actor, touched)
VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9::jsonb, $10, $11, $12)

-- name: steps
SELECT version, operation, undoes FROM gunmane.zone_edit WHERE scenario = $1 ORDER BY version

-- name: history
SELECT e.version, e.operation, e.actor, e.edited_at, e.undoes,
  ARRAY(SELECT (change ->> 'zone')::uuid FROM jsonb_array_elements(e.changes) AS change)
FROM gunmane.zone_edit e WHERE e.scenario = $1 ORDER BY e.version DESC

-- name: at_version
-- The last change of each zone up to a version.
SELECT DISTINCT ON (change ->> 'zone') e.version, jsonb_build_array(change)::text
FROM gunmane.zone_edit e CROSS JOIN LATERAL jsonb_array_elements(e.changes) AS change
WHERE e.scenario = $1 AND e.version <= $2 ORDER BY change ->> 'zone', e.version DESC

-- name: edit
SELECT changes::text, inverse::text FROM gunmane.zone_edit WHERE scenario = $1 AND version = $2

-- name: answered
SELECT version, operation, changes::text, notes::text FROM gunmane.zone_edit WHERE scenario = $1 AND edit_id = $2

-- name: last_of_zone
-- The last edit of a zone up to a version: who, when, and the zone as it left it.
SELECT e.version, e.actor, e.edited_at,
  (SELECT change::text FROM jsonb_array_elements(e.changes) AS change WHERE change ->> 'zone' = $2::text)
FROM gunmane.zone_edit e
WHERE e.scenario = $1 AND e.version <= $3 AND e.changes @> jsonb_build_array(jsonb_build_object('zone', $2::text))
ORDER BY e.version DESC LIMIT 1

-- name: place
-- Whether a zone meets the study area (null while it has no boundaries), and whether it holds any asset.
SELECT CASE WHEN EXISTS (SELECT FROM gunmane.municipality_part WHERE study_area = $1)
    THEN EXISTS (SELECT FROM gunmane.municipality_part p WHERE p.study_area = $1 AND ST_Intersects(p.geom, $2)) END,
  EXISTS (SELECT FROM gunmane.area_members($1, $2))

-- name: tell
SELECT gunmane.announce('scenario', $1, jsonb_build_object('id', $2::uuid, 'version', $3::integer, 'clientId', $4::text, 'operation', $5::text))
