-- Links between orders and assets that rules propose and planners decide.

ALTER TABLE gunmane.contract_asset
  ADD COLUMN basis text NOT NULL DEFAULT 'number' CHECK (basis IN ('number', 'planner', 'name', 'line', 'builder', 'area')),
  ADD COLUMN origin text NOT NULL DEFAULT 'import' CHECK (origin IN ('import', 'rule', 'planner')),
  ADD COLUMN role text CHECK (role IN ('built', 'repaired', 'inspects', 'maintains', 'designed')),
  ADD COLUMN since date,
  ADD COLUMN mention text NOT NULL DEFAULT '',
  ADD COLUMN reason_en text NOT NULL DEFAULT '';
COMMENT ON COLUMN gunmane.contract_asset.basis IS 'On what the link stands: number (ledger number in the order), planner (decided by a person), name (the asset''s name in the title), line (its road or river), builder (same firm, year and place in the ledger), area (its district in the title). evidence is the rung of the ladder that grouping uses: number, planner → asset; name, line, builder → title; area → area.';
COMMENT ON COLUMN gunmane.contract_asset.origin IS 'import: the file stated it; rule: gunmane.settle_links made it from link_candidate and may take it back; planner: decided.';
COMMENT ON COLUMN gunmane.contract_asset.role IS 'What the firm did to the asset; null: as gunmane.order_role tells from the work kind.';
COMMENT ON COLUMN gunmane.contract_asset.since IS 'From when, or when it was built; null: start of the order, else day of the tender.';
COMMENT ON COLUMN gunmane.contract_asset.mention IS 'The words of the order that name the asset, as compared.';
-- The service reads all links of an order that are not the file's own.
CREATE INDEX contract_asset_rule ON gunmane.contract_asset (study_area, contract) WHERE origin <> 'import';

CREATE TABLE gunmane.contract_number (
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  contract      bigint NOT NULL REFERENCES gunmane.contract (id) ON DELETE CASCADE,
  ledger_number text NOT NULL,
  import_id     bigint REFERENCES gunmane.import,
  PRIMARY KEY (contract, ledger_number)
);
COMMENT ON TABLE gunmane.contract_number IS 'Ledger numbers that an order states: ledgers that arrive later are linked by them.';
CREATE INDEX contract_number_area ON gunmane.contract_number (study_area);
CREATE INDEX contract_number_import ON gunmane.contract_number (import_id);

CREATE TABLE gunmane.link_candidate (
  study_area    integer NOT NULL,
  contract      bigint NOT NULL REFERENCES gunmane.contract (id) ON DELETE CASCADE,
  dense_id      integer NOT NULL,
  basis         text NOT NULL CHECK (basis IN ('number', 'name', 'line', 'builder', 'area')),
  sure          boolean NOT NULL,
  strength      double precision NOT NULL CHECK (strength > 0 AND strength <= 1),
  mention       text NOT NULL,
  reason        text NOT NULL,
  reason_en     text NOT NULL,
  PRIMARY KEY (contract, dense_id),
  FOREIGN KEY (study_area, dense_id) REFERENCES gunmane.asset (study_area, dense_id) ON DELETE CASCADE
);
COMMENT ON TABLE gunmane.link_candidate IS 'What the rules of the last run of links propose. sure: linked without asking unless a planner said no; else open for the planner.';
CREATE INDEX link_candidate_asset ON gunmane.link_candidate (study_area, dense_id);
CREATE INDEX link_candidate_open ON gunmane.link_candidate (study_area, contract) WHERE NOT sure;

CREATE TABLE gunmane.link_decision (
  number        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id            uuid NOT NULL UNIQUE,
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  owner_org     integer REFERENCES gunmane.organisation,
  data_class    gunmane.data_class NOT NULL DEFAULT 'internal',
  contract_source text NOT NULL,
  contract_key  text NOT NULL,
  title         text NOT NULL,
  mention       text NOT NULL,
  accepted      uuid[] NOT NULL,
  rejected      uuid[] NOT NULL,
  actor         text NOT NULL,
  decided_at    timestamptz NOT NULL DEFAULT now(),
  undone_at     timestamptz,
  undone_by     text
);
COMMENT ON TABLE gunmane.link_decision IS 'What planners decided about an order: assets that it covers and assets that it does not. Orders and assets are named by what outlives a new import (source and key, asset id), so a decision holds when files are taken back and imported again.';
CREATE INDEX link_decision_contract ON gunmane.link_decision (study_area, contract_source, contract_key);

CREATE TABLE gunmane.link_run (
  study_area    integer PRIMARY KEY REFERENCES gunmane.study_area ON DELETE CASCADE,
  engine_version text NOT NULL,
  data_version  bigint NOT NULL,
  contracts     bigint NOT NULL,
  changed       bigint NOT NULL,
  actor         text NOT NULL,
  ran_at        timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE gunmane.link_run IS 'The last run of links of a study area: how many orders it looked at and how many links it changed.';
