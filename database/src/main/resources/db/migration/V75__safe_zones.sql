-- Where a wearer is expected to be: inside any of these. A row never changes but for its end, so that who set what stays known.
-- Coordinates are kept as they were given, with their datum; whoever compares them with fixes converts them.
CREATE TABLE safe_zone (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  wearer_id     bigint NOT NULL REFERENCES wearer ON DELETE CASCADE,
  name          text NOT NULL,
  latitude      double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude     double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  datum         text NOT NULL DEFAULT 'wgs84' CHECK (datum IN ('wgs84', 'gcj02')),
  radius_metres integer NOT NULL CHECK (radius_metres BETWEEN 50 AND 100000),
  severity      text NOT NULL DEFAULT 'attention' CHECK (severity IN ('emergency', 'attention')),
  set_at        timestamptz NOT NULL,
  set_by        text NOT NULL,
  ended_at      timestamptz,
  ended_by      text,
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX safe_zone_of_wearer ON safe_zone (wearer_id, name) WHERE ended_at IS NULL;

ALTER TABLE rule_setting ADD COLUMN fix_accuracy_metres smallint CHECK (fix_accuracy_metres BETWEEN 20 AND 5000);
