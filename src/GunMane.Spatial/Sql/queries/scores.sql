-- What scores ask beside the snapshot: condition grades, and where firms are and what they did.
-- name: conditions
COPY (
  SELECT dense_id, coalesce(condition_scale, ''), condition_raw FROM gunmane.asset
  WHERE study_area = current_setting('gunmane.snapshot_area')::integer AND condition_raw IS NOT NULL ORDER BY dense_id
) TO STDOUT (FORMAT BINARY)

-- name: firms
SELECT f.contractor, ST_X(f.seat), ST_Y(f.seat), f.address FROM gunmane.firm_places($1) f ORDER BY f.contractor

-- name: work
SELECT w.contractor, w.sector, w.yen FROM gunmane.firm_work($1) w ORDER BY 1, 2

-- name: work_towns
SELECT w.contractor, w.code FROM gunmane.firm_work_towns($1) w ORDER BY 1, 2

-- name: work_places
-- Square kilometres with assets of the firms asked for.
SELECT w.contractor, w.km_x, w.km_y FROM gunmane.firm_work_places($1) w WHERE w.contractor = ANY ($2) ORDER BY 1, 2, 3

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
