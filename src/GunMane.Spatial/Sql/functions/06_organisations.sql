-- Two records of one organisation (one known by code, one by name) become one.
CREATE OR REPLACE FUNCTION gunmane.merge_organisations(gone integer, kept integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  -- Departments of the same name become one first: their name is unique within an organisation.
  UPDATE gunmane.asset a SET managing_department = k.id
    FROM gunmane.department g JOIN gunmane.department k ON k.organisation = kept AND k.name = g.name
    WHERE g.organisation = gone AND a.managing_department = g.id;
  UPDATE gunmane.contract c SET managing_department = k.id
    FROM gunmane.department g JOIN gunmane.department k ON k.organisation = kept AND k.name = g.name
    WHERE g.organisation = gone AND c.managing_department = g.id;
  UPDATE gunmane.contract c SET contracting_department = k.id
    FROM gunmane.department g JOIN gunmane.department k ON k.organisation = kept AND k.name = g.name
    WHERE g.organisation = gone AND c.contracting_department = g.id;
  DELETE FROM gunmane.department g USING gunmane.department k
    WHERE g.organisation = gone AND k.organisation = kept AND k.name = g.name;
  UPDATE gunmane.department SET organisation = kept WHERE organisation = gone;
  UPDATE gunmane.asset SET owner_org = kept WHERE owner_org = gone;
  UPDATE gunmane.municipality SET owner_org = kept WHERE owner_org = gone;
  UPDATE gunmane.contractor SET owner_org = kept WHERE owner_org = gone;
  UPDATE gunmane.contract SET owner_org = kept WHERE owner_org = gone;
  UPDATE gunmane.contract SET orderer = kept WHERE orderer = gone;
  UPDATE gunmane.group_run SET owner_org = kept WHERE owner_org = gone;
  UPDATE gunmane.scenario SET owner_org = kept WHERE owner_org = gone;
  UPDATE gunmane.zone SET owner_org = kept WHERE owner_org = gone;
  UPDATE gunmane.link_decision SET owner_org = kept WHERE owner_org = gone;
  DELETE FROM gunmane.organisation WHERE id = gone;
END $$;
COMMENT ON FUNCTION gunmane.merge_organisations(integer, integer) IS 'Gives everything of one organisation to another and removes the first.';
