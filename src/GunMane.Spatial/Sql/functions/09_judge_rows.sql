-- One state for every row of a ledger: first of its key in the file and new → stored; same content → duplicate; other
-- content → quarantined, or, where the file replaces its ledger, changed. Hash tables only: nobody knows beforehand how much of
-- a ledger is stored, and a nested loop over a wrong guess takes hours.
CREATE OR REPLACE FUNCTION gunmane.judge_rows(fact text, area integer, ledger text, updating boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SET enable_nestloop = off SET enable_sort = off AS $$
DECLARE
  spatial boolean := fact = 'asset';
  good text := format($good$
    SELECT s.row_number, s.source_key, s.content_hash, concat_ws(' / ', s.repair, %s) AS repair FROM import_stage s %s
    $good$, CASE WHEN spatial THEN 'r.repair' ELSE 'NULL' END,
    CASE WHEN spatial THEN 'LEFT JOIN import_remark r USING (row_number) WHERE s.reason IS NULL AND r.reason IS NULL' ELSE 'WHERE s.reason IS NULL' END);
BEGIN
  -- What few rows need stands in small tables with statistics: all rows are then read once, past hash tables of a few entries.
  IF spatial THEN
    CREATE TEMP TABLE import_remark ON COMMIT DROP AS SELECT row_number, reason, detail, repair FROM import_ready WHERE reason IS NOT NULL OR repair IS NOT NULL;
    ANALYZE import_remark;
  END IF;
  EXECUTE format('CREATE TEMP TABLE import_twice ON COMMIT DROP AS SELECT source_key, min(row_number) AS first_row FROM (%s) AS g GROUP BY source_key HAVING count(*) > 1', good);
  ANALYZE import_twice;
  EXECUTE format($judge$
    WITH good AS NOT MATERIALIZED (%s), firsts AS (
      SELECT t.source_key, t.first_row, s.content_hash AS first_hash FROM import_twice t JOIN import_stage s ON s.row_number = t.first_row
    ), met AS (
      SELECT g.*, coalesce(t.first_row, g.row_number) AS first_row, coalesce(t.first_hash, g.content_hash) AS first_hash
      FROM good g LEFT JOIN firsts t USING (source_key)
    ), told AS (
      SELECT g.*, f.content_hash IS NOT NULL AS known, f.content_hash IS NOT DISTINCT FROM g.content_hash AND ($3 IS FALSE OR g.row_number = g.first_row) AS same,
        g.row_number = g.first_row AND (f.content_hash IS NULL OR $3) AS taken
      FROM met g LEFT JOIN gunmane.%I f ON f.study_area = $1 AND f.source = $2 AND f.source_key = g.source_key
    )
    INSERT INTO import_verdict (row_number, state, reason, detail, change)
    SELECT row_number,
      CASE WHEN same THEN 'duplicate' WHEN taken THEN CASE WHEN repair = '' THEN 'stored' ELSE 'repaired' END
        WHEN (NOT known OR $3) AND content_hash = first_hash THEN 'duplicate' ELSE 'quarantined' END,
      CASE WHEN same THEN '登録済みです (already stored)' WHEN taken THEN repair
        WHEN known AND NOT $3 THEN '既に別の内容で登録済みです。新しい台帳に置き換えるときは「台帳の更新」で取り込んでください (stored with other content; to replace it, import with update)'
        WHEN content_hash = first_hash THEN '同じ行がこのファイルにあります (same row in this file)'
        ELSE '同じ番号で内容の違う行がこのファイルにあります (same key, other content in this file)' END,
      CASE WHEN same AND known THEN '番号 ' || source_key WHEN known AND NOT $3 THEN '番号 ' || source_key
        WHEN row_number <> first_row THEN format('%%s 番目の行 (row %%s), 番号 %%s', first_row, first_row, source_key) ELSE '' END,
      CASE WHEN same OR NOT taken THEN NULL WHEN known THEN 'changed' ELSE 'added' END
    FROM told $judge$, good, fact)
    USING area, ledger, updating;
  IF spatial THEN
    INSERT INTO import_verdict (row_number, state, reason, detail) SELECT row_number, 'quarantined', reason, detail FROM import_remark WHERE reason IS NOT NULL;
    DROP TABLE import_remark;
  END IF;
  DROP TABLE import_twice;
END $$;
COMMENT ON FUNCTION gunmane.judge_rows(text, integer, text, boolean) IS
  'Gives every staged row of a ledger its state and says whether it adds or changes a fact. fact: asset or contract; updating: the file replaces its ledger.';
