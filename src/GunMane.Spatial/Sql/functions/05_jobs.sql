-- Whoever changes a job need not remember whom to tell: pages hear of its state, workers of work to take or to drop.
CREATE OR REPLACE FUNCTION gunmane.tell_of_job() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  -- Long sentences are cut: a notification holds less than 8,000 bytes.
  PERFORM gunmane.announce('job', NEW.study_area, jsonb_build_object('id', NEW.id, 'process', NEW.process,
    'status', NEW.status, 'progress', NEW.progress, 'message', left(NEW.message, 500)));
  IF NEW.status IN ('accepted', 'dismissed') THEN
    PERFORM pg_notify('gunmane_jobs', NEW.status || ' ' || NEW.id);
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.tell_of_job() IS 'Announces a job to /api/events and wakes workers (channel gunmane_jobs: "accepted ID", "dismissed ID").';

CREATE OR REPLACE TRIGGER job_told AFTER INSERT OR UPDATE OF status, progress, message ON gunmane.job
FOR EACH ROW EXECUTE FUNCTION gunmane.tell_of_job();
