-- Work that waits or runs is joined: whoever asks for it too gets a job of his own that shares it.
-- name: create
WITH work AS (
  INSERT INTO gunmane.job (id, process, study_area, inputs, actor, organisation, response, outputs, request_key)
  VALUES ($9, $1, $2, $3::jsonb, $4, $5, $6, $7::text[], $8::text)
  ON CONFLICT (process, study_area, request_key) WHERE request_key IS NOT NULL AND status IN ('accepted', 'running')
  DO UPDATE SET askers = gunmane.job.askers + 1
  RETURNING id
), joined AS (
  INSERT INTO gunmane.job (id, process, study_area, inputs, actor, organisation, response, outputs, status, shares)
  SELECT $9, $1, $2, $3::jsonb, $4, $5, $6, $7::text[], 'dismissed', id FROM work WHERE id <> $9
)
SELECT $9

-- name: find
SELECT j.id, j.process, CASE WHEN j.left_at IS NULL THEN w.status ELSE 'dismissed' END, w.progress, w.message, CASE WHEN j.left_at IS NULL THEN w.result::text END,
  j.created_at, greatest(w.started_at, j.created_at), coalesce(j.left_at, w.finished_at), greatest(coalesce(j.left_at, w.finished_at, w.heartbeat_at, w.started_at), j.created_at), j.response, j.outputs
FROM gunmane.job j JOIN gunmane.job w ON w.id = coalesce(j.shares, j.id) WHERE j.id = $1

-- name: list
SELECT j.id, j.process, seen.status, w.progress, w.message, NULL::text,
  j.created_at, seen.started_at, seen.finished_at, greatest(coalesce(seen.finished_at, w.heartbeat_at, w.started_at), j.created_at), j.response, j.outputs
FROM gunmane.job j JOIN gunmane.job w ON w.id = coalesce(j.shares, j.id),
  LATERAL (SELECT CASE WHEN j.left_at IS NULL THEN w.status ELSE 'dismissed' END AS status, greatest(w.started_at, j.created_at) AS started_at,
    coalesce(j.left_at, w.finished_at) AS finished_at) AS seen
WHERE ($2::text[] IS NULL OR j.process = ANY ($2)) AND ($3::text[] IS NULL OR seen.status = ANY ($3))
  AND ($4::timestamptz IS NULL OR j.created_at >= $4) AND ($5::timestamptz IS NULL OR j.created_at <= $5)
  AND ($6::integer IS NULL OR coalesce(seen.finished_at, clock_timestamp()) - seen.started_at >= make_interval(secs => $6))
  AND ($7::integer IS NULL OR coalesce(seen.finished_at, clock_timestamp()) - seen.started_at <= make_interval(secs => $7))
  AND ($8::timestamptz IS NULL OR (j.created_at, j.id) < ($8, $9::uuid))
ORDER BY j.created_at DESC, j.id DESC LIMIT $1

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

-- name: leave
SELECT gunmane.leave_job($1, $2)
