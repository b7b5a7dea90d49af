-- What scores ask beside the snapshot: condition grades, and where firms are and what they did.
-- name: conditions
COPY (
  SELECT dense_id, coalesce(condition_scale, ''), condition_raw FROM gunmane.asset
  WHERE study_area = current_setting('gunmane.snapshot_area')::integer AND condition_raw IS NOT NULL ORDER BY dense_id
) TO STDOUT (FORMAT BINARY)

-- name: firms
-- Firms that stand for themselves; joint ventures and cooperatives whose members are known are their members. What the row itself doesn't say, one joined to it may.
SELECT f.id, ST_X(seat.m), ST_Y(seat.m),
  coalesce(nullif(f.address, ''), (SELECT min(j.address) FROM gunmane.contractor j WHERE j.merged_into = f.id AND j.address <> ''), '')
FROM gunmane.contractor f JOIN gunmane.study_area s ON s.id = f.study_area
LEFT JOIN LATERAL (
  SELECT ST_Transform(x.geom, s.metres_proj) AS m FROM gunmane.contractor x
  WHERE (x.id = f.id OR x.merged_into = f.id) AND x.geom IS NOT NULL ORDER BY x.id <> f.id, x.id LIMIT 1
) AS seat ON true
WHERE f.study_area = $1 AND f.merged_into IS NULL AND NOT EXISTS (SELECT FROM gunmane.contractor_member m WHERE m.contractor = f.id)
ORDER BY f.id

-- name: work
-- Sectors of each firm with its yen there; a joint venture's yen by the members' stated shares, else evenly.
WITH placed AS (
  SELECT c.contractor, c.sector, o.yen FROM gunmane.placed_order o JOIN gunmane.contract c ON c.id = o.id
  WHERE o.study_area = $1 AND c.contractor IS NOT NULL AND c.sector IS NOT NULL
), member AS (
  SELECT m.contractor, m.member, CASE WHEN bool_and(m.share IS NOT NULL) OVER venture THEN m.share / sum(m.share) OVER venture ELSE 1.0 / count(*) OVER venture END AS part
  FROM gunmane.contractor_member m JOIN gunmane.contractor v ON v.id = m.contractor WHERE v.study_area = $1
  WINDOW venture AS (PARTITION BY m.contractor)
), own AS (
  SELECT p.contractor, p.sector, p.yen::float8 AS yen FROM placed p WHERE NOT EXISTS (SELECT FROM member m WHERE m.contractor = p.contractor)
  UNION ALL
  SELECT m.member, p.sector, p.yen * m.part FROM placed p JOIN member m ON m.contractor = p.contractor
  UNION ALL
  SELECT DISTINCT l.contractor, a.sector, 0::float8 FROM gunmane.asset_links($1) l JOIN gunmane.asset a ON a.study_area = $1 AND a.dense_id = l.dense_id
)
SELECT coalesce(f.merged_into, f.id), own.sector, sum(own.yen ORDER BY own.yen) FROM own JOIN gunmane.contractor f ON f.id = own.contractor GROUP BY 1, 2 ORDER BY 1, 2

-- name: work_towns
SELECT DISTINCT coalesce(f.merged_into, f.id), o.code
FROM gunmane.placed_order p JOIN gunmane.contract c ON c.id = p.id JOIN gunmane.organisation o ON o.id = c.orderer
  LEFT JOIN gunmane.contractor_member m ON m.contractor = c.contractor JOIN gunmane.contractor f ON f.id = coalesce(m.member, c.contractor)
WHERE p.study_area = $1 AND o.kind = 'municipality' AND o.code IS NOT NULL ORDER BY 1, 2

-- name: work_places
-- Square kilometres with assets of the firms asked for.
SELECT DISTINCT l.contractor, floor((ST_XMin(a.geom_m) + ST_XMax(a.geom_m)) / 2000), floor((ST_YMin(a.geom_m) + ST_YMax(a.geom_m)) / 2000)
FROM gunmane.asset_links($1) l JOIN gunmane.asset a ON a.study_area = $1 AND a.dense_id = l.dense_id
WHERE l.contractor = ANY ($2) ORDER BY 1, 2, 3

-- name: members
-- Members of joint ventures and cooperatives, each as the firm that stands for it.
SELECT DISTINCT coalesce(v.merged_into, v.id), coalesce(f.merged_into, f.id)
FROM gunmane.contractor_member m JOIN gunmane.contractor v ON v.id = m.contractor JOIN gunmane.contractor f ON f.id = m.member
WHERE v.study_area = $1 ORDER BY 1, 2

-- name: tasks
COPY (
  -- Work kinds of the placed orders that name assets, with their firms (0: not known).
  SELECT DISTINCT l.dense_id, gunmane.work_kind_bit(c.work_kind), coalesce(o.contractor, 0)
  FROM gunmane.contract_asset l JOIN gunmane.contract c ON c.id = l.contract JOIN gunmane.placed_order o ON o.id = c.id
  WHERE l.study_area = current_setting('gunmane.snapshot_area')::integer AND gunmane.work_kind_bit(c.work_kind) IS NOT NULL
  ORDER BY 1, 2, 3
) TO STDOUT (FORMAT BINARY)
