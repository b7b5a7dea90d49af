-- Rows of study_area, group_run and scenario: tens to thousands. Their wide columns are not touched.
-- name: read
SELECT md5(concat_ws('/',
  CASE WHEN $1 THEN (SELECT string_agg(concat_ws(':', id, data_version, xmin), ',' ORDER BY id) FROM gunmane.study_area) END,
  CASE WHEN $2 THEN (SELECT string_agg(concat_ws(':', id, xmin), ',' ORDER BY id) FROM gunmane.group_run) END,
  CASE WHEN $3 THEN (SELECT string_agg(concat_ws(':', id, version, xmin), ',' ORDER BY id) FROM gunmane.scenario) END))
