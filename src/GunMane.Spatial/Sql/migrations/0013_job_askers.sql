-- Whoever asks for work that waits or runs already gets a job of his own that shares it: dismissing one leaves the others' standing.
ALTER TABLE gunmane.job
  ADD COLUMN shares uuid REFERENCES gunmane.job ON DELETE CASCADE,
  ADD COLUMN left_at timestamptz,
  -- What takes jobs from the queue, of this version or of one before it, passes over those that share another's work.
  ADD CONSTRAINT job_shares_work CHECK (shares IS NULL OR (status = 'dismissed' AND request_key IS NULL));
COMMENT ON COLUMN gunmane.job.shares IS 'The job whose work this one shares; its state, progress and result are those of that job, its own status means nothing. NULL: it is the work itself.';
COMMENT ON COLUMN gunmane.job.left_at IS 'When its asker dismissed it. The work goes on while others ask for it.';
COMMENT ON COLUMN gunmane.job.askers IS 'Of work: how many ask for it still, its first asker among them; the last one who leaves takes it along.';
CREATE INDEX job_shared ON gunmane.job (shares) WHERE shares IS NOT NULL;
