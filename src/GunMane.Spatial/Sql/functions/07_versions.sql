-- Whatever changes a row that stamps are made of (queries/stamps.sql) tells every listening service, so that none gives out what was made of an older one: also a
-- change made by psql or QGIS. One notification for each transaction: PostgreSQL folds equal ones. A new run or scenario is the newest: tiles of all layers show it.
CREATE OR REPLACE FUNCTION gunmane.tell_of_versions() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gunmane_versions', '');
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.tell_of_versions() IS 'Trigger: tells listening services that a study area, a run or a scenario changed, or that there is another.';

CREATE OR REPLACE TRIGGER versions_told AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON gunmane.study_area FOR EACH STATEMENT EXECUTE FUNCTION gunmane.tell_of_versions();
CREATE OR REPLACE TRIGGER versions_told AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON gunmane.scenario FOR EACH STATEMENT EXECUTE FUNCTION gunmane.tell_of_versions();
CREATE OR REPLACE TRIGGER versions_told AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON gunmane.group_run FOR EACH STATEMENT EXECUTE FUNCTION gunmane.tell_of_versions();
