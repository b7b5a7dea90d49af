-- Who could take a group's work, and what its condition asks for: the numbers of the engine (Metrics/LocalFirms, Metrics/GroupCondition).

CREATE OR REPLACE FUNCTION gunmane.firm_places(area integer)
RETURNS TABLE (contractor bigint, seat geometry, address text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT f.id, place.m, coalesce(nullif(f.address, ''), (SELECT min(j.address) FROM gunmane.contractor j WHERE j.merged_into = f.id AND j.address <> ''), '')
  FROM gunmane.contractor f JOIN gunmane.study_area s ON s.id = f.study_area
  LEFT JOIN LATERAL (
    SELECT ST_Transform(x.geom, s.metres_proj) AS m FROM gunmane.contractor x
    WHERE (x.id = f.id OR x.merged_into = f.id) AND x.geom IS NOT NULL ORDER BY x.id <> f.id, x.id LIMIT 1
  ) AS place ON true
  WHERE f.study_area = area AND f.merged_into IS NULL AND NOT EXISTS (SELECT FROM gunmane.contractor_member m WHERE m.contractor = f.id)
$$;
COMMENT ON FUNCTION gunmane.firm_places(integer) IS
  'Firms of a study area that stand for themselves (joint ventures and cooperatives whose members are known are their members): registered place in local metres, registered address. What a row itself does not say, one joined to it may.';

CREATE OR REPLACE FUNCTION gunmane.firm_work(area integer)
RETURNS TABLE (contractor bigint, sector text, yen double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH placed AS (
    SELECT c.contractor, c.sector, o.yen FROM gunmane.placed_order o JOIN gunmane.contract c ON c.id = o.id
    WHERE o.study_area = area AND c.contractor IS NOT NULL AND c.sector IS NOT NULL
  ), member AS (
    SELECT m.contractor, m.member, CASE WHEN bool_and(m.share IS NOT NULL) OVER venture THEN m.share / sum(m.share) OVER venture ELSE 1.0 / count(*) OVER venture END AS part
    FROM gunmane.contractor_member m JOIN gunmane.contractor v ON v.id = m.contractor WHERE v.study_area = area
    WINDOW venture AS (PARTITION BY m.contractor)
  ), own AS (
    SELECT p.contractor, p.sector, p.yen::float8 AS yen FROM placed p WHERE NOT EXISTS (SELECT FROM member m WHERE m.contractor = p.contractor)
    UNION ALL
    SELECT m.member, p.sector, p.yen * m.part FROM placed p JOIN member m ON m.contractor = p.contractor
    UNION ALL
    SELECT DISTINCT l.contractor, a.sector, 0::float8 FROM gunmane.asset_links(area) l JOIN gunmane.asset a ON a.study_area = area AND a.dense_id = l.dense_id
  )
  SELECT coalesce(f.merged_into, f.id), own.sector, sum(own.yen ORDER BY own.yen) FROM own JOIN gunmane.contractor f ON f.id = own.contractor GROUP BY 1, 2
$$;
COMMENT ON FUNCTION gunmane.firm_work(integer) IS
  'Sectors in which firms of a study area had an order or are linked to an asset, with the yen of their placed orders there (0 where none is known); the yen of a joint venture by its members'' stated shares, else evenly.';

CREATE OR REPLACE FUNCTION gunmane.firm_work_towns(area integer)
RETURNS TABLE (contractor bigint, code text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT DISTINCT coalesce(f.merged_into, f.id), o.code
  FROM gunmane.placed_order p JOIN gunmane.contract c ON c.id = p.id JOIN gunmane.organisation o ON o.id = c.orderer
    LEFT JOIN gunmane.contractor_member m ON m.contractor = c.contractor JOIN gunmane.contractor f ON f.id = coalesce(m.member, c.contractor)
  WHERE p.study_area = area AND o.kind = 'municipality' AND o.code IS NOT NULL
$$;
COMMENT ON FUNCTION gunmane.firm_work_towns(integer) IS 'Municipalities (border code) that gave placed orders to a firm, or to a joint venture or cooperative of which it is a member.';

CREATE OR REPLACE FUNCTION gunmane.firm_work_places(area integer)
RETURNS TABLE (contractor bigint, km_x double precision, km_y double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT DISTINCT l.contractor, floor((ST_XMin(a.geom_m) + ST_XMax(a.geom_m)) / 2000), floor((ST_YMin(a.geom_m) + ST_YMax(a.geom_m)) / 2000)
  FROM gunmane.asset_links(area) l JOIN gunmane.asset a ON a.study_area = area AND a.dense_id = l.dense_id
$$;
COMMENT ON FUNCTION gunmane.firm_work_places(integer) IS 'Square kilometres (of local metres, numbered from the origin) with assets that an order, a ledger or the area of an order links to a firm.';

-- The longest name of a municipality that the address holds; of equally long ones the first as snapshots number them: boundaries by
-- code, then municipalities that only assets name, by their first asset.
CREATE OR REPLACE FUNCTION gunmane.address_towns(area integer)
RETURNS TABLE (contractor bigint, code text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH bounded AS (
    SELECT m.border_code::text AS code, coalesce(min(o.name), min(m.name)) AS name
    FROM gunmane.municipality m LEFT JOIN gunmane.organisation o ON o.study_area = m.study_area AND o.code = m.border_code
    WHERE m.study_area = area GROUP BY m.border_code
  ), named AS (
    SELECT a.municipality::text AS code, min(a.dense_id) AS first FROM gunmane.asset a
    WHERE a.study_area = area AND a.municipality IS NOT NULL AND NOT EXISTS (SELECT FROM bounded b WHERE b.code = a.municipality) GROUP BY a.municipality
  ), town AS MATERIALIZED (
    SELECT b.code, b.name, -1 AS first FROM bounded b
    UNION ALL
    SELECT n.code, coalesce((SELECT o.name FROM gunmane.organisation o WHERE o.study_area = area AND o.code = n.code ORDER BY o.id LIMIT 1), n.code), n.first FROM named n
  )
  SELECT f.contractor, coalesce(
      (SELECT t.code FROM town t WHERE length(t.name) > 1 AND strpos(f.address, t.name) > 0 ORDER BY length(t.name) DESC, t.first, t.code LIMIT 1),
      CASE WHEN f.address ~ '^(北海道|青森県|岩手県|宮城県|秋田県|山形県|福島県|茨城県|栃木県|群馬県|埼玉県|千葉県|東京都|神奈川県|新潟県|富山県|石川県|福井県|山梨県|長野県|岐阜県|静岡県|愛知県|三重県|滋賀県|京都府|大阪府|兵庫県|奈良県|和歌山県|鳥取県|島根県|岡山県|広島県|山口県|徳島県|香川県|愛媛県|高知県|福岡県|佐賀県|長崎県|熊本県|大分県|宮崎県|鹿児島県|沖縄県)' THEN 'elsewhere' END)
  FROM gunmane.firm_places(area) f WHERE f.address <> ''
$$;
COMMENT ON FUNCTION gunmane.address_towns(integer) IS
  'Municipality (border code) that the registered address of a firm names; elsewhere: it names a prefecture and none of the study area''s municipalities; NULL: neither.';

CREATE OR REPLACE FUNCTION gunmane.sector_rank(sector text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_position(ARRAY['road','bridge','tunnel','river','park','sewer','water','slope','lighting','building','harbour','other'], sector)
$$;
COMMENT ON FUNCTION gunmane.sector_rank(text) IS 'Place of a sector in the order in which sectors are told.';

CREATE OR REPLACE FUNCTION gunmane.group_local_firms(of_run uuid)
RETURNS TABLE (number integer, firms integer, by_work integer, scarcest text, in_scarcest integer, hhi double precision)
LANGUAGE sql STABLE PARALLEL SAFE SET jit = off AS $$
  WITH run AS MATERIALIZED (
    SELECT r.study_area, s.metres_proj FROM gunmane.group_run r JOIN gunmane.study_area s ON s.id = r.study_area WHERE r.id = of_run
  ), outline AS MATERIALIZED (
    SELECT g.number, gunmane.to_metres(g.geom, (SELECT run.metres_proj FROM run)) AS shape FROM gunmane.candidate_group g WHERE g.run = of_run
  ), member AS MATERIALIZED (
    SELECT DISTINCT m.number, a.municipality::text AS town, a.sector FROM gunmane.group_member m
    JOIN gunmane.asset a ON a.study_area = m.study_area AND a.dense_id = m.dense_id WHERE m.run = of_run
  ), sector AS MATERIALIZED (
    SELECT DISTINCT m.number, m.sector FROM member m
  ), trade AS (
    -- No few assets beside the work, and no "other", which is no trade; where that leaves none, the largest sector.
    SELECT DISTINCT ON (t.number, CASE WHEN t.counts THEN t.sector END) t.number, t.sector FROM (
      SELECT c.*, bool_or(c.counts) OVER (PARTITION BY c.number) AS any_counts FROM (
        SELECT m.number, a.sector, count(*) AS assets, a.sector <> 'other' AND count(*) >= 0.05 * sum(count(*)) OVER (PARTITION BY m.number) AS counts
        FROM gunmane.group_member m JOIN gunmane.asset a ON a.study_area = m.study_area AND a.dense_id = m.dense_id WHERE m.run = of_run GROUP BY m.number, a.sector) c) t
    WHERE t.counts OR NOT t.any_counts
    ORDER BY t.number, CASE WHEN t.counts THEN t.sector END, t.assets DESC, gunmane.sector_rank(t.sector)
  ), place AS MATERIALIZED (
    SELECT p.contractor, ST_SetSRID(p.seat, 0) AS seat, CASE WHEN p.seat IS NULL THEN t.code END AS town
    FROM gunmane.firm_places((SELECT run.study_area FROM run)) p LEFT JOIN gunmane.address_towns((SELECT run.study_area FROM run)) t ON t.contractor = p.contractor
  ), work AS MATERIALIZED (
    SELECT w.* FROM gunmane.firm_work((SELECT run.study_area FROM run)) w
  ), towns AS MATERIALIZED (
    SELECT w.* FROM gunmane.firm_work_towns((SELECT run.study_area FROM run)) w
  ), places AS MATERIALIZED (
    SELECT w.contractor, ST_Collect(ST_Point((w.km_x + 0.5) * 1000, (w.km_y + 0.5) * 1000)) AS shape
    FROM gunmane.firm_work_places((SELECT run.study_area FROM run)) w JOIN place p ON p.contractor = w.contractor WHERE p.seat IS NULL AND p.town IS NULL GROUP BY w.contractor
  ), able AS (
    SELECT s.number, w.contractor, sum(w.yen) AS yen FROM sector s JOIN work w ON w.sector = s.sector GROUP BY s.number, w.contractor
  ), local AS MATERIALIZED (
    SELECT a.number, a.contractor, a.yen, p.seat IS NULL AND p.town IS NULL AS by_work
    FROM able a JOIN outline o ON o.number = a.number JOIN place p ON p.contractor = a.contractor
    WHERE CASE
      WHEN p.seat IS NOT NULL THEN ST_DWithin(ST_SetSRID(o.shape, 0), p.seat, 10000)
      WHEN p.town IS NOT NULL THEN EXISTS (SELECT FROM member m WHERE m.number = a.number AND m.town = p.town)
      ELSE EXISTS (SELECT FROM towns t JOIN member m ON m.town = t.code WHERE t.contractor = a.contractor AND m.number = a.number)
        OR EXISTS (SELECT FROM places w WHERE w.contractor = a.contractor AND ST_DWithin(ST_SetSRID(o.shape, 0), w.shape, 10000)) END
  ), market AS (
    SELECT l.number, count(*)::integer AS firms, count(*) FILTER (WHERE l.by_work)::integer AS by_work, sum(l.yen) AS yen, sum(l.yen * l.yen) AS squares FROM local l GROUP BY l.number
  ), scarce AS (
    SELECT DISTINCT ON (c.number) c.number, c.sector, c.firms
    FROM (SELECT s.number, s.sector, count(w.contractor)::integer AS firms
          FROM trade s LEFT JOIN (local l JOIN work w ON w.contractor = l.contractor) ON l.number = s.number AND w.sector = s.sector GROUP BY s.number, s.sector) c
    ORDER BY c.number, c.firms, gunmane.sector_rank(c.sector)
  )
  SELECT o.number, coalesce(m.firms, 0), coalesce(m.by_work, 0), s.sector, coalesce(s.firms, 0), CASE WHEN m.yen > 0 THEN m.squares / m.yen / m.yen END
  FROM outline o LEFT JOIN market m ON m.number = o.number LEFT JOIN scarce s ON s.number = o.number ORDER BY o.number
$$;
COMMENT ON FUNCTION gunmane.group_local_firms(uuid) IS
  'Able local firms within reach of each group of a run, from the facts of today (docs/reference/grouping.md): with an order or a linked asset in one of the group''s sectors, and registered within 10 km of its outline, or by address in one of its municipalities, or, where no register tells (by_work), with work within 10 km or an order of one of its municipalities. scarcest: sector in which the fewest are able, of those with 5 % of the group''s assets and not other. hhi: Herfindahl-Hirschman index (0 to 1) of the yen of their placed orders in the group''s sectors; NULL where no yen is known.';

CREATE OR REPLACE FUNCTION gunmane.tight(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT regexp_replace(normalize(words, NFKC), '\s', '', 'g') $$;
COMMENT ON FUNCTION gunmane.tight(text) IS 'A text after NFKC and without blanks, as grades are compared.';

CREATE OR REPLACE FUNCTION gunmane.condition_early(scales jsonb, scale text, raw text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH entry AS (
    SELECT s, s ->> 'key' AS key, coalesce(s -> 'grades', (SELECT o -> 'grades' FROM jsonb_array_elements(scales -> 'scales') o WHERE o ->> 'key' = s ->> 'like')) AS grades, n
    FROM jsonb_array_elements(scales -> 'scales') WITH ORDINALITY AS e(s, n)
  ), named AS (
    SELECT e.grades FROM entry e WHERE gunmane.tight(e.key) = gunmane.tight(scale)
      OR EXISTS (SELECT FROM jsonb_array_elements_text(e.s -> 'names') w WHERE gunmane.tight(w) = gunmane.tight(scale)) ORDER BY e.n LIMIT 1
  ), meant AS (
    SELECT e.grades FROM entry e WHERE EXISTS (SELECT FROM jsonb_array_elements_text(e.s -> 'words') w WHERE strpos(gunmane.tight(scale), w) > 0)
  ), grades AS (
    SELECT n.grades FROM named n
    UNION ALL
    SELECT m.grades FROM meant m WHERE NOT EXISTS (SELECT FROM named) AND (SELECT count(*) FROM meant) = 1
  ), spelt AS (
    SELECT v.words, v.turn FROM (VALUES (gunmane.tight(raw), 1), (regexp_replace(gunmane.tight(raw), '^(?:健全性|健全度|判定区分|判定結果|判定|区分|診断|緊急度|ランク|評価|レベル|の|:)+|(?:判定|段階|ランク|評価|区分)$', '', 'g'), 2)) AS v(words, turn)
  )
  SELECT (g.grade ->> 'earlyAction')::boolean
  FROM grades CROSS JOIN LATERAL jsonb_array_elements(grades.grades) WITH ORDINALITY AS g(grade, n) CROSS JOIN spelt p
  WHERE upper(g.grade ->> 'grade') = upper(p.words) OR g.grade ->> 'name' = p.words
    OR EXISTS (SELECT FROM jsonb_array_elements_text(g.grade -> 'spellings') w WHERE upper(w) = upper(p.words))
  ORDER BY p.turn, g.n LIMIT 1
$$;
COMMENT ON FUNCTION gunmane.condition_early(jsonb, text, text) IS
  'Whether a condition grade asks for measures before the next inspection; NULL where no scale knows it. scales: the text of data/reference/condition-scales.json; scale: a guideline''s name or a kind of structure; raw: the grade as the ledger has it.';

CREATE OR REPLACE FUNCTION gunmane.group_conditions(of_run uuid, scales jsonb)
RETURNS TABLE (number integer, assets integer, known_assets integer, early_assets integer, known double precision, early_action double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH member AS MATERIALIZED (
    SELECT m.number, coalesce(a.condition_scale, '') AS scale, a.condition_raw AS raw FROM gunmane.group_member m
    JOIN gunmane.asset a ON a.study_area = m.study_area AND a.dense_id = m.dense_id WHERE m.run = of_run
  ), grade AS MATERIALIZED (
    -- A ledger has few spellings.
    SELECT d.scale, d.raw, gunmane.condition_early(scales, d.scale, d.raw) AS early FROM (SELECT DISTINCT m.scale, m.raw FROM member m WHERE m.raw IS NOT NULL) d
  )
  SELECT m.number, count(*)::integer, count(g.early)::integer, (count(*) FILTER (WHERE g.early))::integer,
    count(g.early)::float8 / count(*), coalesce((count(*) FILTER (WHERE g.early))::float8 / nullif(count(g.early), 0), 0)
  FROM member m LEFT JOIN grade g ON g.scale = m.scale AND g.raw = m.raw GROUP BY m.number ORDER BY m.number
$$;
COMMENT ON FUNCTION gunmane.group_conditions(uuid, jsonb) IS
  'Condition of each group of a run, from the facts of today: assets with a grade that a scale knows, and of them those that ask for measures before the next inspection, as numbers and as shares (known: of all assets; early_action: of the known ones, 0 where none is). scales: the text of data/reference/condition-scales.json, psql: \set scales `cat data/reference/condition-scales.json`.';
