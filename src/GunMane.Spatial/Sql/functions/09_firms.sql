-- Who is who: what stands for a firm that is gone stands for nobody.
CREATE OR REPLACE FUNCTION gunmane.release_merged() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE gunmane.contractor c SET merged_into = NULL FROM released r WHERE c.merged_into = r.id;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.release_merged() IS 'Trigger: firms that a removed firm stood for stand for themselves again, until the next review.';

CREATE OR REPLACE TRIGGER contractor_releases AFTER DELETE ON gunmane.contractor REFERENCING OLD TABLE AS released
  FOR EACH STATEMENT EXECUTE FUNCTION gunmane.release_merged();
