-- Membership: what a zone or any other area holds. Everything that says "inside" asks gunmane.area_members.

-- Half-open areas. A zone is moved by about a micrometre (1e-11 degrees) west-south-west before it is compared, so
-- that whatever lies exactly on a border shared by two zones (a point, a road that runs along it) is held by one of
-- them only: by the one to whose west or south border it belongs. The direction has no simple slope, so that no
-- drawn edge runs along it.
CREATE OR REPLACE FUNCTION gunmane.half_open(zone geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ST_Translate(zone, -1e-11, -0.4142135e-11)
$$;
COMMENT ON FUNCTION gunmane.half_open(geometry) IS
  'The area moved by 1e-11 degrees west-south-west: areas that share a border then share nothing.';

-- The part of an asset that lies in a zone: of its points, its geodesic length or its geodesic area (GRS80), by the
-- highest dimension that it has. Parts below 1/100,000 are the width of a border, not a part. Of a zone with many
-- vertices only the surroundings of the asset are overlaid.
CREATE OR REPLACE FUNCTION gunmane.part_inside(asset geometry, zone geometry) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  near geometry := CASE WHEN ST_NPoints(zone) > 100 THEN ST_ClipByBox2D(zone, ST_Expand(asset, 1e-6)) ELSE zone END;
  cut geometry := ST_Intersection(asset, near);
  part double precision := CASE ST_Dimension(asset)
    WHEN 0 THEN ST_NumGeometries(ST_CollectionExtract(cut, 1))::double precision / ST_NumGeometries(asset)
    WHEN 1 THEN ST_Length(ST_CollectionExtract(cut, 2)::geography) / nullif(ST_Length(asset::geography), 0)
    ELSE ST_Area(ST_CollectionExtract(cut, 3)::geography) / nullif(ST_Area(ST_CollectionExtract(asset, 3)::geography), 0)
  END;
BEGIN
  RETURN CASE WHEN part < 1e-5 THEN 0 WHEN part > 1 - 1e-5 THEN 1 ELSE part END;
END
$$;
COMMENT ON FUNCTION gunmane.part_inside(geometry, geometry) IS
  'Part (0…1) of an asset inside an area: of points, geodesic length or geodesic area; NULL for a line without length or a polygon without area.';

CREATE OR REPLACE FUNCTION gunmane.area_members(area integer, zone geometry)
RETURNS TABLE (dense_id integer, share double precision, counted boolean, length_m double precision, area_m2 double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH place AS MATERIALIZED (SELECT gunmane.half_open(zone) AS geom),
  met AS MATERIALIZED (
    SELECT a.dense_id, a.geom, a.length_m, a.area_m2, place.geom AS zone,
      CASE WHEN ST_Covers(place.geom, a.geom) THEN 1 ELSE gunmane.part_inside(a.geom, place.geom) END AS share
    FROM place JOIN gunmane.asset a ON a.study_area = area AND a.geom && place.geom AND ST_Intersects(place.geom, a.geom)
  )
  SELECT met.dense_id, met.share,
    CASE WHEN abs(met.share - 0.5) > 1e-9 THEN met.share > 0.5 ELSE ST_Covers(met.zone, ST_PointOnSurface(met.geom)) END,
    met.length_m * met.share, met.area_m2 * met.share
  FROM met WHERE met.share > 0
$$;
COMMENT ON FUNCTION gunmane.area_members(integer, geometry) IS
'The assets of a study area that an area (Polygon or MultiPolygon, storage CRS) holds, wholly or in part.
share: part inside, 0 < share <= 1 (gunmane.part_inside). length_m, area_m2: the stored figures times share.
counted: the asset counts here as one. It does where its larger part lies: share > 0.5; of two equal halves
(within 1e-9) the one with the asset''s representative point (ST_PointOnSurface) counts. Areas are half-open
(gunmane.half_open), so of two areas that tile the plane exactly one counts an asset, and shares, lengths and areas add up.
Where three or more areas share an asset and none has more than half, none counts it: each shows it as partly held.';

-- Orders that were placed, with the yen that counts. A failed tender is no order; an estimated price is nobody's yen.
CREATE OR REPLACE VIEW gunmane.placed_order WITH (security_invoker = true) AS
  SELECT c.study_area, c.id, c.orderer, coalesce(f.merged_into, c.contractor) AS contractor, c.fiscal_year,
    CASE WHEN c.price_kind = 'estimated' THEN 0 ELSE coalesce(c.yen, 0) END AS yen
  FROM gunmane.contract c LEFT JOIN gunmane.contractor f ON f.id = c.contractor WHERE c.outcome IN ('awarded', 'unknown');
COMMENT ON VIEW gunmane.placed_order IS 'Contracts that were placed (awarded or outcome unknown), with their yen (0 where only an estimate is known) and the firm that stands for their contractor.';

CREATE OR REPLACE FUNCTION gunmane.asset_yen(area integer, wanted integer[] DEFAULT NULL)
RETURNS TABLE (dense_id integer, contractor bigint, yen double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH asked AS MATERIALIZED (
    SELECT DISTINCT l.contract FROM gunmane.contract_asset l
    WHERE l.study_area = area AND (wanted IS NULL OR l.dense_id IN (SELECT unnest(wanted)))
  ), whole AS MATERIALIZED (
    SELECT l.contract, sum(l.weight) AS weight FROM asked JOIN gunmane.contract_asset l ON l.contract = asked.contract GROUP BY l.contract
  ), part AS (
    SELECT l.dense_id, coalesce(o.contractor, 0) AS contractor, o.yen * l.weight / whole.weight AS yen
    FROM whole
    JOIN gunmane.contract_asset l ON l.contract = whole.contract AND (wanted IS NULL OR l.dense_id IN (SELECT unnest(wanted)))
    JOIN gunmane.placed_order o ON o.id = l.contract
    UNION ALL
    SELECT f.dense_id, coalesce(k.merged_into, k.id), 0 FROM gunmane.asset_contractor f JOIN gunmane.contractor k ON k.id = f.contractor
    WHERE f.study_area = area AND (wanted IS NULL OR f.dense_id IN (SELECT unnest(wanted)))
  )
  SELECT part.dense_id, part.contractor, sum(part.yen) FROM part GROUP BY part.dense_id, part.contractor
$$;
COMMENT ON FUNCTION gunmane.asset_yen(integer, integer[]) IS
'Yen of placed orders per asset and contractor: each order''s yen is apportioned over all assets that it names, by
contract_asset.weight. A joint venture''s yen stays with the joint venture. A firm that is linked to an asset without an
order has 0 yen; contractor 0 stands for orders whose contractor is not known. wanted: dense ids, NULL for all.';
