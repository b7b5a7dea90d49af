-- What an execution asked for beside its inputs, and by what two of them are known to be the same.
ALTER TABLE gunmane.job
  ADD COLUMN response text NOT NULL DEFAULT 'document' CHECK (response IN ('raw', 'document')),
  ADD COLUMN outputs text[],
  ADD COLUMN request_key text,
  ADD COLUMN askers integer NOT NULL DEFAULT 1;
COMMENT ON COLUMN gunmane.job.response IS 'How its results are answered (OGC 18-062r2): raw values, or one JSON document.';
COMMENT ON COLUMN gunmane.job.outputs IS 'Names of the outputs asked for; NULL: all.';
COMMENT ON COLUMN gunmane.job.request_key IS 'Equal for requests that would do the same work on the same data; NULL: never joined.';
COMMENT ON COLUMN gunmane.job.askers IS 'Requests that were given this job; a client that stops waiting dismisses it only if it was the only one left.';

-- Work that waits or runs is not started a second time: the second request is given the job of the first.
CREATE UNIQUE INDEX job_same_request ON gunmane.job (process, study_area, request_key)
  WHERE request_key IS NOT NULL AND status IN ('accepted', 'running');
CREATE INDEX job_listed ON gunmane.job (created_at DESC, id DESC);
