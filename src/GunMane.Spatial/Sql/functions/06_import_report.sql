-- An import as it is reported.
DROP VIEW IF EXISTS gunmane.import_report;
CREATE VIEW gunmane.import_report AS
SELECT i.id, i.study_area, i.corrects, i.same_as, i.profile, i.profile_version, i.file_name, i.file_hash, i.file_bytes, i.encoding, i.crs,
  i.rows_read, i.rows_stored, i.rows_repaired, i.rows_duplicate, i.rows_quarantined, i.rows_changed, i.rows_removed, i.notes::text AS notes,
  i.source, i.file_format, i.file_columns, i.options::text AS options, i.licence, i.as_of, i.engine_version, i.updates, i.actor, i.imported_at,
  i.undoable, i.undone_at, i.undone_by, i.comparison::text AS comparison,
  (SELECT count(*) FROM gunmane.import_row r WHERE r.import_id = coalesce(i.same_as, i.id) AND r.state = 'quarantined' AND r.set_aside IS NOT NULL) AS rows_set_aside,
  (SELECT coalesce(sum(c.rows_stored + c.rows_repaired), 0)::bigint FROM gunmane.import c WHERE c.corrects = i.id AND c.undone_at IS NULL) AS rows_corrected
FROM gunmane.import i;
COMMENT ON VIEW gunmane.import_report IS '取り込みの記録: counts, where the file came from, how it was read, what became of it later.';
