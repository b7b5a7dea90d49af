-- Numbers that stand for "no place": 0,0 and rows of nines.
CREATE OR REPLACE FUNCTION gunmane.is_no_place(x double precision, y double precision) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (x = 0 AND y = 0) OR (abs(x) = ANY (ARRAY[999, 9999, 99999, 999999, 9999999, 999.9, 999.99, 999.999, 9999.99, 99999.99]::float8[])
    AND (y = 0 OR abs(y) = ANY (ARRAY[99, 99.9, 99.99, 99.999, 999, 9999, 99999, 999999, 9999999, 999.9, 999.99, 999.999, 9999.99, 99999.99]::float8[])))
$$;
COMMENT ON FUNCTION gunmane.is_no_place(double precision, double precision) IS 'Whether coordinates of a file are a filler (0,0 or nines) and no place.';

-- Cheap enough for every row; the few that it lets through are looked at properly.
CREATE OR REPLACE FUNCTION gunmane.may_be_no_place(g geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT g && ST_MakeEnvelope(-1, -1, 1, 1) OR abs(ST_XMin(g)) = ANY (ARRAY[999, 9999, 99999, 999999, 9999999, 999.9, 999.99, 999.999, 9999.99, 99999.99]::float8[])
$$;
COMMENT ON FUNCTION gunmane.may_be_no_place(geometry) IS 'Whether gunmane.no_place has to be asked about a geometry (SRID 0).';

-- Why a file's geometry says no place at all; null if it may be one. A vertex at 0,0 inside a shape is a filler, too.
CREATE OR REPLACE FUNCTION gunmane.no_place(g geometry, degrees boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN GeometryType(g) = 'POINT' THEN CASE
      WHEN gunmane.is_no_place(ST_X(g), ST_Y(g)) THEN '座標が空の代わりの数字です (coordinates are a filler such as 0,0 or 999)'
      WHEN degrees AND abs(ST_X(g)) < 1 AND abs(ST_Y(g)) < 1 THEN '座標が 0,0 の近くです (coordinates near 0,0)' END
    WHEN g && ST_MakePoint(0, 0) AND EXISTS (SELECT FROM ST_DumpPoints(g) AS d WHERE ST_X(d.geom) = 0 AND ST_Y(d.geom) = 0)
      THEN '頂点に 0,0 があります (a vertex is 0,0)'
  END
$$;
COMMENT ON FUNCTION gunmane.no_place(geometry, boolean) IS 'The reason why coordinates of a file are no place; null if they may be one.';

-- Projecting numbers that the system cannot mean would fail for all rows at once.
CREATE OR REPLACE FUNCTION gunmane.beyond(g geometry, range double precision[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN range IS NOT NULL AND NOT ST_IsEmpty(g) AND NOT (ST_XMin(g) >= range[1] AND ST_XMax(g) <= range[2] AND ST_YMin(g) >= range[3] AND ST_YMax(g) <= range[4])
    THEN '座標がこの座標系の範囲の外です (beyond the numbers of this system)' END
$$;
COMMENT ON FUNCTION gunmane.beyond(geometry, double precision[]) IS 'The reason why coordinates cannot be of a system with this range (west, east, south, north); null if they can, or without a range.';

-- A line that is the outline of an area, closed where its end does not meet its beginning; anything else as it is.
CREATE OR REPLACE FUNCTION gunmane.closed_line(g geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN GeometryType(g) <> 'LINESTRING' OR ST_NPoints(g) < CASE WHEN ST_IsClosed(g) THEN 4 ELSE 3 END THEN g
    WHEN ST_IsClosed(g) THEN ST_MakePolygon(g) ELSE ST_MakePolygon(ST_AddPoint(g, ST_StartPoint(g))) END
$$;
COMMENT ON FUNCTION gunmane.closed_line(geometry) IS 'The polygon that a line goes round (profile member closeLines).';

-- Parts of one kind: what is stored is points, lines or polygons, never a mixture.
CREATE OR REPLACE FUNCTION gunmane.one_kind(g geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN GeometryType(g) = 'GEOMETRYCOLLECTION' THEN ST_CollectionExtract(g, ST_Dimension(g) + 1) ELSE g END
$$;
COMMENT ON FUNCTION gunmane.one_kind(geometry) IS 'The parts of highest dimension of a collection; anything else as it is.';

-- A repaired polygon stays what it was: lines and points that fall out are dropped, and one part is no collection.
CREATE OR REPLACE FUNCTION gunmane.made_valid(g geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN GeometryType(g) = 'POLYGON' AND ST_NumGeometries(m.geom) = 1 THEN ST_GeometryN(m.geom, 1) ELSE m.geom END
  FROM (SELECT ST_CollectionExtract(ST_MakeValid(g), 3) AS geom) AS m
$$;
COMMENT ON FUNCTION gunmane.made_valid(geometry) IS 'A valid polygon or multipolygon made of an invalid one; empty where nothing of an area is left.';

-- What a polygon may lose or gain when it is made valid: more is another shape.
CREATE OR REPLACE FUNCTION gunmane.most_area_change() RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 0.01::double precision';
COMMENT ON FUNCTION gunmane.most_area_change() IS 'Largest share of its area that a polygon may change by when it is made valid; beyond, the row is quarantined.';

CREATE OR REPLACE FUNCTION gunmane.most_boundary_change() RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 0.05::double precision';
COMMENT ON FUNCTION gunmane.most_boundary_change() IS 'Largest share of its area by which two drawings of one municipality differ (scale, islets, year); beyond, a second boundary is quarantined. N03 against its 1 % simplification: up to 0.033 for the smallest towns.';

CREATE OR REPLACE FUNCTION gunmane.area_change(before geometry, after geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN ST_Area(after) = 0 THEN 1 ELSE abs(ST_Area(after) - ST_Area(before)) / greatest(ST_Area(after), ST_Area(before)) END
$$;
COMMENT ON FUNCTION gunmane.area_change(geometry, geometry) IS 'Share of the area by which a repair changed a polygon.';

CREATE OR REPLACE FUNCTION gunmane.areas_said(before geometry, after geometry) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN ST_Area(after) = 0 THEN '' ELSE format('%s m² → %s m²',
    round((ST_Area(after::geography) * ST_Area(before) / ST_Area(after))::numeric, 1), round(ST_Area(after::geography)::numeric, 1)) END
$$;
COMMENT ON FUNCTION gunmane.areas_said(geometry, geometry) IS 'Area before and after a repair, in square metres.';
