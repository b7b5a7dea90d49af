-- name: area
SELECT id, data_version FROM gunmane.study_area WHERE code = $1

-- name: run
SELECT r.id FROM gunmane.group_run r JOIN gunmane.study_area s ON s.id = r.study_area WHERE s.code = $1 AND r.id = $2

-- name: scenario
SELECT c.version FROM gunmane.scenario c JOIN gunmane.study_area s ON s.id = c.study_area WHERE s.code = $1 AND c.id = $2

-- name: assets
SELECT gunmane.tile_assets($1, $2, $3, $4)

-- name: asset_cells
SELECT gunmane.tile_asset_cells($1, $2, $3, $4)

-- name: municipalities
SELECT gunmane.tile_municipalities($1, $2, $3, $4)

-- name: groups
SELECT gunmane.tile_groups($1, $2, $3, $4)

-- name: zones
SELECT gunmane.tile_zones($1, $2, $3, $4)
