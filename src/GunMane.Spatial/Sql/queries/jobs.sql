-- name: create
INSERT INTO gunmane.job (process, study_area, inputs, actor, organisation) VALUES ($1, $2, $3::jsonb, $4, $5) RETURNING id

-- name: find
SELECT id, process, status, progress, message, result::text, created_at, started_at, finished_at,
  coalesce(finished_at, heartbeat_at, started_at, created_at)
FROM gunmane.job WHERE id = $1

-- name: list
SELECT id, process, status, progress, message, NULL::text, created_at, started_at, finished_at,
  coalesce(finished_at, heartbeat_at, started_at, created_at)
FROM gunmane.job ORDER BY created_at DESC, id LIMIT $1

-- name: count
SELECT count(*) FILTER (WHERE status = 'accepted'), count(*) FILTER (WHERE status = 'running') FROM gunmane.job WHERE status IN ('accepted', 'running')

-- name: claim
UPDATE gunmane.job SET status = 'running', worker = $1, attempts = attempts + 1, progress = 0, message = '',
  started_at = clock_timestamp(), heartbeat_at = clock_timestamp()
WHERE id = (
  SELECT id FROM gunmane.job WHERE status = 'accepted' AND process = ANY ($2)
  ORDER BY created_at FOR UPDATE SKIP LOCKED LIMIT 1)
RETURNING id, process, study_area, inputs::text, actor, organisation

-- name: beat
UPDATE gunmane.job SET heartbeat_at = clock_timestamp() WHERE id = $1 AND worker = $2 AND status = 'running'

-- name: progress
UPDATE gunmane.job SET heartbeat_at = clock_timestamp(), progress = $3, message = $4
WHERE id = $1 AND worker = $2 AND status = 'running'

-- name: finish
UPDATE gunmane.job SET status = $3, progress = CASE WHEN $3 = 'successful' THEN 100 ELSE progress END,
  message = $4, result = $5::jsonb, finished_at = clock_timestamp()
WHERE id = $1 AND worker = $2 AND status = 'running'

-- name: hand_back
UPDATE gunmane.job SET status = 'accepted', worker = NULL, attempts = attempts - 1
WHERE id = $1 AND worker = $2 AND status = 'running'

-- name: abandon
UPDATE gunmane.job SET heartbeat_at = NULL WHERE id = $1 AND worker = $2 AND status = 'running'

-- name: recover
UPDATE gunmane.job SET
  status = CASE WHEN attempts < $2 THEN 'accepted' ELSE 'failed' END,
  message = CASE WHEN attempts < $2 THEN message ELSE $3 END,
  finished_at = CASE WHEN attempts < $2 THEN NULL ELSE clock_timestamp() END,
  worker = NULL
WHERE status = 'running' AND (heartbeat_at IS NULL OR heartbeat_at < clock_timestamp() - make_interval(secs => $1))

-- name: dismiss
UPDATE gunmane.job SET status = 'dismissed', message = $2, finished_at = clock_timestamp()
WHERE id = $1 AND status IN ('accepted', 'running')
