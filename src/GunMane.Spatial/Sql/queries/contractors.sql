-- name: known
SELECT id, identity_key, name, name_en, name_normalised, legal_form, corporate_number::text, source_number, kind, address, trades, geom
FROM gunmane.contractor WHERE study_area = $1 ORDER BY id

-- name: add
INSERT INTO gunmane.contractor (study_area, import_id, identity_key, name, name_en, name_normalised, legal_form, corporate_number, source_number,
  kind, address, trades, geom)
SELECT $1, $2, f.key, f.name, f.name_en, f.core, f.form, f.number, f.source, f.kind, f.address, f.trades, ST_SetSRID(ST_GeomFromWKB(f.office), gunmane.storage_srid())
FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bytea[])
  AS f(key, name, name_en, core, form, number, source, kind, address, trades, office)
RETURNING identity_key, id

-- name: upgrade
UPDATE gunmane.contractor SET identity_key = $2, legal_form = $3, corporate_number = coalesce($4, corporate_number) WHERE id = $1

-- name: complete
UPDATE gunmane.contractor
SET name = $2, name_en = coalesce(nullif($3, ''), name_en), source_number = coalesce($4, source_number), kind = $5,
  address = coalesce(nullif($6, ''), address), trades = coalesce(nullif($7, ''), trades),
  geom = coalesce(ST_SetSRID(ST_GeomFromWKB($8), gunmane.storage_srid()), geom)
WHERE id = $1

-- name: add_members
INSERT INTO gunmane.contractor_member (contractor, member)
SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING
