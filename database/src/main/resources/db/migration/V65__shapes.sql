-- Where grids and areas lie. One shape each, WGS-84, longitude first, as well-known binary: what is asked of shapes is answered in
-- memory, so the database needs no geometry of its own.
CREATE TABLE place_shape (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  grid_id  bigint UNIQUE REFERENCES grid ON DELETE CASCADE,
  area_id  bigint UNIQUE REFERENCES area ON DELETE CASCADE,
  shape    bytea NOT NULL,
  revision bigint NOT NULL DEFAULT nextval('registry_revision'),
  CHECK (num_nonnulls(grid_id, area_id) = 1)
);
