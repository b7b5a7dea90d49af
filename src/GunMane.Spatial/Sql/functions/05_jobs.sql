-- Whoever changes a job need not remember whom to tell: pages hear of its state, workers of work to take or to drop.
CREATE OR REPLACE FUNCTION gunmane.tell_of_job() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE asker record;
BEGIN
  IF NEW.shares IS NOT NULL OR (TG_OP = 'UPDATE' AND NEW.left_at IS DISTINCT FROM OLD.left_at) THEN
    SELECT status, progress, message INTO asker FROM gunmane.job WHERE id = NEW.shares AND NEW.left_at IS NULL;
    PERFORM gunmane.announce_job(NEW.id, NEW.study_area, NEW.process, coalesce(asker.status, 'dismissed'), coalesce(asker.progress, NEW.progress), coalesce(asker.message, '取り消されました。(Dismissed.)'));
  END IF;
  IF NEW.shares IS NULL AND (TG_OP = 'INSERT' OR (NEW.status, NEW.progress, NEW.message) IS DISTINCT FROM (OLD.status, OLD.progress, OLD.message)) THEN
    FOR asker IN SELECT NEW.id WHERE NEW.left_at IS NULL UNION ALL SELECT id FROM gunmane.job WHERE shares = NEW.id AND left_at IS NULL LOOP
      PERFORM gunmane.announce_job(asker.id, NEW.study_area, NEW.process, NEW.status, NEW.progress, NEW.message);
    END LOOP;
    IF NEW.status IN ('accepted', 'dismissed') THEN
      PERFORM pg_notify('gunmane_jobs', NEW.status || ' ' || NEW.id);
    END IF;
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION gunmane.tell_of_job() IS 'Announces a job to /api/events, and work to each who asks for it; wakes workers (channel gunmane_jobs: "accepted ID", "dismissed ID").';

-- Long sentences are cut: a notification holds less than 8,000 bytes.
CREATE OR REPLACE FUNCTION gunmane.announce_job(job uuid, area integer, process text, status text, progress smallint, message text) RETURNS void
LANGUAGE sql VOLATILE AS $$
  SELECT gunmane.announce('job', area, jsonb_build_object('id', job, 'process', process, 'status', status, 'progress', progress, 'message', left(message, 500)))
$$;
COMMENT ON FUNCTION gunmane.announce_job(uuid, integer, text, text, smallint, text) IS 'Announces the state of one job to /api/events.';

CREATE OR REPLACE TRIGGER job_told AFTER INSERT OR UPDATE OF status, progress, message, left_at ON gunmane.job
FOR EACH ROW EXECUTE FUNCTION gunmane.tell_of_job();

-- Who joins, leaves or ends the work changes its row first: they take turns at it.
CREATE OR REPLACE FUNCTION gunmane.leave_job(asked uuid, reason text) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE work gunmane.job;
BEGIN
  SELECT w.* INTO work FROM gunmane.job j JOIN gunmane.job w ON w.id = coalesce(j.shares, j.id) WHERE j.id = asked FOR UPDATE OF w;
  IF NOT FOUND OR work.status NOT IN ('accepted', 'running') THEN RETURN false; END IF;
  UPDATE gunmane.job SET left_at = clock_timestamp() WHERE id = asked AND left_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE gunmane.job SET askers = askers - 1 WHERE id = work.id;
  UPDATE gunmane.job SET status = 'dismissed', message = reason, finished_at = clock_timestamp() WHERE id = work.id AND askers <= 0;
  RETURN true;
END $$;
COMMENT ON FUNCTION gunmane.leave_job(uuid, text) IS 'Dismisses a job for who asked for it, and its work with the last who asks; false where it had ended or was dismissed already.';
