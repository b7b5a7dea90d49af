-- name: assets
-- Assets of a zone with their whole geometry as RFC 7946 (right-handed, seven decimals), and their extent.
SELECT a.id, a.name, a.sector, a.kind, a.municipality::text, coalesce(t.name, w.name) AS municipality_name, o.name AS owner,
  a.ledger_number, a.built_year::integer, a.condition_scale, a.condition_raw, a.length_m, a.area_m2, m.share, m.counted,
  ST_AsGeoJSON(CASE WHEN ST_Dimension(a.geom) = 2 THEN ST_ForcePolygonCCW(ST_Force2D(a.geom)) ELSE ST_Force2D(a.geom) END, 7, 0),
  ST_XMin(a.geom), ST_YMin(a.geom), ST_XMax(a.geom), ST_YMax(a.geom)
FROM gunmane.area_members($1, $2) m
JOIN gunmane.asset a ON a.study_area = $1 AND a.dense_id = m.dense_id
LEFT JOIN gunmane.organisation o ON o.id = a.owner_org
LEFT JOIN gunmane.organisation t ON t.study_area = $1 AND t.code = a.municipality
LEFT JOIN gunmane.municipality w ON w.study_area = $1 AND w.code = a.municipality
ORDER BY m.dense_id
