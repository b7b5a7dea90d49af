-- What has to be told about a run as a whole: limits that conflict, assets that could not be placed.
ALTER TABLE gunmane.group_run ADD COLUMN notes jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN gunmane.group_run.notes IS 'Sentences about the run: [{key, ja, en}].';
