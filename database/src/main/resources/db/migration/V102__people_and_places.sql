-- The self-test has a worker, a grid and an area of its own, which are rows as all others and no people and no places: lists for people
-- read these.
CREATE VIEW staff AS
SELECT k.id, k.code, k.name, k.phone, k.area_id FROM worker k
 WHERE NOT EXISTS (SELECT FROM wearer s WHERE s.synthetic AND s.code = k.code);
CREATE VIEW city_area AS SELECT id, code, name, level, parent_id FROM area WHERE code <> 'selftest';
CREATE VIEW city_grid AS SELECT g.id, g.code, g.name, g.area_id FROM grid g JOIN city_area a ON a.id = g.area_id;
