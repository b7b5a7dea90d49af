-- Assets and orders are partitioned by prefecture. The tables as they are become the DEFAULT partition: no asset and no order is
-- written anew. What is linked to them carries their prefecture and refers to their primary key. See decision 0005.

-- ---------------------------------------------------------------- links know the prefecture of what they link
ALTER TABLE gunmane.asset_contractor DROP CONSTRAINT asset_contractor_study_area_dense_id_fkey, ADD COLUMN prefecture char(2);
ALTER TABLE gunmane.asset_municipality DROP CONSTRAINT asset_municipality_study_area_dense_id_fkey, ADD COLUMN prefecture char(2);
ALTER TABLE gunmane.contract_asset DROP CONSTRAINT contract_asset_study_area_dense_id_fkey, DROP CONSTRAINT contract_asset_contract_fkey,
  ADD COLUMN prefecture char(2), ADD COLUMN contract_prefecture char(2);
ALTER TABLE gunmane.link_candidate DROP CONSTRAINT link_candidate_study_area_dense_id_fkey, DROP CONSTRAINT link_candidate_contract_fkey,
  ADD COLUMN prefecture char(2), ADD COLUMN contract_prefecture char(2);
ALTER TABLE gunmane.contract_number DROP CONSTRAINT contract_number_contract_fkey, ADD COLUMN contract_prefecture char(2);

UPDATE gunmane.asset_contractor l SET prefecture = a.prefecture FROM gunmane.asset a WHERE a.study_area = l.study_area AND a.dense_id = l.dense_id;
UPDATE gunmane.asset_municipality l SET prefecture = a.prefecture FROM gunmane.asset a WHERE a.study_area = l.study_area AND a.dense_id = l.dense_id;
UPDATE gunmane.contract_asset l SET prefecture = a.prefecture, contract_prefecture = c.prefecture FROM gunmane.asset a, gunmane.contract c
WHERE a.study_area = l.study_area AND a.dense_id = l.dense_id AND c.id = l.contract;
UPDATE gunmane.link_candidate l SET prefecture = a.prefecture, contract_prefecture = c.prefecture FROM gunmane.asset a, gunmane.contract c
WHERE a.study_area = l.study_area AND a.dense_id = l.dense_id AND c.id = l.contract;
UPDATE gunmane.contract_number n SET contract_prefecture = c.prefecture FROM gunmane.contract c WHERE c.id = n.contract;

ALTER TABLE gunmane.asset_contractor ALTER prefecture SET NOT NULL;
ALTER TABLE gunmane.asset_municipality ALTER prefecture SET NOT NULL;
ALTER TABLE gunmane.contract_asset ALTER prefecture SET NOT NULL, ALTER contract_prefecture SET NOT NULL;
ALTER TABLE gunmane.link_candidate ALTER prefecture SET NOT NULL, ALTER contract_prefecture SET NOT NULL;
ALTER TABLE gunmane.contract_number ALTER contract_prefecture SET NOT NULL;
COMMENT ON COLUMN gunmane.asset_contractor.prefecture IS 'That of the asset: part of its key, follows it.';
COMMENT ON COLUMN gunmane.asset_municipality.prefecture IS 'That of the asset: part of its key, follows it.';
COMMENT ON COLUMN gunmane.contract_asset.prefecture IS 'That of the asset: part of its key, follows it.';
COMMENT ON COLUMN gunmane.contract_asset.contract_prefecture IS 'That of the order: part of its key, follows it.';
COMMENT ON COLUMN gunmane.link_candidate.prefecture IS 'That of the asset: part of its key, follows it.';
COMMENT ON COLUMN gunmane.link_candidate.contract_prefecture IS 'That of the order: part of its key, follows it.';
COMMENT ON COLUMN gunmane.contract_number.contract_prefecture IS 'That of the order: part of its key, follows it.';

-- ---------------------------------------------------------------- keys across partitions
CREATE TABLE gunmane.asset_key (
  study_area    integer NOT NULL,
  dense_id      integer NOT NULL,
  id            uuid NOT NULL,
  source        text NOT NULL,
  source_key    text NOT NULL,
  PRIMARY KEY (study_area, dense_id)
);
CREATE UNIQUE INDEX asset_key_id ON gunmane.asset_key (id);
CREATE UNIQUE INDEX asset_key_source ON gunmane.asset_key (study_area, source, source_key);
COMMENT ON TABLE gunmane.asset_key IS
  'What is unique among assets whatever their prefecture. Empty while asset has its default partition only, whose own indexes keep it then; else kept by triggers on asset.';

CREATE TABLE gunmane.contract_key (
  id            bigint PRIMARY KEY,
  public_id     uuid NOT NULL,
  study_area    integer NOT NULL,
  source        text NOT NULL,
  source_key    text NOT NULL
);
CREATE UNIQUE INDEX contract_key_public_id ON gunmane.contract_key (public_id);
CREATE UNIQUE INDEX contract_key_source ON gunmane.contract_key (study_area, source, source_key);
COMMENT ON TABLE gunmane.contract_key IS 'What is unique among orders whatever their prefecture, as asset_key for assets.';

-- ---------------------------------------------------------------- the partitioned tables
-- Gives a table's name to a partitioned parent of the same shape, and makes the table its DEFAULT partition. What belongs to the name
-- goes to the parent: references, triggers, rights, comment, and the views that ask it, in this schema and in others.
CREATE FUNCTION pg_temp.to_parent(fact text, key text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  own regclass := format('gunmane.%I', fact);
  part text := fact || '_default';
  later text[];
  name text;
  command text;
BEGIN
  later := ARRAY(SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', own, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE conrelid = own AND contype = 'f' ORDER BY conname)
    || ARRAY(SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = own AND NOT tgisinternal ORDER BY tgname)
    || ARRAY(SELECT format('DROP TRIGGER %I ON gunmane.%I', tgname, part) FROM pg_trigger WHERE tgrelid = own AND NOT tgisinternal ORDER BY tgname)
    || ARRAY(SELECT format('GRANT %s ON %s TO %s', a.privilege_type, own, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a WHERE c.oid = own AND a.grantee <> c.relowner)
    || format('COMMENT ON TABLE %s IS %L', own, obj_description(own, 'pg_class'))
    || ARRAY(SELECT DISTINCT format('CREATE OR REPLACE VIEW %s %sAS %s', v.oid::regclass, 'WITH (' || array_to_string(v.reloptions, ', ') || ') ', pg_get_viewdef(v.oid))
      FROM pg_depend d JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid JOIN pg_class v ON v.oid = r.ev_class AND v.relkind = 'v'
      WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = own);
  EXECUTE format('ALTER TABLE %s RENAME TO %I', own, part);
  FOR name IN SELECT n.relname FROM pg_index i JOIN pg_class n ON n.oid = i.indexrelid WHERE i.indrelid = own ORDER BY 1 LOOP
    EXECUTE format('ALTER INDEX gunmane.%I RENAME TO %I', name, part || substr(name, length(fact) + 1));
  END LOOP;
  EXECUTE format('CREATE TABLE gunmane.%I (LIKE gunmane.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS INCLUDING STORAGE) PARTITION BY LIST (prefecture)', fact, part);
  EXECUTE format('ALTER TABLE gunmane.%I ATTACH PARTITION gunmane.%I DEFAULT', fact, part);
  EXECUTE format('ALTER TABLE gunmane.%I ADD PRIMARY KEY (%s)', fact, key);
  EXECUTE format('COMMENT ON TABLE gunmane.%I IS %L', part, 'Rows of ' || fact || ' whose prefecture has no partition of its own. Written through ' || fact || ' only.');
  FOREACH command IN ARRAY later LOOP EXECUTE command; END LOOP;
END $$;

SELECT pg_temp.to_parent('asset', 'study_area, prefecture, dense_id');
CREATE INDEX asset_geom ON gunmane.asset USING gist (geom);

-- Partitions have no identity of their own: the numbers go on from the parent.
CREATE TEMP TABLE last_contract ON COMMIT DROP AS SELECT last_value, is_called FROM gunmane.contract_id_seq;
ALTER TABLE gunmane.contract ALTER id DROP IDENTITY;
SELECT pg_temp.to_parent('contract', 'study_area, prefecture, id');
ALTER TABLE gunmane.contract ALTER id ADD GENERATED ALWAYS AS IDENTITY;
SELECT setval('gunmane.contract_id_seq', last_value, is_called) FROM last_contract;
CREATE INDEX contract_orderer ON gunmane.contract (study_area, orderer, sector, work_kind);
CREATE INDEX contract_contractor ON gunmane.contract (contractor);

-- ---------------------------------------------------------------- references to the primary keys
ALTER TABLE gunmane.asset_contractor ADD CONSTRAINT asset_contractor_asset_fkey
  FOREIGN KEY (study_area, prefecture, dense_id) REFERENCES gunmane.asset ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE gunmane.asset_municipality ADD CONSTRAINT asset_municipality_asset_fkey
  FOREIGN KEY (study_area, prefecture, dense_id) REFERENCES gunmane.asset ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE gunmane.contract_asset
  ADD CONSTRAINT contract_asset_asset_fkey FOREIGN KEY (study_area, prefecture, dense_id) REFERENCES gunmane.asset ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT contract_asset_contract_fkey FOREIGN KEY (study_area, contract_prefecture, contract) REFERENCES gunmane.contract ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE gunmane.link_candidate
  ADD CONSTRAINT link_candidate_asset_fkey FOREIGN KEY (study_area, prefecture, dense_id) REFERENCES gunmane.asset ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT link_candidate_contract_fkey FOREIGN KEY (study_area, contract_prefecture, contract) REFERENCES gunmane.contract ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE gunmane.contract_number ADD CONSTRAINT contract_number_contract_fkey
  FOREIGN KEY (study_area, contract_prefecture, contract) REFERENCES gunmane.contract ON DELETE CASCADE ON UPDATE CASCADE;

-- A parent has statistics only where it is analysed itself.
ANALYZE gunmane.asset, gunmane.contract;
DROP FUNCTION pg_temp.to_parent(text, text);
-- Functions, views and triggers name the tables anew.
DELETE FROM gunmane.schema_step WHERE name = 'functions';
