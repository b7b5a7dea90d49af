-- name: find
SELECT a.id, a.dense_id, a.name, a.sector, a.kind, a.route, a.ledger_number, a.municipality::text, m.name, o.code, o.name, d.name,
  a.built_year, a.inspection_due, a.condition_scale, a.condition_raw, a.length_m, a.area_m2, a.attributes::text, a.source, i.imported_at, a.place_flag,
  (SELECT array_agg(coalesce(t.name, w.code::text) || ' ' || round(100 * w.share::numeric) || '%' ORDER BY w.share DESC)
   FROM gunmane.asset_municipality w LEFT JOIN gunmane.organisation t ON t.study_area = w.study_area AND t.code = w.code WHERE w.study_area = a.study_area AND w.dense_id = a.dense_id)
FROM gunmane.asset a
  LEFT JOIN LATERAL (
    SELECT coalesce((SELECT w.name FROM gunmane.organisation w WHERE w.study_area = a.study_area AND w.code = a.municipality), min(b.name)) AS name
    FROM gunmane.municipality b WHERE b.study_area = a.study_area AND b.border_code = a.municipality) AS m ON true
  LEFT JOIN gunmane.organisation o ON o.id = a.owner_org
  LEFT JOIN gunmane.department d ON d.id = a.managing_department
  LEFT JOIN gunmane.import i ON i.id = a.import_id
WHERE a.study_area = $1 AND a.dense_id = $2

-- name: firms
-- Where a ledger and an order say the same, the stronger of them is shown.
SELECT c.public_id, c.name, l.role, l.evidence, l.strength, l.since, l.reason
FROM (
  SELECT DISTINCT ON (f.contractor, f.role) f.* FROM gunmane.asset_firm f WHERE f.study_area = $1 AND f.dense_id = $2
  ORDER BY f.contractor, f.role, f.strength DESC, f.since
) AS l JOIN gunmane.contractor c ON c.id = l.contractor
ORDER BY l.strength DESC, l.since DESC NULLS LAST, c.name, l.role

-- name: contracts
SELECT k.public_id, k.title, o.name, k.work_kind,
  k.yen * l.weight / (SELECT sum(w.weight) FROM gunmane.contract_asset w WHERE w.contract = k.id),
  k.starts_on, k.ends_on, coalesce(c.name, nullif(k.contractor_raw, '')), l.basis, l.strength, coalesce(l.role, gunmane.order_role(k.work_kind)), l.reason
FROM gunmane.contract_asset l JOIN gunmane.contract k ON k.id = l.contract JOIN gunmane.organisation o ON o.id = k.orderer
  LEFT JOIN gunmane.contractor w ON w.id = k.contractor LEFT JOIN gunmane.contractor c ON c.id = coalesce(w.merged_into, w.id)
WHERE l.study_area = $1 AND l.dense_id = $2 ORDER BY k.starts_on DESC NULLS LAST, k.id

-- name: dense_id
SELECT dense_id FROM gunmane.asset WHERE study_area = $1 AND id = $2

-- name: names
SELECT dense_id, id, name, coalesce(ledger_number, '') FROM gunmane.asset WHERE study_area = $1 AND dense_id = ANY ($2)
