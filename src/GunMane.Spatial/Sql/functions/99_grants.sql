-- The service reads and writes facts; it never changes the schema, and history stays as written.
GRANT USAGE ON SCHEMA gunmane TO gunmane_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA gunmane TO gunmane_service;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA gunmane TO gunmane_service;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA gunmane TO gunmane_service;
REVOKE UPDATE, DELETE, TRUNCATE ON gunmane.zone_edit, gunmane.import_change, gunmane.import_correction FROM gunmane_service;
-- It sees which schema it works on, to say so when that is not the one it was built for.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON gunmane.schema_step FROM gunmane_service;
-- Partitions are written through their parents, whose triggers keep what is unique among them.
REVOKE ALL ON gunmane.asset_key, gunmane.contract_key FROM gunmane_service;
DO $$
DECLARE part regclass;
BEGIN
  FOR part IN SELECT p.relid FROM pg_partition_tree('gunmane.asset') p WHERE p.isleaf UNION ALL SELECT p.relid FROM pg_partition_tree('gunmane.contract') p WHERE p.isleaf LOOP
    EXECUTE format('REVOKE ALL ON %s FROM gunmane_service', part);
  END LOOP;
END $$;
