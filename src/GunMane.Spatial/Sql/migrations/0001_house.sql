-- The house: who owns which facts, the facts themselves, what the engine proposes, what planners draw.
-- Words are those of docs/glossary.md. Every fact row says in which study area it lies, who owns it
-- (owner_org), who may see it (data_class) and which import brought it.
-- Geometry is stored in gunmane.storage_srid() (JGD2011 longitude/latitude, EPSG:6668); geom_m is the same
-- geometry in the local metres of its study area (SRID 0, projection in study_area.metres_proj).

CREATE FUNCTION gunmane.storage_srid() RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 6668';
COMMENT ON FUNCTION gunmane.storage_srid() IS 'SRID of every stored geometry: JGD2011 geographic.';

CREATE TYPE gunmane.data_class AS ENUM ('public', 'internal', 'estimated_price');
COMMENT ON TYPE gunmane.data_class IS 'public 公開 / internal 庁内 / estimated_price 予定価格 (secret until the tender is opened).';

-- ---------------------------------------------------------------- study areas
CREATE TABLE gunmane.study_area (
  id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code          text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name          text NOT NULL,
  name_en       text NOT NULL,
  fictitious    boolean NOT NULL DEFAULT false,
  metres_proj   text,
  attribution   text NOT NULL DEFAULT '',
  data_version  bigint NOT NULL DEFAULT 0,
  next_dense_id integer NOT NULL DEFAULT 0,
  created_by    text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE gunmane.study_area IS '対象地域: the region over which towns are compared. fictitious: no background map may lie under it.';
COMMENT ON COLUMN gunmane.study_area.metres_proj IS 'PROJ string of the local Transverse Mercator in metres; null until the first boundaries set it.';
COMMENT ON COLUMN gunmane.study_area.data_version IS 'Raised in the same transaction as every change of facts; part of every cache key.';
COMMENT ON COLUMN gunmane.study_area.next_dense_id IS 'Next free asset.dense_id of this study area.';

-- ---------------------------------------------------------------- imports
CREATE TABLE gunmane.import (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  profile       text NOT NULL,
  profile_version integer NOT NULL,
  file_name     text NOT NULL,
  file_hash     text NOT NULL,
  file_bytes    bigint NOT NULL,
  encoding      text,
  crs           text,
  rows_read     bigint NOT NULL,
  rows_stored   bigint NOT NULL,
  rows_repaired bigint NOT NULL,
  rows_duplicate bigint NOT NULL,
  rows_quarantined bigint NOT NULL,
  notes         jsonb NOT NULL DEFAULT '[]',
  actor         text NOT NULL,
  imported_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT import_nothing_lost CHECK (rows_read = rows_stored + rows_repaired + rows_duplicate + rows_quarantined)
);
COMMENT ON CONSTRAINT import_nothing_lost ON gunmane.import IS 'Every row read ended in exactly one of the four states.';
CREATE INDEX import_study_area ON gunmane.import (study_area, id);

CREATE TABLE gunmane.import_row (
  import_id     bigint NOT NULL REFERENCES gunmane.import ON DELETE CASCADE,
  row_number    bigint NOT NULL,
  state         text NOT NULL CHECK (state IN ('repaired', 'duplicate', 'quarantined')),
  reason        text NOT NULL,
  place         text NOT NULL DEFAULT '',
  detail        text NOT NULL DEFAULT '',
  raw           text NOT NULL,
  PRIMARY KEY (import_id, row_number)
);
COMMENT ON TABLE gunmane.import_row IS 'Rows that were not simply stored: what was repaired and why, duplicates, quarantined rows with their raw text.';

-- ---------------------------------------------------------------- who
CREATE TABLE gunmane.organisation (
  id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  code          text,
  name          text NOT NULL,
  name_en       text NOT NULL DEFAULT '',
  kind          text NOT NULL CHECK (kind IN ('prefecture', 'municipality', 'state', 'union', 'corporation', 'other')),
  UNIQUE (study_area, name)
);
CREATE UNIQUE INDEX organisation_code ON gunmane.organisation (study_area, code) WHERE code IS NOT NULL;
COMMENT ON TABLE gunmane.organisation IS '管理者・発注者: who owns or orders. code: 5-digit 団体コード (a prefecture is pp000).';

CREATE TABLE gunmane.department (
  id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  organisation  integer NOT NULL REFERENCES gunmane.organisation ON DELETE CASCADE,
  name          text NOT NULL,
  UNIQUE (organisation, name)
);
COMMENT ON TABLE gunmane.department IS '課: contracting (契約担当課) and managing (所管課) departments are different roles on a contract.';

CREATE TABLE gunmane.municipality (
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  prefecture    char(2) NOT NULL,
  code          char(5) NOT NULL,
  border_code   char(5) NOT NULL,
  name          text NOT NULL,
  name_en       text NOT NULL DEFAULT '',
  prefecture_name text NOT NULL DEFAULT '',
  owner_org     integer REFERENCES gunmane.organisation,
  data_class    gunmane.data_class NOT NULL DEFAULT 'public',
  valid_from    date,
  valid_to      date,
  geom          geometry(MultiPolygon, 6668) NOT NULL,
  import_id     bigint REFERENCES gunmane.import,
  PRIMARY KEY (study_area, code)
);
COMMENT ON COLUMN gunmane.municipality.border_code IS 'The municipality whose border counts: wards of a designated city carry the city''s code.';
CREATE INDEX municipality_geom ON gunmane.municipality USING gist (geom);

-- Pieces of the boundaries of at most 128 vertices: islands of 100,000 vertices are cheap to look up.
CREATE TABLE gunmane.municipality_part (
  study_area    integer NOT NULL,
  code          char(5) NOT NULL,
  geom          geometry(Polygon, 6668) NOT NULL,
  FOREIGN KEY (study_area, code) REFERENCES gunmane.municipality ON DELETE CASCADE
);
CREATE INDEX municipality_part_geom ON gunmane.municipality_part USING gist (geom);
CREATE INDEX municipality_part_code ON gunmane.municipality_part (study_area, code);

-- ---------------------------------------------------------------- assets
CREATE TABLE gunmane.asset (
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  prefecture    char(2) NOT NULL,
  dense_id      integer NOT NULL,
  id            uuid NOT NULL,
  owner_org     integer REFERENCES gunmane.organisation,
  managing_department integer REFERENCES gunmane.department,
  data_class    gunmane.data_class NOT NULL DEFAULT 'public',
  municipality  char(5),
  sector        text NOT NULL CHECK (sector IN ('road','bridge','tunnel','river','park','sewer','water','slope','lighting','building','harbour','other')),
  kind          text NOT NULL DEFAULT '',
  name          text NOT NULL DEFAULT '',
  route         text NOT NULL DEFAULT '',
  ledger_number text,
  built_year    smallint,
  inspection_due smallint,
  condition_scale text,
  condition_raw text,
  length_m      double precision NOT NULL DEFAULT 0,
  area_m2       double precision NOT NULL DEFAULT 0,
  source        text NOT NULL,
  source_key    text NOT NULL,
  content_hash  bytea NOT NULL,
  attributes    jsonb NOT NULL DEFAULT '{}',
  geom          geometry(Geometry, 6668) NOT NULL,
  geom_m        geometry(Geometry, 0) NOT NULL,
  import_id     bigint REFERENCES gunmane.import,
  PRIMARY KEY (study_area, prefecture, dense_id)
);
COMMENT ON TABLE gunmane.asset IS '施設: one thing that is maintained. length_m of lines, area_m2 of polygons: geodesic (GRS80); of points: as the ledger states them, else 0.';
COMMENT ON COLUMN gunmane.asset.dense_id IS 'Small stable integer within the study area: the feature id in tiles and the index of label arrays.';
COMMENT ON COLUMN gunmane.asset.source IS 'Which ledger (profile and file) the row came from; (source, source_key) names the row for ever.';
CREATE UNIQUE INDEX asset_id ON gunmane.asset (id);
CREATE UNIQUE INDEX asset_dense ON gunmane.asset (study_area, dense_id);
CREATE UNIQUE INDEX asset_source ON gunmane.asset (study_area, source, source_key);
CREATE INDEX asset_geom ON gunmane.asset USING gist (geom);
CREATE INDEX asset_ledger ON gunmane.asset (study_area, ledger_number) WHERE ledger_number IS NOT NULL;

-- ---------------------------------------------------------------- firms and orders
CREATE TABLE gunmane.contractor (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  public_id     uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  owner_org     integer REFERENCES gunmane.organisation,
  data_class    gunmane.data_class NOT NULL DEFAULT 'public',
  identity_key  text NOT NULL,
  name          text NOT NULL,
  name_en       text NOT NULL DEFAULT '',
  name_normalised text NOT NULL,
  legal_form    text NOT NULL DEFAULT '',
  corporate_number char(13),
  source_number text,
  kind          text NOT NULL DEFAULT 'company' CHECK (kind IN ('company', 'joint_venture', 'cooperative', 'sole_trader', 'unknown')),
  address       text NOT NULL DEFAULT '',
  trades        text NOT NULL DEFAULT '',
  geom          geometry(Point, 6668),
  import_id     bigint REFERENCES gunmane.import,
  UNIQUE (study_area, identity_key)
);
COMMENT ON COLUMN gunmane.contractor.identity_key IS 'number:<法人番号> where known, else source:<register number>, else name:<normalised name>[/<legal form>].';
COMMENT ON COLUMN gunmane.contractor.legal_form IS '株式会社, 有限会社 …: 見本建設 of two different forms are two firms; empty where no name stated one.';
CREATE INDEX contractor_name ON gunmane.contractor (study_area, name_normalised);
CREATE INDEX contractor_geom ON gunmane.contractor USING gist (geom);

CREATE TABLE gunmane.contractor_member (
  contractor    bigint NOT NULL REFERENCES gunmane.contractor ON DELETE CASCADE,
  member        bigint NOT NULL REFERENCES gunmane.contractor ON DELETE CASCADE,
  PRIMARY KEY (contractor, member)
);
COMMENT ON TABLE gunmane.contractor_member IS 'Members of a joint venture (共同企業体) or cooperative (事業協同組合).';

CREATE TABLE gunmane.contract (
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  prefecture    char(2) NOT NULL,
  id            bigint GENERATED ALWAYS AS IDENTITY,
  public_id     uuid NOT NULL DEFAULT gen_random_uuid(),
  owner_org     integer REFERENCES gunmane.organisation,
  data_class    gunmane.data_class NOT NULL DEFAULT 'public',
  orderer       integer NOT NULL REFERENCES gunmane.organisation,
  contracting_department integer REFERENCES gunmane.department,
  managing_department integer REFERENCES gunmane.department,
  contract_number text,
  title         text NOT NULL,
  sector        text,
  work_kind     text,
  method        text NOT NULL DEFAULT '',
  bidders       integer,
  outcome       text NOT NULL CHECK (outcome IN ('awarded', 'no_bidder', 'no_valid_bid', 'unknown')),
  yen           bigint CHECK (yen >= 0),
  price_kind    text NOT NULL DEFAULT 'contract' CHECK (price_kind IN ('estimated', 'award', 'contract', 'changed')),
  tax_included  boolean,
  tender_date   date,
  starts_on     date,
  ends_on       date,
  fiscal_year   smallint,
  contractor    bigint REFERENCES gunmane.contractor,
  contractor_raw text NOT NULL DEFAULT '',
  source        text NOT NULL,
  source_key    text NOT NULL,
  content_hash  bytea NOT NULL,
  import_id     bigint REFERENCES gunmane.import,
  PRIMARY KEY (study_area, prefecture, id)
);
COMMENT ON TABLE gunmane.contract IS '契約・発注: one order. outcome no_bidder 不調, no_valid_bid 不落.';
CREATE UNIQUE INDEX contract_id ON gunmane.contract (id);
CREATE UNIQUE INDEX contract_public_id ON gunmane.contract (public_id);
CREATE UNIQUE INDEX contract_source ON gunmane.contract (study_area, source, source_key);
CREATE INDEX contract_orderer ON gunmane.contract (study_area, orderer, sector, work_kind);
CREATE INDEX contract_contractor ON gunmane.contract (contractor);

CREATE TABLE gunmane.contract_asset (
  study_area    integer NOT NULL,
  contract      bigint NOT NULL REFERENCES gunmane.contract (id) ON DELETE CASCADE,
  dense_id      integer NOT NULL,
  weight        double precision NOT NULL DEFAULT 1 CHECK (weight > 0),
  evidence      text NOT NULL CHECK (evidence IN ('asset', 'title', 'area')),
  strength      double precision NOT NULL CHECK (strength > 0 AND strength <= 1),
  reason        text NOT NULL DEFAULT '',
  import_id     bigint REFERENCES gunmane.import,
  PRIMARY KEY (contract, dense_id),
  FOREIGN KEY (study_area, dense_id) REFERENCES gunmane.asset (study_area, dense_id) ON DELETE CASCADE
);
COMMENT ON TABLE gunmane.contract_asset IS 'Which assets an order covers; its yen is apportioned over them by weight.';
CREATE INDEX contract_asset_asset ON gunmane.contract_asset (study_area, dense_id);

CREATE TABLE gunmane.asset_contractor (
  study_area    integer NOT NULL,
  dense_id      integer NOT NULL,
  contractor    bigint NOT NULL REFERENCES gunmane.contractor ON DELETE CASCADE,
  role          text NOT NULL CHECK (role IN ('built', 'repaired', 'inspects', 'maintains', 'designed')),
  since         date,
  evidence      text NOT NULL CHECK (evidence IN ('asset', 'title', 'area')),
  strength      double precision NOT NULL CHECK (strength > 0 AND strength <= 1),
  reason        text NOT NULL DEFAULT '',
  import_id     bigint REFERENCES gunmane.import,
  PRIMARY KEY (study_area, dense_id, contractor, role),
  FOREIGN KEY (study_area, dense_id) REFERENCES gunmane.asset (study_area, dense_id) ON DELETE CASCADE
);
COMMENT ON TABLE gunmane.asset_contractor IS '施設と事業者の関係: role, date, evidence. The weakest rung (town × sector × work kind) is derived, see gunmane.asset_firms.';
CREATE INDEX asset_contractor_contractor ON gunmane.asset_contractor (contractor);

-- ---------------------------------------------------------------- jobs and runs
CREATE TABLE gunmane.job (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  process       text NOT NULL,
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  inputs        jsonb NOT NULL,
  status        text NOT NULL DEFAULT 'accepted' CHECK (status IN ('accepted', 'running', 'successful', 'failed', 'dismissed')),
  progress      smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
  message       text NOT NULL DEFAULT '',
  result        jsonb,
  attempts      smallint NOT NULL DEFAULT 0,
  worker        text,
  actor         text NOT NULL,
  organisation  text NOT NULL DEFAULT '',
  created_at    timestamptz NOT NULL DEFAULT now(),
  started_at    timestamptz,
  heartbeat_at  timestamptz,
  finished_at   timestamptz
);
COMMENT ON COLUMN gunmane.job.status IS 'accepted → running → successful | failed; accepted or running → dismissed; running → accepted when its worker stopped beating.';
CREATE INDEX job_waiting ON gunmane.job (created_at) WHERE status IN ('accepted', 'running');

CREATE TABLE gunmane.group_run (
  id            uuid PRIMARY KEY,
  job_id        uuid REFERENCES gunmane.job ON DELETE SET NULL,
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  owner_org     integer REFERENCES gunmane.organisation,
  data_class    gunmane.data_class NOT NULL DEFAULT 'internal',
  data_version  bigint NOT NULL,
  engine        text NOT NULL CHECK (engine IN ('kernel', 'postgis')),
  engine_version text NOT NULL,
  parameters    jsonb NOT NULL,
  assets        integer NOT NULL,
  ungrouped     integer NOT NULL,
  labels        bytea NOT NULL,
  actor         text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN gunmane.group_run.labels IS 'Little-endian int32 per dense id: number of the group, 0 in none, -1 not looked at. As the map asks for it.';
ALTER TABLE gunmane.group_run ALTER COLUMN labels SET STORAGE EXTERNAL;
CREATE INDEX group_run_study_area ON gunmane.group_run (study_area, created_at DESC);

CREATE TABLE gunmane.candidate_group (
  run           uuid NOT NULL REFERENCES gunmane.group_run ON DELETE CASCADE,
  number        integer NOT NULL,
  id            uuid NOT NULL UNIQUE,
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  score         double precision NOT NULL,
  assets        integer NOT NULL,
  metrics       jsonb NOT NULL,
  reasons       jsonb NOT NULL,
  geom          geometry(Geometry, 6668) NOT NULL,
  PRIMARY KEY (run, number)
);
COMMENT ON TABLE gunmane.candidate_group IS '群候補: numbered 1… by falling score; geom is the concave outline of its assets.';

CREATE TABLE gunmane.group_member (
  run           uuid NOT NULL,
  study_area    integer NOT NULL,
  dense_id      integer NOT NULL,
  number        integer NOT NULL,
  PRIMARY KEY (run, dense_id),
  FOREIGN KEY (run, number) REFERENCES gunmane.candidate_group ON DELETE CASCADE
);

-- ---------------------------------------------------------------- what planners draw
CREATE TABLE gunmane.scenario (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  owner_org     integer REFERENCES gunmane.organisation,
  data_class    gunmane.data_class NOT NULL DEFAULT 'internal',
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  version       integer NOT NULL DEFAULT 0,
  created_by    text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  UNIQUE (study_area, name)
);
COMMENT ON TABLE gunmane.scenario IS '検討案. version counts its zone edits.';

CREATE TABLE gunmane.zone (
  id            uuid PRIMARY KEY,
  scenario      uuid NOT NULL REFERENCES gunmane.scenario ON DELETE CASCADE,
  study_area    integer NOT NULL REFERENCES gunmane.study_area ON DELETE CASCADE,
  owner_org     integer REFERENCES gunmane.organisation,
  data_class    gunmane.data_class NOT NULL DEFAULT 'internal',
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  version       integer NOT NULL,
  geom          geometry(Geometry, 6668) NOT NULL CHECK (GeometryType(geom) IN ('POLYGON', 'MULTIPOLYGON'))
);
COMMENT ON TABLE gunmane.zone IS '区域: the present state; its history is zone_edit. Vertices lie on a 1e-7° grid; version = the scenario version that last changed it.';
CREATE INDEX zone_scenario ON gunmane.zone (scenario);
CREATE INDEX zone_geom ON gunmane.zone USING gist (geom);

CREATE TABLE gunmane.zone_edit (
  scenario      uuid NOT NULL REFERENCES gunmane.scenario ON DELETE CASCADE,
  version       integer NOT NULL,
  edit_id       uuid NOT NULL,
  client_id     text NOT NULL,
  base_version  integer NOT NULL,
  operation     text NOT NULL CHECK (operation IN ('draw', 'reshape', 'rename', 'delete', 'undo', 'redo', 'import', 'accept_group', 'split', 'merge')),
  changes       jsonb NOT NULL,
  inverse       jsonb NOT NULL,
  notes         jsonb NOT NULL DEFAULT '{}',
  undoes        integer,
  actor         text NOT NULL,
  edited_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (scenario, version),
  UNIQUE (scenario, edit_id)
);
COMMENT ON TABLE gunmane.zone_edit IS 'Append-only. changes and inverse: [{zone, name, geometry} | {zone, deleted:true}] of all zones touched; notes: warnings and repairs as first answered.';
