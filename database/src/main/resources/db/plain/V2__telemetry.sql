-- Measurements on plain PostgreSQL: one typed table a kind, range-partitioned by day.
-- Housekeeping makes the partitions ahead and drops the old ones; the default partition is for what it has not met yet.

CREATE TABLE vital_sign (
  band         text NOT NULL,
  measured_at  timestamptz NOT NULL,
  wearer_id    bigint,
  received_at  timestamptz NOT NULL,
  heart_rate   smallint,
  systolic     smallint,
  diastolic    smallint,
  spo2         smallint,
  temperature  real,
  steps        integer,
  quality      smallint,
  PRIMARY KEY (band, measured_at)
) PARTITION BY RANGE (measured_at);
CREATE TABLE vital_sign_default PARTITION OF vital_sign DEFAULT;
CREATE INDEX vital_sign_of_wearer ON vital_sign (wearer_id, measured_at);

CREATE TABLE location_fix (
  band         text NOT NULL,
  measured_at  timestamptz NOT NULL,
  wearer_id    bigint,
  received_at  timestamptz NOT NULL,
  latitude     double precision NOT NULL,
  longitude    double precision NOT NULL,
  accuracy     real,
  source       text,
  PRIMARY KEY (band, measured_at)
) PARTITION BY RANGE (measured_at);
CREATE TABLE location_fix_default PARTITION OF location_fix DEFAULT;
CREATE INDEX location_fix_of_wearer ON location_fix (wearer_id, measured_at);

CREATE TABLE band_status (
  band         text NOT NULL,
  measured_at  timestamptz NOT NULL,
  wearer_id    bigint,
  received_at  timestamptz NOT NULL,
  online       boolean,
  battery      smallint,
  charging     boolean,
  worn         boolean,
  signal       smallint,
  firmware     text,
  PRIMARY KEY (band, measured_at)
) PARTITION BY RANGE (measured_at);
CREATE TABLE band_status_default PARTITION OF band_status DEFAULT;
CREATE INDEX band_status_of_wearer ON band_status (wearer_id, measured_at);
