-- A study area's own import profiles: how a planner said that a file is to be read. A changed one gets a new version;
-- old versions stay, so that every import's profile and version can be looked up.
CREATE TABLE gunmane.import_profile (
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  name          text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  version       integer NOT NULL CHECK (version >= 1),
  owner_org     integer REFERENCES gunmane.organisation,
  data_class    gunmane.data_class NOT NULL DEFAULT 'internal',
  document      jsonb NOT NULL,
  actor         text NOT NULL,
  saved_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (study_area, name, version)
);
COMMENT ON TABLE gunmane.import_profile IS '取り込み方: a profile of the planner''s own, by version; gunmane.import records name and version. Shipped profiles are files of the program.';
COMMENT ON COLUMN gunmane.import_profile.document IS 'The profile as docs/reference/import.md describes it; its name and version are those of the row.';
