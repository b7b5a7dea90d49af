-- name: lock
SELECT id FROM gunmane.study_area WHERE id = $1 FOR UPDATE

-- name: outside
-- What follows from facts and decisions is no change that an import makes: it is made anew when one is undone.
SELECT set_config('gunmane.import', '', true)

-- name: inside
SELECT set_config('gunmane.import', $1::text, true)

-- name: import
SELECT coalesce(current_setting('gunmane.import', true), '')

-- name: profiles
SELECT id, identity_key, name, corporate_number::text, source_number, address, kind FROM gunmane.contractor WHERE study_area = $1 ORDER BY id

-- name: orders
-- What a firm was given, and by whom; of assets that ledgers name it at, the town that they lie in.
SELECT c.contractor, o.name, d.name, c.title, coalesce(CASE WHEN c.price_kind <> 'estimated' THEN c.yen END, 0), coalesce(c.fiscal_year, 0)::integer, 1
FROM gunmane.contract c JOIN gunmane.organisation o ON o.id = c.orderer LEFT JOIN gunmane.department d ON d.id = c.contracting_department
WHERE c.study_area = $1 AND c.contractor IS NOT NULL AND c.outcome IN ('awarded', 'unknown')
UNION ALL
SELECT l.contractor, coalesce(t.name, o.name), NULL, '', 0, coalesce(extract(year FROM l.since), 0)::integer, count(*)::integer
FROM gunmane.asset_contractor l
JOIN gunmane.asset a ON a.study_area = l.study_area AND a.dense_id = l.dense_id
LEFT JOIN gunmane.organisation t ON t.study_area = a.study_area AND t.code = a.municipality
LEFT JOIN gunmane.organisation o ON o.id = a.owner_org
WHERE l.study_area = $1 AND coalesce(t.name, o.name) IS NOT NULL
GROUP BY 1, 2, 6

-- name: towns
SELECT name FROM gunmane.organisation WHERE study_area = $1 AND kind = 'municipality'

-- name: decisions
SELECT id, one_keys, other_keys, verdict FROM gunmane.contractor_decision
WHERE study_area = $1 AND withdrawn_at IS NULL AND verdict <> 'later' ORDER BY id

-- name: end_merges
-- Merges that the review no longer makes. $2, $3: contractor and kept of those that stand.
UPDATE gunmane.contractor_merge m SET undone_by = $4, undone_at = now()
WHERE m.study_area = $1 AND m.undone_at IS NULL
  AND NOT EXISTS (SELECT FROM unnest($2::bigint[], $3::bigint[]) AS s(contractor, kept) WHERE s.contractor = m.contractor AND s.kept = m.kept)

-- name: add_merges
INSERT INTO gunmane.contractor_merge (study_area, contractor, kept, decided_by, odds, evidence, actor)
SELECT $1, s.contractor, s.kept, CASE WHEN s.person THEN 'person' ELSE 'engine' END, s.odds, s.evidence::jsonb, $7
FROM unnest($2::bigint[], $3::bigint[], $4::boolean[], $5::double precision[], $6::text[]) AS s(contractor, kept, person, odds, evidence)
WHERE NOT EXISTS (SELECT FROM gunmane.contractor_merge m WHERE m.contractor = s.contractor AND m.undone_at IS NULL)

-- name: point
UPDATE gunmane.contractor c SET merged_into = m.kept
FROM gunmane.contractor k LEFT JOIN gunmane.contractor_merge m ON m.contractor = k.id AND m.undone_at IS NULL
WHERE c.study_area = $1 AND k.id = c.id AND c.merged_into IS DISTINCT FROM m.kept

-- name: clear_questions
DELETE FROM gunmane.contractor_question WHERE study_area = $1

-- name: add_questions
INSERT INTO gunmane.contractor_question (study_area, one, other, odds, weight, evidence)
SELECT $1, s.one, s.other, s.odds, s.weight, s.evidence::jsonb
FROM unnest($2::bigint[], $3::bigint[], $4::double precision[], $5::double precision[], $6::text[]) AS s(one, other, odds, weight, evidence)

-- name: drop_members
DELETE FROM gunmane.contractor_member m USING gunmane.contractor c
WHERE c.id = m.contractor AND c.study_area = $1 AND m.evidence = 'name'
  AND NOT EXISTS (SELECT FROM unnest($2::bigint[], $3::bigint[]) AS s(contractor, member) WHERE s.contractor = m.contractor AND s.member = m.member)

-- name: add_members
INSERT INTO gunmane.contractor_member (contractor, member, leader, share, evidence)
SELECT s.contractor, s.member, s.leader, s.share, 'name'
FROM unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::double precision[]) AS s(contractor, member, leader, share)
ON CONFLICT DO NOTHING

-- name: questions
SELECT q.one, q.other, q.odds, q.weight, q.evidence::text, later.id
FROM gunmane.contractor_question q
JOIN gunmane.contractor a ON a.id = q.one JOIN gunmane.contractor b ON b.id = q.other
LEFT JOIN LATERAL (
  SELECT max(d.id) AS id FROM gunmane.contractor_decision d
  WHERE d.study_area = q.study_area AND d.withdrawn_at IS NULL AND d.verdict = 'later'
    AND a.identity_key = ANY (d.one_keys || d.other_keys) AND b.identity_key = ANY (d.one_keys || d.other_keys)) AS later ON true
WHERE q.study_area = $1
ORDER BY later.id NULLS FIRST, q.weight DESC, q.odds DESC, q.one, q.other
LIMIT $2 OFFSET $3

-- name: question_count
SELECT count(*) FROM gunmane.contractor_question WHERE study_area = $1

-- name: facts
-- One row per firm asked for: all that stand behind it.
SELECT f.id, f.public_id, f.name, f.corporate_number::text, f.kind,
  coalesce(f.address, ''), coalesce(f.trades, ''),
  (SELECT array_agg(DISTINCT s.spelling ORDER BY s.spelling) FROM (
     SELECT m.name AS spelling FROM gunmane.contractor m WHERE m.id = f.id OR m.merged_into = f.id
     UNION SELECT k.contractor_raw FROM gunmane.contractor m JOIN gunmane.contract k ON k.contractor = m.id
       WHERE (m.id = f.id OR m.merged_into = f.id) AND k.contractor_raw <> '') AS s),
  (SELECT count(*) FROM gunmane.asset_contractor l JOIN gunmane.contractor m ON m.id = l.contractor WHERE m.id = f.id OR m.merged_into = f.id)
FROM gunmane.contractor f WHERE f.study_area = $1 AND f.id = ANY ($2::bigint[])

-- name: fact_orders
SELECT coalesce(m.merged_into, m.id), o.name, coalesce(d.name, ''), count(*), coalesce(sum(k.yen) FILTER (WHERE k.price_kind <> 'estimated'), 0)::bigint,
  coalesce(min(k.fiscal_year), 0)::integer, coalesce(max(k.fiscal_year), 0)::integer, array_agg(DISTINCT k.work_kind ORDER BY k.work_kind) FILTER (WHERE k.work_kind IS NOT NULL),
  (array_agg(k.title ORDER BY k.id))[1:3]
FROM gunmane.contractor m JOIN gunmane.contract k ON k.contractor = m.id
JOIN gunmane.organisation o ON o.id = k.orderer LEFT JOIN gunmane.department d ON d.id = k.contracting_department
WHERE m.study_area = $1 AND (m.id = ANY ($2::bigint[]) OR m.merged_into = ANY ($2::bigint[]))
GROUP BY 1, 2, 3 ORDER BY 1, 5 DESC, 2, 3

-- name: merges
SELECT g.id, g.contractor, c.name, g.kept, k.name, k.public_id, g.decided_by, g.odds, g.evidence::text, g.actor, g.made_at,
  coalesce(w.orderer, ''), coalesce(w.orders, 0), coalesce(w.yen, 0)::bigint, c.corporate_number::text
FROM gunmane.contractor_merge g
JOIN gunmane.contractor c ON c.id = g.contractor JOIN gunmane.contractor k ON k.id = g.kept
LEFT JOIN LATERAL (
  SELECT min(o.name || coalesce(' ' || d.name, '')) AS orderer, count(*) AS orders, sum(x.yen) FILTER (WHERE x.price_kind <> 'estimated') AS yen
  FROM gunmane.contract x JOIN gunmane.organisation o ON o.id = x.orderer LEFT JOIN gunmane.department d ON d.id = x.contracting_department
  WHERE x.contractor = g.contractor) AS w ON true
WHERE g.study_area = $1 AND g.undone_at IS NULL AND ($2::bigint IS NULL OR g.kept = $2)
  AND ($3 = '' OR position($3 IN c.name) > 0 OR position($3 IN k.name) > 0)
ORDER BY c.name = k.name, g.odds, g.id LIMIT $4 OFFSET $5

-- name: merge_count
SELECT count(*) FROM gunmane.contractor_merge g
JOIN gunmane.contractor c ON c.id = g.contractor JOIN gunmane.contractor k ON k.id = g.kept
WHERE g.study_area = $1 AND g.undone_at IS NULL AND ($2::bigint IS NULL OR g.kept = $2)
  AND ($3 = '' OR position($3 IN c.name) > 0 OR position($3 IN k.name) > 0)

-- name: merge
SELECT contractor, kept FROM gunmane.contractor_merge WHERE id = $2 AND study_area = $1 AND undone_at IS NULL

-- name: keys
-- Everything that stands behind a firm, itself first.
SELECT identity_key FROM gunmane.contractor WHERE study_area = $1 AND (id = $2 OR merged_into = $2) ORDER BY id <> $2, identity_key

-- name: key
SELECT identity_key FROM gunmane.contractor WHERE study_area = $1 AND id = $2

-- name: question
SELECT one, other FROM gunmane.contractor_question WHERE study_area = $1 AND one = $2 AND other = $3

-- name: decide
INSERT INTO gunmane.contractor_decision (study_area, one_keys, other_keys, verdict, actor) VALUES ($1, $2, $3, $4, $5) RETURNING id

-- name: withdraw
UPDATE gunmane.contractor_decision SET withdrawn_by = $3, withdrawn_at = now() WHERE study_area = $1 AND id = $2 AND withdrawn_at IS NULL RETURNING verdict

-- name: withdraw_same
-- Decisions that a firm is the same as others, as far as they speak of it.
UPDATE gunmane.contractor_decision SET withdrawn_by = $3, withdrawn_at = now()
WHERE study_area = $1 AND withdrawn_at IS NULL AND verdict = 'same' AND $2 = ANY (one_keys || other_keys)

-- name: decision_list
SELECT d.id, d.verdict, d.one_keys, d.other_keys, d.actor, d.decided_at,
  coalesce((SELECT c.name FROM gunmane.contractor c WHERE c.study_area = d.study_area AND c.identity_key = d.one_keys[1]), d.one_keys[1]),
  coalesce((SELECT c.name FROM gunmane.contractor c WHERE c.study_area = d.study_area AND c.identity_key = d.other_keys[1]), d.other_keys[1])
FROM gunmane.contractor_decision d WHERE d.study_area = $1 AND d.withdrawn_at IS NULL ORDER BY d.id DESC LIMIT $2

-- name: rename_key
-- A register's firm got its number: decisions about it go on.
UPDATE gunmane.contractor_decision SET one_keys = array_replace(one_keys, $2, $3), other_keys = array_replace(other_keys, $2, $3)
WHERE study_area = $1 AND ($2 = ANY (one_keys) OR $2 = ANY (other_keys))
