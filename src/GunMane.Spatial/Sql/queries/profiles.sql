-- name: list
-- The newest version of each, by name.
SELECT DISTINCT ON (name) name, version, document::text, actor, saved_at
FROM gunmane.import_profile WHERE study_area = $1 ORDER BY name, version DESC

-- name: find
SELECT name, version, document::text, actor, saved_at
FROM gunmane.import_profile WHERE study_area = $1 AND name = $2 ORDER BY version DESC LIMIT 1

-- name: save
-- A new version where the document says something new; its own version does not count.
WITH latest AS (
  SELECT version, document FROM gunmane.import_profile WHERE study_area = $1 AND name = $2 ORDER BY version DESC LIMIT 1
), made AS (
  INSERT INTO gunmane.import_profile (study_area, name, version, document, actor)
  SELECT $1, $2, v.next, jsonb_set($3::jsonb, '{version}', to_jsonb(v.next)), $4
  FROM (SELECT coalesce((SELECT version FROM latest), 0) + 1 AS next) v
  WHERE NOT EXISTS (SELECT FROM latest WHERE document - 'version' = $3::jsonb - 'version')
  RETURNING version
)
SELECT coalesce((SELECT version FROM made), (SELECT version FROM latest))
