-- Nobody wears the band of a self-test: lists for people and figures about people leave such a wearer out.
ALTER TABLE wearer ADD COLUMN synthetic boolean NOT NULL DEFAULT false;
-- There are as many as servers: finding them must not read through a city.
CREATE INDEX wearer_synthetic ON wearer (id) WHERE synthetic;
