-- Who works where: orders by orderer, department, sector and work kind (発注状況把握).

CREATE OR REPLACE FUNCTION gunmane.filtered_orders(area integer, first_year integer, last_year integer, wanted_orderer text, wanted_sector text, managing boolean)
RETURNS TABLE (id bigint, orderer integer, department text, sector text, work_kind text, fiscal_year integer, outcome text, bidders integer, contractor bigint,
  contractor_raw text, yen bigint, placed boolean, failed boolean, known boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  -- A source that never tells of a failed tender leaves them out: its awards say nothing about how often tenders fail.
  WITH telling AS MATERIALIZED (
    SELECT DISTINCT c.orderer, c.source FROM gunmane.contract c WHERE c.study_area = area AND c.outcome IN ('no_bidder', 'no_valid_bid')
  )
  SELECT c.id, c.orderer, d.name, c.sector, c.work_kind, c.fiscal_year::integer, c.outcome, c.bidders, coalesce(f.merged_into, c.contractor), c.contractor_raw,
    CASE WHEN c.outcome NOT IN ('awarded', 'unknown') OR c.price_kind = 'estimated' THEN 0 ELSE coalesce(c.yen, 0) END,
    c.outcome IN ('awarded', 'unknown'), c.outcome IN ('no_bidder', 'no_valid_bid'), c.outcome <> 'unknown' AND t.orderer IS NOT NULL
  FROM gunmane.contract c
  JOIN gunmane.organisation o ON o.id = c.orderer
  LEFT JOIN gunmane.department d ON d.id = CASE WHEN managing THEN c.managing_department ELSE c.contracting_department END
  LEFT JOIN gunmane.contractor f ON f.id = c.contractor
  LEFT JOIN telling t ON t.orderer = c.orderer AND t.source = c.source
  WHERE c.study_area = area
    AND (first_year IS NULL OR c.fiscal_year >= first_year) AND (last_year IS NULL OR c.fiscal_year <= last_year)
    AND (wanted_orderer IS NULL OR coalesce(o.code, o.name) = wanted_orderer)
    AND (wanted_sector IS NULL OR coalesce(c.sector, 'none') = wanted_sector)
$$;
COMMENT ON FUNCTION gunmane.filtered_orders(integer, integer, integer, text, text, boolean) IS
'Orders of a study area, failed tenders among them, with what counts: yen of placed orders (0 for estimates), and whether the
outcome is known: stated, in a source that tells of failed tenders of that orderer. managing: department is the 所管課, else the
契約担当課. contractor: the firm that stands for the one named. wanted_sector none: orders whose sector is not known. Years are fiscal years; NULL leaves a filter out.';
