-- Where an edit changed anything, so that tiles elsewhere keep their version and are neither cut nor fetched anew.
ALTER TABLE gunmane.zone_edit ADD COLUMN touched geometry(Polygon, 6668);
COMMENT ON COLUMN gunmane.zone_edit.touched IS 'Envelope of all zones touched, as they were and as they became. NULL: not known, it may be anywhere.';
