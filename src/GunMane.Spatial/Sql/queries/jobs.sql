-- name: create
INSERT INTO gunmane.job (process, study_area, inputs, actor, organisation, response, outputs, request_key)
VALUES ($1, $2, $3::jsonb, $4, $5, $6, $7::text[], $8::text)
ON CONFLICT (process, study_area, request_key) WHERE request_key IS NOT NULL AND status IN ('accepted', 'running')
DO UPDATE SET askers = gunmane.job.askers + 1
RETURNING id

-- name: find
SELECT id, process, status, progress, message, result::text, created_at, started_at, finished_at,
  coalesce(finished_at, heartbeat_at, started_at, created_at), response, outputs
FROM gunmane.job WHERE id = $1

-- name: list
SELECT id, process, status, progress, message, NULL::text, created_at, started_at, finished_at,
  coalesce(finished_at, heartbeat_at, started_at, created_at), response, outputs
FROM gunmane.job
WHERE ($2::text[] IS NULL OR process = ANY ($2)) AND ($3::text[] IS NULL OR status = ANY ($3))
  AND ($4::timestamptz IS NULL OR created_at >= $4) AND ($5::timestamptz IS NULL OR created_at <= $5)
  AND ($6::integer IS NULL OR coalesce(finished_at, clock_timestamp()) - started_at >= make_interval(secs => $6))
  AND ($7::integer IS NULL OR coalesce(finished_at, clock_timestamp()) - started_at <= make_interval(secs => $7))
  AND ($8::timestamptz IS NULL OR (created_at, id) < ($8, $9::uuid))
ORDER BY created_at DESC, id DESC LIMIT $1

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

-- One of those who were given the job waits no longer; the last one takes it along.
-- name: leave
UPDATE gunmane.job SET askers = askers - 1,
  status = CASE WHEN askers > 1 THEN status ELSE 'dismissed' END,
  message = CASE WHEN askers > 1 THEN message ELSE $2 END,
  finished_at = CASE WHEN askers > 1 THEN finished_at ELSE clock_timestamp() END
WHERE id = $1 AND status IN ('accepted', 'running')
