-- name: mark
-- The view of this statement is older than the position: the position covers all that the view shows.
SELECT pg_postmaster_start_time()::text || ' ' || pg_current_snapshot()::text, pg_current_wal_insert_lsn()::text

-- name: has_replayed
SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= $1::pg_lsn

-- name: has_all_it_got
-- Up to a segment of the log: of a primary that was killed the last record may have come in part only.
SELECT NOT pg_is_in_recovery()
  OR coalesce(pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) < 16777216, true)
