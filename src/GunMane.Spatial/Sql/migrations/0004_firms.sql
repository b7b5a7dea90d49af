-- Who is who (名寄せ): firms stay as they were imported; which of them are one is a decision beside them, with its evidence.
ALTER TABLE gunmane.contractor ADD COLUMN merged_into bigint,
  ADD CONSTRAINT contractor_not_into_itself CHECK (merged_into <> id);
COMMENT ON COLUMN gunmane.contractor.merged_into IS 'The firm that stands for this one; null where it stands for itself. Never a chain. Follows from the standing rows of contractor_merge; no foreign key, so that a decision of the engine keeps no firm alive whose import is undone.';
COMMENT ON COLUMN gunmane.contractor.identity_key IS 'number:<法人番号> where known, else source:<register number>, else name:<name>/<legal form>+<branch>@<who orders>: the firm as imported, before anyone decides who is who.';
CREATE INDEX contractor_merged ON gunmane.contractor (merged_into) WHERE merged_into IS NOT NULL;

ALTER TABLE gunmane.contractor_member
  ADD COLUMN leader boolean NOT NULL DEFAULT false,
  ADD COLUMN share double precision CHECK (share > 0 AND share <= 1),
  ADD COLUMN evidence text NOT NULL DEFAULT 'register' CHECK (evidence IN ('register', 'name'));
COMMENT ON COLUMN gunmane.contractor_member.evidence IS 'register: a register of firms lists the member. name: read from the joint venture''s name, and one firm only fits.';
COMMENT ON COLUMN gunmane.contractor_member.share IS 'Share in the joint venture, where its name states one.';

CREATE TABLE gunmane.contractor_merge (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  owner_org     integer REFERENCES gunmane.organisation,
  data_class    gunmane.data_class NOT NULL DEFAULT 'public',
  contractor    bigint NOT NULL REFERENCES gunmane.contractor ON DELETE CASCADE,
  kept          bigint NOT NULL REFERENCES gunmane.contractor ON DELETE CASCADE,
  decided_by    text NOT NULL CHECK (decided_by IN ('engine', 'person')),
  odds          double precision NOT NULL,
  evidence      jsonb NOT NULL,
  actor         text NOT NULL,
  made_at       timestamptz NOT NULL DEFAULT now(),
  undone_by     text,
  undone_at     timestamptz,
  CHECK (contractor <> kept),
  CHECK ((undone_by IS NULL) = (undone_at IS NULL))
);
COMMENT ON TABLE gunmane.contractor_merge IS 'Every merge of firms with its evidence. Append-only: a merge that no longer stands keeps its row with who ended it and when.';
COMMENT ON COLUMN gunmane.contractor_merge.odds IS 'Log odds that both are one firm, by the engine.';
CREATE UNIQUE INDEX contractor_merge_standing ON gunmane.contractor_merge (contractor) WHERE undone_at IS NULL;
CREATE INDEX contractor_merge_area ON gunmane.contractor_merge (study_area) WHERE undone_at IS NULL;

CREATE TABLE gunmane.contractor_decision (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  owner_org     integer REFERENCES gunmane.organisation,
  data_class    gunmane.data_class NOT NULL DEFAULT 'internal',
  one_keys      text[] NOT NULL CHECK (cardinality(one_keys) > 0),
  other_keys    text[] NOT NULL CHECK (cardinality(other_keys) > 0),
  verdict       text NOT NULL CHECK (verdict IN ('same', 'different', 'later')),
  actor         text NOT NULL,
  decided_at    timestamptz NOT NULL DEFAULT now(),
  withdrawn_by  text,
  withdrawn_at  timestamptz,
  CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
);
COMMENT ON TABLE gunmane.contractor_decision IS 'What people decided about two groups of firms, by identity key: it outlives the firms'' rows and always wins over the engine. Append-only; later puts the question to the end of the list.';
CREATE INDEX contractor_decision_area ON gunmane.contractor_decision (study_area) WHERE withdrawn_at IS NULL;

CREATE TABLE gunmane.contractor_question (
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  owner_org     integer REFERENCES gunmane.organisation,
  data_class    gunmane.data_class NOT NULL DEFAULT 'public',
  one           bigint NOT NULL REFERENCES gunmane.contractor ON DELETE CASCADE,
  other         bigint NOT NULL REFERENCES gunmane.contractor ON DELETE CASCADE,
  odds          double precision NOT NULL,
  weight        double precision NOT NULL,
  evidence      jsonb NOT NULL,
  PRIMARY KEY (study_area, one, other)
);
COMMENT ON TABLE gunmane.contractor_question IS 'Doubtful pairs as the last review left them: asked, never merged. weight: yen at stake × uncertainty.';
