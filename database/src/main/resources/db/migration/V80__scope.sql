-- Whose part of the city a user looks after: an area with all that lies in it; null is all of the city.
ALTER TABLE app_user ADD COLUMN area_id bigint REFERENCES area;

-- An area and all that lies in it. Areas that lie in one another by mistake do not keep the question going for ever.
CREATE FUNCTION areas_in(the_area bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
WITH RECURSIVE inside AS (
  SELECT a.id FROM area a WHERE a.id = the_area
  UNION
  SELECT a.id FROM inside i JOIN area a ON a.parent_id = i.id
)
SELECT id FROM inside
$$;

-- An area and all that it lies in.
CREATE FUNCTION areas_around(the_area bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
WITH RECURSIVE around AS (
  SELECT a.id, a.parent_id FROM area a WHERE a.id = the_area
  UNION
  SELECT a.id, a.parent_id FROM around i JOIN area a ON a.id = i.parent_id
)
SELECT id FROM around
$$;
