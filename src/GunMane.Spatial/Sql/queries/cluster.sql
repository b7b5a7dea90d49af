-- name: roles
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gunmane_service') THEN
    CREATE ROLE gunmane_service LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gunmane_migrator') THEN
    CREATE ROLE gunmane_migrator LOGIN;
    GRANT gunmane_service TO gunmane_migrator;
  END IF;
END $$

-- name: exists
SELECT 1 FROM pg_database WHERE datname = $1

-- name: create
CREATE DATABASE gunmane OWNER gunmane_migrator

-- name: extension
CREATE EXTENSION IF NOT EXISTS postgis
