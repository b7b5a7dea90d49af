-- What clauses of filters (queries/filters.sql) need more than once of an operand: written out, SQL would double with every operator within another.

CREATE OR REPLACE FUNCTION gunmane.remainder(dividend double precision, divisor double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT dividend - divisor * trunc(dividend / nullif(divisor, 0))
$$;
COMMENT ON FUNCTION gunmane.remainder(double precision, double precision) IS
  'The rest of a division, with the sign of the dividend (CQL2 %); NULL where the divisor is 0.';
