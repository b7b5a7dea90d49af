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

-- name: has_ledger
SELECT has_schema_privilege('gunmane', 'USAGE') AND has_table_privilege('gunmane.schema_step', 'SELECT')
FROM (SELECT 1) AS one WHERE to_regnamespace('gunmane') IS NOT NULL AND to_regclass('gunmane.schema_step') IS NOT NULL

-- name: steps
SELECT name, hash FROM gunmane.schema_step
