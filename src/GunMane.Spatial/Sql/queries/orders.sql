-- name: table
WITH o AS MATERIALIZED (
  SELECT * FROM gunmane.filtered_orders($1, $2, $3, $4, $5, $6)
), firms AS (
  SELECT o.orderer, o.department, o.sector, o.work_kind, o.contractor, count(*) AS contracts, sum(o.yen)::bigint AS yen,
    row_number() OVER (PARTITION BY o.orderer, o.department, o.sector, o.work_kind ORDER BY sum(o.yen) DESC, count(*) DESC, o.contractor) AS place,
    count(*) OVER (PARTITION BY o.orderer, o.department, o.sector, o.work_kind) AS firms
  FROM o WHERE o.placed AND o.contractor IS NOT NULL
  GROUP BY o.orderer, o.department, o.sector, o.work_kind, o.contractor
), best AS (
  SELECT f.orderer, f.department, f.sector, f.work_kind, max(f.firms) AS firms,
    jsonb_agg(jsonb_build_object('contractor', c.public_id, 'name', c.name, 'contracts', f.contracts, 'yen', f.yen) ORDER BY f.place) AS list
  FROM firms f JOIN gunmane.contractor c ON c.id = f.contractor WHERE f.place <= 3
  GROUP BY f.orderer, f.department, f.sector, f.work_kind
), cell AS (
  SELECT o.orderer, o.department, o.sector, o.work_kind, count(*) FILTER (WHERE o.placed) AS contracts, sum(o.yen)::bigint AS yen,
    count(*) FILTER (WHERE o.known) AS known, count(*) FILTER (WHERE o.known AND o.failed) AS failed, count(o.bidders) AS bidders_known, coalesce(sum(o.bidders), 0) AS bidders
  FROM o GROUP BY o.orderer, o.department, o.sector, o.work_kind
)
SELECT coalesce(g.code, g.name), g.name, g.name_en, cell.department, cell.sector, cell.work_kind, cell.contracts, cell.yen, cell.known, cell.failed,
  cell.bidders_known, cell.bidders, coalesce(best.firms, 0), coalesce(best.list, '[]')::text
FROM cell
JOIN gunmane.organisation g ON g.id = cell.orderer
LEFT JOIN best ON best.orderer = cell.orderer AND best.department IS NOT DISTINCT FROM cell.department
  AND best.sector IS NOT DISTINCT FROM cell.sector AND best.work_kind IS NOT DISTINCT FROM cell.work_kind
ORDER BY g.code NULLS LAST, g.name, cell.department NULLS LAST, cell.yen DESC, cell.sector NULLS LAST, cell.work_kind NULLS LAST

-- name: span
SELECT min(o.fiscal_year), max(o.fiscal_year), count(DISTINCT o.contractor) FILTER (WHERE o.placed) FROM gunmane.filtered_orders($1, $2, $3, $4, $5, $6) o

-- name: choices
SELECT coalesce(o.code, o.name), o.name, o.name_en, count(*) FROM gunmane.contract c JOIN gunmane.organisation o ON o.id = c.orderer
WHERE c.study_area = $1 GROUP BY o.code, o.name, o.name_en ORDER BY o.code NULLS LAST, o.name

-- name: years
SELECT DISTINCT c.fiscal_year::integer FROM gunmane.contract c WHERE c.study_area = $1 AND c.fiscal_year IS NOT NULL ORDER BY 1

-- name: firms
-- $7 department, $8 work kind; an empty text asks for those without.
SELECT c.public_id, c.name, c.kind, count(*), sum(o.yen)::bigint
FROM gunmane.filtered_orders($1, $2, $3, $4, $5, $6) o JOIN gunmane.contractor c ON c.id = o.contractor
WHERE o.placed AND ($7::text IS NULL OR coalesce(o.department, '') = $7) AND ($8::text IS NULL OR coalesce(o.work_kind, '') = $8)
GROUP BY c.id ORDER BY sum(o.yen) DESC, count(*) DESC, c.id

-- name: totals
SELECT count(*), count(*) FILTER (WHERE o.placed), coalesce(sum(o.yen), 0)::bigint
FROM gunmane.filtered_orders($1, $2, $3, $4, $5, $6) o
WHERE ($7::text IS NULL OR coalesce(o.department, '') = $7) AND ($8::text IS NULL OR coalesce(o.work_kind, '') = $8)

-- name: list
SELECT k.public_id, k.title, g.name, md.name, cd.name, k.sector, k.work_kind, o.fiscal_year, k.tender_date, o.yen, o.outcome, o.bidders,
  coalesce(c.name, nullif(o.contractor_raw, '')), (SELECT count(*) FROM gunmane.contract_asset l WHERE l.contract = k.id),
  (SELECT (array_agg(l.basis ORDER BY gunmane.basis_rank(l.basis)))[1] FROM gunmane.contract_asset l WHERE l.contract = k.id)
FROM gunmane.filtered_orders($1, $2, $3, $4, $5, $6) o
JOIN gunmane.contract k ON k.id = o.id
JOIN gunmane.organisation g ON g.id = o.orderer
LEFT JOIN gunmane.department md ON md.id = k.managing_department
LEFT JOIN gunmane.department cd ON cd.id = k.contracting_department
LEFT JOIN gunmane.contractor c ON c.id = o.contractor
WHERE ($7::text IS NULL OR coalesce(o.department, '') = $7) AND ($8::text IS NULL OR coalesce(o.work_kind, '') = $8)
ORDER BY o.yen DESC, k.id LIMIT $9 OFFSET $10
