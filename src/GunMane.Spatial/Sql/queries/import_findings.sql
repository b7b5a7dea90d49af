-- What a report tells about an import beyond its counts. Values of rows don't belong in a report that is handed on: what
-- stands in 「」 and numbers are blanked before reasons are counted.

-- name: reasons
SELECT state, told, count(*) FROM (
  SELECT r.state, regexp_replace(regexp_replace(r.reason, '「[^」]*」', '「…」', 'g'), '[0-9][0-9.,]*', 'n', 'g') AS told
  FROM gunmane.import i JOIN gunmane.import_row r ON r.import_id = coalesce(i.same_as, i.id) AND (i.same_as IS NULL OR r.state = 'quarantined')
  WHERE i.id = $1
) AS rows GROUP BY state, told ORDER BY state, count(*) DESC, told

-- name: assets
-- Owners that are known by name only are counted together.
SELECT a.sector, CASE WHEN o.id IS NOT NULL THEN coalesce(o.code, '') END, count(*) FROM gunmane.asset a LEFT JOIN gunmane.organisation o ON o.id = a.owner_org
WHERE a.import_id = $1 GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2

-- name: firms
-- Those that the file itself names; firms of orders are told with the orders.
SELECT x.role, count(DISTINCT x.contractor), count(DISTINCT x.dense_id)
FROM gunmane.asset_contractor x JOIN gunmane.asset a ON a.study_area = x.study_area AND a.dense_id = x.dense_id
WHERE a.import_id = $1 GROUP BY x.role ORDER BY x.role

-- name: orders
-- Orders, those with a firm, firms, orderers, orders linked to assets.
SELECT count(*), count(p.contractor), count(DISTINCT p.contractor), count(DISTINCT c.orderer),
  count(*) FILTER (WHERE EXISTS (SELECT FROM gunmane.contract_asset l WHERE l.contract = c.id))
FROM gunmane.contract c LEFT JOIN gunmane.placed_order p ON p.id = c.id WHERE c.import_id = $1

-- name: alike
-- For each of some imports: its assets that another import probably has too: of the same name within 100 m, or a point
-- within an area of the same sector that holds no other point of its import. Names that more than 50 assets share name a
-- kind, not a thing. All imports at once: the names of a study area are folded one time only.
WITH named AS MATERIALIZED (
  SELECT dense_id, import_id, geom_m, name FROM (
    SELECT n.*, count(*) OVER (PARTITION BY name) AS bearers FROM (
      SELECT a.dense_id, a.import_id, a.geom_m, regexp_replace(normalize(a.name, NFKC), '\s', '', 'g') AS name FROM gunmane.asset a WHERE a.study_area = $1 AND a.name <> ''
    ) AS n WHERE name <> ''
  ) AS counted WHERE bearers BETWEEN 2 AND 50
), held AS (
  SELECT m.import_id, b.import_id AS other, min(m.dense_id) AS dense_id FROM gunmane.asset m
  JOIN gunmane.asset b ON b.study_area = $1 AND b.import_id <> m.import_id AND b.sector = m.sector AND ST_Dimension(b.geom) = 2 AND ST_Intersects(b.geom, m.geom)
  WHERE m.study_area = $1 AND m.import_id = ANY ($2) AND GeometryType(m.geom) = 'POINT' GROUP BY m.import_id, b.import_id, b.dense_id HAVING count(*) = 1
), pairs AS (
  SELECT a.import_id, b.import_id AS other, a.dense_id FROM named a JOIN named b ON b.name = a.name AND b.import_id <> a.import_id AND ST_DWithin(b.geom_m, a.geom_m, 100)
  WHERE a.import_id = ANY ($2)
  UNION SELECT import_id, other, dense_id FROM held
)
SELECT import_id, other, count(DISTINCT dense_id) FROM pairs GROUP BY import_id, other ORDER BY import_id, 3 DESC, other
