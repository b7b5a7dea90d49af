-- The life of an import: what it was made with, what it changed (so that it can be taken back), rows mended by hand,
-- ledgers that are replaced by a newer file.

CREATE FUNCTION gunmane.current_import() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED AS
  'SELECT nullif(current_setting(''gunmane.import'', true), '''')::bigint';
COMMENT ON FUNCTION gunmane.current_import() IS 'The import that this transaction carries out; null outside of imports.';

-- ---------------------------------------------------------------- what an import was made with
ALTER TABLE gunmane.import
  ADD COLUMN corrects       bigint REFERENCES gunmane.import ON DELETE CASCADE,
  ADD COLUMN same_as        bigint REFERENCES gunmane.import ON DELETE CASCADE,
  ADD COLUMN job_id         uuid,
  ADD COLUMN source         text NOT NULL DEFAULT '',
  ADD COLUMN file_format    text NOT NULL DEFAULT '',
  ADD COLUMN file_columns   text[] NOT NULL DEFAULT '{}',
  ADD COLUMN options        jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN licence        text NOT NULL DEFAULT '',
  ADD COLUMN as_of          date,
  ADD COLUMN engine_version text NOT NULL DEFAULT '',
  ADD COLUMN attribution    text NOT NULL DEFAULT '',
  ADD COLUMN rows_changed   bigint NOT NULL DEFAULT 0,
  ADD COLUMN rows_removed   bigint NOT NULL DEFAULT 0,
  ADD COLUMN comparison     jsonb,
  ADD COLUMN updates        boolean NOT NULL DEFAULT false,
  ADD COLUMN undoable       boolean NOT NULL DEFAULT false,
  ADD COLUMN undone_at      timestamptz,
  ADD COLUMN undone_by      text;
COMMENT ON COLUMN gunmane.import.corrects IS 'The import whose quarantined rows this one takes in, corrected by hand; null for files.';
COMMENT ON COLUMN gunmane.import.same_as IS 'The same file was imported before with the same profile and options: its rows are reported there.';
COMMENT ON COLUMN gunmane.import.job_id IS 'The job that imported it; a job run again finds what it has done already.';
COMMENT ON COLUMN gunmane.import.source IS 'The ledger: asset.source or contract.source of its rows.';
COMMENT ON COLUMN gunmane.import.file_columns IS 'Column names of the file, by which raw rows are taken apart again.';
COMMENT ON COLUMN gunmane.import.as_of IS 'Of which day the data is, as the planner says.';
COMMENT ON COLUMN gunmane.import.attribution IS 'Attribution that this import added to the study area; empty if it added none.';
COMMENT ON COLUMN gunmane.import.rows_changed IS 'Of the rows stored or repaired: those that replaced what was stored before.';
COMMENT ON COLUMN gunmane.import.rows_removed IS 'Facts of the ledger that the file no longer has and that were removed.';
COMMENT ON COLUMN gunmane.import.comparison IS 'Of an import that replaced a ledger: what it added, changed and removed, with the fields before and after (the first of each kind).';
COMMENT ON COLUMN gunmane.import.updates IS 'Whether it replaced a ledger.';
COMMENT ON COLUMN gunmane.import.undoable IS 'Whether what it changed was written down; imports of older versions were not.';
CREATE INDEX import_file ON gunmane.import (study_area, file_hash);
CREATE INDEX import_corrects ON gunmane.import (corrects) WHERE corrects IS NOT NULL;

ALTER TABLE gunmane.import_row
  ADD COLUMN fields    jsonb,
  ADD COLUMN shape     bytea,
  ADD COLUMN set_aside text,
  ADD COLUMN corrected jsonb;
COMMENT ON COLUMN gunmane.import_row.fields IS 'Of a quarantined row: its values by column, as the reader found them. Null for imports of older versions.';
COMMENT ON COLUMN gunmane.import_row.shape IS 'Of a quarantined row: its geometry as well-known binary in the file''s own coordinates; null if it has none.';
COMMENT ON COLUMN gunmane.import_row.set_aside IS 'Why a quarantined row need not be taken in; null: it waits for a decision.';
COMMENT ON COLUMN gunmane.import_row.corrected IS 'Values of a quarantined row as last corrected by hand, where that did not suffice.';

ALTER TABLE gunmane.study_area ADD COLUMN metres_import bigint;
COMMENT ON COLUMN gunmane.study_area.metres_import IS 'The import that set metres_proj; null if the study area was made with it.';

ALTER TABLE gunmane.organisation ADD COLUMN import_id bigint DEFAULT gunmane.current_import();
ALTER TABLE gunmane.department ADD COLUMN import_id bigint DEFAULT gunmane.current_import();
ALTER TABLE gunmane.contractor_member ADD COLUMN import_id bigint DEFAULT gunmane.current_import();
COMMENT ON COLUMN gunmane.organisation.import_id IS 'The import that named it first.';
COMMENT ON COLUMN gunmane.department.import_id IS 'The import that named it first.';
COMMENT ON COLUMN gunmane.contractor_member.import_id IS 'The import that named it first.';

-- ---------------------------------------------------------------- what an import changed
CREATE SEQUENCE gunmane.import_step;
COMMENT ON SEQUENCE gunmane.import_step IS 'Order of the statements whose changes import_change keeps.';

CREATE TABLE gunmane.import_change (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  import_id     bigint NOT NULL REFERENCES gunmane.import ON DELETE CASCADE,
  step          bigint NOT NULL,
  table_name    text NOT NULL,
  key           jsonb NOT NULL,
  before        jsonb,
  after         jsonb,
  CHECK (before IS NOT NULL OR after IS NOT NULL)
);
COMMENT ON TABLE gunmane.import_change IS
  'Append-only. Facts that an import found and changed or removed. What it added carries its import_id and is not listed here.';
COMMENT ON COLUMN gunmane.import_change.step IS 'Number of the statement: an import is taken back statement by statement, the last one first.';
COMMENT ON COLUMN gunmane.import_change.before IS 'The columns that changed, as they were (geometry as hexadecimal EWKB); the whole row if it was removed; null if it came under this key.';
COMMENT ON COLUMN gunmane.import_change.after IS 'The same columns as they became; null if the row went from this key.';
CREATE INDEX import_change_step ON gunmane.import_change (import_id, step);

CREATE TABLE gunmane.import_correction (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  import_id     bigint NOT NULL REFERENCES gunmane.import ON DELETE CASCADE,
  row_number    bigint NOT NULL,
  action        text NOT NULL CHECK (action IN ('correct', 'set_aside', 'reopen')),
  carried_out_by bigint REFERENCES gunmane.import ON DELETE CASCADE,
  before        jsonb NOT NULL DEFAULT '{}',
  after         jsonb NOT NULL DEFAULT '{}',
  state         text NOT NULL,
  reason        text NOT NULL DEFAULT '',
  actor         text NOT NULL,
  corrected_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE gunmane.import_correction IS 'Append-only: who decided what about a quarantined row. carried_out_by: the import that took the corrected row in, by whose undo the row waits again.';
COMMENT ON COLUMN gunmane.import_correction.before IS 'Values that were changed, by column, as they stood; place is [longitude, latitude].';
COMMENT ON COLUMN gunmane.import_correction.state IS 'State of the row afterwards: repaired, duplicate or quarantined.';
CREATE INDEX import_correction_row ON gunmane.import_correction (import_id, row_number);
