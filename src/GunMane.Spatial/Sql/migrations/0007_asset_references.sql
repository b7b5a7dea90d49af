-- Assets are written by the million, and a foreign key looks its row up once for each of them. What assets refer to is
-- checked, and held until the transaction ends, once per statement instead: see functions/03_asset_references.sql.
ALTER TABLE gunmane.asset
  DROP CONSTRAINT asset_study_area_fkey,
  DROP CONSTRAINT asset_owner_org_fkey,
  DROP CONSTRAINT asset_managing_department_fkey,
  DROP CONSTRAINT asset_import_id_fkey;

-- Ledger numbers are looked up for all orders of a file at once, in one pass over the assets.
DROP INDEX gunmane.asset_ledger;
