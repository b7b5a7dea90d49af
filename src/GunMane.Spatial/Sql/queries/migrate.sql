-- name: roles
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gunmane_service') THEN
    CREATE ROLE gunmane_service NOLOGIN;
  END IF;
  IF NOT pg_has_role(current_user, 'gunmane_service', 'MEMBER') THEN
    EXECUTE format('GRANT gunmane_service TO %I', current_user);
  END IF;
END $$

-- name: ledger
CREATE SCHEMA IF NOT EXISTS gunmane;
CREATE TABLE IF NOT EXISTS gunmane.schema_step (
  name text PRIMARY KEY,
  hash text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
)

-- name: record
INSERT INTO gunmane.schema_step (name, hash) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, applied_at = now()
