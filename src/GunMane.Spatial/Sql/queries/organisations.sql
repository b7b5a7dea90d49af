-- name: list
SELECT id, code, name, kind FROM gunmane.organisation WHERE study_area = $1 ORDER BY id

-- name: add
INSERT INTO gunmane.organisation (study_area, code, name, name_en, kind) VALUES ($1, $2, $3, $4, $5) RETURNING id

-- name: complete
UPDATE gunmane.organisation SET code = $2, name = $3, name_en = CASE WHEN $4 = '' THEN name_en ELSE $4 END, kind = $5 WHERE id = $1

-- name: merge
SELECT gunmane.merge_organisations($1, $2)
