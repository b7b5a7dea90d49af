-- Where assets lie: cells that make the look-up of a point one hash join, shares of assets that cross a border,
-- and a flag where owner and place disagree.

ALTER TABLE gunmane.municipality_part ADD COLUMN id integer GENERATED ALWAYS AS IDENTITY UNIQUE;
COMMENT ON COLUMN gunmane.municipality_part.id IS 'Named by municipality_cell.';

CREATE TABLE gunmane.municipality_cell (
  study_area    integer NOT NULL,
  code          char(5) NOT NULL,
  x             integer NOT NULL,
  y             integer NOT NULL,
  part          integer REFERENCES gunmane.municipality_part (id) ON DELETE CASCADE,
  FOREIGN KEY (study_area, code) REFERENCES gunmane.municipality ON DELETE CASCADE
);
COMMENT ON TABLE gunmane.municipality_cell IS
  'Cells of gunmane.cell_size() degrees (x, y: floor of longitude, latitude over it) and the boundary pieces that touch each; kept by a trigger on municipality_part.';
COMMENT ON COLUMN gunmane.municipality_cell.part IS 'Piece to test a point against; null where the whole cell lies in the municipality.';
CREATE INDEX municipality_cell_code ON gunmane.municipality_cell (study_area, code);
CREATE INDEX municipality_cell_part ON gunmane.municipality_cell (part);

ALTER TABLE gunmane.asset ADD COLUMN place_flag text
  CONSTRAINT asset_place_flag CHECK (place_flag IN ('other_town', 'near_shore', 'outside'));
COMMENT ON COLUMN gunmane.asset.place_flag IS
  'other_town: lies in another town than its owner''s; near_shore: just off the boundary, counted to the nearest town; outside: in no town. Null: as expected.';

CREATE TABLE gunmane.asset_municipality (
  study_area    integer NOT NULL,
  dense_id      integer NOT NULL,
  code          char(5) NOT NULL,
  share         double precision NOT NULL CHECK (share > 0 AND share <= 1),
  import_id     bigint DEFAULT gunmane.current_import(),
  PRIMARY KEY (study_area, dense_id, code),
  FOREIGN KEY (study_area, dense_id) REFERENCES gunmane.asset (study_area, dense_id) ON DELETE CASCADE
);
CREATE INDEX asset_municipality_import ON gunmane.asset_municipality (import_id);
COMMENT ON TABLE gunmane.asset_municipality IS
  'Assets that cross municipal borders: every municipality (border_code) with its share of length, area or points; shares of one asset sum to 1. Assets in one municipality have no row.';
