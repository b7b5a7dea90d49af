-- Clauses of CQL2 filters. Storage/FeatureFilter.cs puts SQL of its own making into the places: columns of the catalogue, parameters,
-- or other clauses. Text compares by code point, whatever the collation of the database.
-- accenti drops the marks of letters (é, ö), not those of kana: が and か are two letters to a Japanese reader.
-- What is divided by zero is unknown. t_…: begin and end of the first are {0} and {1}, of the second {2} and {3}.
-- geometry_length_m … nfkc: the functions of Filtering/CqlFunctions.cs. Metres are geodesic (GRS80), as those of length_m and area_m2.
-- contractors_any, contractor_ids_any: assets with one of these firms, from the links' side.
-- contractors, contractor_ids: firms that a ledger or an order names for an asset, as they are known now.
-- name: =
({0} = {1})

-- name: <>
({0} <> {1})

-- name: <
({0} < {1})

-- name: >
({0} > {1})

-- name: <=
({0} <= {1})

-- name: >=
({0} >= {1})

-- name: between
({0} BETWEEN {1} AND {2})

-- name: like
({0} LIKE {1})

-- name: in
({0} IN ({1}))

-- name: isNull
({0} IS NULL)

-- name: not
(NOT {0})

-- name: text
({0} COLLATE "C")

-- name: casei
(lower({0} COLLATE "und-x-icu") COLLATE "C")

-- name: accenti
(normalize(regexp_replace(normalize({0}, NFD), '[\u0300-\u036f]', '', 'g'), NFC) COLLATE "C")

-- name: number
({0}::double precision)

-- name: +
({0} + {1})

-- name: -
({0} - {1})

-- name: *
({0} * {1})

-- name: /
({0} / nullif({1}, 0))

-- name: %
gunmane.remainder({0}, {1})

-- name: div
trunc({0} / nullif({1}, 0))

-- name: ^
power({0}, {1})

-- name: geometry
ST_SetSRID(ST_GeomFromWKB({0}), gunmane.storage_srid())

-- name: geometry_of
ST_Transform(ST_SetSRID(ST_GeomFromWKB({0}), {1}), gunmane.storage_srid())

-- name: s_contains
ST_Contains({0}, {1})

-- name: s_crosses
ST_Crosses({0}, {1})

-- name: s_disjoint
(NOT ST_Intersects({0}, {1}))

-- name: s_equals
ST_Equals({0}, {1})

-- name: s_intersects
ST_Intersects({0}, {1})

-- name: s_overlaps
ST_Overlaps({0}, {1})

-- name: s_touches
ST_Touches({0}, {1})

-- name: s_within
ST_Within({0}, {1})

-- name: moment
({0}::timestamp)

-- name: t_after
({0} > {3})

-- name: t_before
({1} < {2})

-- name: t_contains
({0} < {2} AND {1} > {3})

-- name: t_disjoint
({1} < {2} OR {0} > {3})

-- name: t_during
({0} > {2} AND {1} < {3})

-- name: t_equals
({0} = {2} AND {1} = {3})

-- name: t_finishedBy
({0} < {2} AND {1} = {3})

-- name: t_finishes
({0} > {2} AND {1} = {3})

-- name: t_intersects
({0} <= {3} AND {1} >= {2})

-- name: t_meets
({1} = {2})

-- name: t_metBy
({0} = {3})

-- name: t_overlappedBy
({0} > {2} AND {0} < {3} AND {1} > {3})

-- name: t_overlaps
({0} < {2} AND {1} > {2} AND {1} < {3})

-- name: t_startedBy
({0} = {2} AND {1} > {3})

-- name: t_starts
({0} = {2} AND {1} < {3})

-- name: geometry_length_m
ST_Length(ST_CollectionExtract({0}, 2)::geography)

-- name: geometry_area_m2
ST_Area(ST_CollectionExtract({0}, 3)::geography)

-- name: geometry_dimension
ST_Dimension({0})

-- name: year
extract(year FROM {0})::integer

-- name: fiscal_year
(extract(year FROM {0})::integer - (extract(month FROM {0}) < 4)::integer)

-- name: days_between
({1}::date - {0}::date)

-- name: char_length
char_length({0})

-- name: nfkc
(normalize({0}, NFKC) COLLATE "C")

-- name: list
({0}::text[])

-- name: a_containedBy
({0} <@ {1})

-- name: a_contains
({0} @> {1})

-- name: a_equals
({0} @> {1} AND {0} <@ {1})

-- name: a_overlaps
({0} && {1})

-- name: contractors
ARRAY(SELECT f.name FROM gunmane.asset_contractor l JOIN gunmane.contractor w ON w.id = l.contractor JOIN gunmane.contractor f ON f.id = coalesce(w.merged_into, w.id)
  WHERE l.study_area = item.area_id AND l.dense_id = item.dense_id
  UNION SELECT f.name FROM gunmane.contract_asset l JOIN gunmane.contract k ON k.id = l.contract JOIN gunmane.contractor w ON w.id = k.contractor
    JOIN gunmane.contractor f ON f.id = coalesce(w.merged_into, w.id)
  WHERE l.study_area = item.area_id AND l.dense_id = item.dense_id)

-- name: contractor_ids
ARRAY(SELECT f.public_id::text FROM gunmane.asset_contractor l JOIN gunmane.contractor w ON w.id = l.contractor JOIN gunmane.contractor f ON f.id = coalesce(w.merged_into, w.id)
  WHERE l.study_area = item.area_id AND l.dense_id = item.dense_id
  UNION SELECT f.public_id::text FROM gunmane.contract_asset l JOIN gunmane.contract k ON k.id = l.contract JOIN gunmane.contractor w ON w.id = k.contractor
    JOIN gunmane.contractor f ON f.id = coalesce(w.merged_into, w.id)
  WHERE l.study_area = item.area_id AND l.dense_id = item.dense_id)

-- name: contractors_any
(item.area_id, item.dense_id) IN (SELECT l.study_area, l.dense_id FROM gunmane.contractor f JOIN gunmane.contractor w ON coalesce(w.merged_into, w.id) = f.id
    JOIN gunmane.asset_contractor l ON l.contractor = w.id WHERE f.name = ANY ({0})
  UNION ALL SELECT l.study_area, l.dense_id FROM gunmane.contractor f JOIN gunmane.contractor w ON coalesce(w.merged_into, w.id) = f.id
    JOIN gunmane.contract k ON k.contractor = w.id JOIN gunmane.contract_asset l ON l.contract = k.id WHERE f.name = ANY ({0}))

-- name: contractor_ids_any
(item.area_id, item.dense_id) IN (SELECT l.study_area, l.dense_id FROM gunmane.contractor f JOIN gunmane.contractor w ON coalesce(w.merged_into, w.id) = f.id
    JOIN gunmane.asset_contractor l ON l.contractor = w.id WHERE f.public_id::text = ANY ({0})
  UNION ALL SELECT l.study_area, l.dense_id FROM gunmane.contractor f JOIN gunmane.contractor w ON coalesce(w.merged_into, w.id) = f.id
    JOIN gunmane.contract k ON k.contractor = w.id JOIN gunmane.contract_asset l ON l.contract = k.id WHERE f.public_id::text = ANY ({0}))
